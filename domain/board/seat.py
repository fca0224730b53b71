"""Seats of a body: who sits there by his post, who as a person, and who holds a seat on a day.

An ex-officio seat goes with the post, also to whoever acts in it (R-G15, R-H08). Terms are dates
of the seat: from a day, until a day that is not in it any more (R-G02).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.fields import OneLine, PaperDate
from domain.message import Part
from domain.refusal import Refusal


class SeatKind(StrEnum):
    EX_OFFICIO = "ex_officio"
    EXPERT = "expert"


class SeatPosition(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    MEMBER_SECRETARY = "member_secretary"
    SECRETARY = "secretary"
    ASSISTANT_SECRETARY = "assistant_secretary"


# They do the desk work; a vote needs a member's seat (R-G17: votes of the secretary are off).
WITHOUT_VOTE = frozenset({SeatPosition.SECRETARY, SeatPosition.ASSISTANT_SECRETARY})


class Seat(Part, frozen=True):
    """One seat. ``post_id`` for an ex-officio seat, ``person_id`` for an expert's."""

    seat_id: UUID
    title_th: str
    title_en: str
    kind: SeatKind
    position: SeatPosition
    votes: bool
    post_id: UUID | None = None
    person_id: UUID | None = None
    from_on: date | None = None
    until_on: date | None = None


class SeatItem(BaseModel):
    """A seat as the office types it; ``until_on`` is the first day after the term.

    A seat that was there before keeps its ``seat_id``; a new one has none yet.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    seat_id: UUID | None = None
    title_th: OneLine
    title_en: OneLine
    kind: SeatKind
    position: SeatPosition
    votes: bool
    post_id: UUID | None = None
    person_id: UUID | None = None
    from_on: PaperDate | None = None
    until_on: PaperDate | None = None


class Holder(Part, frozen=True):
    """Who fills a post that day, and as what (``holder``, ``acting``): gathered from the post."""

    person_id: UUID
    capacity: str = "holder"


class HeldSeat(Part, frozen=True):
    """A seat and the person who holds it on the day of a meeting."""

    seat_id: UUID
    title_th: str
    title_en: str
    position: SeatPosition
    votes: bool
    person_id: UUID
    post_id: UUID | None = None
    capacity: str = "holder"


class SeatTwice(Refusal):
    """One seat, one post or one expert stands twice."""

    code = "seat-twice"
    rule = "R-G02"


class SeatHolderMismatch(Refusal):
    """An ex-officio seat names a post, an expert's seat a person, and neither names both."""

    code = "seat-holder-mismatch"
    rule = "R-G15"


class SeatVoteMismatch(Refusal):
    """Members vote; a secretary or assistant secretary who is not a member does not."""

    code = "seat-vote-mismatch"
    rule = "R-G17"


class OneChair(Refusal):
    """A body has exactly one chair."""

    code = "one-chair"
    rule = "R-G03"


def require_seats(seats: Sequence[Seat]) -> None:
    """Refuse seats that cannot be a body's."""
    for seat in seats:
        by_post = seat.kind is SeatKind.EX_OFFICIO
        if (seat.post_id is not None) is not by_post or (seat.person_id is None) is not by_post:
            raise SeatHolderMismatch("post or person", seat_id=seat.seat_id, title=seat.title_th)
        if seat.votes is (seat.position in WITHOUT_VOTE):
            raise SeatVoteMismatch("vote", title=seat.title_th, position=seat.position)
    ids = [seat.seat_id for seat in seats]
    # A post may hold a member's seat and another without a vote, but no two votes.
    holders = [seat.post_id or seat.person_id for seat in seats if seat.votes]
    for repeated in (ids, holders):
        if twice := [key for key, count in Counter(repeated).items() if count > 1]:
            raise SeatTwice("stands twice", seats=tuple(twice))
    chairs = sum(seat.position is SeatPosition.CHAIR for seat in seats)
    if chairs != 1:
        raise OneChair("not one chair", chairs=chairs)


def seats_held(
    seats: Sequence[Seat], holders: Mapping[UUID, Holder], on: date
) -> tuple[HeldSeat, ...]:
    """Return the seats somebody holds on the day ``on``, in the body's order.

    ``holders`` says who fills each post that day; a seat of a vacant post, or out of its term, is
    held by nobody and counts for no quorum (R-G03: seats held on the day).
    """
    held = []
    for seat in seats:
        holder = holder_of(seat, holders)
        if holder is not None and in_term(seat, on):
            held.append(
                HeldSeat(
                    seat_id=seat.seat_id,
                    title_th=seat.title_th,
                    title_en=seat.title_en,
                    position=seat.position,
                    votes=seat.votes,
                    person_id=holder.person_id,
                    post_id=seat.post_id,
                    capacity=holder.capacity,
                )
            )
    return tuple(held)


def holder_of(seat: Seat, holders: Mapping[UUID, Holder]) -> Holder | None:
    if seat.post_id is not None:
        return holders.get(seat.post_id)
    return None if seat.person_id is None else Holder(seat.person_id)


def in_term(seat: Seat, on: date) -> bool:
    """Whether ``on`` is in the seat's term; ``until_on`` is the first day after it."""
    begun = seat.from_on is None or seat.from_on <= on
    return begun and (seat.until_on is None or on < seat.until_on)
