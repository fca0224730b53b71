"""Who read what: of one classified letter, and of all that the reader may know (R-U06, R-M13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.casework.places import PLACES
from api.context import Signed
from api.pages import Shown
from api.reading import is_id
from api.web.parts import Cell, Column, Empty, Listing, Row, Tag
from domain.refusal import NotFound
from projections.ask import Ask

pages = APIRouter(include_in_schema=False)

COLUMNS = ("at", "who", "what")
LETTERS = {"letters": "letter_id", "outgoing_letters": "outgoing_id"}


@pages.get("/readings")
def all_page(request: Request, context: Signed) -> Response:
    """Every recorded reading that the viewer may know of, the latest first."""
    shown = Shown(request, context, here="readings")
    if not context.viewer.all_units:
        raise NotFound()
    return listed(shown, shown.words.text("ui.readings.lead"), {})


@pages.get("/letters/{id:uuid}/readings")
def letter_page(request: Request, id: UUID, context: Signed) -> Response:
    """Who saw this classified letter: the person, in which post, when."""
    return of_letter(Shown(request, context, here="registers"), "letters", id)


@pages.get("/outgoing-letters/{id:uuid}/readings")
def outgoing_page(request: Request, id: UUID, context: Signed) -> Response:
    """Who saw this classified letter of ours."""
    return of_letter(Shown(request, context, here="registers"), "outgoing_letters", id)


def of_letter(shown: Shown, table: str, id: UUID) -> Response:
    """To ask who read a letter is not to read it: the list shows no more than its number."""
    rows = shown.context.rows.page(table, shown.viewer, Ask(filters={"id": id}, limit=1)).items
    if not rows or not shown.viewer.of_office:
        raise NotFound()
    return listed(shown, shown.words.resolve(id), {LETTERS[table]: id})


def listed(shown: Shown, lead: str, filters: Mapping[str, Any]) -> Response:
    label = shown.words.text
    page = shown.context.rows.page(
        "readings", shown.viewer, shown.ask(filters=filters, sort="newest")
    )
    listing = Listing(
        id="readings",
        caption=label("ui.readings.title"),
        columns=tuple(Column(key, label(f"ui.readings.{key}")) for key in COLUMNS),
        rows=tuple(reading_row(shown, row) for row in page.items),
        empty=Empty(label("ui.readings.empty"), label("ui.readings.empty_help"), icon="eye"),
        counted=page.count,
        next=shown.link(cursor=page.next) if page.next else None,
        verified_to=shown.context.rows.verified_to(),
    )
    return shown.html("list.html", title=label("ui.readings.title"), lead=lead, listing=listing)


def reading_row(shown: Shown, row: Mapping[str, Any]) -> Row:
    label, resolve = shown.words.text, shown.words.resolve
    kind, _, key = row["about"].partition("/")
    what = resolve(UUID(key)) if is_id(key) else row["about"]
    tags = (Tag(label("ui.classified"), "red", "lock"),) if row["classified"] else ()
    return Row(
        id=str(row["position"]),
        cells={
            "at": Cell(shown.words.moment(row["at"]), href=f"/history/{row['position']}"),
            "who": Cell(resolve(row["by_person"]), sub=resolve(row["by_post"])),
            "what": Cell(
                what,
                href=PLACES[kind].format(key) if kind in PLACES else None,
                sub=label(f"ui.readings.as_{manner(row['path'])}"),
                tags=tags,
            ),
        },
    )


def manner(path: str) -> str:
    """Return what of a thing was read at an address: its page, a file, its paper, its row, a fact."""
    for mark, said in (
        ("/files/", "file"),
        ("/paper.pdf", "file"),
        ("/pages/", "file"),
        ("/views/", "row"),
        ("/history/", "event"),
    ):
        if mark in path:
            return said
    return "page"
