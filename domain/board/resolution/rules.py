"""What a resolution decides, and how each event changes it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from domain.board.body import BodyPlacement
from domain.board.meeting.agenda import AgendaPaper
from domain.board.outcome import CARRIES, CoverageKind, ResolutionOutcome
from domain.board.resolution.confirming import change_confirmed, new_version_confirmed
from domain.board.resolution.coverage import (
    Adopted,
    Confirmation,
    Resolution,
    Unadopted,
    require_covers,
)
from domain.board.resolution.messages import (
    AdoptResolution,
    ChangeConfirmed,
    Citation,
    ConfirmChange,
    ConfirmNewVersion,
    Coverage,
    NewVersionConfirmed,
    RecordOutsideResolution,
    ReportResolution,
    RescindResolution,
    ResolutionAdopted,
    ResolutionCommand,
    ResolutionEvent,
    ResolutionReported,
    ResolutionRescinded,
    ResolutionUsed,
    UseResolution,
)
from domain.board.resolution.refusals import (
    AdoptedInFuture,
    BodyMeetsHere,
    CoverageLimitsNeeded,
    CoverageLimitsNotWanted,
    CoverageNeeded,
    CoverageNotWanted,
    OutcomeChangesMismatch,
    ReportedBeforeNext,
    ReportedThere,
    ResolutionUsedAlready,
    SourceLetterNotRegistered,
)
from domain.decider import Decider
from domain.refusal import NotOpen


def decide(command: ResolutionCommand, resolution: Resolution) -> list[ResolutionEvent]:
    """Return what ``command`` leads to.

    Raises:
        Coverage…, OutcomeChangesMismatch: of what is adopted.
        BodyMeetsHere, SourceLetterNotRegistered, AdoptedInFuture: of an outside resolution.
        NotPermitted, VersionMovedOn, OnePersonConfirms, …: of confirmations.
        TransferNotAnnexed, CoverageEnded, CeilingExceeded, …: see ``require_covers``.
        ReportedBeforeNext, ReportedThere: of a report.
        NotOpen: it is not at the point where it can take this command.
    """
    match command, resolution:
        case AdoptResolution(), Unadopted():
            return [adopted(command)]
        case RecordOutsideResolution(), Unadopted():
            return [recorded(command)]
        case ConfirmChange(), Adopted(rescinded=False):
            return [change_confirmed(command, resolution)]
        case ConfirmNewVersion(), Adopted(rescinded=False):
            return [new_version_confirmed(command, resolution)]
        case UseResolution(), Adopted():
            return [used(command, resolution)]
        case ReportResolution(), Adopted():
            return [reported(command, resolution)]
        case RescindResolution(), Adopted(rescinded=False):
            return [ResolutionRescinded(command.reason, command.on)]
    raise NotOpen(f"{type(command).__name__} while {type(resolution).__name__}")


def adopted(command: AdoptResolution) -> ResolutionAdopted:
    item = command.item
    return ResolutionAdopted(
        body_id=item.body_id,
        meeting_id=item.meeting_id,
        item_no=item.item_no,
        meeting_no=item.meeting_no,
        meeting_year=item.meeting_year,
        adopted_on=item.held_on,
        outcome=item.outcome,
        changes=item.changes,
        paper=item.paper,
        coverage=coverage(command, item.outcome, item.paper),
        follow_up_due_on=command.follow_up_due_on,
    )


def recorded(command: RecordOutsideResolution) -> ResolutionAdopted:
    letter_id, letter = command.source_letter_id, command.letter
    if command.rules.placement is BodyPlacement.INSIDE:
        raise BodyMeetsHere("an inside body", body_id=command.rules.body_id)
    if letter is None or letter.letter_id != letter_id or letter.voided:
        raise SourceLetterNotRegistered("no such letter", source_letter_id=letter_id)
    if command.adopted_on > command.on:
        raise AdoptedInFuture("future", adopted_on=command.adopted_on, today_on=command.on)
    with_changes = command.outcome is ResolutionOutcome.APPROVED_WITH_CHANGES
    if bool(command.changes) is not with_changes:
        raise OutcomeChangesMismatch("changes", outcome=command.outcome)
    return ResolutionAdopted(
        body_id=command.rules.body_id,
        meeting_id=None,
        item_no=command.item_no,
        meeting_no=command.meeting_no,
        meeting_year=command.meeting_year,
        adopted_on=command.adopted_on,
        outcome=command.outcome,
        changes=command.changes,
        paper=command.paper,
        coverage=coverage(command, command.outcome, command.paper),
        follow_up_due_on=command.follow_up_due_on,
        source_letter_id=letter_id,
    )


def coverage(
    command: AdoptResolution | RecordOutsideResolution,
    outcome: ResolutionOutcome,
    paper: AgendaPaper | None,
) -> Coverage | None:
    """Return what the agreement reaches; None where nothing was agreed to."""
    kind, limits = command.coverage, (command.ceiling_satang, command.until_on)
    if outcome not in CARRIES or paper is None:
        if kind is not None or limits != (None, None):
            raise CoverageNotWanted("nothing to cover", outcome=outcome)
        return None
    if kind is None:
        raise CoverageNeeded("no coverage", outcome=outcome)
    if kind is CoverageKind.ANNEXED_ONLY and limits != (None, None):
        raise CoverageLimitsNotWanted("limits", coverage=kind)
    if kind is CoverageKind.WITHIN_GUIDELINES and None in limits:
        raise CoverageLimitsNeeded("no limits", coverage=kind)
    return Coverage(kind, command.ceiling_satang, command.until_on)


def used(command: UseResolution, resolution: Adopted) -> ResolutionUsed:
    if command.transfer_id in resolution.used:
        raise ResolutionUsedAlready("already", transfer_id=command.transfer_id)
    remaining = require_covers(
        resolution, command.transfer_id, command.digest, command.satang, command.on
    )
    return ResolutionUsed(command.transfer_id, command.digest, command.satang, remaining)


def reported(command: ReportResolution, resolution: Adopted) -> ResolutionReported:
    at, citation = command.meeting, resolution.citation
    later = (at.meeting_year, at.meeting_no) > (citation.meeting_year, citation.meeting_no)
    if at.meeting_id != command.meeting_id or at.body_id != citation.body_id or not later:
        raise ReportedBeforeNext("not a later meeting", meeting_id=command.meeting_id)
    if command.meeting_id in resolution.reported_at:
        raise ReportedThere("already", meeting_id=command.meeting_id)
    return ResolutionReported(command.meeting_id, command.result)


def evolve(resolution: Resolution, event: ResolutionEvent) -> Resolution:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, resolution:
        case ResolutionAdopted(), _:
            citation = Citation(event.body_id, event.meeting_no, event.meeting_year, event.item_no)
            return Adopted(
                citation,
                event.meeting_id,
                event.adopted_on,
                event.outcome,
                event.paper,
                event.coverage,
            )
        case ChangeConfirmed(), Adopted():
            given = Confirmation(event.digest, event.confirmed_by)
            key = (event.transfer_id, event.side)
            return replace(resolution, confirmations={**resolution.confirmations, key: given})
        case NewVersionConfirmed(), Adopted():
            versions: dict[UUID | None, str] = {**resolution.new_versions}
            versions[event.transfer_id] = event.digest
            return replace(resolution, new_versions=versions, left=event.left)
        case ResolutionUsed(), Adopted():
            return replace(resolution, used={**resolution.used, event.transfer_id: event.satang})
        case ResolutionReported(), Adopted():
            return replace(resolution, reported_at=resolution.reported_at | {event.meeting_id})
        case ResolutionRescinded(), Adopted():
            return replace(resolution, rescinded=True)
    return resolution


resolution: Decider[Resolution] = Decider(
    kind="resolution",
    initial=Unadopted(),
    decide=decide,
    evolve=evolve,
    events=(
        ResolutionAdopted,
        ChangeConfirmed,
        NewVersionConfirmed,
        ResolutionUsed,
        ResolutionReported,
        ResolutionRescinded,
    ),
    commands=(
        AdoptResolution,
        RecordOutsideResolution,
        ConfirmChange,
        ConfirmNewVersion,
        UseResolution,
        ReportResolution,
        RescindResolution,
    ),
)
