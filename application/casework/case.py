"""A case: opened with its letters, worked through its steps, ended or closed."""

from __future__ import annotations

from uuid import UUID

from application.act import Act
from application.casework.process import template
from application.casework.steps import awaited, file_of, holidays
from application.correspondence.register import CASES, require_open
from application.correspondence.written_to import units_written_to
from application.desk import Asked, Desk
from domain.board.resolution import Adopted, resolution
from domain.budget.transfer import Draft, Submitted, budget_transfer
from domain.casework.case import (
    TRANSFER_PROCESS,
    AddLetter,
    AttachSpendingFigures,
    CloseCase,
    EndCase,
    OpenCase,
    OpenCommitteeWork,
    ProposeTransfer,
    RecordAnalysis,
    RecordCommitteeOpinion,
    RecordNotice,
    RecordResult,
    ReopenCase,
    ReturnToStep,
    SetGuidelines,
    SkipStep,
    case,
)
from domain.correspondence.letter import JoinCase, NotReceived, letter
from domain.correspondence.outgoing_letter import Dispatched, outgoing_letter
from domain.correspondence.parts import StoredFile
from domain.message import Command
from domain.organization.person import Registered as PersonRegistered
from domain.organization.person import person
from domain.organization.unit import Established as UnitEstablished
from domain.organization.unit import unit
from domain.refusal import NotFound


def open_case(desk: Desk, case_id: UUID, asked: Asked[OpenCase]) -> None:
    """Open a case of process 4.4; its letters join it in the same append (R-W10)."""
    desk.case_id = case_id
    require_person(desk, asked.officer_id)
    for unit_id in (asked.owner_unit_id, *asked.asking_unit_ids):
        require_unit(desk, unit_id)
    command = asked.command(template=template(desk, TRANSFER_PROCESS), holidays=holidays(desk))
    desk.decide(case, case_id, command, register=require_open(desk, CASES))
    for letter_id in dict.fromkeys(asked.letter_ids):
        join(desk, case_id, letter_id)


def join(desk: Desk, case_id: UUID, letter_id: UUID) -> None:
    """Have a received letter know of the case.

    Raises:
        NotFound: there is no such letter.
    """
    if isinstance(desk.state(letter, letter_id), NotReceived):
        raise NotFound(letter_id=letter_id)
    desk.ask(letter, letter_id, JoinCase, case_id=case_id)


def add_letter(desk: Desk, case_id: UUID, asked: Asked[AddLetter]) -> None:
    file_of(desk, case_id)
    written_to = False
    if asked.asking_unit_id is not None:
        require_unit(desk, asked.asking_unit_id)
        written_to = asked.asking_unit_id in units_written_to(desk, case_id)
    desk.decide(case, case_id, asked.command(written_to=written_to))
    join(desk, case_id, asked.letter_id)


def in_case(desk: Desk, case_id: UUID, asked: Asked[Command]) -> None:
    """Decide a command that needs no evidence but belongs to the case."""
    file_of(desk, case_id)
    desk.decide(case, case_id, asked.command())


def in_calendar(desk: Desk, case_id: UUID, asked: Asked[Command]) -> None:
    """Decide a command after which steps may open."""
    file_of(desk, case_id)
    desk.decide(case, case_id, asked.command(holidays=holidays(desk)))


def set_guidelines(desk: Desk, case_id: UUID, asked: Asked[SetGuidelines]) -> None:
    """Set the guidelines; while a resolution asks for a change, that change of them.

    Then the committee is not called again: the change is confirmed against the resolution.
    """
    file_of(desk, case_id)
    by = asking_change(desk, case_id)
    desk.decide(case, case_id, asked.command(resolution_id=by, holidays=holidays(desk)))


def asking_change(desk: Desk, case_id: UUID) -> UUID | None:
    """Return the resolution on the case that asks for a change and does not pass yet."""
    for row in desk.rows("resolutions", case_id=case_id):
        found = desk.state(resolution, row["id"])
        if not isinstance(found, Adopted) or found.rescinded:
            continue
        if found.changes_wanted and found.unconfirmed:
            return UUID(str(row["id"]))
    return None


def attach_figures(desk: Desk, case_id: UUID, asked: Asked[AttachSpendingFigures]) -> None:
    file_of(desk, case_id)
    require_unit(desk, asked.source_unit_id)
    stored = tuple(
        StoredFile(item.digest, *known)
        for item in asked.files
        if item.digest and (known := desk.files.known(item.digest)) is not None
    )
    desk.decide(case, case_id, asked.command(stored=stored, holidays=holidays(desk)))


def propose_transfer(desk: Desk, case_id: UUID, asked: Asked[ProposeTransfer]) -> None:
    """Propose a transfer of this case once more, at the version it stands at now.

    Raises:
        NotFound: it is no pending transfer of this case.
    """
    file_of(desk, case_id)
    state = desk.state(budget_transfer, asked.transfer_id)
    if not isinstance(state, Draft | Submitted) or state.case_id != case_id:
        raise NotFound(transfer_id=asked.transfer_id)
    digest = state.content.digest
    desk.decide(case, case_id, asked.command(digest=digest, holidays=holidays(desk)))


def record_result(desk: Desk, case_id: UUID, asked: Asked[RecordResult]) -> None:
    """Record a result; the school's report joins the case if it has not (R-W10)."""
    file = file_of(desk, case_id)
    report_id = asked.letter_id
    evidence = {"awaited": awaited(desk, case_id), "holidays": holidays(desk)}
    desk.decide(case, case_id, asked.command(**evidence))
    if report_id is not None and report_id not in file.letter_ids:
        desk.ask(case, case_id, AddLetter, letter_id=report_id)
        join(desk, case_id, report_id)


def with_awaited(desk: Desk, case_id: UUID, asked: Asked[Command]) -> None:
    file_of(desk, case_id)
    desk.decide(case, case_id, asked.command(awaited=awaited(desk, case_id)))


def record_notice(desk: Desk, case_id: UUID, asked: Asked[RecordNotice]) -> None:
    """Record that a unit was told by a letter of ours that has gone to it.

    Raises:
        NotFound: there is no such letter, or it was not sent to that unit.
    """
    file_of(desk, case_id)
    sent = desk.state(outgoing_letter, asked.outgoing_letter_id)
    if not isinstance(sent, Dispatched) or asked.asking_unit_id not in sent.occasion.to_unit_ids:
        raise NotFound(outgoing_letter_id=asked.outgoing_letter_id)
    desk.decide(case, case_id, asked.command())


def require_unit(desk: Desk, unit_id: UUID) -> None:
    if not isinstance(desk.state(unit, unit_id), UnitEstablished):
        raise NotFound(unit_id=unit_id)


def require_person(desk: Desk, person_id: UUID) -> None:
    if not isinstance(desk.state(person, person_id), PersonRegistered):
        raise NotFound(person_id=person_id)


ACTS = (
    Act(OpenCase, case, open_case, creates=True),
    Act(AddLetter, case, add_letter),
    Act(AttachSpendingFigures, case, attach_figures),
    Act(OpenCommitteeWork, case, in_case),
    Act(RecordAnalysis, case, in_calendar),
    Act(SetGuidelines, case, set_guidelines),
    Act(ProposeTransfer, case, propose_transfer),
    Act(RecordCommitteeOpinion, case, in_calendar),
    Act(ReturnToStep, case, in_calendar),
    Act(SkipStep, case, in_calendar),
    Act(RecordResult, case, record_result),
    Act(EndCase, case, with_awaited),
    Act(RecordNotice, case, record_notice),
    Act(CloseCase, case, with_awaited),
    Act(ReopenCase, case, in_case),
)

# Decided inside other acts: a gate by what passes it, deadlines by the calendar that moves them.
INTERNAL = {"CompleteStep": "ResolveItem", "MoveDeadlines": "AnnounceHolidays"}
