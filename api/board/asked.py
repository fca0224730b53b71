"""What the forms of a meeting ask, seat by seat, where programs send lists of seats.

The classes bear the names of the bodies they stand for, so the fields bear the commands' words.
"""

# No postponed annotations here: the form is made from the fields' types.

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.routes import Asking
from domain.board.clock import ClockTime
from domain.board.meeting import AbsenceCause, AgendaSection, AttendeeItem, DissentItem, ItemNo
from domain.board.outcome import CoverageKind, ResolutionOutcome
from domain.board.tally import Vote
from domain.fields import OneLine, OptionalParagraphs, PaperDate, Satang


class AddAgendaItemBody(Asking, frozen=True):
    """``carried`` names an item of an earlier meeting: ``<meeting>/5.1``."""

    item_no: ItemNo
    section: AgendaSection
    title: OneLine
    case_id: UUID | None = None
    carried: Annotated[str | None, Field(max_length=60)] = None

    def body(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in type(self).model_fields if name != "carried"}
        if self.carried is None:
            return plain
        meeting_id, _, item_no = self.carried.partition("/")
        # The paper is the one it had there.
        return plain | {
            "case_id": None,
            "carried_meeting_id": meeting_id,
            "carried_item_no": item_no,
        }


class Presence(StrEnum):
    """There, or why not: the causes are those of ``AbsenceCause``."""

    PRESENT = "present"
    OFFICIAL_DUTY = "official_duty"
    LEAVE = "leave"
    OTHER_ENGAGEMENT = "other_engagement"
    NOT_STATED = "not_stated"


class SeatPresence(BaseModel, extra="forbid", frozen=True):
    seat_id: UUID
    presence: Presence


class OpenMeetingBody(Asking, frozen=True):
    opened_time: ClockTime
    seats: Annotated[tuple[SeatPresence, ...], Field(min_length=1, max_length=200)]
    presiding_seat_id: UUID | None = None
    in_attendance: Annotated[tuple[AttendeeItem, ...], Field(max_length=200)] = ()

    def body(self) -> dict[str, Any]:
        there = [seat.seat_id for seat in self.seats if seat.presence is Presence.PRESENT]
        absent = [seat for seat in self.seats if seat.presence is not Presence.PRESENT]
        return {
            "opened_time": self.opened_time,
            "present": there,
            "absent": [
                {"seat_id": seat.seat_id, "cause": AbsenceCause(seat.presence)} for seat in absent
            ],
            "in_attendance": [attendee.model_dump() for attendee in self.in_attendance],
            "presiding_seat_id": self.presiding_seat_id,
        }


class VoteCast(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


class Voting(StrEnum):
    """How the body came to its resolution."""

    UNANIMOUS = "unanimous"
    COUNTED = "counted"
    NO_VOTE = "no_vote"


class SeatVote(BaseModel, extra="forbid", frozen=True):
    seat_id: UUID
    vote: VoteCast | None = None


class ResolveItemBody(Asking, frozen=True):
    item_no: ItemNo
    outcome: ResolutionOutcome
    changes: OptionalParagraphs = ""
    coverage: CoverageKind | None = None
    ceiling_satang: Satang | None = None
    until_on: PaperDate | None = None
    voting: Voting
    votes: Annotated[tuple[SeatVote, ...], Field(max_length=200)] = ()
    casting_vote: Vote | None = None
    dissents: Annotated[tuple[DissentItem, ...], Field(max_length=200)] = ()
    presiding_seat_id: UUID | None = None
    follow_up_due_on: PaperDate | None = None

    def body(self) -> dict[str, Any]:
        plain = {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name not in ("voting", "votes", "dissents")
        }
        counted = self.voting is Voting.COUNTED
        return plain | {
            "unanimous": self.voting is Voting.UNANIMOUS,
            "votes_for": self.seats(VoteCast.FOR) if counted else [],
            "votes_against": self.seats(VoteCast.AGAINST) if counted else [],
            "abstained": self.seats(VoteCast.ABSTAINED) if counted else [],
            "dissents": [dissent.model_dump() for dissent in self.dissents],
        }

    def seats(self, vote: VoteCast) -> list[UUID]:
        return [cast.seat_id for cast in self.votes if cast.vote is vote]
