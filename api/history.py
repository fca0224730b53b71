"""Looking back: the whole history as sentences, and each event as it was recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic_core import PydanticCustomError

from api.context import Context, Signed
from api.organization.asking import OrdersKnown
from api.pages import Shown
from api.problems import BadRequest
from api.story import revived, told
from api.web.parts import Do
from api.web.words import Words
from domain.fields import DIGITS, paper_date
from domain.refusal import NotFound
from domain.thai_time import BANGKOK

pages = APIRouter(include_in_schema=False)

ENVELOPE = (
    *("position", "name", "stream_id", "version", "command", "command_id"),
    *("role", "capacity", "cause", "case_id"),
)
CASE_NUMBER = re.compile(r"(\d{1,9})\s*/\s*(\d{4})")


@pages.get("/history")
def history_page(request: Request, context: Signed) -> Response:
    """What happened, newest first, as far as the viewer may know of it: of whom, in what, when."""
    shown = Shown(request, context, here="audit")
    typed = {name: shown.asked(name) for name in ("person", "case", "from", "until")}
    filters: dict[str, Any] = {}
    problem = ""
    if typed["person"]:
        filters["by_person"] = person_id(typed["person"])
    if typed["case"]:
        case_id = case_id_of(shown, typed["case"])
        filters["case_id"] = case_id
        if case_id is None:
            problem = shown.words.text("ui.history.no_such_case", number=typed["case"])
            filters["case_id"] = UUID(int=0)
    if typed["from"]:
        filters["at>="] = midnight(typed["from"])
    if typed["until"]:
        filters["at<"] = midnight(typed["until"]) + timedelta(days=1)
    found = context.rows.page(
        "audit_history", shown.viewer, shown.ask(filters=filters, sort="newest")
    )
    return shown.html(
        "history.html",
        title=shown.words.text("ui.menu.audit"),
        does=(
            Do(shown.words.text("ui.who_could.title"), href="/authority/who-could"),
            Do(shown.words.text("ui.acts_of.own"), href=f"/authority/persons/{context.person_id}"),
        ),
        story=told(found.items, shown.words),
        more=shown.link(cursor=found.next) if found.next else None,
        typed=typed,
        people=people(context),
        narrowed=bool(filters),
        problem=problem,
    )


def people(context: Context) -> list[tuple[str, str]]:
    """Return whom one may ask for: everybody of the office who is known, by name."""
    rows = sorted(context.rows.rows("persons"), key=lambda row: str(row["name_th"]))
    return [(str(row["id"]), str(row["name_th"])) for row in rows]


def person_id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as problem:
        raise BadRequest(person=typed) from problem


def case_id_of(shown: Shown, typed: str) -> UUID | None:
    """Return the case with a number such as ``1/2569``, if the viewer may know of it."""
    match = CASE_NUMBER.fullmatch(typed.translate(DIGITS).strip())
    if match is None:
        return None
    filters = {"number": int(match[1]), "year": int(match[2])}
    page = shown.context.rows.page("case_status", shown.viewer, shown.ask_story(filters, 1))
    return page.items[0]["id"] if page.items else None


def midnight(typed: str) -> datetime:
    """Return the beginning, in Bangkok, of a day as typed.

    Raises:
        BadRequest: it is no date.
    """
    try:
        on = paper_date(typed)
    except PydanticCustomError as problem:
        raise BadRequest(date=typed) from problem
    return datetime.combine(on, time(), BANGKOK)  # type: ignore[arg-type]


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
        envelope=envelope_of(row, shown.words),
        facts=facts_of(row, shown.words),
        order=OrdersKnown(context).href(row["instrument_id"]) if row["instrument_id"] else None,
    )


def envelope_of(row: Mapping[str, Any], words: Words) -> list[ValueShown]:
    """Return what stands around the facts, in words; what has none is a code."""
    found = []
    for name in ENVELOPE:
        value = row[name]
        if value is None:
            continue
        worded: dict[str, Callable[[Any], str | None]] = {
            "command": lambda v: words.maybe(f"command.{v}"),
            "role": lambda v: words.maybe(f"value.role.{v}"),
            "capacity": lambda v: words.maybe(f"value.capacity.{v}"),
            "case_id": words.resolve,
            "position": str,
            "version": str,
            "cause": str,
        }
        shown = worded[name](value) if name in worded else None
        found.append(replace(value_shown(words.text(f"ui.event.{name}"), shown, value), key=name))
    return found


def facts_of(row: Mapping[str, Any], words: Words) -> list[ValueShown]:
    """Return the event's own facts under the words of the form they came from."""
    kept = row["facts"] or {}
    found = []
    for name, value in revived(row["name"], kept).items():
        label = words.maybe(f"field.{row['command']}.{name}") or words.maybe(f"ui.event.{name}")
        raw = kept[name]
        nested = isinstance(raw, dict) or (isinstance(raw, list) and any(map(nests, raw)))
        shown = None if nested else words.show(name, value)
        one = value_shown(label or "", shown, raw)
        found.append(replace(one, key=name))
    return found


def nests(value: object) -> bool:
    return isinstance(value, dict | list)


@dataclass(frozen=True)
class ValueShown:
    """A recorded value: its label, in words, and as it stands in the log, under its name there."""

    label: str
    text: str
    raw: str = ""
    key: str = ""


def value_shown(label: str, shown: str | None, value: object) -> ValueShown:
    if isinstance(value, dict | list):
        raw = json.dumps(value, ensure_ascii=False, indent=1)
    else:
        raw = "" if value is None else str(value)
    return ValueShown(label, shown or "", "" if raw == shown else raw)
