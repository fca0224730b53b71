"""What other acts do to a case: complete a gate, send it back, end it.

Each is decided in the append of the act that causes it, by the same actor. The caller's own stream
is appended to first, so these are called after it has decided.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from application.desk import OFFICE, Desk
from domain.budget.transfer import Posted, Submitted, budget_transfer
from domain.budget.transfer_power import Authority
from domain.casework.case import (
    AwaitedResult,
    Case,
    CaseFile,
    CompleteStep,
    EndCase,
    Ending,
    ReturnToStep,
    StepReference,
    StepStatus,
    TransferStep,
    Unopened,
    case,
)
from domain.casework.process import StepKind
from domain.organization.calendar import calendar
from domain.organization.settings import Settings, settings
from domain.refusal import NotFound
from domain.thai_time import add_working_days


def holidays(desk: Desk) -> frozenset[date]:
    """Return the days on which the office does not work beside weekends (R-T13)."""
    return desk.state(calendar, OFFICE)


def file_of(desk: Desk, case_id: UUID) -> CaseFile:
    """Return the content of a case, and have the act belong to it.

    Raises:
        NotFound: there is no such case.
    """
    state: Case = desk.state(case, case_id)
    if isinstance(state, Unopened):
        raise NotFound(case_id=case_id)
    desk.case_id = case_id
    return state.file


def complete(
    desk: Desk, case_id: UUID, step: int, stream: str, *, approved_on: date | None = None
) -> None:
    """Complete a gate or a report by what ``stream`` decided; a step done already stays done.

    ``approved_on`` is the day of the authority's approval, from which the report upwards is due
    (R-B07); without it today. Where no transfer of the case needs the outside authority, the step
    that would ask it is complete with the resolution (R-B10).
    """
    if file_of(desk, case_id).step(step).done:
        return
    due = report_due_on(desk, approved_on or desk.on)
    complete_one(desk, case_id, step, stream, due)
    for state in file_of(desk, case_id).steps:
        outside = state.step.kind is StepKind.EXTERNAL_APPROVAL and step in state.step.needs
        if outside and not state.done and not needs_governor(desk, case_id):
            complete_one(desk, case_id, state.step.number, "transfer_powers/office", due)


def complete_one(
    desk: Desk, case_id: UUID, step: int, stream: str, report_due: date | None
) -> None:
    desk.ask(
        case,
        case_id,
        CompleteStep,
        step=step,
        completed_by=StepReference(stream),
        report_due_on=report_due,
        holidays=holidays(desk),
    )


def report_due_on(desk: Desk, approved_on: date) -> date | None:
    """Return the day by which the report upwards is due, if the office has set a period (R-B07)."""
    known = desk.state(settings, OFFICE)
    if not isinstance(known, Settings):
        return None
    return approved_on + timedelta(days=known.report_due_days)


def proposing_due_on(desk: Desk, case_id: UUID) -> date | None:
    """Return the day by which a transfer of the case is to be brought before the board.

    While the board's step waits, the day by which it is to be proposed; None once both are done.
    """
    for state in reversed(file_of(desk, case_id).steps):
        proposes = state.step.number == TransferStep.PROPOSAL
        if state.status is StepStatus.OPEN and (
            proposes or state.step.kind is StepKind.BOARD_RESOLUTION
        ):
            return state.due_on
    return None


def results_due_on(desk: Desk, case_id: UUID) -> date | None:
    """Return the day by which a result of money posted today is due: as long as its step may take."""
    for state in file_of(desk, case_id).steps:
        if state.step.kind is StepKind.MONITOR:
            return add_working_days(desk.on, state.step.working_days, holidays(desk))
    return None


def needs_governor(desk: Desk, case_id: UUID) -> bool:
    """Whether a transfer of the case is before the governor, or not yet before anybody."""
    states = [desk.state(budget_transfer, t.transfer_id) for t in file_of(desk, case_id).transfers]
    submitted = [state for state in states if isinstance(state, Submitted)]
    return not submitted or any(Authority.GOVERNOR in state.authorities for state in submitted)


def return_to(desk: Desk, case_id: UUID, step: int, reason: str) -> None:
    """Open a done step again; what rests on it waits (D1, D2)."""
    file_of(desk, case_id)
    desk.ask(case, case_id, ReturnToStep, step=step, reason=reason, holidays=holidays(desk))


def end(desk: Desk, case_id: UUID, ending: Ending, reason: str) -> None:
    """End the case short of its aim: those who asked are still to be told."""
    file_of(desk, case_id)
    desk.ask(case, case_id, EndCase, ending=ending, reason=reason, awaited=awaited(desk, case_id))


def awaited(desk: Desk, case_id: UUID) -> tuple[AwaitedResult, ...]:
    """Return the lines that received money by the posted transfers of the case."""
    found = []
    for proposed in file_of(desk, case_id).transfers:
        state = desk.state(budget_transfer, proposed.transfer_id)
        if isinstance(state, Posted):
            found += [
                AwaitedResult(
                    proposed.transfer_id,
                    line.line_id,
                    f"{line.target.text} {line.target.planned} {line.target.unit}"
                    if line.target
                    else line.effect_on_target,
                )
                for line in state.content.lines
                if line.satang > 0
            ]
    return tuple(found)
