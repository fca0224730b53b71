"""The story: what happened, as sentences in the reader's language, newest first.

The events of one command are one entry: the sentence of what was asked for, and below it what it led to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

from api.naming import Names
from api.web.parts import Told
from api.web.words import Words
from domain.catalogue import EVENTS

ICONS = {
    "letter": "inbox",
    "outgoing_letter": "send",
    "letter_set": "send",
    "case": "folder",
    "approval": "message-circle",
    "outside_approval": "building",
    "budget_line": "coins",
    "budget_transfer": "arrows-exchange",
    "meeting": "users",
    "resolution": "gavel",
    "post": "user-check",
    "person": "user",
}


def told(rows: Sequence[Mapping[str, Any]], words: Words) -> list[Told]:
    """Return history rows, newest first, as entries: one for the events of a command that follow
    each other."""
    resolve = words.resolve
    if isinstance(resolve, Names):
        resolve.learn([row[name] for row in rows for name in ("by_person", "by_post")])
    return [
        entry([*together], words) for _, together in groupby(rows, lambda row: row["command_id"])
    ]


def entry(rows: Sequence[Mapping[str, Any]], words: Words) -> Told:
    """Return the events of one command as one entry; the first of them is what was asked for."""
    first = rows[-1]
    return Told(
        position=first["position"],
        who=words.resolve(first["by_person"]),
        capacity=words.resolve(first["by_post"]),
        sentence=sentence_of(first, words),
        detail=" · ".join(sentence_of(row, words) for row in reversed(rows[:-1])),
        at=first["at"],
        href=f"/history/{first['position']}",
        icon=words.maybe(f"icon.{first['name']}")
        or ICONS.get(first["stream_id"].partition("/")[0], "point"),
    )


def sentence_of(row: Mapping[str, Any], words: Words) -> str:
    """Return the verb phrase of an event, with its own facts."""
    return words.text(f"event.{row['name']}", **revived(row["name"], row["facts"] or {}))


def revived(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give facts kept as JSON their kinds back, so that words can show them: ids, dates, values."""
    kinds = FIELD_TYPES.get(name, {})
    return {field: _revive(value, kinds.get(field)) for field, value in facts.items()}


def _revive(value: Any, kind: Any) -> Any:
    if kind is None:
        return value
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return value  # written by a newer release, or kept as text


FIELD_TYPES: Mapping[str, Mapping[str, Any]] = {
    event.NAME: {field.name: field.type for field in msgspec.structs.fields(event)}
    for event in EVENTS
}
