"""What can happen to a meeting. Instants are UTC; seats are named by their ids."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.board.body import BodyRules
from domain.board.meeting.agenda import AgendaPaper, AgendaSection, CarriedFrom
from domain.board.outcome import ResolutionOutcome
from domain.board.quorum import QuorumFigures
from domain.board.seat import HeldSeat
from domain.board.tally import Tally
from domain.message import Event, Official, Part, Personal


class MeetingMode(StrEnum):
    IN_PERSON = "in_person"
    ELECTRONIC = "electronic"
    HYBRID = "hybrid"


class AbsenceCause(StrEnum):
    """Causes as minutes print them. No free text: a cause in words is often about health."""

    OFFICIAL_DUTY = "official_duty"
    LEAVE = "leave"
    OTHER_ENGAGEMENT = "other_engagement"
    NOT_STATED = "not_stated"


class Interest(StrEnum):
    """Why a member takes no part: the grounds of R-G06."""

    PARTY = "party"
    SPOUSE_OR_FIANCE = "spouse_or_fiance"
    NEAR_RELATIVE = "near_relative"
    REPRESENTATIVE = "representative"
    CREDITOR_OR_DEBTOR = "creditor_or_debtor"
    EMPLOYER_OR_EMPLOYEE = "employer_or_employee"
    OTHER = "other"


class ElectronicCheck(StrEnum):
    """What has to be seen to before a meeting held over a network is closed (R-G14)."""

    IDENTITY_SHOWN = "identity_shown"
    PAPERS_SENT = "papers_sent"
    RECORDED = "recorded"
    VOTES_POSSIBLE = "votes_possible"
    DATA_KEPT = "data_kept"


class Absence(Part, frozen=True):
    seat_id: UUID
    cause: AbsenceCause


class Attendee(Part, frozen=True):
    """An official who is there without a seat; counts for nothing."""

    name: str
    position: str


class Dissent(Part, frozen=True):
    """A member's own opinion against the resolution, as he gave it (R-G05)."""

    seat_id: UUID
    reason: str


class MeetingCalled(Event, frozen=True):
    """``meeting_year`` is the B.E. calendar year of ``held_on``."""

    NAME = "meeting.called"
    rules: Official[BodyRules]
    meeting_no: Official[int]
    meeting_year: Official[int]
    held_on: Official[date]
    place: Official[str]
    mode: Official[MeetingMode]
    called_by: Official[UUID]


class AgendaItemAdded(Event, frozen=True):
    NAME = "meeting.item_added"
    item_no: Official[str]
    section: Official[AgendaSection]
    title: Official[str]
    paper: Official[AgendaPaper | None] = None
    carried_from: Official[CarriedFrom | None] = None


class MeetingOpened(Event, frozen=True):
    """``seats`` are the seats held that day and by whom: the body as it then was (R-G01)."""

    NAME = "meeting.opened"
    seats: Official[tuple[HeldSeat, ...]]
    present: Official[tuple[UUID, ...]]
    absent: Official[tuple[Absence, ...]]
    in_attendance: Official[tuple[Attendee, ...]]
    presided_by: Official[UUID]
    quorum: Official[QuorumFigures]
    opened_at: Official[datetime]


class MemberArrived(Event, frozen=True):
    NAME = "meeting.member_arrived"
    seat_id: Official[UUID]
    arrived_at: Official[datetime]
    person_id: Official[UUID | None] = None


class MemberLeft(Event, frozen=True):
    NAME = "meeting.member_left"
    seat_id: Official[UUID]
    left_at: Official[datetime]
    person_id: Official[UUID | None] = None


class MemberRecused(Event, frozen=True):
    """The ground is on record; its words tell of a person's private ties, so they are sealed."""

    NAME = "meeting.member_recused"
    SUBJECT = "person_id"
    item_no: Official[str]
    seat_id: Official[UUID]
    person_id: Official[UUID]
    interest: Official[Interest]
    reason: Personal[str]


class ItemResolved(Event, frozen=True):
    """``presided_by`` is the seat that presided over this item; ``tally`` None: no vote taken."""

    NAME = "meeting.item_resolved"
    item_no: Official[str]
    outcome: Official[ResolutionOutcome]
    resolution_id: Official[UUID]
    quorum: Official[QuorumFigures]
    presided_by: Official[UUID]
    tally: Official[Tally | None] = None
    dissents: Official[tuple[Dissent, ...]] = ()
    changes: Official[str] = ""


class MeetingClosed(Event, frozen=True):
    """``carried_over`` are the items that wait for a later agenda without having been resolved."""

    NAME = "meeting.closed"
    closed_at: Official[datetime]
    carried_over: Official[tuple[str, ...]] = ()
    electronic_checks: Official[tuple[ElectronicCheck, ...]] = ()


class MeetingCancelled(Event, frozen=True):
    """Never opened, for want of a quorum say; its number stays used."""

    NAME = "meeting.cancelled"
    reason: Official[str]


MeetingEvent = (
    MeetingCalled
    | AgendaItemAdded
    | MeetingOpened
    | MemberArrived
    | MemberLeft
    | MemberRecused
    | ItemResolved
    | MeetingClosed
    | MeetingCancelled
)
