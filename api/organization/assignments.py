"""Work assigned to a post, as links on the pages that show it, and the way to its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.casework.panels import Link
from api.context import Signed
from api.finding import one
from api.organization.settings import settled_for_office
from api.pages import Shown
from api.web.parts import Tag

pages = APIRouter(include_in_schema=False)


def assigned(shown: Shown, post_id: UUID) -> list[dict[str, Any]]:
    ask = shown.ask(filters={"post_id": post_id}, sort="newest", limit=100)
    return shown.context.rows.page("assignments", shown.viewer, ask).items


def assignment_link(shown: Shown, row: Mapping[str, Any], on: date) -> Link:
    """Return work that was assigned; who may end it is led to the form."""
    label, over = shown.words.text, row["until_on"] is not None and row["until_on"] <= on
    ends = not over and shown.as_of is None and shown.context.may("EndAssignment")
    until = label("ui.post.until", on=row["until_on"]) if row["until_on"] else ""
    return Link(
        row["text"],
        f"/assignments/{row['id']}/endings" if ends else None,
        " · ".join(
            filter(
                None,
                (
                    shown.words.show("order", row["order_reference"]),
                    label("ui.post.from", on=row["from_on"]),
                    until,
                    label("ui.post.given_by", post=row["given_by_post"]),
                    label("ui.post.in_processes", processes=row["subjects"])
                    if row["subjects"]
                    else "",
                ),
            )
        ),
        tags=(Tag(label("ui.post.over"), "grey"),) if over else (),
        icon="clipboard-check",
    )


@pages.get("/assignments/{id:uuid}")
def assignment_place(request: Request, id: UUID, context: Signed) -> Response:
    """Work that was assigned is shown at the post that is to do it."""
    shown = Shown(request, context)
    settled_for_office(context)
    row = one(shown, "assignments", id)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/posts/{row['post_id']}{query}", status_code=303)
