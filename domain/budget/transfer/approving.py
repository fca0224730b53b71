"""Approvals of a transfer by its authorities, and the change that a resolution may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import msgspec

from domain.budget.transfer.commands import (
    AmendForResolution,
    ConfirmAmendment,
    GrantedLine,
    RecordAuthorityApproval,
    ReviseTransfer,
)
from domain.budget.transfer.content import (
    TransferLine,
    content_of,
    facts_by_line,
    require_lines_available,
    require_zero_sum,
)
from domain.budget.transfer.events import (
    AmendmentConfirmed,
    AmendmentRole,
    AuthorityApproved,
    TransferAmended,
)
from domain.budget.transfer.refusals import (
    AmendedForAnotherResolution,
    AmendmentNotConfirmed,
    ApprovalDatedAhead,
    ApprovalOutOfOrder,
    ApprovalWithoutInstrument,
    AuthorityNotNamed,
    AuthorMayNotConfirm,
    GrantedAboveAsked,
    ResolutionAsksNoChange,
    TransferMovedOn,
)
from domain.budget.transfer.state import Amendment, Submitted
from domain.budget.transfer_power import Authority, power_for
from domain.refusal import NotOpen, NotPermitted

# The secretary's confirmation may be given by the assistant, who does the secretary's desk work.
CONFIRMS_AS = {
    "group_director": AmendmentRole.GROUP_DIRECTOR,
    "board_secretary": AmendmentRole.SECRETARY,
    "assistant_secretary": AmendmentRole.SECRETARY,
    "area_director": AmendmentRole.AREA_DIRECTOR,
}


def approved(command: RecordAuthorityApproval, transfer: Submitted) -> AuthorityApproved:
    """Return the approval of the next authority.

    Raises:
        ApprovalWithoutInstrument, ApprovalDatedAhead: it is not an approval that can be cited.
        AuthorityNotNamed, ApprovalOutOfOrder: it is not this authority's turn.
        AmendmentNotConfirmed, AmendedForAnotherResolution: a change has to be confirmed first.
        TransferMovedOn: another version was approved (R-W07).
        GrantedAboveAsked, OneSidedTransfer, TransferUnbalanced: a partial approval that raises
            a line or does not balance.
    """
    if (command.resolution_id is None) == (command.outside_approval_id is None):
        raise ApprovalWithoutInstrument()
    if command.approved_on > command.on:
        raise ApprovalDatedAhead(approved_on=command.approved_on, on=command.on)
    require_turn(command.authority, transfer)
    require_confirmed(command, transfer.amendment)
    content = transfer.content
    if command.approved_digest != content.digest:
        raise TransferMovedOn(version=content.version)
    if command.granted_lines is not None:
        lines = granted(command.granted_lines, content.lines)
        if lines != content.lines:
            content = replace(content, lines=lines, version=content.version + 1)
    return AuthorityApproved(
        authority=command.authority,
        resolution_id=command.resolution_id,
        outside_approval_id=command.outside_approval_id,
        approved_on=command.approved_on,
        reference=command.reference,
        approved_digest=command.approved_digest,
        is_partial=content is not transfer.content,
        lines=content.lines,
        version=content.version,
        digest=content.digest,
        missing=transfer.missing[1:],
        due_on=None if transfer.missing[1:] else command.due_on,
    )


def require_turn(authority: Authority, transfer: Submitted) -> None:
    if authority not in transfer.authorities:
        raise AuthorityNotNamed(authority=authority, authorities=transfer.authorities)
    if transfer.missing[:1] != (authority,):
        raise ApprovalOutOfOrder(authority=authority, missing=transfer.missing)


def require_confirmed(command: RecordAuthorityApproval, amendment: Amendment | None) -> None:
    if amendment is None:
        return
    if amendment.missing:
        raise AmendmentNotConfirmed(missing=amendment.missing)
    if command.resolution_id not in (None, amendment.resolution_id):
        raise AmendedForAnotherResolution()


def granted(
    grants: Sequence[GrantedLine], asked: Sequence[TransferLine]
) -> tuple[TransferLine, ...]:
    """Return ``asked`` with lines dropped or lowered as granted; still balanced to zero."""
    amounts = {grant.line_id: grant.satang for grant in grants}
    unknown = amounts.keys() - {line.line_id for line in asked}
    if unknown or len(amounts) < len(grants):
        raise GrantedAboveAsked(lines=len(asked), granted_lines=len(grants))
    for line in asked:
        satang = amounts.get(line.line_id, 0)
        if satang * line.satang < 0 or abs(satang) > abs(line.satang):
            raise GrantedAboveAsked(asked_satang=line.satang, granted_satang=satang)
    require_zero_sum(tuple(amounts.values()))
    return tuple(
        lowered(line, amounts[line.line_id]) for line in asked if amounts.get(line.line_id)
    )


def lowered(line: TransferLine, satang: int) -> TransferLine:
    after_satang = line.balance_before_satang + satang
    return msgspec.structs.replace(line, satang=satang, balance_after_satang=after_satang)


def amended_for(command: AmendForResolution, transfer: Submitted) -> TransferAmended:
    """Return the change a resolution asks for; made again for the same one, the latest counts.

    Raises:
        ResolutionAsksNoChange: it does not agree to this transfer with changes.
        TransferMovedOn: the board resolved on another version than the one that stands (R-W07).
    """
    if command.resolved_digest is None:
        raise ResolutionAsksNoChange()
    change = transfer.amendment
    again = change is not None and change.resolution_id == command.resolution_id
    if not again and command.resolved_digest != transfer.content.digest:
        raise TransferMovedOn(version=transfer.content.version)
    return amended(command, transfer, command.resolution_id)


def amended(
    command: AmendForResolution | ReviseTransfer, transfer: Submitted, resolution_id: UUID
) -> TransferAmended:
    """Return the change; it is judged like a submission, and approvals begin anew (R-W07)."""
    content = content_of(
        command.lines,
        command.reason,
        command.facts,
        transfer.fiscal_year,
        transfer.content.version + 1,
    )
    power = power_for(content.scope, command.on, command.power_rows)
    facts = facts_by_line([line.line_id for line in content.lines], command.facts)
    require_lines_available(content.lines, facts)
    return TransferAmended(
        resolution_id=resolution_id,
        lines=content.lines,
        reason=content.reason,
        scope=content.scope,
        authorities=power.authorities,
        power=power,
        version=content.version,
        digest=content.digest,
        amended_by=command.by.person_id,
    )


def confirmed(
    command: ConfirmAmendment, transfer: Submitted, change: Amendment
) -> AmendmentConfirmed:
    """Return the confirmation that a change matches the resolution.

    Raises:
        NotPermitted: the post acted in is none of the three that confirm.
        AuthorMayNotConfirm: who wrote a version of it (R-H16).
        TransferMovedOn: another version was seen (R-W07).
        AmendmentNotConfirmed: the area director before the other two.
        NotOpen: this role has confirmed already.
    """
    role = CONFIRMS_AS.get(command.by.role)
    if role is None:
        raise NotPermitted(role=command.by.role)
    if command.by.person_id in transfer.authors:
        raise AuthorMayNotConfirm()
    if command.digest != transfer.content.digest:
        raise TransferMovedOn(version=transfer.content.version)
    if role not in change.missing:
        raise NotOpen(f"{role} has confirmed")
    if role is AmendmentRole.AREA_DIRECTOR and len(change.missing) > 1:
        before = tuple(other for other in change.missing if other is not role)
        raise AmendmentNotConfirmed(missing=before)
    return AmendmentConfirmed(
        role=role,
        resolution_id=change.resolution_id,
        digest=command.digest,
        confirmed_by=command.by.person_id,
        missing=tuple(other for other in change.missing if other is not role),
    )
