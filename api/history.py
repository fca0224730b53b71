"""Looking back: the whole history as sentences, and each event as it was recorded."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.pages import Shown
from api.story import told
from domain.refusal import NotFound

pages = APIRouter(include_in_schema=False)


@pages.get("/history")
def history_page(request: Request, context: Signed) -> Response:
    """Everything that happened, newest first, as far as the viewer may know of it."""
    shown = Shown(request, context, here="audit")
    found = context.rows.page("audit_history", shown.viewer, shown.ask(sort="newest"))
    return shown.html(
        "history.html",
        title=shown.words.text("ui.menu.audit"),
        story=told(found.items, shown.words),
        more=shown.link(cursor=found.next) if found.next else None,
    )


@pages.get("/history/{position}")
def event_page(request: Request, position: int, context: Signed) -> Response:
    """One event: the sentence, its envelope, its fields, and the proof of its leaf."""
    shown = Shown(request, context, here="audit")
    row = context.rows.one("audit_history", position, shown.viewer)
    if row is None:
        raise NotFound()
    return shown.html(
        "event.html",
        title=shown.words.text("ui.event.title", n=position),
        story=told([row], shown.words),
        row=row,
    )
