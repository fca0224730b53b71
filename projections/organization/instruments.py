"""Instruments by which others act in a post: one row per post, instrument and receiver.

Table instruments: id text (``<instrument>/<post>/<rank>``), instrument_id, post_id (stood in for),
receiver_post_id uuid, receiver_id uuid|null (a person named), rank integer, capacity, basis,
legal_basis, document text, issuer_post_id, issuer_unit_id, letter_id uuid|null, powers, subjects
text[], ceiling_satang bigint|null, conditions text, from_on date, until_on date|null (exclusive),
accepted_on date|null, ended_by_document text|null. Whether one is in force on a day also hangs on
absences: that is judged from the streams (``domain/organization/authority.py``), never read here.
"""

from __future__ import annotations

from uuid import UUID

from domain.message import Recorded
from domain.organization.instrument import (
    InstrumentAccepted,
    InstrumentEnded,
    InstrumentIssued,
)
from projections.table import Change, Insert, Reference, Rights, Table, Update


def row_id(instrument_id: UUID, post_id: UUID, rank: int) -> str:
    return f"{instrument_id}/{post_id}/{rank}"


def issued(recorded: Recorded[InstrumentIssued]) -> list[Change]:
    event = recorded.event
    return [
        Insert(
            "instruments",
            row_id(event.instrument_id, recorded.id, rank),
            {
                "instrument_id": event.instrument_id,
                "post_id": recorded.id,
                "receiver_post_id": receiver.post_id,
                "receiver_id": receiver.person_id,
                "rank": rank,
                "capacity": str(event.capacity),
                "basis": str(event.basis),
                "legal_basis": event.legal_basis,
                "document": event.document,
                "issuer_post_id": event.issuer_post_id,
                "issuer_unit_id": event.issuer_unit_id,
                "letter_id": event.letter_id,
                "powers": list(event.powers),
                "subjects": list(event.subjects),
                "ceiling_satang": event.ceiling_satang,
                "conditions": event.conditions,
                "from_on": event.from_on,
                "until_on": event.until_on,
            },
        )
        for rank, receiver in enumerate(event.receivers, 1)
    ]


def accepted(recorded: Recorded[InstrumentAccepted]) -> list[Change]:
    event = recorded.event
    key = row_id(event.instrument_id, recorded.id, 1)
    return [Update("instruments", key, {"accepted_on": event.accepted_on})]


def ended(recorded: Recorded[InstrumentEnded]) -> list[Change]:
    """The row of each receiver in this post ends."""
    event = recorded.event
    return [
        Update(
            "instruments",
            row_id(event.instrument_id, recorded.id, rank),
            {"until_on": event.until_on, "ended_by_document": event.document or event.reason},
        )
        for rank in range(1, event.receivers + 1)
    ]


INSTRUMENTS = Table(
    name="instruments",
    version=1,
    key="id",
    key_type="text",
    columns={
        "instrument_id": "uuid",
        "post_id": "uuid",
        "receiver_post_id": "uuid",
        "receiver_id": "uuid",
        "rank": "integer",
        "capacity": "text",
        "basis": "text",
        "legal_basis": "text",
        "document": "text",
        "issuer_post_id": "uuid",
        "issuer_unit_id": "uuid",
        "letter_id": "uuid",
        "powers": "text[]",
        "subjects": "text[]",
        "ceiling_satang": "bigint",
        "conditions": "text",
        "from_on": "date",
        "until_on": "date",
        "accepted_on": "date",
        "ended_by_document": "text",
    },
    on={InstrumentIssued: issued, InstrumentAccepted: accepted, InstrumentEnded: ended},
    sorts={"newest": ("-from_on", "rank"), "post": ("post_id", "-from_on", "rank")},
    filters=(
        "instrument_id",
        "post_id",
        "issuer_post_id",
        "receiver_post_id",
        "receiver_id",
        "capacity",
        "until_on",
    ),
    references=(
        Reference("post_id", "posts", {"post_th": "title_th", "post_en": "title_en"}),
        Reference(
            "receiver_post_id", "posts", {"receiver_th": "title_th", "receiver_en": "title_en"}
        ),
    ),
    rights=Rights(office=True),
    indexes=(("receiver_post_id",), ("post_id",), ("instrument_id",)),
)
