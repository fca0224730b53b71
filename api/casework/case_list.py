"""The list of cases: mine, all that are open, the overdue, the closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.casework.wording import asking_units, label_of, number_of, state_tag, today
from api.context import Signed
from api.pages import Shown
from api.web.parts import Cell, Column, Do, Empty, Listing, Pill, Row, Tag
from domain.thai_text import search_key
from projections.ask import Ask

pages = APIRouter(include_in_schema=False)


def late_steps(shown: Shown) -> dict[str, Any]:
    """Return the filters of steps that are open and past their day."""
    return {"open": True, "due_on<": today(shown)}


def open_steps(shown: Shown, ids: Sequence[UUID]) -> Mapping[UUID, list[dict[str, Any]]]:
    """Return the open steps of these cases, the first due first."""
    by_case: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    if ids:
        ask = Ask(
            filters={"case_id": list(ids), "open": True}, sort="due", limit=200, as_of=shown.as_of
        )
        for row in shown.context.rows.page("case_steps", shown.viewer, ask).items:
            by_case[row["case_id"]].append(row)
    return by_case


VIEWS = ("open", "mine", "overdue", "closed", "all")


@pages.get("/cases")
def case_list(request: Request, context: Signed) -> Response:
    """Cases, the newest first, with the step each is at and until when."""
    shown = Shown(request, context, here="cases")
    label = shown.words.text
    view = request.query_params.get("view", "open")
    view = view if view in VIEWS else "open"
    filters: dict[str, dict[str, Any]] = {
        "open": {"open": True},
        "mine": {"open": True, "officer_id": context.person_id},
        "overdue": {"step": late_steps(shown)},
        "closed": {"open": False},
        "all": {},
    }
    typed = shown.asked("q")
    ask = shown.ask(filters=filters[view], search=tuple(search_key(typed).split()))
    page = context.rows.page("case_status", shown.viewer, replace(ask, count=bool(typed)))
    counts = {
        name: context.rows.count("case_status", shown.viewer, asked, shown.as_of)
        for name, asked in filters.items()
    }
    steps = open_steps(shown, [row["id"] for row in page.items])
    pills = tuple(
        Pill(
            label(f"ui.cases.{name}"),
            shown.link(view=name),
            counts[name],
            here=name == view,
        )
        for name in VIEWS
    )
    listing = Listing(
        id="cases",
        caption=label("ui.menu.cases"),
        columns=tuple(
            Column(key, label(f"ui.cases.column.{key}"))
            for key in ("number", "subject", "step", "due", "officer", "state")
        ),
        rows=tuple(case_row(shown, row, steps.get(row["id"], [])) for row in page.items),
        empty=Empty(
            label("ui.cases.empty"),
            label("ui.cases.empty_help"),
            opening(shown),
            icon="folder",
        ),
        pills=pills,
        search_action="/cases",
        search_label=label("ui.cases.search"),
        search_value=typed,
        search_keeps={
            name: value for name, value in request.query_params.items() if name in ("view", "as_of")
        },
        counted=page.count if typed else counts[view],
        next=shown.link(cursor=page.next) if page.next else None,
        verified_to=context.rows.verified_to(),
    )
    do = opening(shown)
    return shown.html(
        "list.html",
        title=label("ui.menu.cases"),
        lead=label("ui.cases.lead"),
        listing=listing,
        does=(do,) if do else (),
    )


def opening(shown: Shown) -> Do | None:
    """Return the way to a new case, for who may open one."""
    context = shown.context
    if shown.as_of is not None or not context.may("OpenCase"):
        return None
    return Do(shown.words.text("command.OpenCase"), href="/cases/new", icon="folder-plus")


def case_row(shown: Shown, row: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> Row:
    href = shown.here_as_of(f"/cases/{row['id']}")
    first = steps[0] if steps else None
    name = shown.words.resolve
    asked = [name(unit) for unit in asking_units(shown, row)]
    more = f" +{len(asked) - 1}" if len(asked) > 1 else ""
    state = state_tag(shown, row)
    returned = any(step["status"] == "returned" for step in steps)
    tags = (state, Tag(shown.words.text("ui.steps.returned"), "amber")) if returned else (state,)
    at = ", ".join(str(number) for number in sorted(step["number"] for step in steps))
    return Row(
        id=str(row["id"]),
        href=href,
        quiet=not row["open"],
        cells={
            "number": Cell(number_of(row)),
            "subject": Cell(row["subject"], href=href, sub=f"{asked[0]}{more}" if asked else ""),
            "step": Cell(
                shown.words.text("ui.steps.step", n=at) if at else "",
                sub=label_of(shown, first) if first else "",
            ),
            "due": Cell(on=first["due_on"] if first else None, due=first is not None),
            "officer": Cell(row[f"officer_{shown.words.lang}"] or row["officer_th"] or "—"),
            "state": Cell(tags=tags),
        },
    )
