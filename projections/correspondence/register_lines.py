"""Register lines: one row per number issued, with the columns of forms 13 and 14 (R-N13, R-N14).

Table register_lines: id text (``receive/2569/1``), register text, year (B.E. calendar), number,
issued_at timestamptz, voided boolean, void_reason text; what was numbered: letter_id, outgoing_id,
case_id uuid; from_unit_id, to_unit_id uuid. Reference, date, sender and subject are those of the letter as
it now reads, joined. A voided line stays (R-N08). Of a letter that the viewer may not know of the
office's own people see the bare number (R-U06).
"""

from __future__ import annotations

from typing import Any

from domain.casework.case import CaseOpened
from domain.correspondence.letter import (
    LetterNumberVoided,
    LetterReceived,
    LetterSecrecyChanged,
    LetterTakenIn,
)
from domain.correspondence.outgoing_letter import LetterDispatched, OutgoingSecrecyChanged
from domain.message import AnyRecorded, Number, Recorded
from projections.table import Change, Insert, Reference, Rights, Table, Update

# What a bare number keeps to itself.
MASKED = (
    "letter_id",
    "outgoing_id",
    "case_id",
    "from_unit_id",
    "to_unit_id",
    "void_reason",
    "reference",
)


def line_id(number: Number) -> str:
    return f"{number.register}/{number.year}/{number.number}"


def line(recorded: AnyRecorded, **row: Any) -> list[Change]:
    """Return the line that the number of ``recorded`` begins."""
    number = recorded.number
    if number is None:
        return []
    whole = {
        "register": number.register,
        "year": number.year,
        "number": number.number,
        "issued_at": recorded.at,
        "voided": False,
        **row,
    }
    return [Insert("register_lines", line_id(number), whole)]


def received(recorded: Recorded[LetterReceived]) -> list[Change]:
    letter = recorded.event
    return line(
        recorded,
        letter_id=recorded.id,
        from_unit_id=letter.sender_unit_id,
        to_unit_id=letter.to_unit_id,
    )


def taken_in(recorded: Recorded[LetterTakenIn]) -> list[Change]:
    return line(recorded, letter_id=recorded.id, to_unit_id=recorded.event.unit_id)


def dispatched(recorded: Recorded[LetterDispatched]) -> list[Change]:
    """Form 14: the letter number (ที่) is the code and the send number together (R-N01)."""
    event, number = recorded.event, recorded.number
    return line(
        recorded,
        outgoing_id=recorded.id,
        reference=f"{event.letter_code}/{number.number}" if number else None,
    )


def letter_raised(recorded: Recorded[LetterSecrecyChanged]) -> list[Change]:
    """First raised, a letter has a line in the classified register beside the one it came in by."""
    return line(recorded, letter_id=recorded.id, to_unit_id=recorded.event.unit_id)


def outgoing_raised(recorded: Recorded[OutgoingSecrecyChanged]) -> list[Change]:
    """The letter number is still the one that it was sent under."""
    return line(recorded, outgoing_id=recorded.id, reference=recorded.event.letter_number)


def case_opened(recorded: Recorded[CaseOpened]) -> list[Change]:
    return line(recorded, case_id=recorded.id, from_unit_id=recorded.event.owner_unit_id)


def voided(recorded: Recorded[LetterNumberVoided]) -> list[Change]:
    event = recorded.event
    key = line_id(Number(event.register, event.year, event.number))
    return [Update("register_lines", key, {"voided": True, "void_reason": event.reason})]


REGISTER_LINES = Table(
    name="register_lines",
    version=3,
    key="id",
    key_type="text",
    columns={
        "register": "text",
        "year": "integer",
        "number": "bigint",
        "issued_at": "timestamptz",
        "letter_id": "uuid",
        "outgoing_id": "uuid",
        "case_id": "uuid",
        "reference": "text",
        "from_unit_id": "uuid",
        "to_unit_id": "uuid",
        "voided": "boolean",
        "void_reason": "text",
    },
    on={
        LetterReceived: received,
        LetterTakenIn: taken_in,
        LetterDispatched: dispatched,
        LetterNumberVoided: voided,
        LetterSecrecyChanged: letter_raised,
        OutgoingSecrecyChanged: outgoing_raised,
        CaseOpened: case_opened,
    },
    sorts={"newest": ("-year", "-number"), "oldest": ("year", "number")},
    filters=("register", "year", "voided", "letter_id", "outgoing_id", "case_id"),
    search_also=(
        "letter_id.search",
        "letter_id.search_corrected",
        "outgoing_id.search",
        "case_id.search",
    ),
    references=(
        Reference(
            "letter_id",
            "letters",
            {
                "letter_subject": "subject",
                "letter_reference": "reference",
                "letter_from": "sender_name",
                "letter_dated_on": "dated_on",
                "letter_received_on": "received_on",
                "letter_standing": "standing",
                "letter_urgency": "urgency",
                "letter_secrecy": "secrecy",
                "officer_id": "officer_id",
            },
        ),
        Reference(
            "outgoing_id",
            "outgoing_letters",
            {
                "outgoing_subject": "subject",
                "outgoing_to": "to_names",
                "outgoing_dated_on": "dispatched_on",
                "outgoing_urgency": "urgency",
                "outgoing_owner_id": "owner_unit_id",
                "outgoing_delivery": "delivery",
            },
        ),
        Reference("case_id", "case_status", {"case_subject": "subject"}),
        Reference("from_unit_id", "units", {"from_th": "name_th", "from_en": "name_en"}),
        Reference(
            "to_unit_id",
            "units",
            {"to_th": "name_th", "to_en": "name_en", "to_short": "short_name_th"},
        ),
    ),
    rights=Rights(
        through={
            "letter_id": "letters",
            "outgoing_id": "outgoing_letters",
            "case_id": "case_status",
        },
        masked=MASKED,
        sealed=("from_unit_id", "to_unit_id", "void_reason"),
    ),
    indexes=(
        ("register", "-year", "-number"),
        ("register", "year", "number"),
        ("letter_id",),
        ("outgoing_id",),
    ),
)
