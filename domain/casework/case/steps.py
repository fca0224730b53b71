"""How the steps of a case open, complete, are skipped, come back, and when they are due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from domain.casework.case.commands import (
    CompleteStep,
    MoveDeadlines,
    ReturnToStep,
    SkipStep,
    StepCommand,
)
from domain.casework.case.events import (
    CaseEvent,
    DeadlineMoved,
    StepCompleted,
    StepOpened,
    StepReopened,
    StepSkipped,
)
from domain.casework.case.parts import TRANSFER_PROCESS, ReopenCause, StepStatus, TransferStep
from domain.casework.case.refusals import (
    ContentSettled,
    GateNotSkipped,
    NoDeadlineMoves,
    NothingToSkip,
    OtherProcess,
    StepDoneByContent,
    StepNotDone,
    StepNotOpen,
)
from domain.casework.case.state import CaseFile, StepState, after
from domain.casework.process import Step, StepKind
from domain.thai_time import add_working_days, next_working_day


def then_opening(
    file: CaseFile, events: Sequence[CaseEvent], command: StepCommand
) -> list[CaseEvent]:
    """Return ``events`` and the openings of the steps that wait for nothing more after them."""
    now = after(file, events)
    report_due_on = command.report_due_on if isinstance(command, CompleteStep) else None
    return [*events, *openings(now, command.on, command.holidays, report_due_on)]


def openings(
    file: CaseFile, on: date, holidays: Collection[date], report_due_on: date | None = None
) -> list[StepOpened]:
    return [
        opening(state.step, on, holidays, report_due_on)
        for state in file.steps
        if state.status is StepStatus.WAITING and not unmet(file, state)
    ]


def opening(
    step: Step, on: date, holidays: Collection[date], report_due_on: date | None
) -> StepOpened:
    """Return the opening of a step. A report is due on the day a rule sets, if one does (R-B07)."""
    if step.kind is StepKind.REPORT and report_due_on is not None:
        due_on = next_working_day(report_due_on, holidays)
        return StepOpened(step.number, on, due_on, step.role, is_fixed=True)
    due_on = add_working_days(on, step.working_days, holidays)
    return StepOpened(step.number, on, due_on, step.role)


def unmet(file: CaseFile, state: StepState) -> list[int]:
    """Return the steps that this one still needs."""
    return [need for need in state.step.needs if not file.step(need).done]


def dependents(file: CaseFile, number: int) -> set[int]:
    """Return the steps that need this one, directly or through others."""
    found = {number}
    for state in file.steps:  # a step needs earlier ones only, so one pass finds all
        if found.intersection(state.step.needs):
            found.add(state.step.number)
    return found - {number}


def require_open(file: CaseFile, number: int) -> StepState:
    """Return the step if it is open.

    Raises:
        StepNotOpen: it is done, or waits; ``needs`` names the steps it waits for.
    """
    state = file.step(number)
    if state.status is not StepStatus.OPEN:
        raise StepNotOpen(
            "the step is not open", step=int(number), status=state.status, needs=unmet(file, state)
        )
    return state


def require_transfer_process(file: CaseFile) -> None:
    """Refuse content of process 4.4 in a case of another one."""
    if file.process_code != TRANSFER_PROCESS:
        raise OtherProcess("content of another process", process_code=file.process_code)


def require_workable(file: CaseFile, number: int) -> None:
    """Refuse content of a step that waits, or on which a gate has decided (R-W07)."""
    require_transfer_process(file)
    state = file.step(number)
    if not state.done:
        require_open(file, number)
    for later in sorted(dependents(file, number)):
        gate = file.step(later)
        if gate.step.gate and gate.done:
            raise ContentSettled("decided on as it is", step=int(number), gate=later)


def completion(file: CaseFile, number: int) -> list[StepCompleted]:
    """Return the completion of an open step by its content; a done one is not completed twice."""
    if file.step(number).status is not StepStatus.OPEN:
        return []
    return [StepCompleted(number, is_last=is_last(file, number))]


def is_last(file: CaseFile, number: int) -> bool:
    """Whether no other step is left to do, and nobody is left to be told."""
    others = (state.done for state in file.steps if state.step.number != number)
    return all(others) and not file.late_untold


def those_affected_told(file: CaseFile) -> bool:
    """Whether the letters to those affected have gone."""
    return any(state.done for state in file.steps if state.step.kind is StepKind.NOTIFY)


def open_steps(file: CaseFile) -> tuple[int, ...]:
    return tuple(s.step.number for s in file.steps if s.status is StepStatus.OPEN)


def complete(command: CompleteStep, file: CaseFile) -> list[CaseEvent]:
    if file.process_code == TRANSFER_PROCESS and command.step in list(TransferStep):
        raise StepDoneByContent("completed by its content", step=command.step)
    require_open(file, command.step)
    last = is_last(file, command.step)
    return then_opening(file, [StepCompleted(command.step, command.completed_by, last)], command)


def skip(command: SkipStep, file: CaseFile) -> list[CaseEvent]:
    if file.step(command.step).step.gate:
        raise GateNotSkipped("a gate is not skipped", step=command.step)
    require_open(file, command.step)
    last = is_last(file, command.step)
    skipped = StepSkipped(command.step, command.reason, command.by.role, last)
    return then_opening(file, [skipped], command)


def require_something_to_skip(file: CaseFile) -> None:
    if not any(s.status is StepStatus.OPEN and not s.step.gate for s in file.steps):
        raise NothingToSkip("no open step may be skipped")


def return_to(command: ReturnToStep, file: CaseFile) -> list[CaseEvent]:
    if not file.step(command.step).done:
        raise StepNotDone("the step was not done", step=command.step)
    return [
        reopening(file, command.step, ReopenCause.RETURNED, command, reason=command.reason),
    ]


def require_something_done(file: CaseFile) -> None:
    if not any(state.done for state in file.steps):
        raise StepNotDone("no step was done yet")


def reopening(
    file: CaseFile,
    number: int,
    cause: ReopenCause,
    command: StepCommand,
    reason: str | None = None,
) -> StepReopened:
    """Return the re-opening of a step; what rests on it and had begun waits again."""
    step = file.step(number).step
    begun = [
        later
        for later in sorted(dependents(file, number))
        if file.step(later).status is not StepStatus.WAITING
    ]
    due_on = add_working_days(command.on, step.working_days, command.holidays)
    return StepReopened(number, cause, command.on, due_on, step.role, tuple(begun), reason)


def moved_deadlines(file: CaseFile, holidays: Collection[date], cause: str) -> list[DeadlineMoved]:
    """Return how the open steps' due dates move under ``holidays``; none may."""
    found = []
    for state in file.steps:
        if state.status is not StepStatus.OPEN or not state.opened_on or not state.due_on:
            continue
        due_on = (
            next_working_day(state.due_on, holidays)
            if state.is_fixed
            else add_working_days(state.opened_on, state.step.working_days, holidays)
        )
        if due_on != state.due_on:
            found.append(DeadlineMoved(state.step.number, state.due_on, due_on, cause))
    return found


def move_deadlines(command: MoveDeadlines, file: CaseFile) -> list[CaseEvent]:
    events = moved_deadlines(file, command.holidays, command.cause)
    if not events:
        raise NoDeadlineMoves("no due date moves", cause=command.cause)
    return [*events]
