"""A set of letters: how far each is, and one act for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.correspondence.outgoing import SET_ROUTES
from api.correspondence.outgoing_forms import letters_of
from api.correspondence.outgoing_pages import state_tag
from api.pages import Shown
from api.web.parts import Cell, Column, Empty, Listing, Row
from domain.correspondence.letter_set import letter_set
from domain.correspondence.letter_set.openings import acts_open as set_acts_open
from domain.refusal import NotFound

pages = APIRouter(include_in_schema=False)


@pages.get("/letter-sets/{id:uuid}")
def set_page(request: Request, id: UUID, context: Signed) -> Response:
    """The letters of one run together: how far each is, and one act for all."""
    shown = Shown(request, context, here="cases")
    found = context.rows.one("letter_sets", id, context.viewer)
    if found is None:
        raise NotFound()
    rows = letters_of(context, id)
    standing = [row for row in rows if row["state"] != "withdrawn"]
    states = [row["state"] for row in standing]
    open_acts = set_acts_open(
        context.state(letter_set, id),
        unchecked=sum(state in ("draft", "sent_back") for state in states),
        unsigned=states.count("checked"),
        unsent=states.count("signed"),
    )
    label, resolve = shown.words.text, shown.words.resolve
    columns = ("to", "purpose", "state", "version")
    listing = Listing(
        id="letters",
        caption=label("ui.set.letters"),
        columns=tuple(Column(column, label(f"ui.outgoing.{column}")) for column in columns),
        rows=tuple(set_row(shown, row) for row in rows),
        empty=Empty(label("ui.outgoing.empty")),
        counted=len(rows),
    )
    return shown.html(
        "letter_set.html",
        title=label(f"ui.set.title.{found['kind']}"),
        lead=resolve(found["case_id"]),
        case_href=f"/cases/{found['case_id']}",
        case_label=resolve(found["case_id"]),
        listing=listing,
        acts=() if shown.as_of else shown.acts(SET_ROUTES, id, open_acts),
        story=shown.story(stream_id=f"letter_set/{id}"),
    )


def set_row(shown: Shown, row: Mapping[str, Any]) -> Row:
    href = f"/outgoing-letters/{row['id']}"
    return Row(
        id=str(row["id"]),
        href=href,
        quiet=row["state"] == "withdrawn",
        cells={
            "to": Cell(row["to_names"], href=href, sub=row["letter_number"] or row["subject"]),
            "purpose": Cell(shown.words.text(f"value.letter_purpose.{row['purpose']}")),
            "state": Cell(tags=(state_tag(shown, row),)),
            "version": Cell(row["digest"][:12]),
        },
    )
