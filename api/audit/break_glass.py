"""Broken glass: whoever broke it, for what and why, and whether its owner knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from api.casework.places import PLACES
from api.context import Context, Signed
from api.pages import Shown
from api.routes import Form, Route
from api.web.parts import Cell, Column, Do, Empty, Listing, Row, Tag
from application.audit.break_glass import ACTS
from domain.refusal import NotFound

pages = APIRouter(include_in_schema=False)

BY_NAME = {act.name: act for act in ACTS}
COLUMNS = ("at", "thing", "who", "reason", "state")


def noting(context: Context, key: Any) -> Form:
    """What one is told: who reads what of mine, and why."""
    found = context.rows.one("break_glasses", key, context.viewer)
    return Form(intro=found["reason"]) if found else Form()


ROUTES = (
    Route("/break-glass", BY_NAME["BreakGlass"], "/break-glass", page="/break-glass/new"),
    Route("/break-glass/{id}/note", BY_NAME["NoteBreak"], "/break-glass", noting, icon="check"),
)


@pages.get("/break-glass")
def list_page(request: Request, context: Signed) -> Response:
    """Every time the glass was broken, the latest first."""
    shown = Shown(request, context, here="break_glass")
    if not shown.viewer.of_office:
        raise NotFound()
    label = shown.words.text
    page = context.rows.page("break_glasses", shown.viewer, shown.ask(sort="newest"))
    listing = Listing(
        id="break-glass",
        caption=label("ui.break_glass.title"),
        columns=tuple(Column(key, label(f"ui.break_glass.{key}")) for key in COLUMNS),
        rows=tuple(break_row(shown, row) for row in page.items),
        empty=Empty(label("ui.break_glass.empty"), label("ui.break_glass.empty_help"), icon="lock"),
        counted=page.count,
        next=shown.link(cursor=page.next) if page.next else None,
        verified_to=context.rows.verified_to(),
    )
    does = (
        (Do(label("command.BreakGlass"), "/break-glass/new", icon="alert-triangle"),)
        if context.may("BreakGlass")
        else ()
    )
    return shown.html(
        "list.html",
        title=label("ui.break_glass.title"),
        lead=label("ui.break_glass.lead"),
        listing=listing,
        does=does,
    )


def break_row(shown: Shown, row: Mapping[str, Any]) -> Row:
    label, resolve = shown.words.text, shown.words.resolve
    open_ = row["until_at"] > shown.context.at
    until = label("ui.break_glass.until", at=shown.words.moment(row["until_at"]))
    known = (
        Tag(label("ui.break_glass.noted"), "green", "check")
        if row["noted_at"]
        else Tag(label("ui.break_glass.not_noted"), "amber", "clock")
    )
    return Row(
        id=str(row["id"]),
        quiet=not open_,
        cells={
            "at": Cell(shown.words.moment(row["at"]), sub=until),
            "thing": Cell(
                f"{label(value_key(row['thing']))} {row['number']}",
                href=PLACES[row["thing"]].format(row["about"]),
            ),
            "who": Cell(resolve(row["by_person"]), sub=resolve(row["by_post"])),
            "reason": Cell(row["reason"]),
            "state": Cell(tags=(known,)),
        },
    )


def value_key(thing: str) -> str:
    return f"value.glass_kind.{thing}"
