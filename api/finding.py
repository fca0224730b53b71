"""What pages and forms of every wing look up: streams as an act would, one row, a whole list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.context import Context
from api.pages import Shown
from application.desk import Desk
from domain.refusal import NotFound
from domain.thai_time import bangkok_date
from projections.ask import Ask, Viewer

MOST_ROWS = 2000


def desk_of(context: Context) -> Desk:
    """Return a desk to read at: what an act of this person would find. Nothing is appended."""
    office = context.office
    return Desk(
        office.streams,
        office.lookup,
        office.files,
        context.actor,
        context.at,
        bangkok_date(context.at),
        UUID(int=0),
    )


def one(shown: Shown, table: str, key: UUID) -> dict[str, Any]:
    """Return a row.

    Raises:
        NotFound: there is none, or it is not the viewer's to know of.
    """
    row = shown.context.rows.one(table, key, shown.viewer, shown.as_of)
    if row is None:
        raise NotFound()
    return row


def every(
    shown: Shown, table: str, sort: str, *, viewer: Viewer | None = None, **filters: Any
) -> list[dict[str, Any]]:
    """Return all rows the viewer may know of, for a page that adds them up; never above a limit."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while len(found) < MOST_ROWS:
        ask = Ask(filters=filters, sort=sort, cursor=cursor, limit=200, as_of=shown.as_of)
        page = shown.context.rows.page(table, viewer or shown.viewer, ask)
        found += page.items
        cursor = page.next
        if cursor is None:
            break
    return found


def named(shown: Shown, row: Mapping[str, Any], stem: str) -> str:
    """Return ``<stem>_th`` or, for an English reader, ``<stem>_en`` of a row; a dash for neither."""
    english = row.get(f"{stem}_en") if shown.words.lang == "en" else None
    return str(english or row.get(f"{stem}_th") or "—")
