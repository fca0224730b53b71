"""What the forms of the board offer to choose from, and what they are filled with at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.context import Context
from api.finding import desk_of
from api.routes import Form
from application.board.body import held_on
from application.board.meeting import call_of
from domain.board.clock import bangkok_clock
from domain.board.meeting import Called, Closed, Meeting, MeetingMode, Open, Uncalled, meeting
from domain.board.seat import HeldSeat
from domain.refusal import NotFound, NotOpen
from domain.thai_time import bangkok_date

Options = Sequence[tuple[str, str]]


# Bodies


def of_body(context: Context, key: UUID) -> Form:
    if context.rows.one("bodies", key, context.viewer) is None:
        raise NotFound()
    return Form()


def setting_seats(context: Context, key: UUID) -> Form:
    row = context.rows.one("bodies", key, context.viewer)
    if row is None:
        raise NotFound()
    seats = row["seats"] or []
    people = [(str(r["id"]), str(r["name_th"])) for r in context.rows.rows("persons")]
    posts = [(str(r["id"]), str(r["title_th"])) for r in context.rows.rows("posts")]
    count = len(seats) + 1
    return Form(
        choices={
            "seats.person_id": sorted(people, key=second),
            "seats.post_id": sorted(posts, key=second),
        },
        values={"seats": seats},
        rows={"seats": count},
        hidden=(*(f"seats.{n}.seat_id" for n in range(count)), "seats.__row__.seat_id"),
    )


def second(option: tuple[str, str]) -> str:
    return option[1]


def inside_bodies(context: Context) -> Options:
    rows = context.rows.rows("bodies", placement="inside")
    return [(str(row["id"]), str(row["name_th"])) for row in rows]


# Meetings


def known(context: Context, key: UUID) -> Called | Open | Closed | Any:
    """Return a meeting.

    Raises:
        NotFound: there is none.
    """
    found: Meeting = context.state(meeting, key)
    if isinstance(found, Uncalled):
        raise NotFound()
    return found


def calling(context: Context, _key: Any) -> Form:
    bodies = inside_bodies(context)
    return Form(
        choices={"body_id": bodies},
        values={
            "body_id": bodies[0][0] if bodies else None,
            "held_on": bangkok_date(context.at),
            "mode": "in_person",
        },
    )


def of_meeting(context: Context, key: UUID) -> Form:
    known(context, key)
    return Form()


def number_of(row: Mapping[str, Any]) -> str:
    return f"{row['meeting_no']}/{row['meeting_year']}"


def names(context: Context, seats: Sequence[HeldSeat]) -> dict[UUID, str]:
    """Return who sits on each seat."""
    people = {
        row["id"]: str(row["name_th"])
        for row in context.rows.rows("persons", id=[seat.person_id for seat in seats])
    }
    return {seat.seat_id: people.get(seat.person_id, "—") for seat in seats}


def options(context: Context, seats: Sequence[HeldSeat]) -> Options:
    found = names(context, seats)
    return [(str(seat.seat_id), f"{found[seat.seat_id]} · {seat.title_th}") for seat in seats]


def opening(context: Context, key: UUID) -> Form:
    """Every seat held that day, each there unless said otherwise."""
    called = call_of(known(context, key))
    seats = held_on(desk_of(context), called.rules.body_id, called.held_on)
    quorum = called.rules.quorum
    members = [seat for seat in seats if seat.votes]
    return Form(
        choices={"presiding_seat_id": options(context, members)},
        values={
            "opened_time": bangkok_clock(context.at),
            "seats": [{"seat_id": seat.seat_id, "presence": "present"} for seat in seats],
        },
        hidden=tuple(f"seats.{number}.seat_id" for number in range(len(seats))),
        rows={"in_attendance": 1},
        template="attendance.html",
        more={
            "held": list(seats),
            "names": names(context, seats),
            "members": len(members),
            "needed": max(1, -(-len(members) * quorum.numerator // quorum.denominator)),
        },
    )


def sitting(context: Context, key: UUID) -> Open:
    """Return a meeting that sits.

    Raises:
        NotOpen: it is not open yet, or over: there is nobody to choose from.
    """
    found = known(context, key)
    if not isinstance(found, Open):
        raise NotOpen("the meeting does not sit", phase=type(found).__name__.lower())
    return found


def arriving(context: Context, key: UUID) -> Form:
    found = sitting(context, key)
    away = [seat for seat in found.seats if seat.seat_id not in found.present]
    return Form(
        choices={"seat_id": options(context, away)},
        values={"arrived_time": bangkok_clock(context.at)},
    )


def leaving(context: Context, key: UUID) -> Form:
    found = sitting(context, key)
    there = [seat for seat in found.seats if seat.seat_id in found.present]
    return Form(
        choices={"seat_id": options(context, there)},
        values={"left_time": bangkok_clock(context.at)},
    )


def closing(context: Context, key: UUID) -> Form:
    called = call_of(known(context, key))
    rows = context.rows.rows("agenda_items", meeting_id=key)
    titles = {row["item_no"]: row["title"] for row in rows}
    left = [no for no, item in called.items.items() if item.outcome is None]
    plain = called.mode is MeetingMode.IN_PERSON
    return Form(
        choices={"carry_over": [(no, f"{no} {titles.get(no, '')}") for no in left]},
        values={"closed_time": bangkok_clock(context.at)},
        hidden=("electronic_checks",) if plain else (),
    )
