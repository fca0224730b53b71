"""What can be asked of a meeting. Times of day are Bangkok time, as minutes print them."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from domain.board.body import BodyRules
from domain.board.clock import ClockTime
from domain.board.meeting.agenda import AgendaPaper, AgendaSection, Carried, ItemNo, Tabled
from domain.board.meeting.events import AbsenceCause, ElectronicCheck, Interest, MeetingMode
from domain.board.outcome import CoverageKind, ResolutionOutcome
from domain.board.seat import HeldSeat
from domain.board.tally import Vote
from domain.fields import OneLine, OptionalParagraphs, PaperDate, Paragraphs, Satang
from domain.message import Command, Evidence

MeetingNo = Annotated[int, Field(strict=True, ge=1, le=999)]


class AbsenceItem(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seat_id: UUID
    cause: AbsenceCause


class AttendeeItem(BaseModel):
    """An official in attendance, by the name and position that the minutes print."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: OneLine
    position: OneLine


class DissentItem(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seat_id: UUID
    reason: Paragraphs


class CallMeeting(Command):
    """``body_id`` may be left out where the office has one inside body.

    ``meeting_no`` is the next of the body and year; ``rules`` are the body's on that day.
    """

    NAME: ClassVar[str] = "CallMeeting"
    body_id: UUID | None = None
    held_on: PaperDate
    place: OneLine
    mode: MeetingMode
    rules: Evidence[BodyRules]
    meeting_no: Evidence[MeetingNo]


class AddAgendaItem(Command):
    """``case_id`` names the case whose paper this is; ``paper`` is that paper as it stands now.

    ``carried`` is what the earlier meeting says of the item, None where it may not be carried;
    ``tabled`` the open item at which the same paper waits for this body, if one does.
    """

    NAME: ClassVar[str] = "AddAgendaItem"
    item_no: ItemNo
    section: AgendaSection
    title: OneLine
    case_id: UUID | None = None
    carried_meeting_id: UUID | None = None
    carried_item_no: ItemNo | None = None
    paper: Evidence[AgendaPaper | None] = None
    carried: Evidence[Carried | None] = None
    tabled: Evidence[Tabled | None] = None


class OpenMeeting(Command):
    """``presiding_seat_id`` is needed only where neither chair nor vice-chair is there."""

    NAME: ClassVar[str] = "OpenMeeting"
    opened_time: ClockTime
    present: Annotated[tuple[UUID, ...], Field(max_length=200)]
    absent: Annotated[tuple[AbsenceItem, ...], Field(max_length=200)] = ()
    in_attendance: Annotated[tuple[AttendeeItem, ...], Field(max_length=200)] = ()
    presiding_seat_id: UUID | None = None
    seats: Evidence[tuple[HeldSeat, ...]]


class RecordArrival(Command):
    NAME: ClassVar[str] = "RecordArrival"
    seat_id: UUID
    arrived_time: ClockTime


class RecordDeparture(Command):
    NAME: ClassVar[str] = "RecordDeparture"
    seat_id: UUID
    left_time: ClockTime


class RecuseMember(Command):
    NAME: ClassVar[str] = "RecuseMember"
    item_no: ItemNo
    seat_id: UUID
    interest: Interest
    reason: Paragraphs


class ResolveItem(Command):
    """``unanimous`` stands in place of the three lists of seats.

    What the agreement reaches (``coverage`` and its limits), and when the result is to be reported,
    go into the resolution that is adopted in the same act.
    """

    NAME: ClassVar[str] = "ResolveItem"
    item_no: ItemNo
    outcome: ResolutionOutcome
    unanimous: bool = False
    votes_for: tuple[UUID, ...] = ()
    votes_against: tuple[UUID, ...] = ()
    abstained: tuple[UUID, ...] = ()
    casting_vote: Vote | None = None
    dissents: tuple[DissentItem, ...] = ()
    changes: OptionalParagraphs = ""
    presiding_seat_id: UUID | None = None
    coverage: CoverageKind | None = None
    ceiling_satang: Satang | None = None
    until_on: PaperDate | None = None
    follow_up_due_on: PaperDate | None = None
    resolution_id: Evidence[UUID]


class CloseMeeting(Command):
    NAME: ClassVar[str] = "CloseMeeting"
    closed_time: ClockTime
    carry_over: tuple[ItemNo, ...] = ()
    electronic_checks: tuple[ElectronicCheck, ...] = ()


class CancelMeeting(Command):
    NAME: ClassVar[str] = "CancelMeeting"
    reason: Paragraphs


MeetingCommand = (
    CallMeeting
    | AddAgendaItem
    | OpenMeeting
    | RecordArrival
    | RecordDeparture
    | RecuseMember
    | ResolveItem
    | CloseMeeting
    | CancelMeeting
)
