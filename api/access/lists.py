"""What the pages of access share: a list with its way back, rows of tokens, and rows of the trail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Response

from api.access.own_account import scope_label
from api.access.reading import LINES
from api.pages import Shown
from api.web.parts import Cell, Column, Do, Empty, Listing, Row, Tag
from api.web.words import value_key


def factor_tag(shown: Shown, there: bool) -> Tag:
    text = shown.words.text("ui.access.factor_on" if there else "ui.access.factor_off")
    return Tag(text, "green" if there else "amber")


def list_page(
    shown: Shown,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    trail: Sequence[tuple[str, str]],
    does: Sequence[Do] = (),
    next: str | None = None,
) -> Response:
    label = shown.words.text
    listing = Listing(
        id=name,
        caption=label(f"ui.access.{name}"),
        columns=tuple(Column(key, label(f"ui.access.column.{key}")) for key in columns),
        rows=tuple(rows),
        empty=Empty(label(f"ui.access.{name}_empty"), icon="list-check"),
        next=next,
    )
    return shown.html(
        "access_list.html",
        title=label(f"ui.access.{name}"),
        lead=label(f"ui.access.{name}_help"),
        does=tuple(does),
        trail=tuple(trail),
        listing=listing,
    )


def home(shown: Shown) -> tuple[str, str]:
    return shown.words.text("ui.access.account"), "/account"


def settings(shown: Shown) -> tuple[str, str]:
    return shown.words.text("ui.menu.settings"), "/settings"


def deed(shown: Shown, name: str, href: str) -> Do:
    return Do(shown.words.text(f"deed.{name}"), href=href)


AGENTS = (("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Firefox/", "Firefox"), ("Safari/", "Safari"))


SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def agent_name(agent: str) -> str:
    """Return what a browser's long name means to a person; a program's own name as it is."""
    browser = next((name for mark, name in AGENTS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part) or agent[:60]


def token_rows(shown: Shown, tokens: Sequence[Any], revoke: str, *, owner: bool) -> list[Row]:
    label, names = shown.words.text, shown.words.resolve
    at = shown.context.at
    rows = []
    for token in tokens:
        over = token.revoked_at is not None or token.until_at <= at
        state = "revoked" if token.revoked_at else "expired" if over else "valid"
        used = shown.words.moment(token.used_at) if token.used_at else label("ui.access.never")
        rows.append(
            Row(
                id=str(token.id),
                quiet=over,
                cells={
                    "name": Cell(
                        token.name,
                        sub=f"{names(token.person_id)} · {names(token.post_id)}"
                        if owner
                        else names(token.post_id),
                        tags=(Tag(label(f"ui.access.token_{state}"), "grey" if over else "green"),),
                    ),
                    "scopes": Cell(
                        " · ".join(scope_label(shown.words, scope) for scope in token.scopes)
                    ),
                    "until": Cell(shown.words.moment(token.until_at)),
                    "used": Cell(used, sub=token.used_from or ""),
                    "do": Cell()
                    if over
                    else Cell(label("deed.RevokeToken"), f"{revoke}/{token.id}/revocation"),
                },
            )
        )
    return rows


TOKEN_COLUMNS = ("name", "scopes", "until", "used", "do")


def log_rows(shown: Shown, entries: Sequence[Any]) -> list[Row]:
    names = shown.words.resolve
    rows = []
    for entry in entries:
        told = entry.note
        if told:
            try:
                told = names(UUID(told))  # the post that was chosen
            except ValueError:
                told = shown.words.maybe(f"ui.access.method.{told}") or told
        by = shown.words.text("ui.access.by", by=entry.by_id) if entry.by_id else ""
        person = names(entry.person_id) if entry.person_id else shown.words.text("ui.access.nobody")
        rows.append(
            Row(
                id=str(entry.number),
                cells={
                    "at": Cell(shown.words.moment(entry.at)),
                    "person": Cell(person),
                    "act": Cell(
                        shown.words.text(value_key(entry.act)),
                        sub=" · ".join(part for part in (told, by) if part),
                    ),
                    "from": Cell(entry.address, sub=agent_name(entry.agent)),
                },
            )
        )
    return rows


def log_page(
    shown: Shown, name: str, person_id: UUID | None, trail: Any, *, whose: bool
) -> Response:
    typed = shown.asked("before")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
    found = shown.context.service.access.trail.page(person_id=person_id, before=before, limit=LINES)
    more = shown.link(before=str(found[-1].number)) if len(found) == LINES else None
    columns = ("at", *(("person",) if whose else ()), "act", "from")
    return list_page(shown, name, columns, log_rows(shown, found), trail, next=more)
