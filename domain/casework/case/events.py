"""What happens in a case. A step's dates are days in Bangkok; ``due_on`` is the last day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.casework.case.parts import (
    CommitteeSeat,
    Ending,
    OpinionSubject,
    ReopenCause,
    StepReference,
    SurplusLine,
)
from domain.casework.process import Step
from domain.correspondence.parts import Enclosure
from domain.message import Event, Official


class CaseOpened(Event, frozen=True):
    """``steps`` are copied: the case keeps the version it began with (R-W01)."""

    NAME = "case.opened"

    process_code: Official[str]
    template_version: Official[int]
    steps: Official[tuple[Step, ...]]
    fiscal_year: Official[int]
    subject: Official[str]
    officer_id: Official[UUID]
    owner_unit_id: Official[UUID]
    asking_unit_ids: Official[tuple[UUID, ...]] = ()
    letter_ids: Official[tuple[UUID, ...]] = ()


class StepOpened(Event, frozen=True):
    """``is_fixed``: the due date is a day set by a rule, not reckoned in working days (R-B07)."""

    NAME = "case.step_opened"

    step: Official[int]
    opened_on: Official[date]
    due_on: Official[date]
    role: Official[str]
    is_fixed: Official[bool] = False


class StepCompleted(Event, frozen=True):
    """``reference`` is None where the content recorded beside it completed the step.

    ``is_last``: no other step of the case is left to do.
    """

    NAME = "case.step_completed"

    step: Official[int]
    reference: Official[StepReference | None] = None
    is_last: Official[bool] = False


class StepReopened(Event, frozen=True):
    """A done step is open again. ``held_back`` are the steps that wait for it once more."""

    NAME = "case.step_reopened"

    step: Official[int]
    cause: Official[ReopenCause]
    opened_on: Official[date]
    due_on: Official[date]
    role: Official[str]
    held_back: Official[tuple[int, ...]] = ()
    reason: Official[str | None] = None


class StepSkipped(Event, frozen=True):
    """``role`` is the role in which it was skipped (R-W08); ``is_last`` as in StepCompleted."""

    NAME = "case.step_skipped"

    step: Official[int]
    reason: Official[str]
    role: Official[str]
    is_last: Official[bool] = False


class DeadlineMoved(Event, frozen=True):
    """``cause`` is what moved it: the source of a late holiday (R-T13)."""

    NAME = "case.deadline_moved"

    step: Official[int]
    from_on: Official[date]
    to_on: Official[date]
    cause: Official[str]


class LetterAdded(Event, frozen=True):
    """``parties`` are all units concerned from now on: the owner and those that asked.

    ``asks_late``: this unit first asks after those affected were told, and is to be told too.
    """

    NAME = "case.letter_added"

    letter_id: Official[UUID]
    asking_unit_id: Official[UUID | None] = None
    parties: Official[tuple[UUID, ...]] = ()
    asks_late: Official[bool] = False


class FiguresAttached(Event, frozen=True):
    """``figures_on`` is the day the spending figures stand for, not the day they came."""

    NAME = "case.figures_attached"

    figures_on: Official[date]
    source_unit_id: Official[UUID]
    files: Official[tuple[Enclosure, ...]]
    note: Official[str]


class CommitteeOpened(Event, frozen=True):
    """The order by which the committee exists (number, B.E. year), its seats, its meeting."""

    NAME = "case.committee_opened"

    order_reference: Official[str]
    order_year: Official[int]
    seats: Official[tuple[CommitteeSeat, ...]]
    meeting_on: Official[date]


class CommitteeOpinionRecorded(Event, frozen=True):
    """An opinion, favourable or not, is no decision (R-W06)."""

    NAME = "case.committee_opinion_recorded"

    opinion: Official[str]
    favourable: Official[bool]
    met_on: Official[date]
    about: Official[OpinionSubject]


class AnalysisRecorded(Event, frozen=True):
    NAME = "case.analysis_recorded"

    version: Official[int]
    spending_against_results: Official[str]
    surplus_lines: Official[tuple[SurplusLine, ...]]
    digest: Official[str]


class GuidelinesSet(Event, frozen=True):
    """``resolution_id`` is the resolution that asked for this very change, if one did."""

    NAME = "case.guidelines_set"

    version: Official[int]
    text: Official[str]
    methods: Official[str]
    digest: Official[str]
    resolution_id: Official[UUID | None] = None


class TransferProposed(Event, frozen=True):
    """``resolution_id`` is the resolution that asked for this very change, if one did."""

    NAME = "case.transfer_proposed"

    transfer_id: Official[UUID]
    digest: Official[str]
    resolution_id: Official[UUID | None] = None


class ResultRecorded(Event, frozen=True):
    """A result against target. ``letter_id`` is the school's report; ``version`` counts from 1."""

    NAME = "case.result_recorded"

    transfer_id: Official[UUID]
    line_id: Official[UUID]
    target: Official[str]
    achieved: Official[str]
    note: Official[str]
    version: Official[int]
    letter_id: Official[UUID | None] = None


class CaseEnded(Event, frozen=True):
    """``left_open`` are the steps that were open; ``to_notify`` the units that are to be told."""

    NAME = "case.ended"

    ending: Official[Ending]
    reason: Official[str]
    left_open: Official[tuple[int, ...]] = ()
    to_notify: Official[tuple[UUID, ...]] = ()


class NoticeSent(Event, frozen=True):
    """``left`` is how many units are still to be told; ``closable``: with none left nothing is open."""

    NAME = "case.notice_sent"

    asking_unit_id: Official[UUID]
    outgoing_letter_id: Official[UUID]
    left: Official[int] = 0
    closable: Official[bool] = True


class CaseClosed(Event, frozen=True):
    """``ending`` is None where the case reached its aim."""

    NAME = "case.closed"

    ending: Official[Ending | None] = None


class CaseReopened(Event, frozen=True):
    """``open_steps`` are the steps that are open again."""

    NAME = "case.reopened"

    reason: Official[str]
    open_steps: Official[tuple[int, ...]] = ()


CaseEvent = (
    CaseOpened
    | StepOpened
    | StepCompleted
    | StepReopened
    | StepSkipped
    | DeadlineMoved
    | LetterAdded
    | FiguresAttached
    | CommitteeOpened
    | CommitteeOpinionRecorded
    | AnalysisRecorded
    | GuidelinesSet
    | TransferProposed
    | ResultRecorded
    | CaseEnded
    | NoticeSent
    | CaseClosed
    | CaseReopened
)
