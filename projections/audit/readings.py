"""Readings: one row for each time somebody was shown a classified letter, or an auditor a thing.

Table readings (append-only): position bigint, at timestamptz, about text (the thing's stream), path
text, classified boolean, by_person, by_post uuid, role text, letter_id, outgoing_id uuid|null: whoever
may know of the letter may know who read it.
"""

from __future__ import annotations

from uuid import UUID

from domain.audit.reading import ThingRead
from domain.message import Recorded
from projections.table import Change, Insert, Reference, Rights, Table


def recorded(recorded: Recorded[ThingRead]) -> list[Change]:
    event = recorded.event
    row = {
        "at": recorded.at,
        "about": event.about,
        "path": event.path,
        "classified": event.classified,
        "by_person": recorded.by.person_id,
        "by_post": recorded.by.post_id,
        "role": recorded.by.role,
        "letter_id": letter_of(event.about, "letter"),
        "outgoing_id": letter_of(event.about, "outgoing_letter"),
    }
    return [Insert("readings", recorded.position, row)]


def letter_of(about: str, kind: str) -> UUID | None:
    """Return the id of the letter that was read, if it was one of this kind."""
    of, _, key = about.partition("/")
    return UUID(key) if of == kind else None


READINGS = Table(
    name="readings",
    version=1,
    key="position",
    key_type="bigint",
    columns={
        "at": "timestamptz",
        "about": "text",
        "path": "text",
        "classified": "boolean",
        "by_person": "uuid",
        "by_post": "uuid",
        "role": "text",
        "letter_id": "uuid",
        "outgoing_id": "uuid",
    },
    on={ThingRead: recorded},
    sorts={"newest": ("-position",), "oldest": ("position",)},
    filters=("about", "letter_id", "outgoing_id", "by_person", "by_post", "role", "classified"),
    references=(
        Reference("by_person", "persons", {"person_th": "name_th", "person_en": "name_en"}),
        Reference("by_post", "posts", {"post_th": "title_th", "post_en": "title_en"}),
    ),
    rights=Rights(through={"letter_id": "letters", "outgoing_id": "outgoing_letters"}, inside=True),
    append_only=True,
    indexes=(("letter_id", "-position"), ("outgoing_id", "-position"), ("by_person", "-position")),
)
