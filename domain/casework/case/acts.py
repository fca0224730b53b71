"""What may be done with a case now, and why not otherwise: for its page.

The same checks as in ``decide``, asked of the state alone. What depends on what somebody would type
is judged when it is typed; who may do it, by the powers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.casework.case import committee, ending, steps
from domain.casework.case.commands import (
    AddLetter,
    AttachSpendingFigures,
    CloseCase,
    EndCase,
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
)
from domain.casework.case.parts import AwaitedResult, TransferStep
from domain.casework.case.state import Case, Closed, Ended, Underway, Unopened
from domain.message import Command
from domain.refusal import NotOpen, Refusal


@dataclass(frozen=True)
class OpenAct:
    """A command by name. ``refusal_code`` is None if it may be given now; else ``refusal`` says no."""

    command_name: str
    refusal_code: str | None = None
    figures: Mapping[str, object] = field(default_factory=dict)
    refusal: Refusal | None = field(default=None, compare=False)


Check = Callable[[], object]


def acts_open(case: Case, awaited: Sequence[AwaitedResult] = ()) -> tuple[OpenAct, ...]:
    """Return every act of a case, in the order of its life.

    ``awaited`` are the lines of its posted transfers that received money. Opening a case, and what
    only the office's system does (completing gates, moving deadlines), are not listed.
    """
    return tuple(judged(command, check) for command, check in checks(case, awaited))


def judged(command: type[Command], check: Check) -> OpenAct:
    try:
        check()
    except Refusal as refusal:
        return OpenAct(command.NAME, refusal.code, refusal.figures, refusal)
    return OpenAct(command.NAME)


def checks(case: Case, awaited: Sequence[AwaitedResult]) -> list[tuple[type[Command], Check]]:
    def underway(check: Callable[[Underway], object]) -> Check:
        return lambda: check(case) if isinstance(case, Underway) else not_now(case)

    def workable(step: TransferStep) -> Check:
        return underway(lambda held: steps.require_workable(held.file, step))

    def notice() -> None:
        if isinstance(case, Ended) or (isinstance(case, Underway) and case.file.late_untold):
            ending.require_notice_due(case)
        else:
            not_now(case)

    def closing() -> None:
        if isinstance(case, Underway | Ended):
            ending.require_closable(case, awaited)
        else:
            not_now(case)

    def reopening() -> None:
        if not isinstance(case, Ended | Closed):
            not_now(case)

    return [
        (AddLetter, underway(lambda _: None)),
        (AttachSpendingFigures, workable(TransferStep.FIGURES)),
        (OpenCommitteeWork, underway(lambda held: committee.require_committee_step(held.file))),
        (RecordAnalysis, workable(TransferStep.ANALYSIS)),
        (SetGuidelines, workable(TransferStep.GUIDELINES)),
        (ProposeTransfer, workable(TransferStep.PROPOSAL)),
        (RecordCommitteeOpinion, underway(lambda held: committee.require_opinion(held.file))),
        (SkipStep, underway(lambda held: steps.require_something_to_skip(held.file))),
        (ReturnToStep, underway(lambda held: steps.require_something_done(held.file))),
        (RecordResult, underway(lambda held: results(held, awaited))),
        (EndCase, underway(lambda _: ending.require_no_postings(awaited))),
        (RecordNotice, notice),
        (CloseCase, closing),
        (ReopenCase, reopening),
    ]


def results(case: Underway, awaited: Sequence[AwaitedResult]) -> None:
    ending.require_results_step(case.file)
    ending.require_awaited(awaited)


def not_now(case: Unopened | Underway | Ended | Closed) -> None:
    raise NotOpen("not in this state", phase=type(case).__name__.lower())
