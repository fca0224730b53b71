"""What the forms of the board offer to choose from, and what they are filled with at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.budget.reading import desk_of
from api.context import Context
from api.routes import Form
from application.board.body import held_on
from application.board.meeting import call_of
from application.board.resolution import current
from domain.board.clock import bangkok_clock
from domain.board.meeting import Called, Closed, Meeting, MeetingMode, Open, Uncalled, meeting
from domain.board.meeting.openings import item_quorum
from domain.board.resolution import Adopted, resolution
from domain.board.seat import HeldSeat, SeatPosition
from domain.refusal import NotFound
from domain.thai_time import bangkok_date, calendar_year

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
    found = known(context, key)
    if not isinstance(found, Open):
        return Open(call_of(found), (), frozenset(), UUID(int=0), context.at)
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


def cases_to_propose(context: Context) -> Options:
    """Return the cases whose transfers the area director agreed to propose."""
    agreed = context.rows.rows("approvals", state="agreed_to_propose")
    ids = list(dict.fromkeys(row["case_id"] for row in agreed))
    rows = context.rows.rows("case_status", id=ids, state="underway") if ids else []
    return [(str(r["id"]), f"{r['number']}/{r['year']} · {r['subject']}") for r in rows]


def adding_item(context: Context, key: UUID) -> Form:
    """A new item; or one that an earlier meeting of the body put off, by the address."""
    called = call_of(known(context, key))
    cases = cases_to_propose(context)
    titles = dict(cases)
    earlier = {
        row["id"]: row
        for row in context.rows.rows("meetings", body_id=called.rules.body_id)
        if row["id"] != key and row["state"] in ("closed", "cancelled")
    }

    def fit(values: Mapping[str, Any]) -> Form:
        case_id = str(values.get("case_id") or "")
        carried = bool(values.get("carried_meeting_id"))
        first: dict[str, Any] = {"item_no": next_number(called), "section": "for_consideration"}
        if case_id in titles:
            first["title"] = titles[case_id].partition(" · ")[2]
        return Form(
            choices={
                "case_id": cases,
                "carried_meeting_id": [
                    (str(k), f"{r['meeting_no']}/{r['meeting_year']}") for k, r in earlier.items()
                ],
            },
            values=first,
            hidden=("carried_meeting_id", "carried_item_no") if not carried and not earlier else (),
        )

    return Form(fit=fit)


def next_number(called: Called) -> str:
    """Return the next number under heading 5, matters for consideration, as practice has it."""
    used = [no for no in called.items if no.startswith("5.")]
    return f"5.{1 + max((int(no.partition('.')[2]) for no in used), default=0)}"


def closing(context: Context, key: UUID) -> Form:
    called = call_of(known(context, key))
    left = [no for no, item in called.items.items() if item.outcome is None]
    plain = called.mode is MeetingMode.IN_PERSON
    return Form(
        choices={"carry_over": [(no, no) for no in left]},
        values={"closed_time": bangkok_clock(context.at)},
        hidden=("electronic_checks",) if plain else (),
    )


# One item


def resolving(context: Context, key: UUID) -> Form:
    """Votes seat by seat, of those who are there and take part in this item."""
    found = sitting(context, key)

    def fit(values: Mapping[str, Any]) -> Form:
        item_no = str(values.get("item_no") or "")
        item = found.call.items.get(item_no)
        voters = found.taking_part(item_no)
        paper = item is not None and item.paper is not None
        return Form(
            choices={
                "presiding_seat_id": options(context, voters),
                "dissents.seat_id": options(context, voters),
            },
            values={
                "voting": "unanimous",
                "votes": [{"seat_id": seat.seat_id} for seat in voters],
                "coverage": "annexed_only" if paper else None,
            },
            hidden=(
                "item_no",
                *(f"votes.{number}.seat_id" for number in range(len(voters))),
                *(() if paper else ("coverage", "ceiling_satang", "until_on")),
            ),
            rows={"dissents": 1},
            template="resolve.html",
            more={
                "item_no": item_no,
                "voters": list(voters),
                "names": names(context, found.seats),
                "quorum": item_quorum(found, item_no),
                "casting": found.call.rules.casting_vote,
                "presider_missing": not any(
                    seat.position in (SeatPosition.CHAIR, SeatPosition.VICE_CHAIR)
                    for seat in voters
                ),
                "with_paper": paper,
            },
        )

    return Form(fit=fit)


def recusing(context: Context, key: UUID) -> Form:
    found = sitting(context, key)

    def fit(values: Mapping[str, Any]) -> Form:
        item_no = str(values.get("item_no") or "")
        hidden = ("item_no",) if item_no in found.call.items else ()
        numbers = [(no, no) for no, item in found.call.items.items() if item.outcome is None]
        return Form(
            choices={
                "seat_id": options(context, found.taking_part(item_no)),
                "item_no": numbers,
            },
            hidden=hidden,
        )

    return Form(fit=fit)


# Resolutions


def adopted(context: Context, key: UUID) -> Adopted:
    found = context.state(resolution, key)
    if not isinstance(found, Adopted):
        raise NotFound()
    if context.rows.one("resolutions", key, context.viewer) is None:
        raise NotFound()
    return found


def of_resolution(context: Context, key: UUID) -> Form:
    adopted(context, key)
    return Form()


def transfer_names(context: Context, ids: Sequence[UUID]) -> Options:
    rows = context.rows.rows("budget_transfers", id=list(ids)) if ids else []
    return [(str(row["id"]), str(row["reason"])[:120]) for row in rows]


def confirming(context: Context, key: UUID) -> Form:
    """The version that stands is confirmed: the page shows it, nobody types its digest."""
    found = adopted(context, key)
    now = current(desk_of(context), found)
    annexed = list(found.annexed)

    def fit(values: Mapping[str, Any]) -> Form:
        typed = str(values.get("transfer_id") or "")
        about = next((k for k in annexed if str(k) == typed), annexed[0] if annexed else None)
        single = len(annexed) <= 1 or bool(typed)
        return Form(
            choices={"transfer_id": transfer_names(context, annexed)},
            values={"transfer_id": about, "digest": now.get(about, "")},
            hidden=("digest", "transfer_id") if single else ("digest",),
        )

    return Form(fit=fit)


def using(context: Context, key: UUID) -> Form:
    adopted(context, key)
    rows = context.rows.rows("approvals", state="agreed_to_propose")
    ids = [row["transfer_id"] for row in rows if row["transfer_id"]]
    waiting = context.rows.rows("budget_transfers", id=ids, state="submitted") if ids else []
    return Form(choices={"transfer_id": [(str(r["id"]), str(r["reason"])[:120]) for r in waiting]})


def reporting(context: Context, key: UUID) -> Form:
    found = adopted(context, key)
    body_id, since = (
        found.citation.body_id,
        (
            found.citation.meeting_year,
            found.citation.meeting_no,
        ),
    )
    later = [
        row
        for row in context.rows.rows("meetings", body_id=body_id)
        if (row["meeting_year"], row["meeting_no"]) > since and row["state"] != "cancelled"
    ]
    return Form(
        choices={
            "meeting_id": [
                (str(row["id"]), f"{row['meeting_no']}/{row['meeting_year']}") for row in later
            ]
        }
    )


def recording_outside(context: Context, _key: Any) -> Form:
    today = bangkok_date(context.at)
    bodies = context.rows.rows("bodies", placement="outside")
    letters = context.rows.rows("letters", unit_id=context.unit_id)
    return Form(
        choices={
            "body_id": [(str(row["id"]), str(row["name_th"])) for row in bodies],
            "case_id": cases_to_propose(context),
            "source_letter_id": [
                (str(row["id"]), f"{row['number']}/{row['year']} · {row['subject']}")
                for row in letters
                if row["secrecy"] == "none"
            ],
        },
        values={"meeting_year": calendar_year(today), "adopted_on": today},
    )
