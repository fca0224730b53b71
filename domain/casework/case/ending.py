"""The end of a case: results, endings short of the aim, notices, closing, re-opening."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from domain.casework.case.commands import CloseCase, EndCase, RecordNotice, RecordResult
from domain.casework.case.events import (
    CaseClosed,
    CaseEnded,
    CaseEvent,
    NoticeSent,
    ResultRecorded,
)
from domain.casework.case.parts import AwaitedResult, StepStatus, TransferStep
from domain.casework.case.refusals import (
    CaseHasOpenMatters,
    CaseHasPostings,
    NoticeSentAlready,
    ResultChangeUnexplained,
    ResultNotAwaited,
    UnitDidNotAsk,
)
from domain.casework.case.state import CaseFile, Ended, Underway, after
from domain.casework.case.steps import (
    completion,
    open_steps,
    require_open,
    require_transfer_process,
    then_opening,
)


def require_results_step(file: CaseFile) -> None:
    """Refuse a result before step 10 was reached; a done step takes late and corrected ones."""
    require_transfer_process(file)
    if not file.step(TransferStep.RESULTS).done:
        require_open(file, TransferStep.RESULTS)


def record_result(command: RecordResult, file: CaseFile) -> list[CaseEvent]:
    require_results_step(file)
    key = (command.transfer_id, command.line_id)
    found = [line for line in command.awaited if (line.transfer_id, line.line_id) == key]
    if not found:
        raise ResultNotAwaited("no money was posted to that line", line_id=command.line_id)
    version = file.results.get(key, 0) + 1
    if version > 1 and not command.note:
        raise ResultChangeUnexplained("a changed result without a reason", version=version)
    result = ResultRecorded(
        command.transfer_id,
        command.line_id,
        found[0].target,
        command.achieved,
        command.note,
        version,
        command.letter_id,
    )
    complete = not results_missing(after(file, [result]), command.awaited)
    done = completion(file, TransferStep.RESULTS) if complete else []
    return then_opening(file, [result, *done], command)


def require_awaited(awaited: Sequence[AwaitedResult]) -> None:
    if not awaited:
        raise ResultNotAwaited("no transfer of this case was posted")


def results_missing(file: CaseFile, awaited: Sequence[AwaitedResult]) -> list[AwaitedResult]:
    return [line for line in awaited if (line.transfer_id, line.line_id) not in file.results]


def require_no_postings(awaited: Sequence[AwaitedResult]) -> None:
    if awaited:
        raise CaseHasPostings("money was moved in this case", lines=len(awaited))


def end(command: EndCase, file: CaseFile) -> list[CaseEvent]:
    require_no_postings(command.awaited)
    to_notify = tuple(unit for unit in file.asking_unit_ids if unit not in file.notices)
    return [CaseEnded(command.ending, command.reason, open_steps(file), to_notify)]


def untold(case: Underway | Ended) -> tuple[UUID, ...]:
    """Return the units that are owed a notice of their own.

    Of an ended case all that asked; of one that goes on those that asked too late for its letters.
    """
    if isinstance(case, Underway):
        return case.file.late_untold
    return tuple(unit for unit in case.file.asking_unit_ids if unit not in case.file.notices)


def require_notice_due(case: Underway | Ended) -> None:
    if not untold(case):
        raise NoticeSentAlready("everybody who asked was told")


def record_notice(command: RecordNotice, case: Underway | Ended) -> list[CaseEvent]:
    unit_id, file = command.asking_unit_id, case.file
    if unit_id not in file.asking_unit_ids:
        raise UnitDidNotAsk("that unit did not ask", unit_id=unit_id)
    if unit_id not in untold(case):
        raise NoticeSentAlready("told already", unit_id=unit_id)
    left = len(untold(case)) - 1
    closable = isinstance(case, Ended) or all(state.done for state in file.steps)
    return [NoticeSent(unit_id, command.outgoing_letter_id, left, closable)]


def open_matters(
    case: Underway | Ended, awaited: Sequence[AwaitedResult]
) -> tuple[dict[str, object], ...]:
    """Return what keeps the case from closing, each with a ``code`` and its figures.

    ``step-open`` (``step``, ``status``), ``result-missing`` (``transfer_id``, ``line_id``) and
    ``notice-missing`` (``unit_id``). An ended case owes notices only.
    """
    notices: list[dict[str, object]] = [
        {"code": "notice-missing", "unit_id": str(unit)} for unit in untold(case)
    ]
    if isinstance(case, Ended):
        return tuple(notices)
    steps: list[dict[str, object]] = [
        {"code": "step-open", "step": state.step.number, "status": str(state.status)}
        for state in case.file.steps
        if state.status in (StepStatus.OPEN, StepStatus.WAITING)
    ]
    results: list[dict[str, object]] = [
        {
            "code": "result-missing",
            "transfer_id": str(line.transfer_id),
            "line_id": str(line.line_id),
        }
        for line in results_missing(case.file, awaited)
    ]
    return (*steps, *results, *notices)


def require_closable(case: Underway | Ended, awaited: Sequence[AwaitedResult]) -> None:
    """Refuse to close while something of the case's own is open.

    The report of the resolution at the board's next meeting is the board's, and holds nothing up.
    """
    if found := open_matters(case, awaited):
        raise CaseHasOpenMatters("something is open", count=len(found), open=found)


def close(command: CloseCase, case: Underway | Ended) -> list[CaseEvent]:
    require_closable(case, command.awaited)
    return [CaseClosed(case.ending if isinstance(case, Ended) else None)]
