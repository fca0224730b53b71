"""Governing bodies and their seats: one row per body.

Table bodies: id uuid; kind, name_th, name_en, short_name_th, short_name_en text; placement text
(``inside``, ``outside``); legal_basis text; quorum_numerator, quorum_denominator integer,
recused_count_as_present, casting_vote boolean; in_force_from, in_force_until date (exclusive); seats
jsonb: seat_id, title_th, title_en, kind, position, votes, post_id, person_id, from_on, until_on.
"""

from __future__ import annotations

import msgspec

from domain.board.body import BodyEnded, BodyEstablished, SeatsSet
from domain.message import Recorded
from projections.table import Change, Insert, Rights, Table, Update


def established(recorded: Recorded[BodyEstablished]) -> list[Change]:
    event = recorded.event
    row = {
        "kind": str(event.kind),
        "name_th": event.name_th,
        "name_en": event.name_en,
        "short_name_th": event.short_name_th,
        "short_name_en": event.short_name_en,
        "placement": str(event.placement),
        "legal_basis": event.legal_basis,
        "quorum_numerator": event.quorum.numerator,
        "quorum_denominator": event.quorum.denominator,
        "recused_count_as_present": event.quorum.recused_count_as_present,
        "casting_vote": event.casting_vote,
        "in_force_from": event.valid_from,
        "in_force_until": event.valid_until,
        "seats": [],
    }
    return [Insert("bodies", recorded.id, row)]


def seats_set(recorded: Recorded[SeatsSet]) -> list[Change]:
    seats = msgspec.to_builtins(recorded.event.seats)
    return [Update("bodies", recorded.id, {"seats": seats})]


def ended(recorded: Recorded[BodyEnded]) -> list[Change]:
    return [Update("bodies", recorded.id, {"in_force_until": recorded.event.valid_until})]


BODIES = Table(
    name="bodies",
    version=1,
    stream="body",
    key="id",
    key_type="uuid",
    columns={
        "kind": "text",
        "name_th": "text",
        "name_en": "text",
        "short_name_th": "text",
        "short_name_en": "text",
        "placement": "text",
        "legal_basis": "text",
        "quorum_numerator": "integer",
        "quorum_denominator": "integer",
        "recused_count_as_present": "boolean",
        "casting_vote": "boolean",
        "in_force_from": "date",
        "in_force_until": "date",
        "seats": "jsonb",
    },
    on={BodyEstablished: established, SeatsSet: seats_set, BodyEnded: ended},
    sorts={"name": ("name_th",)},
    filters=("kind", "placement"),
    rights=Rights(office=True),
)
