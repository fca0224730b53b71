"""Meetings: the list of them, one meeting from its call to its closing, and the same as minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.board.forms import number_of
from api.board.reading import (
    MEETING_STATES,
    Seat,
    at_meeting,
    citation_of,
    clock,
    items_of,
    meeting_tag,
    outcome_tag,
    seats_of,
)
from api.board.routes import MEETING_ROUTES
from api.casework.panels import Link
from api.context import Signed
from api.finding import every, named, one
from api.pages import Shown
from api.web.parts import Cell, Column, Do, Empty, Fact, Listing, Pill, Row, Tag
from domain.board.meeting import meeting
from domain.board.meeting.openings import acts_open
from domain.refusal import NotFound
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)


@pages.get("/meetings")
def list_page(request: Request, context: Signed) -> Response:
    """Meetings, the latest first; what waits for an agenda; what is to be reported back (R-G12)."""
    shown = Shown(request, context, here="board")
    label = shown.words.text
    state = request.query_params.get("state", "")
    filters = {"state": state} if state in MEETING_STATES else {}
    page = context.rows.page("meetings", shown.viewer, shown.ask(filters=filters, sort="newest"))
    count = context.rows.count
    listing = Listing(
        id="meetings",
        caption=label("ui.meeting.list"),
        columns=tuple(
            Column(key, label(f"ui.meeting.{key}"))
            for key in ("number", "body", "held", "place", "items", "state")
        ),
        rows=tuple(list_row(shown, row) for row in page.items),
        empty=Empty(label("ui.meeting.empty"), label("ui.meeting.empty_help"), icon="users"),
        pills=(
            Pill(label("ui.meeting.all"), shown.link(state=None), here=not filters),
            *(
                Pill(
                    label(f"value.meeting_state.{name}"),
                    shown.link(state=name),
                    count("meetings", shown.viewer, {"state": name}, shown.as_of),
                    here=state == name,
                )
                for name in MEETING_STATES
            ),
        ),
        counted=page.count,
        next=page.next and shown.link(cursor=page.next),
        verified_to=context.rows.verified_to(),
    )
    calls = context.may("CallMeeting") and not shown.as_of
    return shown.html(
        "meetings.html",
        title=label("ui.meeting.list"),
        lead=label("ui.meeting.lead"),
        does=[Do(label("command.CallMeeting"), "/meetings/new", icon="calendar-event")]
        if calls
        else (),
        listing=listing,
        waiting=waiting_for_agenda(shown),
        to_report=to_report(shown),
        bodies=[
            Link(named(shown, row, "name"), f"/bodies/{row['id']}", icon="building")
            for row in every(shown, "bodies", "name")
        ],
    )


def list_row(shown: Shown, row: Mapping[str, Any]) -> Row:
    href = shown.here_as_of(f"/meetings/{row['id']}")
    items = every(shown, "agenda_items", "place", meeting_id=row["id"])
    return Row(
        id=str(row["id"]),
        href=href,
        quiet=row["state"] == "cancelled",
        cells={
            "number": Cell(shown.words.in_digits(number_of(row)), href=href),
            "body": Cell(named(shown, row, "short")),
            "held": Cell(on=row["held_on"], due=row["state"] == "called"),
            "place": Cell(row["place"], sub=shown.words.text(f"value.meeting_mode.{row['mode']}")),
            "items": Cell(shown.words.text("ui.meeting.items_n", n=len(items))),
            "state": Cell(tags=(meeting_tag(shown, row["state"]),)),
        },
    )


def waiting_for_agenda(shown: Shown) -> list[Link]:
    """Return what the area director agreed to propose and no agenda has yet."""
    rows = every(shown, "inbox", "due", act="AddAgendaItem", open=True)
    return [
        Link(
            row["case_subject"] or row["title"] or "—",
            f"/approvals/{row['stream_id'].partition('/')[2]}",
            shown.words.in_digits(f"{row['case_number']}/{row['case_year']}"),
            icon="folder",
        )
        for row in rows
    ]


def to_report(shown: Shown) -> list[Link]:
    """Return the body's own list: resolutions that set something going, not reported yet."""
    rows = every(shown, "resolutions", "due", reported=False, state="adopted")
    return [
        Link(
            citation_of(shown, row, row["item_no"]),
            shown.here_as_of(f"/resolutions/{row['id']}"),
            row["case_subject"] or "",
            (outcome_tag(shown, row["outcome"]),),
            "flag",
        )
        for row in rows
        if row["coverage"]
    ]


def title_of(shown: Shown, row: Mapping[str, Any]) -> str:
    return shown.words.text(
        "ui.meeting.title", body=named(shown, row, "short"), number=number_of(row)
    )


@pages.get("/meetings/{id:uuid}")
def meeting_page(request: Request, id: UUID, context: Signed) -> Response:
    """One meeting: what may be done, the agenda with papers, quorums and votes, who is there."""
    shown = Shown(request, context, here="board")
    row, label = one(shown, "meetings", id), shown.words.text
    state = None if shown.as_of else context.state(meeting, id)
    viewer = at_meeting(shown, id)
    seats = seats_of(shown, row, viewer)
    on = bangkok_date(context.at)
    return shown.html(
        "meeting.html",
        title=title_of(shown, row),
        lead=" · ".join((row["place"], label(f"value.meeting_mode.{row['mode']}"))),
        tags=[meeting_tag(shown, row["state"])],
        row=row,
        acts=shown.acts(MEETING_ROUTES, id, acts_open(state, on)) if state else (),
        items=items_of(shown, row, seats, state, viewer),
        facts=facts(shown, row),
        there=[seat for seat in seats if seat.present],
        away=[seat for seat in seats if not seat.present],
        minutes_href=shown.here_as_of(f"/meetings/{id}/minutes") if viewer.of_office else "",
        story=shown.story(stream_id=f"meeting/{id}"),
    )


def facts(shown: Shown, row: Mapping[str, Any]) -> list[Fact]:
    label = shown.words.text
    found = [
        Fact(
            label("ui.meeting.body"),
            Cell(named(shown, row, "body"), href=f"/bodies/{row['body_id']}"),
        ),
        Fact(label("ui.meeting.held"), Cell(on=row["held_on"])),
        Fact(label("ui.meeting.place"), Cell(row["place"])),
    ]
    if row["opened_at"]:
        found.append(Fact(label("ui.meeting.began"), Cell(clock(shown, row["opened_at"]))))
        quorum = label(
            "ui.meeting.quorum_line",
            present=row["present"],
            members=row["members"],
            needed=row["needed"],
        )
        found.append(Fact(label("ui.meeting.quorum"), Cell(sub=quorum, tags=(good(shown, row),))))
    if row["closed_at"]:
        found.append(Fact(label("ui.meeting.ended"), Cell(clock(shown, row["closed_at"]))))
    if row["reason"]:
        found.append(Fact(label("field.CancelMeeting.reason"), Cell(row["reason"])))
    return found


def good(shown: Shown, row: Mapping[str, Any]) -> Tag:
    if row["present"] >= row["needed"]:
        return Tag(shown.words.text("ui.meeting.quorum_good"), "green", "circle-check")
    return Tag(shown.words.text("ui.meeting.quorum_bad"), "red", "alert-circle")


@pages.get("/meetings/{id:uuid}/minutes")
def minutes_page(request: Request, id: UUID, context: Signed) -> Response:
    """The meeting as minutes print it (R-G10), for the office and for who sat there.

    They name who came, who did not and why, and who stepped aside from what.
    """
    shown = Shown(request, context, here="board")
    row = one(shown, "meetings", id)
    viewer = at_meeting(shown, id)
    if not viewer.of_office:
        raise NotFound()
    seats = seats_of(shown, row, viewer)

    def clock_of(name: str) -> str:
        return clock(shown, row[name]) if row[name] else "—"

    return shown.html(
        "minutes.html",
        title=title_of(shown, row),
        row=row,
        body=named(shown, row, "body"),
        number=shown.words.in_digits(number_of(row)),
        came=[seat for seat in seats if not was_away(seat)],
        away=[seat for seat in seats if was_away(seat)],
        items=items_of(shown, row, seats, None, viewer),
        began=clock_of("opened_at"),
        ended=clock_of("closed_at"),
        back=shown.here_as_of(f"/meetings/{id}"),
    )


def was_away(seat: Seat) -> bool:
    """Whether the seat was not there at all: who left early was."""
    return not seat.present and not seat.left
