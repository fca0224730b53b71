"""What can happen to a resolution, and what can be asked of it. Money is satang."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.board.body import BodyRules
from domain.board.meeting.agenda import AgendaPaper, ItemNo
from domain.board.meeting.states import ResolvedItem
from domain.board.outcome import CoverageKind, ResolutionOutcome
from domain.fields import (
    Digest,
    FiscalYear,
    OptionalParagraphs,
    PaperDate,
    Paragraphs,
    Satang,
)
from domain.message import Command, Event, Evidence, Official, Part

MeetingNo = Annotated[int, Field(strict=True, ge=1, le=999)]


class Side(StrEnum):
    """Who confirms that a change matches the resolution."""

    GROUP = "group"
    SECRETARY = "secretary"


class Coverage(Part, frozen=True):
    """``until_on`` is the last day on which a transfer may still rest on the resolution.

    Ceiling (satang, all transfers together) and day are given within the guidelines only.
    """

    kind: CoverageKind
    ceiling_satang: int | None = None
    until_on: date | None = None


class Citation(Part, frozen=True):
    """What a document needs to cite it: มติที่ประชุม กพท. ครั้งที่ 5/2569 วาระที่ 5.1."""

    body_id: UUID
    meeting_no: int
    meeting_year: int
    item_no: str


class SourceLetter(Part, frozen=True):
    """The received letter that carries an outside body's resolution, as the register has it."""

    letter_id: UUID
    voided: bool


class ReportingMeeting(Part, frozen=True):
    """The meeting at which a resolution is reported."""

    meeting_id: UUID
    body_id: UUID
    meeting_no: int
    meeting_year: int


class ResolutionAdopted(Event, frozen=True):
    """Of an inside body: ``meeting_id``. Of an outside one: ``source_letter_id``."""

    NAME = "resolution.adopted"
    body_id: Official[UUID]
    meeting_id: Official[UUID | None]
    item_no: Official[str]
    meeting_no: Official[int]
    meeting_year: Official[int]
    adopted_on: Official[date]
    outcome: Official[ResolutionOutcome]
    changes: Official[str]
    paper: Official[AgendaPaper | None]
    coverage: Official[Coverage | None]
    follow_up_due_on: Official[date | None] = None
    source_letter_id: Official[UUID | None] = None


class SubjectVersion(Part, frozen=True):
    """What a resolution's paper is about, as it stands now: a transfer, or None: the guidelines."""

    transfer_id: UUID | None
    digest: str


class ChangeConfirmed(Event, frozen=True):
    """``transfer_id`` None: the guidelines. ``by_both``: the group and the secretary have now said so."""

    NAME = "resolution.change_confirmed"
    side: Official[Side]
    transfer_id: Official[UUID | None]
    digest: Official[str]
    confirmed_by: Official[UUID]
    by_both: Official[bool] = False


class NewVersionConfirmed(Event, frozen=True):
    """``left`` is how many subjects have yet to be confirmed after it; None: not said in those days."""

    NAME = "resolution.new_version_confirmed"
    transfer_id: Official[UUID | None]
    digest: Official[str]
    confirmed_by: Official[UUID]
    left: Official[int | None] = None


class ResolutionUsed(Event, frozen=True):
    """``remaining_satang`` is what is left under the ceiling; None where there is none."""

    NAME = "resolution.used"
    transfer_id: Official[UUID]
    digest: Official[str]
    satang: Official[int]
    remaining_satang: Official[int | None]


class ResolutionReported(Event, frozen=True):
    NAME = "resolution.reported"
    meeting_id: Official[UUID]
    result: Official[str]


class ResolutionRescinded(Event, frozen=True):
    NAME = "resolution.rescinded"
    reason: Official[str]
    rescinded_on: Official[date]


ResolutionEvent = (
    ResolutionAdopted
    | ChangeConfirmed
    | NewVersionConfirmed
    | ResolutionUsed
    | ResolutionReported
    | ResolutionRescinded
)


class AdoptResolution(Command):
    """``item`` is what the meeting resolved; the coverage is typed where transfers are at stake."""

    NAME: ClassVar[str] = "AdoptResolution"
    coverage: CoverageKind | None = None
    ceiling_satang: Satang | None = None
    until_on: PaperDate | None = None
    follow_up_due_on: PaperDate | None = None
    item: Evidence[ResolvedItem]


class RecordOutsideResolution(Command):
    """An outside body's resolution, read from a registered letter (``letter`` None: no such one).

    ``meeting_year`` is a B.E. calendar year. ``body_id`` may be left out where the office has one
    outside body; ``case_id`` names the case whose ``paper`` the body was asked to agree to.
    """

    NAME: ClassVar[str] = "RecordOutsideResolution"
    source_letter_id: UUID
    body_id: UUID | None = None
    case_id: UUID | None = None
    meeting_no: MeetingNo
    meeting_year: FiscalYear
    item_no: ItemNo
    adopted_on: PaperDate
    outcome: ResolutionOutcome
    changes: OptionalParagraphs = ""
    coverage: CoverageKind | None = None
    ceiling_satang: Satang | None = None
    until_on: PaperDate | None = None
    follow_up_due_on: PaperDate | None = None
    rules: Evidence[BodyRules]
    letter: Evidence[SourceLetter | None] = None
    paper: Evidence[AgendaPaper | None] = None


class ConfirmChange(Command):
    """The changed version matches the resolution: said by the group director and the secretary.

    ``transfer_id`` is left out of the guidelines. ``current`` is what the paper is about, as it is now.
    """

    NAME: ClassVar[str] = "ConfirmChange"
    transfer_id: UUID | None = None
    digest: Digest
    current: Evidence[tuple[SubjectVersion, ...]]


class ConfirmNewVersion(Command):
    NAME: ClassVar[str] = "ConfirmNewVersion"
    transfer_id: UUID | None = None
    digest: Digest
    current: Evidence[tuple[SubjectVersion, ...]]


class UseResolution(Command):
    """``satang`` is what the transfer moves; issued inside the command that rests on it."""

    NAME: ClassVar[str] = "UseResolution"
    transfer_id: UUID
    digest: Evidence[Digest]
    satang: Evidence[Satang]


class ReportResolution(Command):
    NAME: ClassVar[str] = "ReportResolution"
    meeting_id: UUID
    result: Paragraphs
    meeting: Evidence[ReportingMeeting]


class RescindResolution(Command):
    NAME: ClassVar[str] = "RescindResolution"
    reason: Paragraphs


ResolutionCommand = (
    AdoptResolution
    | RecordOutsideResolution
    | ConfirmChange
    | ConfirmNewVersion
    | UseResolution
    | ReportResolution
    | RescindResolution
)
