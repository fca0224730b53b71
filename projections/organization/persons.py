"""Persons as pages name them: one row per person.

Table persons: id uuid, name_th, name_en text; phone, email text (personal, sealed in the log).
"""

from __future__ import annotations

from domain.message import Recorded
from domain.organization.person import PersonRegistered
from projections.table import Change, Insert, Rights, Table


def registered(recorded: Recorded[PersonRegistered]) -> list[Change]:
    person = recorded.event
    return [
        Insert(
            "persons",
            recorded.id,
            {
                "name_th": f"{person.name_th.title}{person.name_th.given} {person.name_th.family}",
                "name_en": person.name_en,
                "phone": person.phone,
                "email": person.email,
            },
        )
    ]


PERSONS = Table(
    name="persons",
    version=1,
    stream="person",
    key="id",
    key_type="uuid",
    columns={"name_th": "text", "name_en": "text", "phone": "text", "email": "text"},
    on={PersonRegistered: registered},
    sorts={"name": ("name_th",)},
    rights=Rights(office=True),
)
