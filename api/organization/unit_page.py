"""One unit as a page: what it was called, what is in it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.finding import one
from api.organization.chart import INSIDE, posts_shown, unit_shown
from api.organization.day import Day
from api.organization.routes import ROUTES
from api.organization.settings import settled_for_office
from api.pages import Shown
from api.web.parts import Act, Cell, Fact
from domain.organization.unit import (
    Established,
    UnitIsClosed,
    UnitKind,
    called_on,
)
from domain.refusal import Refusal
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)


@pages.get("/units/{id:uuid}")
def unit_page(request: Request, id: UUID, context: Signed) -> Response:
    """One unit: its names with their days, what is in it today, and what may be changed."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    row = one(shown, "units", id)
    day = Day(shown, bangkok_date(shown.as_of_moment or context.at))
    state = day.unit(id)
    assert isinstance(state, Established)
    rows = context.rows
    posts = rows.rows("posts", unit_id=id)
    below = sorted(rows.rows("units", parent_id=id, kind=list(INSIDE)), key=by_name)
    label = shown.words.text
    return shown.html(
        "unit.html",
        title=day.name(called_on(state, day.on)),
        lead=label(f"value.unit_kind.{row['kind']}"),
        closed=state.until_on if state.until_on is not None and state.until_on <= day.on else None,
        acts=unit_acts(shown, id, state),
        facts=unit_facts(shown, row, state),
        names=names_shown(day, state),
        posts=posts_shown(day, posts),
        below=[found for inner in below if (found := unit_shown(day, inner, {}, {}))],
        story=shown.story(stream_id=f"unit/{id}"),
    )


def by_name(row: Mapping[str, Any]) -> str:
    return str(row["sort_key"])


def unit_acts(shown: Shown, id: UUID, state: Established) -> list[Act]:
    """Return what may be done with a unit; a closed one takes nothing more."""
    if shown.as_of is not None:
        return []
    closed = UnitIsClosed(until_on=state.until_on) if state.until_on is not None else None
    acts: dict[str, Refusal | None] = {"RenameUnit": closed, "CloseUnit": closed}
    if state.kind is UnitKind.SCHOOL:
        acts["ChangePupils"] = None
    found = shown.acts(ROUTES, id, acts)
    if state.kind is not UnitKind.OUTSIDE and shown.context.may("EstablishPost") and not closed:
        words = shown.words.text("command.EstablishPost")
        found.append(Act(words, f"/posts?unit_id={id}", "plus"))
    return found


def unit_facts(shown: Shown, row: Mapping[str, Any], state: Established) -> list[Fact]:
    label = shown.words.text
    facts = [Fact(label("field.EstablishUnit.short_name_th"), Cell(row["short_name_th"]))]
    if state.parent_id is not None:
        parent = Cell(shown.words.resolve(state.parent_id), href=f"/units/{state.parent_id}")
        facts.append(Fact(label("field.EstablishUnit.parent_id"), parent))
    if row["code"]:
        facts.append(Fact(label("field.EstablishUnit.code"), Cell(row["code"])))
    if row["pupils"] is not None:
        year = label("ui.settings.academic_year", n=row["academic_year"])
        pupils = Cell(shown.words.in_digits(str(row["pupils"])), sub=year)
        facts.append(Fact(label("field.ChangePupils.pupils"), pupils))
    if state.from_on is not None:
        facts.append(Fact(label("field.EstablishUnit.from_on"), Cell(on=state.from_on)))
    if state.until_on is not None:
        facts.append(Fact(label("field.CloseUnit.until_on"), Cell(on=state.until_on)))
    return facts


def names_shown(day: Day, state: Established) -> list[Fact]:
    """Return a unit's names, the latest first, each with its first day; none where it has but one."""
    if len(state.called) < 2:
        return []
    label = day.shown.words.text
    ordered = sorted(state.called, key=lambda one: one.from_on or date.min, reverse=True)
    return [
        Fact(
            label("ui.organization.name_from", on=called.from_on)
            if called.from_on
            else label("ui.organization.name_first"),
            Cell(day.name(called), sub=called.short_name_th),
        )
        for called in ordered
    ]
