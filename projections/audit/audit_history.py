"""Audit history: one row per event, for ever. Who, in which capacity, did what, when, on what.

Table audit_history (append-only): position bigint, at timestamptz, name text, stream_id text,
version, command text, command_id, by_person, by_post uuid, capacity, role text,
own_post, instrument_id uuid|null (of who stands in), case_id uuid|null,
letter_id, outgoing_id uuid|null, cause bigint|null, register, year, number, facts jsonb: the
event's own fields but the sealed ones; arrangement boolean: of how the office is arranged, and of no
matter. The sentence itself is put together in the reader's language
(``event.<name>`` of the catalogue), for it is words about these facts.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from domain.audit.reading import ThingRead
from domain.catalogue import EVENTS
from domain.message import AnyRecorded, Classification, Event
from projections.table import Change, Insert, Rights, Table

# Kinds of streams that say how the office is arranged: what administrators keep, and no matter.
ARRANGEMENTS = frozenset(
    {"unit", "post", "person", "powers", "calendar", "settings", "register", "process", "body"}
) | {"transfer_powers", "break_glass", "instrument", "absence"}
OPEN = {Classification.OFFICIAL}


def _sealed(kind: type[Event]) -> frozenset[str]:
    fields = msgspec.inspect.type_info(kind).fields  # type: ignore[attr-defined]
    return frozenset(
        field.name
        for field in fields
        if (getattr(field.type, "extra", None) or {}).get("classification") not in OPEN
    )


SEALED = {kind: _sealed(kind) for kind in EVENTS}


def told(recorded: AnyRecorded) -> list[Change]:
    event = recorded.event
    facts: Any = event  # as it is where nothing is kept back: it is written as JSON either way
    if sealed := SEALED[type(event)]:
        facts = msgspec.to_builtins(event)
        for name in sealed:
            facts.pop(name, None)
    kind = recorded.stream_id.partition("/")[0]
    number = recorded.number
    case_id = recorded.case_id or (recorded.id if kind == "case" else None)
    row = {
        "at": recorded.at,
        "name": event.NAME,
        "stream_id": recorded.stream_id,
        "version": recorded.version,
        "command": recorded.command,
        "command_id": recorded.command_id,
        "by_person": recorded.by.person_id,
        "by_post": recorded.by.post_id,
        "role": recorded.by.role,
        "capacity": recorded.by.capacity,
        "own_post": recorded.by.own_post_id,
        "instrument_id": recorded.by.instrument_id,
        "case_id": case_id,
        "letter_id": told_of(recorded, "letter"),
        "outgoing_id": told_of(recorded, "outgoing_letter"),
        "cause": recorded.cause,
        "register": number.register if number else None,
        "year": number.year if number else None,
        "number": number.number if number else None,
        "facts": facts,
        "arrangement": kind in ARRANGEMENTS,
    }
    return [Insert("audit_history", recorded.position, row)]


def told_of(recorded: AnyRecorded, kind: str) -> UUID | None:
    """Return the letter of this kind that the event tells of: its own, or the one that was read."""
    event = recorded.event
    stream = event.about if isinstance(event, ThingRead) else recorded.stream_id
    of, _, key = stream.partition("/")
    return UUID(key) if of == kind else None


AUDIT_HISTORY = Table(
    name="audit_history",
    version=7,
    key="position",
    key_type="bigint",
    columns={
        "at": "timestamptz",
        "name": "text",
        "stream_id": "text",
        "version": "integer",
        "command": "text",
        "command_id": "uuid",
        "by_person": "uuid",
        "by_post": "uuid",
        "role": "text",
        "capacity": "text",
        "own_post": "uuid",
        "instrument_id": "uuid",
        "case_id": "uuid",
        "letter_id": "uuid",
        "outgoing_id": "uuid",
        "cause": "bigint",
        "register": "text",
        "year": "integer",
        "number": "bigint",
        "facts": "jsonb",
        "arrangement": "boolean",
    },
    on=dict.fromkeys(EVENTS, told),
    sorts={"newest": ("-position",), "oldest": ("position",)},
    filters=(
        "stream_id",
        "case_id",
        "letter_id",
        "outgoing_id",
        "by_person",
        "by_post",
        "capacity",
        "instrument_id",
        "name",
        "command_id",
        "at",
    ),
    rights=Rights(
        through={"letter_id": "letters", "outgoing_id": "outgoing_letters"},
        whole=True,
        office="arrangement",
    ),
    append_only=True,
    indexes=(
        ("stream_id", "-position"),
        ("case_id", "-position"),
        ("by_person", "-position"),
        ("instrument_id", "-position"),
        ("letter_id",),
        ("outgoing_id",),
    ),
)
