"""What a case remembers for its later decisions, and how an event changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from domain.casework.case.events import (
    AnalysisRecorded,
    CaseClosed,
    CaseEnded,
    CaseEvent,
    CaseOpened,
    CaseReopened,
    CommitteeOpened,
    CommitteeOpinionRecorded,
    DeadlineMoved,
    FiguresAttached,
    GuidelinesSet,
    LetterAdded,
    NoticeSent,
    ResultRecorded,
    StepCompleted,
    StepOpened,
    StepReopened,
    StepSkipped,
    TransferProposed,
)
from domain.casework.case.parts import (
    ContentVersion,
    Ending,
    OpinionSubject,
    ProposedTransfer,
    StepStatus,
)
from domain.casework.case.refusals import StepUnknown
from domain.casework.process import Step


@dataclass(frozen=True)
class StepState:
    """A step and where it stands; it has dates while it is or has been open.

    ``is_fixed``: its due date was set by a rule and not reckoned in working days.
    """

    step: Step
    status: StepStatus = StepStatus.WAITING
    opened_on: date | None = None
    due_on: date | None = None
    is_fixed: bool = False

    @property
    def done(self) -> bool:
        """Done or skipped: either lets the next steps open."""
        return self.status in (StepStatus.DONE, StepStatus.SKIPPED)


@dataclass(frozen=True)
class CaseFile:
    """The content of a case. ``results`` counts the results recorded by (transfer, line)."""

    process_code: str
    fiscal_year: int
    officer_id: UUID
    owner_unit_id: UUID
    steps: tuple[StepState, ...]
    asking_unit_ids: tuple[UUID, ...] = ()
    letter_ids: frozenset[UUID] = frozenset()
    committee_opened: bool = False
    opinion: OpinionSubject | None = None
    analysis: ContentVersion | None = None
    guidelines: ContentVersion | None = None
    transfers: tuple[ProposedTransfer, ...] = ()
    results: Mapping[tuple[UUID, UUID], int] = field(default_factory=dict)
    notices: frozenset[UUID] = frozenset()
    late_asking: tuple[UUID, ...] = ()

    def step(self, number: int) -> StepState:
        """Return the step with this number.

        Raises:
            StepUnknown: the process has no such step.
        """
        if not 1 <= number <= len(self.steps):
            raise StepUnknown("no such step", step=number, steps=len(self.steps))
        return self.steps[number - 1]

    @property
    def late_untold(self) -> tuple[UUID, ...]:
        """The units that first asked after those affected were told, and still wait for an answer."""
        return tuple(unit for unit in self.late_asking if unit not in self.notices)

    @property
    def opinion_stands(self) -> bool:
        """Whether the committee's opinion is on exactly the content there is now (R-W07)."""
        given = self.opinion
        if given is None or self.analysis is None or self.guidelines is None:
            return False
        # By digest: the same words entered again are the same content under a new version.
        return (
            given.analysis.digest == self.analysis.digest
            and given.guidelines.digest == self.guidelines.digest
            and set(given.transfers) == set(self.transfers)
        )


@dataclass(frozen=True)
class Unopened:
    """Not opened yet."""


@dataclass(frozen=True)
class Underway:
    file: CaseFile


@dataclass(frozen=True)
class Ended:
    """Ended short of its aim; who asked is still to be told."""

    file: CaseFile
    ending: Ending


@dataclass(frozen=True)
class Closed:
    file: CaseFile
    ending: Ending | None


OpenedCase = Underway | Ended | Closed
Case = Unopened | OpenedCase


def evolve(case: Case, event: CaseEvent) -> Case:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, case:
        case CaseOpened(), _:
            return Underway(opened(event))
        case CaseEnded(), Underway(file) | Ended(file) | Closed(file):
            return Ended(file, event.ending)
        case CaseClosed(), Underway(file) | Ended(file) | Closed(file):
            return Closed(file, event.ending)
        case CaseReopened(), Underway(file) | Ended(file) | Closed(file):
            # Were it to end once more, those who asked would have to be told once more.
            return Underway(replace(file, notices=frozenset(), late_asking=()))
        case _, Underway(file) | Ended(file) | Closed(file):
            return replace(case, file=changed(file, event))
    return case


def opened(event: CaseOpened) -> CaseFile:
    return CaseFile(
        process_code=event.process_code,
        fiscal_year=event.fiscal_year,
        officer_id=event.officer_id,
        owner_unit_id=event.owner_unit_id,
        steps=tuple(StepState(step) for step in event.steps),
        asking_unit_ids=event.asking_unit_ids,
        letter_ids=frozenset(event.letter_ids),
    )


def changed(file: CaseFile, event: CaseEvent) -> CaseFile:
    """Return the file after an event that leaves the case as far as it was."""
    match event:
        case StepOpened() | StepCompleted() | StepReopened() | StepSkipped() | DeadlineMoved():
            return replace(file, steps=moved(file.steps, event))
        case LetterAdded():
            asking = with_unit(file.asking_unit_ids, event.asking_unit_id)
            letters = file.letter_ids | {event.letter_id}
            late = with_unit(file.late_asking, event.asking_unit_id if event.asks_late else None)
            return replace(file, letter_ids=letters, asking_unit_ids=asking, late_asking=late)
        case CommitteeOpened():
            return replace(file, committee_opened=True)
        case CommitteeOpinionRecorded():
            return replace(file, opinion=event.about)
        case AnalysisRecorded():
            return replace(file, analysis=ContentVersion(event.version, event.digest))
        case GuidelinesSet():
            return replace(file, guidelines=ContentVersion(event.version, event.digest))
        case TransferProposed():
            others = [t for t in file.transfers if t.transfer_id != event.transfer_id]
            proposed = ProposedTransfer(event.transfer_id, event.digest)
            return replace(file, transfers=(*others, proposed))
        case ResultRecorded():
            key = (event.transfer_id, event.line_id)
            return replace(file, results={**file.results, key: event.version})
        case NoticeSent():
            return replace(file, notices=file.notices | {event.asking_unit_id})
        case FiguresAttached() | CaseOpened() | CaseEnded() | CaseClosed() | CaseReopened():
            return file


def with_unit(units: tuple[UUID, ...], unit_id: UUID | None) -> tuple[UUID, ...]:
    return units if unit_id is None or unit_id in units else (*units, unit_id)


def after(file: CaseFile, events: Iterable[CaseEvent]) -> CaseFile:
    """Return the file after several such events."""
    for event in events:
        file = changed(file, event)
    return file


StepEvent = StepOpened | StepCompleted | StepReopened | StepSkipped | DeadlineMoved


def moved(steps: tuple[StepState, ...], event: StepEvent) -> tuple[StepState, ...]:
    return tuple(moved_one(state, event) for state in steps)


def moved_one(state: StepState, event: StepEvent) -> StepState:
    if isinstance(event, StepReopened) and state.step.number in event.held_back:
        return StepState(state.step)
    if state.step.number != event.step:
        return state
    match event:
        case StepOpened():
            return StepState(
                state.step, StepStatus.OPEN, event.opened_on, event.due_on, event.is_fixed
            )
        case StepReopened():
            return StepState(state.step, StepStatus.OPEN, event.opened_on, event.due_on)
        case StepCompleted():
            return replace(state, status=StepStatus.DONE)
        case StepSkipped():
            return replace(state, status=StepStatus.SKIPPED)
        case DeadlineMoved():
            return replace(state, due_on=event.to_on)
