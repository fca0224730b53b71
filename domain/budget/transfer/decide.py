"""What a transfer allows, from draft to posting."""

from __future__ import annotations

from domain.budget.transfer.approving import amended, amended_for, approved, confirmed
from domain.budget.transfer.commands import (
    AmendForResolution,
    ConfirmAmendment,
    DraftTransfer,
    PostTransfer,
    RecordAuthorityApproval,
    RejectTransfer,
    ReturnTransfer,
    ReviseTransfer,
    SubmitTransfer,
    TransferCommand,
    WithdrawTransfer,
)
from domain.budget.transfer.content import (
    content_of,
    facts_by_line,
    require_lines_available,
    require_year,
    require_zero_sum,
)
from domain.budget.transfer.events import (
    PostedLine,
    TransferDrafted,
    TransferEvent,
    TransferPosted,
    TransferRejected,
    TransferReturned,
    TransferRevised,
    TransferSubmitted,
    TransferWithdrawn,
)
from domain.budget.transfer.refusals import (
    AmendmentNotConfirmed,
    ApprovalsMissing,
    AuthorMayNotPost,
    CaseStepsOpen,
    TransferUnderApproval,
    WithdrawnTooLate,
)
from domain.budget.transfer.state import Amendment, Draft, Submitted, Transfer, Undrafted
from domain.budget.transfer_power import power_for
from domain.refusal import NotOpen


def decide(command: TransferCommand, transfer: Transfer) -> list[TransferEvent]:
    """Return what ``command`` leads to.

    Raises:
        the refusals of ``content_of``: the lines do not make a transfer of the open year.
        the refusals of ``power_for``: no row of the table covers it, so it stays a draft.
        the refusals of ``require_available``: a from-line has not that much, or not as surplus.
        CaseStepsOpen: its case has not come so far.
        WithdrawnTooLate: the area director has decided.
        TransferUnderApproval: returned past those who are being asked.
        the refusals of ``approved``, ``amended_for``, ``confirmed`` and ``posted``: see there.
        NotOpen: the transfer is not at the point where it can take this command.
    """
    match command, transfer:
        case DraftTransfer(), Undrafted():
            return [drafted(command)]
        case ReviseTransfer(), Draft():
            return [revised(command, transfer)]
        case ReviseTransfer(), Submitted(amendment=Amendment() as change) if change.missing:
            return [amended(command, transfer, change.resolution_id)]
        case SubmitTransfer(), Draft():
            return [submitted(command, transfer)]
        case ReturnTransfer(), Submitted():
            if command.approval_pending:
                raise TransferUnderApproval()
            return [TransferReturned(reason=command.reason, due_on=command.due_on)]
        case WithdrawTransfer(), Draft() | Submitted():
            if command.decided and isinstance(transfer, Submitted):
                raise WithdrawnTooLate()
            return [TransferWithdrawn(reason=command.reason)]
        case RejectTransfer(), Submitted():
            return [TransferRejected(authority=command.authority, reason=command.reason)]
        case AmendForResolution(), Submitted():
            return [amended_for(command, transfer)]
        case ConfirmAmendment(), Submitted(amendment=Amendment() as change):
            return [confirmed(command, transfer, change)]
        case RecordAuthorityApproval(), Submitted():
            return [approved(command, transfer)]
        case PostTransfer(), Submitted():
            return [posted(command, transfer)]
    raise NotOpen(f"{type(command).__name__} while {type(transfer).__name__}")


def drafted(command: DraftTransfer) -> TransferDrafted:
    content = content_of(
        command.lines, command.reason, command.facts, command.fiscal_year, version=1
    )
    return TransferDrafted(
        case_id=command.case_id,
        fiscal_year=command.fiscal_year,
        lines=content.lines,
        reason=content.reason,
        scope=content.scope,
        version=content.version,
        digest=content.digest,
        drafted_by=command.by.person_id,
        due_on=command.due_on,
    )


def revised(command: ReviseTransfer, transfer: Draft) -> TransferRevised:
    content = content_of(
        command.lines,
        command.reason,
        command.facts,
        transfer.fiscal_year,
        transfer.content.version + 1,
    )
    return TransferRevised(
        lines=content.lines,
        reason=content.reason,
        scope=content.scope,
        version=content.version,
        digest=content.digest,
        revised_by=command.by.person_id,
        due_on=command.due_on,
    )


def submitted(command: SubmitTransfer, transfer: Draft) -> TransferSubmitted:
    if command.steps_open:
        raise CaseStepsOpen(steps=command.steps_open)
    content = transfer.content
    facts = facts_by_line([line.line_id for line in content.lines], command.facts)
    require_year(facts, transfer.fiscal_year)
    power = power_for(content.scope, command.on, command.power_rows)
    require_lines_available(content.lines, facts)
    return TransferSubmitted(
        authorities=power.authorities,
        power=power,
        version=content.version,
        digest=content.digest,
        due_on=command.due_on,
    )


def posted(command: PostTransfer, transfer: Submitted) -> TransferPosted:
    """Return the posting of all lines; the lines' own streams take theirs in the same append.

    Raises:
        AuthorMayNotPost: who wrote any version of it (R-H16).
        AmendmentNotConfirmed, ApprovalsMissing: with ``missing``, who has yet to act (R-B12).
        BudgetYearNotOpen: the year was closed since (R-B17).
        the refusals of ``require_available``: the balance or surplus is no longer there.
    """
    if command.by.person_id in transfer.authors:
        raise AuthorMayNotPost()
    if transfer.amendment is not None and transfer.amendment.missing:
        raise AmendmentNotConfirmed(missing=transfer.amendment.missing)
    if transfer.missing:
        raise ApprovalsMissing(missing=transfer.missing)
    lines = transfer.content.lines
    facts = facts_by_line([line.line_id for line in lines], command.facts)
    require_year(facts, transfer.fiscal_year)
    require_zero_sum([line.satang for line in lines])
    require_lines_available(lines, facts)
    return TransferPosted(
        lines=tuple(
            PostedLine(
                line_id=line.line_id,
                satang=line.satang,
                is_surplus=line.is_surplus,
                balance_before_satang=facts[line.line_id].balance_satang,
                balance_after_satang=facts[line.line_id].balance_satang + line.satang,
            )
            for line in lines
        ),
        posted_by=command.by.person_id,
        posted_on=command.on,
        state_system_reference=command.state_system_reference,
        state_system_date=command.state_system_date,
        results_due_on=command.results_due_on,
    )
