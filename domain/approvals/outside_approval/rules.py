"""What an outside approval decides, and how each event changes it."""

from __future__ import annotations

from dataclasses import replace

from domain.approvals.outside_approval.granted import granted
from domain.approvals.outside_approval.messages import (
    ConfirmOutcome,
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
    OutcomeNoteRequired,
    OutcomeOutOfTime,
    OwnRecord,
    ReplyNotRegistered,
    ReplyVoided,
)
from domain.approvals.outside_approval.states import (
    InformationWanted,
    OutsideApproval,
    Request,
    Settled,
    Unconfirmed,
    Unrequested,
    Waiting,
)
from domain.approvals.version import require_version
from domain.decider import Decider
from domain.message import Actor
from domain.refusal import NotOpen, NotPermitted

CONFIRMS = "group_director"


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
            authority = approval.request.authority
            return [OutsideApprovalResent(command.outgoing_letter_id, command.on, authority)]
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


def evolve(approval: OutsideApproval, event: OutsideApprovalEvent) -> OutsideApproval:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, approval:
        case OutsideApprovalRequested(), _:
            return Waiting(asked(event))
        case OutcomeRecorded(), Waiting(request):
            return Unconfirmed(
                request,
                event.outcome,
                event.granted_lines,
                event.recorded_by,
                event.reply_letter_id,
                event.decided_on,
                event.note,
            )
        case OutcomeConfirmed(outcome=OutsideOutcome.MORE_INFORMATION), Unconfirmed(request):
            return InformationWanted(request)
        case OutcomeConfirmed(), Unconfirmed(request):
            return Settled(request, event.outcome, event.granted_lines)
        case OutcomeSentBack(), Unconfirmed(request):
            return Waiting(request)
        case OutsideApprovalResent(), InformationWanted(request):
            return Waiting(replace(request, letters=(*request.letters, event.outgoing_letter_id)))
    return approval


def asked(event: OutsideApprovalRequested) -> Request:
    return Request(
        authority=event.authority,
        case_id=event.case_id,
        transfer_id=event.transfer_id,
        resolution_id=event.resolution_id,
        transfer_digest=event.transfer_digest,
        lines=event.lines,
        letters=(event.outgoing_letter_id,),
        asked_on=event.requested_on,
    )


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
