"""Resolutions: a change confirmed, a further transfer rested on one, reported, taken back."""

from __future__ import annotations

from uuid import UUID

from application.act import Act
from application.approvals.matter import give_back, step_of_kind, submitted
from application.board.body import rules_of
from application.board.citing import cited
from application.board.covering import adopted, apply, pass_board_step, use
from application.board.meeting import call_of, known
from application.board.paper import paper_of, require_agreed
from application.budget.holds import transfer_of
from application.casework.steps import file_of, return_to
from application.desk import Asked, Desk
from domain.board.body import BodyPlacement
from domain.board.outcome import CoverageKind
from domain.board.resolution import (
    Adopted,
    ChangeNotMade,
    ConfirmChange,
    ConfirmNewVersion,
    GuidelinesDiffer,
    RecordOutsideResolution,
    ReportingMeeting,
    ReportResolution,
    RescindResolution,
    SourceLetter,
    Subject,
    SubjectVersion,
    UseResolution,
    resolution,
)
from domain.board.resolution.openings import something_changed
from domain.budget.transfer import ConfirmAmendment, Posted, Submitted, budget_transfer
from domain.casework.case import CaseFile, Underway, case
from domain.casework.case.steps import require_open
from domain.casework.process import StepKind
from domain.correspondence.letter import Received, Standing, letter


def current(desk: Desk, found: Adopted) -> dict[Subject, str]:
    """Return the digest that each subject of the resolution's paper has now."""
    if found.paper is None:
        return {}
    now: dict[Subject, str] = {key: transfer_of(desk, key).content.digest for key in found.annexed}
    guidelines = file_of(desk, found.paper.case_id).guidelines
    if guidelines is not None:
        now[None] = guidelines.digest
    return now


def confirm_change(desk: Desk, key: UUID, asked: Asked[ConfirmChange]) -> None:
    """Confirm that the change matches the resolution, there and on the transfer, in one act.

    Raises:
        ChangeNotMade: the paper still is what the body saw.
        the refusals of ``change_confirmed`` and, of the transfer, ``confirmed``.
    """
    desk.decide(resolution, key, asked.command(current=require_changed(desk, key)))
    confirm_on_transfer(desk, key, asked.transfer_id, asked.digest)


def confirm_new_version(desk: Desk, key: UUID, asked: Asked[ConfirmNewVersion]) -> None:
    """Confirm the new version; with the last of them the resolution passes the board's step."""
    desk.decide(resolution, key, asked.command(current=require_changed(desk, key)))
    confirm_on_transfer(desk, key, asked.transfer_id, asked.digest)
    apply(desk, key)


def require_changed(desk: Desk, key: UUID) -> tuple[SubjectVersion, ...]:
    found = adopted(desk, key)
    now = current(desk, found)
    if found.changes_wanted and not something_changed(found, now):
        raise ChangeNotMade()
    return tuple(SubjectVersion(subject, digest) for subject, digest in now.items())


def confirm_on_transfer(desk: Desk, key: UUID, transfer_id: UUID | None, digest: str) -> None:
    """Confirm the change on the transfer too, where this resolution had it changed."""
    if transfer_id is None:
        return
    transfer = transfer_of(desk, transfer_id)
    change = transfer.amendment if isinstance(transfer, Submitted) else None
    if change is not None and change.resolution_id == key:
        desk.ask(budget_transfer, transfer_id, ConfirmAmendment, digest=digest)


def rest_on(desk: Desk, key: UUID, asked: Asked[UseResolution]) -> None:
    """Rest a further transfer on a resolution that covers it; no new meeting is needed.

    Raises:
        GuidelinesDiffer: the transfer's case has other guidelines than the body agreed to.
        StepNotOpen: its case has not come to the board's step.
        NotAgreedToPropose: the area director did not agree to this version.
        the refusals of ``require_covers``.
    """
    found = adopted(desk, key)
    transfer = submitted(desk, asked.transfer_id)
    desk.case_id = transfer.case_id
    file = file_of(desk, transfer.case_id)
    step = step_of_kind(file, StepKind.BOARD_RESOLUTION)
    if step is not None:
        require_open(file, step)
    if asked.transfer_id not in found.annexed and within_guidelines(found):
        require_same_guidelines(found, file)
    require_agreed(desk, asked.transfer_id, transfer.content.digest)
    use(desk, key, asked.transfer_id)
    pass_board_step(desk, transfer.case_id, key)


def within_guidelines(found: Adopted) -> bool:
    return found.coverage is not None and found.coverage.kind is CoverageKind.WITHIN_GUIDELINES


def require_same_guidelines(found: Adopted, file: CaseFile) -> None:
    if file.guidelines is None or file.guidelines.digest != found.guidelines_digest:
        raise GuidelinesDiffer()


def report(desk: Desk, key: UUID, asked: Asked[ReportResolution]) -> None:
    adopted(desk, key)
    called = call_of(known(desk, asked.meeting_id))
    at = ReportingMeeting(
        asked.meeting_id, called.rules.body_id, called.meeting_no, called.meeting_year
    )
    desk.decide(resolution, key, asked.command(meeting=at))


def rescind(desk: Desk, key: UUID, asked: Asked[RescindResolution]) -> None:
    """Take a resolution back. What rests on it and is not posted goes back to its officer."""
    found = adopted(desk, key)
    desk.decide(resolution, key, asked.command())
    reason = f"{cited(desk, found)}: {asked.reason}"
    for transfer_id in found.used:
        transfer = transfer_of(desk, transfer_id)
        if isinstance(transfer, Posted):
            continue
        give_back(desk, transfer_id, reason)
        reopen_board_step(desk, transfer.case_id, reason)


def reopen_board_step(desk: Desk, case_id: UUID, reason: str) -> None:
    file = file_of(desk, case_id)
    step = step_of_kind(file, StepKind.BOARD_RESOLUTION)
    if isinstance(desk.state(case, case_id), Underway) and step and file.step(step).done:
        return_to(desk, case_id, step, reason)


def record_outside(desk: Desk, key: UUID, asked: Asked[RecordOutsideResolution]) -> None:
    """Record an outside body's resolution from its registered letter (R-G01)."""
    rules = rules_of(desk, asked.body_id, BodyPlacement.OUTSIDE, asked.adopted_on)
    source = desk.state(letter, asked.source_letter_id)
    known_letter = (
        SourceLetter(asked.source_letter_id, voided=source.standing is Standing.VOID)
        if isinstance(source, Received)
        else None
    )
    paper = None
    if asked.case_id is not None:
        desk.case_id = asked.case_id
        paper = paper_of(desk, asked.case_id)
    desk.decide(resolution, key, asked.command(rules=rules, letter=known_letter, paper=paper))
    apply(desk, key)


ACTS = (
    Act(RecordOutsideResolution, resolution, record_outside, creates=True),
    Act(ConfirmChange, resolution, confirm_change),
    Act(ConfirmNewVersion, resolution, confirm_new_version),
    Act(UseResolution, resolution, rest_on),
    Act(ReportResolution, resolution, report),
    Act(RescindResolution, resolution, rescind),
)
INTERNAL = {"AdoptResolution": "ResolveItem"}
