"""Follow-ups: what is owed by whom, since when, until when; the overdue first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from api.casework.places import place_of
from api.casework.wording import label_of, number_of, today, whom
from api.context import Signed
from api.pages import Shown
from api.web.parts import Cell, Column, Empty, Listing, Pill, Row
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)

# The kinds of thing owed that one may look at alone.
VIEWS = {
    "steps": ("step", "notice"),
    "letters": ("answer", "reply"),
    "opinions": ("approval", "outside_approval"),
    "money": ("certification", "posting"),
    "results": ("result",),
    "board": ("resolution_report",),
}


def title_of(shown: Shown, row: Mapping[str, Any]) -> str:
    """Return what is owed: its own words, or those of its kind with the budget line or letter."""
    own = label_of(shown, row, "title")
    if row["kind"] == "step":
        return f"{shown.words.text('ui.steps.step', n=row['step'])} {own}"
    what = shown.words.text(f"ui.follow_up.{row['kind']}")
    further = own or row["line_item"] or row["letter_subject"]
    return f"{what}: {further}" if further else what


@pages.get("/follow-ups")
def follow_ups(request: Request, context: Signed) -> Response:
    """What waits for whom; narrowed to a kind, or to what is overdue."""
    shown = Shown(request, context, here="follow_ups")
    label = shown.words.text
    late: dict[str, Any] = {"open": True, "due_on<": today(shown)}
    views: dict[str, dict[str, Any]] = {
        "all": {"open": True},
        "overdue": late,
        **{name: {"open": True, "kind": list(kinds)} for name, kinds in VIEWS.items()},
    }
    view = request.query_params.get("view", "all")
    view = view if view in views else "all"
    page = context.rows.page("follow_ups", shown.viewer, shown.ask(filters=views[view], sort="due"))
    listing = Listing(
        id="follow-ups",
        caption=label("ui.menu.follow_ups"),
        columns=tuple(
            Column(key, label(f"ui.follow_up.column.{key}"))
            for key in ("subject", "whom", "since", "due")
        ),
        rows=tuple(follow_up_row(shown, row) for row in page.items),
        empty=Empty(
            label("ui.follow_up.empty"), label("ui.follow_up.empty_help"), icon="circle-check"
        ),
        pills=tuple(
            Pill(
                label(f"ui.follow_up.view.{name}"),
                shown.link(view=name),
                context.rows.count("follow_ups", shown.viewer, filters, shown.as_of),
                here=name == view,
            )
            for name, filters in views.items()
        ),
        counted=page.count,
        next=shown.link(cursor=page.next) if page.next else None,
        verified_to=context.rows.verified_to(),
    )
    return shown.html(
        "list.html",
        title=label("ui.menu.follow_ups"),
        lead=label("ui.follow_up.lead"),
        listing=listing,
    )


def follow_up_row(shown: Shown, row: Mapping[str, Any]) -> Row:
    href = shown.here_as_of(place_of(row))
    case = (
        f"{shown.words.text('ui.case.number')} {number_of(row, 'case_')} · {row['case_subject']}"
        if row["case_subject"]
        else row["letter_subject"] or ""
    )
    return Row(
        id=str(row["id"]).replace("/", "-"),
        href=href,
        cells={
            "subject": Cell(title_of(shown, row), href=href, sub=case),
            "whom": Cell(whom(shown, row["waits_for"], row["line_owner_id"])),
            "since": Cell(on=bangkok_date(row["since"])),
            "due": Cell(on=row["due_on"], due=row["due_on"] is not None),
        },
    )
