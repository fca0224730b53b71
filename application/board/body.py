"""The bodies: what they are, who sits in them, and by which rules they meet on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from application.act import Act
from application.desk import Asked, Desk
from application.organization.facts import ReadFacts
from domain.board.body import (
    BodyNotInForce,
    BodyPlacement,
    BodyRules,
    EndBody,
    EstablishBody,
    Established,
    SetSeats,
    body,
    rules_in_force,
)
from domain.board.seat import HeldSeat, Holder, Seat, seats_held
from domain.organization.authority import fills
from domain.organization.person import Registered, person
from domain.organization.post import Established as PostEstablished
from domain.organization.post import post
from domain.refusal import NotFound


def set_seats(desk: Desk, body_id: UUID, asked: Asked[SetSeats]) -> None:
    """Set all seats; each names a post or a person that the office knows.

    Raises:
        NotFound: it does not.
    """
    for seat in asked.seats:
        if seat.post_id and not isinstance(desk.state(post, seat.post_id), PostEstablished):
            raise NotFound(post_id=seat.post_id)
        if seat.person_id and not isinstance(desk.state(person, seat.person_id), Registered):
            raise NotFound(person_id=seat.person_id)
    new = [desk.new_id() for seat in asked.seats if seat.seat_id is None]
    desk.decide(body, body_id, asked.command(new_ids=tuple(new)))


def rules_of(desk: Desk, body_id: UUID | None, placement: BodyPlacement, on: date) -> BodyRules:
    """Return the rules of a body on a day; of the only one of its placement where none is named.

    Raises:
        BodyNotInForce: there is no such body on that day, or more than one to choose from.
    """
    if body_id is not None:
        return rules_in_force(body_id, desk.state(body, body_id), on)
    found = []
    for row in desk.glance("bodies", placement=str(placement)):
        try:
            found.append(rules_in_force(row["id"], desk.state(body, row["id"]), on))
        except BodyNotInForce:
            continue
    if len(found) != 1:
        raise BodyNotInForce("name the body", body_id=None, on=on)
    return found[0]


def held_on(desk: Desk, body_id: UUID, on: date) -> tuple[HeldSeat, ...]:
    """Return the seats of the body that somebody holds on a day; a seat tied to a post goes with it,
    also to the one acting in it (R-G03, R-G15)."""
    facts = ReadFacts(desk)
    known = desk.state(body, body_id)
    seats: tuple[Seat, ...] = known.seats if isinstance(known, Established) else ()
    holders: dict[UUID, Holder] = {}
    for seat in seats:
        if seat.post_id is None:
            continue
        filled = fills(facts, seat.post_id, on)
        if filled is not None:
            holders[seat.post_id] = Holder(filled.person_id, str(filled.capacity))
    return seats_held(seats, holders, on)


ACTS = (
    Act(EstablishBody, body, creates=True),
    Act(SetSeats, body, set_seats),
    Act(EndBody, body),
)
