"""What can be asked of a case. Commands that may open steps get the office's ``holidays``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.casework.case.parts import AwaitedResult, CommitteeDuty, Ending, StepReference
from domain.casework.process import StepNumber, Template
from domain.correspondence.parts import EnclosureItem, Item, StoredFile
from domain.fields import (
    Digest,
    FiscalYear,
    OneLine,
    OptionalLine,
    OptionalParagraphs,
    PaperDate,
    Paragraphs,
    Satang,
)
from domain.message import Command, Evidence

Ids = Annotated[tuple[UUID, ...], Field(max_length=500)]


class StepCommand(Command):
    """A command after which steps may open. Evidence: ``holidays``, the calendar's dates."""

    holidays: Evidence[frozenset[date]]


class OpenCase(StepCommand):
    """Open a case of a process, with or without letters. Evidence: ``template`` in force."""

    NAME: ClassVar[str] = "OpenCase"

    fiscal_year: FiscalYear
    subject: OneLine
    officer_id: UUID
    owner_unit_id: UUID
    asking_unit_ids: Ids = ()
    letter_ids: Ids = ()
    template: Evidence[Template]


class AddLetter(Command):
    """Add a letter to the case; ``asking_unit_id`` if a school asks for something by it.

    Evidence: ``written_to``, whether a letter of ours in this case goes to that unit.
    """

    NAME: ClassVar[str] = "AddLetter"

    letter_id: UUID
    asking_unit_id: UUID | None = None
    written_to: Evidence[bool] = False


class AttachSpendingFigures(StepCommand):
    """Step 1. Evidence: ``stored``, the files that are kept."""

    NAME: ClassVar[str] = "AttachSpendingFigures"

    figures_on: PaperDate
    source_unit_id: UUID
    files: Annotated[tuple[EnclosureItem, ...], Field(min_length=1, max_length=50)]
    note: OptionalParagraphs = ""
    stored: Evidence[tuple[StoredFile, ...]]


class SeatItem(Item):
    name: OneLine
    post_title: OneLine
    duty: CommitteeDuty


class OpenCommitteeWork(Command):
    """Step 2: begin the committee's work, or call it to a further meeting."""

    NAME: ClassVar[str] = "OpenCommitteeWork"

    order_reference: OneLine
    order_year: FiscalYear
    seats: Annotated[tuple[SeatItem, ...], Field(min_length=1, max_length=100)]
    meeting_on: PaperDate


class RecordCommitteeOpinion(StepCommand):
    """Step 2: the opinion on the analysis, guidelines and transfers as they stand now."""

    NAME: ClassVar[str] = "RecordCommitteeOpinion"

    opinion: Paragraphs
    favourable: bool
    met_on: PaperDate


class SurplusLineItem(Item):
    line_id: UUID
    surplus_satang: Satang
    note: OptionalLine = ""


class RecordAnalysis(StepCommand):
    """Step 3: spending against results, and the lines with money left over."""

    NAME: ClassVar[str] = "RecordAnalysis"

    spending_against_results: Paragraphs
    surplus_lines: Annotated[tuple[SurplusLineItem, ...], Field(max_length=500)] = ()


class SetGuidelines(StepCommand):
    """Step 4: the guidelines for using surplus, and the methods.

    Evidence: ``resolution_id``, if the board agreed on condition of this very change; then neither
    committee nor board is asked again.
    """

    NAME: ClassVar[str] = "SetGuidelines"

    text: Paragraphs
    methods: Paragraphs
    resolution_id: Evidence[UUID | None] = None


class ProposeTransfer(StepCommand):
    """Step 5: a transfer as a proposal; nothing is posted (R-B12).

    Evidence: its ``digest``; ``resolution_id`` as for ``SetGuidelines``.
    """

    NAME: ClassVar[str] = "ProposeTransfer"

    transfer_id: UUID
    digest: Evidence[Digest]
    resolution_id: Evidence[UUID | None] = None


class CompleteStep(StepCommand):
    """Complete a step by what was decided elsewhere.

    Evidence: ``completed_by``; ``report_due_on``, the day by which a report that follows from it
    must be made, where a rule sets one (R-B07).
    """

    NAME: ClassVar[str] = "CompleteStep"

    step: StepNumber
    completed_by: Evidence[StepReference]
    report_due_on: Evidence[date | None] = None


class ReturnToStep(StepCommand):
    """Go back to a done step; what rests on it waits again (D1, D2)."""

    NAME: ClassVar[str] = "ReturnToStep"

    step: StepNumber
    reason: Paragraphs


class SkipStep(StepCommand):
    """Skip an open step for cause (R-W08)."""

    NAME: ClassVar[str] = "SkipStep"

    step: StepNumber
    reason: Paragraphs


class MoveDeadlines(StepCommand):
    """Reckon the open steps' due dates again, after the calendar changed (R-T13)."""

    NAME: ClassVar[str] = "MoveDeadlines"

    cause: OneLine


class RecordResult(StepCommand):
    """Step 10. Evidence: ``awaited``, the lines of posted transfers that received money."""

    NAME: ClassVar[str] = "RecordResult"

    transfer_id: UUID
    line_id: UUID
    achieved: Paragraphs
    note: OptionalParagraphs = ""
    letter_id: UUID | None = None
    awaited: Evidence[tuple[AwaitedResult, ...]]


class EndCase(Command):
    """End the case short of its aim. Evidence: ``awaited``, as for ``RecordResult``."""

    NAME: ClassVar[str] = "EndCase"

    ending: Ending
    reason: Paragraphs
    awaited: Evidence[tuple[AwaitedResult, ...]]


class RecordNotice(Command):
    """Record the letter by which a unit that asked was told how the case ended."""

    NAME: ClassVar[str] = "RecordNotice"

    asking_unit_id: UUID
    outgoing_letter_id: UUID


class CloseCase(Command):
    """Close the case. Evidence: ``awaited``, as for ``RecordResult``."""

    NAME: ClassVar[str] = "CloseCase"

    awaited: Evidence[tuple[AwaitedResult, ...]]


class ReopenCase(Command):
    """Take up a closed or ended case again."""

    NAME: ClassVar[str] = "ReopenCase"

    reason: Paragraphs


CaseCommand = (
    OpenCase
    | AddLetter
    | AttachSpendingFigures
    | OpenCommitteeWork
    | RecordCommitteeOpinion
    | RecordAnalysis
    | SetGuidelines
    | ProposeTransfer
    | CompleteStep
    | ReturnToStep
    | SkipStep
    | MoveDeadlines
    | RecordResult
    | EndCase
    | RecordNotice
    | CloseCase
    | ReopenCase
)
