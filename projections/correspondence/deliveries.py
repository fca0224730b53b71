"""Deliveries: one row per attempt to bring a letter of ours to an addressee (R-E02, R-S07).

Table deliveries (append-only): position bigint, outgoing_id uuid, addressee integer (from 1, in the
order of the letter), address text, arrived boolean, sent_at, arrived_at timestamptz, reason text.
"""

from __future__ import annotations

from domain.correspondence.outgoing_letter import DeliveryFailed, LetterDelivered
from domain.message import Recorded
from projections.table import Change, Insert, Rights, Table


def delivered(recorded: Recorded[LetterDelivered]) -> list[Change]:
    event = recorded.event
    row = {
        "outgoing_id": recorded.id,
        "addressee": event.addressee,
        "address": event.address,
        "arrived": True,
        "sent_at": event.sent_at,
        "arrived_at": event.arrived_at,
    }
    return [Insert("deliveries", recorded.position, row)]


def failed(recorded: Recorded[DeliveryFailed]) -> list[Change]:
    event = recorded.event
    row = {
        "outgoing_id": recorded.id,
        "addressee": event.addressee,
        "address": event.address,
        "arrived": False,
        "sent_at": recorded.at,
        "reason": event.reason,
    }
    return [Insert("deliveries", recorded.position, row)]


DELIVERIES = Table(
    name="deliveries",
    version=1,
    key="position",
    key_type="bigint",
    columns={
        "outgoing_id": "uuid",
        "addressee": "integer",
        "address": "text",
        "arrived": "boolean",
        "sent_at": "timestamptz",
        "arrived_at": "timestamptz",
        "reason": "text",
    },
    on={LetterDelivered: delivered, DeliveryFailed: failed},
    sorts={"oldest": ("position",)},
    filters=("outgoing_id", "arrived"),
    rights=Rights(through={"outgoing_id": "outgoing_letters"}, whole=True),
    append_only=True,
    indexes=(("outgoing_id",),),
)
