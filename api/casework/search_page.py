"""Search over everything the viewer may know of: by substring, then again without tone marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.pages import Shown
from api.web.parts import Cell, Column, Empty, Listing, Pill, Row, Tag
from domain.thai_text import search_key, search_key_loose
from domain.thai_time import bangkok_date
from projections.ask import COUNT_CAP

pages = APIRouter(include_in_schema=False)

KINDS = ("letter", "outgoing_letter", "case", "budget_transfer", "budget_line", "meeting")
TONES: Mapping[str, Any] = {"case": "blue", "letter": "grey", "outgoing_letter": "grey"}


@pages.get("/search")
def search(request: Request, context: Signed) -> Response:
    """Every word typed must occur; a spelling with other tone marks is offered apart, not mixed in."""
    shown = Shown(request, context)
    label = shown.words.text
    typed = shown.asked("q")
    loose = request.query_params.get("loose") == "1"
    kind = request.query_params.get("kind", "")
    narrowed = {"kind": kind} if kind in KINDS else {}
    words = tuple((search_key_loose if loose else search_key)(typed).split())
    ask = shown.ask(filters=narrowed, search=words, loose=loose, sort="newest")
    page = context.rows.page("search", shown.viewer, ask) if words else None
    found = page.items if page else []
    other = None if loose or not words else also_loose(shown, typed, narrowed, page)
    listing = Listing(
        id="found",
        caption=label("ui.search.label"),
        columns=tuple(
            Column(key, label(f"ui.search.column.{key}")) for key in ("subject", "kind", "on")
        ),
        rows=tuple(
            Row(
                id=str(row["id"]).replace("/", "-"),
                href=shown.here_as_of(row["href"]),
                cells={
                    "subject": Cell(
                        row["title"] or "—",
                        href=shown.here_as_of(row["href"]),
                        sub=" · ".join(filter(None, (row["sub"], of_case(shown, row)))),
                    ),
                    "kind": Cell(
                        tags=(
                            Tag(
                                label(f"ui.search.kind.{row['kind']}"),
                                TONES.get(row["kind"], "grey"),
                            ),
                        )
                    ),
                    "on": Cell(on=bangkok_date(row["at"])),
                },
            )
            for row in found
        ),
        empty=Empty(
            label("ui.search.none", typed=typed) if words else label("ui.search.begin"),
            label("ui.search.none_help") if words else label("ui.search.begin_help"),
            icon="search",
        ),
        pills=kind_pills(shown, kind) if words else (),
        search_action="/search",
        search_label=label("ui.search.title"),
        search_value=typed,
        search_keeps={"kind": kind} if narrowed else {},
        counted=page.count if page else None,
        next=shown.link(cursor=page.next) if page and page.next else None,
        verified_to=context.rows.verified_to(),
    )
    return shown.html(
        "search.html",
        title=label("ui.search.title"),
        lead=label("ui.search.for", typed=typed) if words else "",
        listing=listing,
        other=other,
        other_href=shown.link(loose="1"),
        loose=loose,
        strict_href=shown.link(loose=None),
    )


def of_case(shown: Shown, row: Mapping[str, Any]) -> str:
    """Return which case a thing found belongs to; a case itself needs no such word."""
    if row["kind"] == "case" or not row["case_subject"]:
        return ""
    number = shown.words.in_digits(f"{row['case_number']}/{row['case_year']}")
    return shown.words.text("ui.search.of_case", number=number, subject=row["case_subject"])


def also_loose(shown: Shown, typed: str, narrowed: Mapping[str, Any], strict: Any) -> int | None:
    """Return how many more there are when tone marks do not count; None if no more.

    Of more than are counted nobody would look at what else there is.
    """
    if strict.count > COUNT_CAP:
        return None
    words = tuple(search_key_loose(typed).split())
    ask = shown.ask(filters=narrowed, search=words, loose=True, limit=1)
    more = (shown.context.rows.page("search", shown.viewer, ask).count or 0) - (strict.count or 0)
    return more if more > 0 else None


def kind_pills(shown: Shown, kind: str) -> tuple[Pill, ...]:
    label = shown.words.text
    return (
        Pill(label("ui.search.all"), shown.link(kind=None), here=kind not in KINDS),
        *(
            Pill(label(f"ui.search.kind.{name}"), shown.link(kind=name), here=kind == name)
            for name in KINDS
        ),
    )
