"""The story: what happened, as sentences in the reader's language, newest first.

The events of one command are one entry: the sentence of what was asked for, and below it what it led
to; what is said several times over is said once, with how often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

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
    "reading": "eye",
    "export": "download",
    "break_glass": "alert-triangle",
}


def told(rows: Sequence[Mapping[str, Any]], words: Words) -> list[Told]:
    """Return history rows, newest first, as entries: one for the events of a command that follow
    each other."""
    return [
        entry([*together], words) for _, together in groupby(rows, lambda row: one_act(row, words))
    ]


def one_act(row: Mapping[str, Any], words: Words) -> object:
    """Return what the events of one entry have in common: their command; or that the office's own
    post said the same of several things one after another, each by a command of its own."""
    if row["cause"] is not None:
        return row["by_post"], sentence_of(row, words)
    return row["command_id"]


def entry(rows: Sequence[Mapping[str, Any]], words: Words) -> Told:
    """Return the events of one command as one entry; the first of them is what was asked for."""
    first = rows[-1]
    said = Counter(sentence_of(row, words) for row in reversed(rows))
    sentence = sentence_of(first, words)
    return Told(
        position=first["position"],
        who=words.resolve(first["by_person"]),
        capacity=words.resolve(first["by_post"]),
        sentence=times(sentence, said.pop(sentence), words),
        detail=" · ".join(times(one, count, words) for one, count in said.items()),
        at=first["at"],
        href=f"/history/{first['position']}",
        icon=words.maybe(f"icon.{first['name']}")
        or ICONS.get(first["stream_id"].partition("/")[0], "point"),
    )


def times(sentence: str, count: int, words: Words) -> str:
    """Return a sentence that is said several times over once, with how often."""
    return sentence if count == 1 else words.text("ui.story.times", sentence=sentence, n=count)


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
