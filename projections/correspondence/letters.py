"""Received letters as lists and pages show them: one row per letter.

Table letters: id uuid; kind, urgency, secrecy, standing text; subject, reference, sender_name text;
sender_unit_id, unit_id (where it stands) uuid; dated_on, received_on, reply_due_on date;
registered_at timestamptz; register text, year (B.E.), number: the receive number of the office;
officer_id uuid|null; references, enclosures jsonb; parties uuid[]: the units that may know of it;
readers text[]: to whom the reading of a classified letter is granted.
"""

from __future__ import annotations

from typing import Any

import msgspec

from domain.correspondence.letter import (
    LetterAcknowledged,
    LetterAnswered,
    LetterCorrected,
    LetterEndorsed,
    LetterJoinedCase,
    LetterNumberVoided,
    LetterReadingEnded,
    LetterReadingGranted,
    LetterReceived,
    LetterRerouted,
    LetterReturned,
    LetterSecrecyChanged,
    LetterTakenIn,
    Standing,
)
from domain.correspondence.letter.states import TYPES
from domain.correspondence.reading import keys
from domain.message import Recorded
from domain.thai_text import search_key
from projections.table import Change, Insert, Reference, Rights, Table, Update

CORRECTABLE = frozenset(
    {
        "kind",
        "urgency",
        "subject",
        "reference",
        "dated_on",
        "received_on",
        "sender_unit_id",
        "sender_name",
        "reply_due_on",
        "deliver_by",
        "holder",
    }
)


def received(recorded: Recorded[LetterReceived]) -> list[Change]:
    letter, number = recorded.event, recorded.number
    parties = [unit for unit in (letter.sender_unit_id, letter.to_unit_id) if unit]
    row = {
        "kind": str(letter.kind),
        "urgency": str(letter.urgency),
        "secrecy": str(letter.secrecy),
        "standing": str(Standing.WITH_UNIT),
        "subject": letter.subject,
        "reference": letter.reference,
        "sender_unit_id": letter.sender_unit_id,
        "sender_name": letter.private_sender or letter.sender_name,
        "dated_on": letter.dated_on,
        "received_on": letter.received_on,
        "reply_due_on": letter.reply_due_on,
        "deliver_by": letter.deliver_by,
        "holder": letter.holder,
        "registered_at": recorded.at,
        "register": number.register if number else None,
        "year": number.year if number else None,
        "number": number.number if number else None,
        "unit_id": letter.to_unit_id,
        "parties": parties,
        "references": msgspec.to_builtins(letter.references),
        "enclosures": msgspec.to_builtins(letter.enclosures),
        "defects": list(letter.defects),
        "taken_in": False,
        "search": search_key(f"{letter.subject} {letter.sender_name} {letter.reference}"),
    }
    return [Insert("letters", recorded.id, row)]


def change(recorded: Recorded[Any], **row: Any) -> list[Change]:
    return [Update("letters", recorded.id, row)]


def taken_in(recorded: Recorded[LetterTakenIn]) -> list[Change]:
    number = recorded.number
    return change(
        recorded,
        unit_id=recorded.event.unit_id,
        taken_in=True,
        unit_number=str(number) if number else None,
    )


def returned(recorded: Recorded[LetterReturned]) -> list[Change]:
    to = recorded.event.to_unit_id
    standing = Standing.AT_REGISTRY if to else Standing.RETURNED
    row: dict[str, Any] = {"standing": str(standing), "taken_in": False, "officer_id": None}
    return change(recorded, **(row | {"unit_id": to} if to else row))


def rerouted(recorded: Recorded[LetterRerouted]) -> list[Change]:
    return change(recorded, standing=str(Standing.WITH_UNIT), unit_id=recorded.event.to_unit_id)


def endorsed(recorded: Recorded[LetterEndorsed]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        standing=str(Standing.WITH_UNIT),
        officer_id=event.assigned_to,
        officer_post_id=event.assigned_post_id,
    )


def filed(recorded: Recorded[LetterAcknowledged] | Recorded[LetterAnswered]) -> list[Change]:
    return change(recorded, standing=str(Standing.FILED))


def joined_case(recorded: Recorded[LetterJoinedCase]) -> list[Change]:
    return change(recorded, standing=str(Standing.WITH_UNIT), case_id=recorded.event.case_id)


def number_voided(recorded: Recorded[LetterNumberVoided]) -> list[Change]:
    if recorded.event.numbers_left:
        return []
    return change(recorded, standing=str(Standing.VOID))


def corrected(recorded: Recorded[LetterCorrected]) -> list[Change]:
    """A correction carries the words as they now read; those of a person's name are sealed."""
    row: dict[str, Any] = {
        correction.field: _plain(correction.field, correction.now)
        for correction in recorded.event.corrections
        if correction.field in CORRECTABLE
    }
    if row:
        texts = [str(row.get(name) or "") for name in ("subject", "sender_name", "reference")]
        row["search_corrected"] = search_key(" ".join(texts))
    if recorded.event.private_sender_corrected:
        row["sender_name"] = recorded.event.private_sender_now
    return change(recorded, **row) if row else []


def readers(
    recorded: Recorded[LetterReadingGranted] | Recorded[LetterReadingEnded],
) -> list[Change]:
    return change(recorded, readers=list(keys(recorded.event.readers)))


def secrecy_changed(recorded: Recorded[LetterSecrecyChanged]) -> list[Change]:
    """The letter keeps its receive number, whatever register it is entered in besides."""
    return change(recorded, secrecy=str(recorded.event.secrecy))


def _plain(field: str, now: str | None) -> Any:
    value = msgspec.convert(now, TYPES[field])
    return str(value) if field in ("kind", "urgency") else value


LETTERS = Table(
    name="letters",
    version=5,
    stream="letter",
    key="id",
    key_type="uuid",
    columns={
        "kind": "text",
        "urgency": "text",
        "secrecy": "text",
        "standing": "text",
        "subject": "text",
        "reference": "text",
        "sender_unit_id": "uuid",
        "sender_name": "text",
        "dated_on": "date",
        "received_on": "date",
        "reply_due_on": "date",
        "deliver_by": "timestamptz",
        "holder": "text",
        "registered_at": "timestamptz",
        "register": "text",
        "year": "integer",
        "number": "bigint",
        "unit_number": "text",
        "unit_id": "uuid",
        "taken_in": "boolean",
        "officer_id": "uuid",
        "officer_post_id": "uuid",
        "case_id": "uuid",
        "parties": "uuid[]",
        "readers": "text[]",
        "references": "jsonb",
        "enclosures": "jsonb",
        "defects": "text[]",
        "search": "text",
        "search_corrected": "text",
    },
    on={
        LetterReceived: received,
        LetterTakenIn: taken_in,
        LetterReturned: returned,
        LetterRerouted: rerouted,
        LetterEndorsed: endorsed,
        LetterAcknowledged: filed,
        LetterAnswered: filed,
        LetterJoinedCase: joined_case,
        LetterNumberVoided: number_voided,
        LetterCorrected: corrected,
        LetterReadingGranted: readers,
        LetterReadingEnded: readers,
        LetterSecrecyChanged: secrecy_changed,
    },
    sorts={
        "newest": ("-registered_at",),
        "number": ("-year", "-number"),
        "received": ("-received_on",),
    },
    filters=(
        "standing",
        "unit_id",
        "urgency",
        "officer_id",
        "sender_unit_id",
        "reference",
        "dated_on",
        "case_id",
        "secrecy",
    ),
    search="search",
    search_also=("search_corrected",),
    references=(
        Reference("unit_id", "units", {"unit_th": "name_th", "unit_en": "name_en"}),
        Reference("officer_id", "persons", {"officer_th": "name_th", "officer_en": "name_en"}),
    ),
    rights=Rights(
        secrecy="secrecy",
        parties="parties",
        readers="readers",
        sealed=(
            "subject",
            "reference",
            "sender_unit_id",
            "sender_name",
            "dated_on",
            "holder",
            "references",
            "enclosures",
            "defects",
            "parties",
            "search",
            "search_corrected",
        ),
    ),
    indexes=(
        ("-registered_at",),
        ("sender_unit_id", "reference"),
        ("unit_id", "standing"),
        ("case_id",),
    ),
)
