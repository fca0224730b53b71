"""An authority outside the office is asked by letter; its answer is recorded, confirmed, applied."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from application.act import Act
from application.approvals.matter import (
    alive,
    approve,
    complete_gate,
    reject,
    submitted,
    unapproved,
)
from application.approvals.rounds import next_round, rounds
from application.board.covering import require_covered
from application.casework.steps import file_of
from application.desk import Asked, Desk
from domain.approvals.outside_approval import (
    AskedLine,
    ConfirmOutcome,
    InformationWanted,
    OutsideApproval,
    OutsideOutcome,
    RecordOutcome,
    ReplyLetter,
    Request,
    RequestNotSent,
    RequestOutsideApproval,
    RequestUnderway,
    ResendRequest,
    SendBackOutcome,
    Settled,
    Unconfirmed,
    Unrequested,
    Waiting,
    outside_approval,
)
from domain.approvals.version import require_version
from domain.budget.transfer import GrantedLine
from domain.budget.transfer_power import Authority
from domain.casework.case import AddLetter, Ending, case
from domain.casework.process import StepKind
from domain.correspondence.letter import JoinCase, Received, Standing, letter
from domain.correspondence.outgoing_letter import (
    Dispatched,
    LetterPurpose,
    RecordReply,
    outgoing_letter,
)
from domain.refusal import NotFound


def request(
    desk: Desk,
    *,
    transfer_id: UUID,
    transfer_digest: str,
    outgoing_letter_id: UUID,
    resolution_id: UUID,
    legal_basis: str,
) -> UUID:
    """Ask the authority whose turn it is, by a letter that is dispatched in the same append.

    Where it had asked for more information, the letter sends the request again. Returns the id of
    the outside approval.

    Raises:
        LegalBasisRequired, VersionMovedOn, RequestUnderway: of the request.
        the refusals of ``require_covers``: the resolution does not agree to this version.
    """
    found = rounds(desk, outside_approval, transfer_id)
    if found and isinstance(found[-1][1], InformationWanted):
        key = found[-1][0]
        desk.ask(outside_approval, key, ResendRequest, outgoing_letter_id=outgoing_letter_id)
        return key
    key = next_round(desk, outside_approval, transfer_id)
    desk.ask(
        outside_approval,
        key,
        RequestOutsideApproval,
        transfer_id=transfer_id,
        transfer_digest=transfer_digest,
        outgoing_letter_id=outgoing_letter_id,
        resolution_id=resolution_id,
        legal_basis=legal_basis,
        **evidence(desk, transfer_id, resolution_id),
    )
    return key


def evidence(desk: Desk, transfer_id: UUID, resolution_id: UUID) -> dict[str, Any]:
    """Return what the request rests on: the transfer as it stands, agreed to by the board.

    Raises:
        RequestUnderway: this authority is being asked, or no authority is left to ask.
    """
    transfer = submitted(desk, transfer_id)
    desk.case_id = transfer.case_id
    for key, found in rounds(desk, outside_approval, transfer_id):
        if isinstance(found, Waiting | Unconfirmed | InformationWanted):
            raise RequestUnderway(outside_approval_id=key)
    if not transfer.missing:
        raise RequestUnderway(outside_approval_id=None)
    require_covered(desk, resolution_id, transfer_id)
    return {
        "authority": str(transfer.missing[0]),
        "case_id": transfer.case_id,
        "current_digest": transfer.content.digest,
        "lines": tuple(AskedLine(line.line_id, line.satang) for line in transfer.content.lines),
    }


def ask_by_letter(desk: Desk, _key: UUID, asked: Asked[RequestOutsideApproval]) -> None:
    """Record a request whose letter has gone already."""
    require_sent(desk, asked.outgoing_letter_id)
    key = next_round(desk, outside_approval, asked.transfer_id)
    gathered = evidence(desk, asked.transfer_id, asked.resolution_id)
    desk.decide(outside_approval, key, asked.command(**gathered))


def resend(desk: Desk, key: UUID, asked: Asked[ResendRequest]) -> None:
    known(desk, key)
    require_sent(desk, asked.outgoing_letter_id)
    desk.decide(outside_approval, key, asked.command())


def require_sent(desk: Desk, outgoing_letter_id: UUID) -> None:
    """Refuse a letter that has not gone, or asks nobody for anything."""
    sent = desk.state(outgoing_letter, outgoing_letter_id)
    purpose = sent.occasion.purpose if isinstance(sent, Dispatched) else None
    if purpose is not LetterPurpose.GOVERNOR_REQUEST:
        raise RequestNotSent(outgoing_letter_id=outgoing_letter_id)


def request_of(found: OutsideApproval) -> Request | None:
    return None if isinstance(found, Unrequested) else found.request


def known(desk: Desk, key: UUID) -> Request:
    """Return what was asked, and have the act belong to its case.

    Raises:
        NotFound: nothing was asked under this id.
    """
    asked = request_of(desk.state(outside_approval, key))
    if asked is None:
        raise NotFound(outside_approval_id=key)
    desk.case_id = asked.case_id
    return asked


def record(desk: Desk, key: UUID, asked: Asked[RecordOutcome]) -> None:
    """Record what the reply says; the letter joins the case if it has not (R-W10)."""
    sent = known(desk, key)
    case_id = sent.case_id
    reply_id = asked.reply_letter_id
    reply = desk.state(letter, reply_id)
    given = (
        ReplyLetter(reply_id, voided=reply.standing is Standing.VOID)
        if isinstance(reply, Received)
        else None
    )
    desk.decide(outside_approval, key, asked.command(reply=given))
    if reply_id not in file_of(desk, case_id).letter_ids:
        desk.ask(case, case_id, AddLetter, letter_id=reply_id)
        desk.ask(letter, reply_id, JoinCase, case_id=case_id)
    letter_sent = desk.state(outgoing_letter, sent.letters[-1])
    if isinstance(letter_sent, Dispatched) and reply_id not in letter_sent.replies:
        desk.ask(outgoing_letter, sent.letters[-1], RecordReply, letter_id=reply_id)


def confirm(desk: Desk, key: UUID, asked: Asked[ConfirmOutcome]) -> None:
    """Confirm the record: only now does it count, on the transfer and in the case."""
    sent = known(desk, key)
    before = desk.state(outside_approval, key)
    desk.decide(outside_approval, key, asked.command())
    after = desk.state(outside_approval, key)
    if not isinstance(before, Unconfirmed) or not isinstance(after, Settled):
        return
    transfer = submitted(desk, sent.transfer_id)
    require_version(sent.transfer_digest, transfer.content.digest)
    authority = Authority(sent.authority)
    reference = reference_of(desk, before.reply_letter_id)
    if after.outcome is OutsideOutcome.NOT_APPROVED:
        reject(desk, sent.transfer_id, authority, Ending.REFUSED, before.note or reference)
    else:
        partly = after.outcome is OutsideOutcome.PARTLY_APPROVED
        approve(
            desk,
            sent.transfer_id,
            authority,
            approved_on=before.decided_on,
            reference=reference,
            digest=sent.transfer_digest,
            outside_approval_id=key,
            granted=tuple(GrantedLine(g.line_id, g.satang) for g in after.lines)
            if partly
            else None,
        )
    complete_if_answered(desk, sent.case_id, key, before)


def complete_if_answered(desk: Desk, case_id: UUID, key: UUID, before: Unconfirmed) -> None:
    """Complete the step once no transfer of the case waits for an authority any more."""
    if alive(desk, case_id) and not unapproved(desk, case_id):
        stream = f"{outside_approval.kind}/{key}"
        complete_gate(desk, case_id, StepKind.EXTERNAL_APPROVAL, stream, before.decided_on)


def reference_of(desk: Desk, reply_letter_id: UUID) -> str:
    """Return how the reply is cited: its own number and date as printed, or its id."""
    reply = desk.state(letter, reply_letter_id)
    assert isinstance(reply, Received)
    wording = reply.wording
    return wording.reference or wording.subject or str(reply_letter_id)


def send_back(desk: Desk, key: UUID, asked: Asked[SendBackOutcome]) -> None:
    known(desk, key)
    desk.decide(outside_approval, key, asked.command())


ACTS = (
    Act(RequestOutsideApproval, outside_approval, ask_by_letter, creates=True),
    Act(RecordOutcome, outside_approval, record),
    Act(ConfirmOutcome, outside_approval, confirm),
    Act(SendBackOutcome, outside_approval, send_back),
    Act(ResendRequest, outside_approval, resend),
)
