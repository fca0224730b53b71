"""Broken glass: one row for each time an administrator read a matter, told to its owner.

Table break_glasses: id uuid; thing text, about uuid, number text: the thing; reason text; by_person,
by_post uuid, at, until_at timestamptz: who may read it until when; owner_id, owner_unit_id uuid|null:
who is told; noted_at timestamptz, noted_by uuid: that he knows; parties uuid[], empty: the office's own.
"""

from __future__ import annotations

from typing import Any

from domain.audit.break_glass import BreakNoted, GlassBroken
from domain.message import Recorded
from projections.casework.waiting import at_person, at_unit, done, waits
from projections.table import Change, Insert, Project, Reference, Rights, Table, Update

LINKS = {"case": "case_id", "letter": "letter_id", "outgoing_letter": "outgoing_id"}


def broken(recorded: Recorded[GlassBroken]) -> list[Change]:
    event = recorded.event
    row = {
        "thing": str(event.thing),
        "about": event.about,
        "number": event.number,
        "reason": event.reason,
        "by_person": recorded.by.person_id,
        "by_post": recorded.by.post_id,
        "at": recorded.at,
        "until_at": event.until_at,
        "owner_id": event.owner.person_id,
        "owner_unit_id": event.owner.unit_id,
        "parties": [],
    }
    return [Insert("break_glasses", recorded.id, row)]


def noted(recorded: Recorded[BreakNoted]) -> list[Change]:
    row = {"noted_at": recorded.at, "noted_by": recorded.by.person_id}
    return [Update("break_glasses", recorded.id, row)]


def told(recorded: Recorded[GlassBroken]) -> list[Change]:
    """It waits in the inbox of the officer in charge, or of who directs the unit."""
    event = recorded.event
    owner = event.owner
    if owner.person_id is not None:
        waits_for = at_person(owner.person_id)
    elif owner.unit_id is not None:
        waits_for = at_unit(owner.unit_id, "group_director")
    else:
        waits_for = "role:area_director"
    link: dict[str, Any] = {LINKS[event.thing]: event.about}
    return waits(recorded, recorded.stream_id, waits_for, act="NoteBreak", urgency="urgent", **link)


def settled(recorded: Recorded[BreakNoted]) -> list[Change]:
    return done(recorded, recorded.stream_id)


WAITING: dict[type[Any], Project] = {GlassBroken: told, BreakNoted: settled}

BREAK_GLASSES = Table(
    name="break_glasses",
    version=1,
    stream="break_glass",
    key="id",
    key_type="uuid",
    columns={
        "thing": "text",
        "about": "uuid",
        "number": "text",
        "reason": "text",
        "by_person": "uuid",
        "by_post": "uuid",
        "at": "timestamptz",
        "until_at": "timestamptz",
        "owner_id": "uuid",
        "owner_unit_id": "uuid",
        "noted_at": "timestamptz",
        "noted_by": "uuid",
        "parties": "uuid[]",
    },
    on={GlassBroken: broken, BreakNoted: noted},
    sorts={"newest": ("-at",)},
    filters=("by_person", "about", "thing", "owner_id", "noted_at"),
    references=(
        Reference("by_person", "persons", {"person_th": "name_th", "person_en": "name_en"}),
        Reference("by_post", "posts", {"post_th": "title_th", "post_en": "title_en"}),
        Reference("owner_id", "persons", {"owner_th": "name_th", "owner_en": "name_en"}),
    ),
    rights=Rights(parties="parties", office=True),
    indexes=(("-at",), ("by_person",)),
)
