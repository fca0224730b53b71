"""What the forms of an agenda's items offer: what may be put on it, who votes, who takes no part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.board.forms import Options, known, names, number_of, options, sitting
from api.context import Context
from api.routes import Form
from application.board.meeting import call_of
from domain.board.meeting import Called
from domain.board.meeting.openings import item_quorum
from domain.board.seat import SeatPosition


def cases_to_propose(context: Context) -> Options:
    """Return the cases whose transfers the area director agreed to propose."""
    agreed = context.rows.rows("approvals", state="agreed_to_propose")
    ids = list(dict.fromkeys(row["case_id"] for row in agreed))
    rows = context.rows.rows("case_status", id=ids, state="underway") if ids else []
    return [(str(r["id"]), f"{r['number']}/{r['year']} · {r['subject']}") for r in rows]


def adding_item(context: Context, key: UUID) -> Form:
    """A new item; or one that an earlier meeting of the body put off or did not reach."""
    called = call_of(known(context, key))
    cases, carried = cases_to_propose(context), carriable_items(context, key, called)
    titles = dict(cases)

    def fit(values: Mapping[str, Any]) -> Form:
        first: dict[str, Any] = {"item_no": next_number(called), "section": "for_consideration"}
        case_id = str(values.get("case_id") or "")
        if case_id in titles:
            first["title"] = titles[case_id].partition(" · ")[2]
        return Form(
            choices={"case_id": cases, "carried": carried},
            values=first,
            hidden=() if carried else ("carried",),
        )

    return Form(fit=fit)


def carriable_items(context: Context, key: UUID, called: Called) -> Options:
    """Return what earlier meetings of the body deferred or did not reach, and none took up since."""
    meetings = {
        row["id"]: row
        for row in context.rows.rows("meetings", body_id=called.rules.body_id)
        if row["id"] != key
    }
    items = context.rows.rows("agenda_items", meeting_id=[*meetings, key])
    taken = {
        f"{row['carried_from']['meeting_id']}/{row['carried_from']['item_no']}"
        for row in items
        if row["carried_from"]
    }
    return [
        (row["id"], f"{number_of(meetings[row['meeting_id']])} · {row['item_no']} · {row['title']}")
        for row in items
        if row["meeting_id"] in meetings
        and meetings[row["meeting_id"]]["state"] in ("closed", "cancelled")
        and row["outcome"] in (None, "deferred")
        and row["id"] not in taken
    ]


def next_number(called: Called) -> str:
    """Return the next number under heading 5, matters for consideration, as practice has it."""
    used = [no for no in called.items if no.startswith("5.")]
    return f"5.{1 + max((int(no.partition('.')[2]) for no in used), default=0)}"


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
