"""What an outside approval decides, and how each event changes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.approvals.outside_approval.granted import granted
from domain.approvals.outside_approval.messages import (
    AskedLine,
    ConfirmOutcome,
    GrantedLine,
    OutcomeConfirmed,
    OutcomeRecorded,
    OutcomeSentBack,
    OutsideApprovalCommand,
    OutsideApprovalEvent,
    OutsideApprovalRequested,
    OutsideApprovalResent,
    OutsideOutcome,
    RecordOutcome,
    RequestOutsideApproval,
    ResendRequest,
    SendBackOutcome,
)
from domain.approvals.outside_approval.refusals import (
    LegalBasisRequired,
    LetterUsedBefore,
    NotGranted,
    OutcomeNoteRequired,
    OutcomeOutOfTime,
    OwnRecord,
    ReplyNotRegistered,
    ReplyVoided,
)
from domain.approvals.version import require_version
from domain.decider import Decider
from domain.message import Actor
from domain.refusal import NotOpen, NotPermitted

CONFIRMS = "group_director"


@dataclass(frozen=True)
class Unrequested:
    """Nothing was asked yet."""


@dataclass(frozen=True)
class Request:
    """What was asked. ``letters`` are all the letters it went out in, the latest last."""

    transfer_digest: str
    lines: tuple[AskedLine, ...]
    letters: tuple[UUID, ...]
    asked_on: date


@dataclass(frozen=True)
class Waiting:
    """Sent; no outcome recorded."""

    request: Request


@dataclass(frozen=True)
class Unconfirmed:
    """The officer recorded an outcome; it does not count yet."""

    request: Request
    outcome: OutsideOutcome
    lines: tuple[GrantedLine, ...]
    recorded_by: UUID


@dataclass(frozen=True)
class InformationWanted:
    """The authority asks for more; the request has to go again."""

    request: Request


@dataclass(frozen=True)
class Settled:
    """Approved, partly approved or not approved, and confirmed."""

    transfer_digest: str
    outcome: OutsideOutcome
    lines: tuple[GrantedLine, ...]


OutsideApproval = Unrequested | Waiting | Unconfirmed | InformationWanted | Settled


def decide(
    command: OutsideApprovalCommand, approval: OutsideApproval
) -> list[OutsideApprovalEvent]:
    """Return what ``command`` leads to.

    Raises:
        LegalBasisRequired, VersionMovedOn: of the request.
        ReplyNotRegistered, ReplyVoided, OutcomeOutOfTime, OutcomeNoteRequired: of the reply.
        GrantedLine…: a partial grant that cannot be (see ``granted``).
        NotPermitted, OwnRecord: confirmed by another role, or by the one who recorded it.
        LetterUsedBefore: sent again in a letter it went out in already.
        NotOpen: it is not at the point where it can take this command.
    """
    match command, approval:
        case RequestOutsideApproval(), Unrequested():
            return [requested(command)]
        case RecordOutcome(), Waiting():
            return [recorded(command, approval.request)]
        case ConfirmOutcome(), Unconfirmed():
            require_confirmer(command.by)
            if command.by.person_id == approval.recorded_by:
                raise OwnRecord("recorded by the same person", recorded_by=approval.recorded_by)
            by = command.by.person_id
            return [OutcomeConfirmed(approval.outcome, approval.lines, by)]
        case SendBackOutcome(), Unconfirmed():
            require_confirmer(command.by)
            return [OutcomeSentBack(command.reason, command.by.person_id)]
        case ResendRequest(), InformationWanted():
            if command.outgoing_letter_id in approval.request.letters:
                letter_id = command.outgoing_letter_id
                raise LetterUsedBefore("the same letter", outgoing_letter_id=letter_id)
            return [OutsideApprovalResent(command.outgoing_letter_id, command.on)]
    raise NotOpen(f"{type(command).__name__} while {type(approval).__name__}")


def requested(command: RequestOutsideApproval) -> OutsideApprovalRequested:
    if not command.legal_basis:
        raise LegalBasisRequired("no legal basis", authority=command.authority)
    require_version(command.transfer_digest, command.current_digest)
    return OutsideApprovalRequested(
        authority=command.authority,
        case_id=command.case_id,
        transfer_id=command.transfer_id,
        transfer_digest=command.transfer_digest,
        lines=command.lines,
        outgoing_letter_id=command.outgoing_letter_id,
        resolution_id=command.resolution_id,
        legal_basis=command.legal_basis,
        requested_by=command.by.person_id,
        requested_on=command.on,
    )


def recorded(command: RecordOutcome, request: Request) -> OutcomeRecorded:
    if command.reply is None or command.reply.letter_id != command.reply_letter_id:
        raise ReplyNotRegistered("no such letter", reply_letter_id=command.reply_letter_id)
    if command.reply.voided:
        raise ReplyVoided("number voided", reply_letter_id=command.reply_letter_id)
    if not request.asked_on <= command.decided_on <= command.on:
        raise OutcomeOutOfTime(
            "before it was asked or after today",
            decided_on=command.decided_on,
            asked_on=request.asked_on,
            today_on=command.on,
        )
    explained = (OutsideOutcome.NOT_APPROVED, OutsideOutcome.MORE_INFORMATION)
    if command.outcome in explained and not command.note:
        raise OutcomeNoteRequired("no reason or question", outcome=command.outcome)
    return OutcomeRecorded(
        reply_letter_id=command.reply_letter_id,
        outcome=command.outcome,
        decided_on=command.decided_on,
        signer_name=command.signer_name,
        signer_capacity=command.signer_capacity,
        granted_lines=granted(command.outcome, command.granted_lines, request.lines),
        note=command.note,
        recorded_by=command.by.person_id,
    )


def require_confirmer(by: Actor) -> None:
    if by.role != CONFIRMS:
        raise NotPermitted("the group director confirms", role=by.role, needed=CONFIRMS)


def require_granted(approval: OutsideApproval, digest: str) -> tuple[GrantedLine, ...]:
    """Return the lines that may be posted: approved for exactly this version, and confirmed.

    Raises:
        NotGranted: no confirmed approval, in whole or in part.
        VersionMovedOn: granted for another version (R-W07).
    """
    if not isinstance(approval, Settled):
        raise NotGranted(f"{type(approval).__name__}", outcome=None)
    if approval.outcome is OutsideOutcome.NOT_APPROVED:
        raise NotGranted("not approved", outcome=approval.outcome)
    require_version(digest, approval.transfer_digest)
    return approval.lines


def evolve(approval: OutsideApproval, event: OutsideApprovalEvent) -> OutsideApproval:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, approval:
        case OutsideApprovalRequested(), _:
            letters = (event.outgoing_letter_id,)
            return Waiting(Request(event.transfer_digest, event.lines, letters, event.requested_on))
        case OutcomeRecorded(), Waiting(request):
            return Unconfirmed(request, event.outcome, event.granted_lines, event.recorded_by)
        case OutcomeConfirmed(outcome=OutsideOutcome.MORE_INFORMATION), Unconfirmed(request):
            return InformationWanted(request)
        case OutcomeConfirmed(), Unconfirmed(request):
            return Settled(request.transfer_digest, event.outcome, event.granted_lines)
        case OutcomeSentBack(), Unconfirmed(request):
            return Waiting(request)
        case OutsideApprovalResent(), InformationWanted(request):
            return Waiting(replace(request, letters=(*request.letters, event.outgoing_letter_id)))
    return approval


outside_approval: Decider[OutsideApproval] = Decider(
    kind="outside_approval",
    initial=Unrequested(),
    decide=decide,
    evolve=evolve,
    events=(
        OutsideApprovalRequested,
        OutcomeRecorded,
        OutcomeConfirmed,
        OutcomeSentBack,
        OutsideApprovalResent,
    ),
    commands=(
        RequestOutsideApproval,
        RecordOutcome,
        ConfirmOutcome,
        SendBackOutcome,
        ResendRequest,
    ),
)
