"""Register lines: one row per number issued, with the columns of forms 13 and 14 (R-N13, R-N14).

Table register_lines: id text (``receive/2569/1``), register text, year (B.E. calendar), number,
issued_at timestamptz, reference (ที่) text, dated_on date, from_name, to_name, subject, action_taken
text, remarks text, voided boolean with void_reason; letter_id or outgoing_id uuid. A voided line
stays (R-N08). Lines of classified letters are known as the letter is.
"""

from __future__ import annotations

from typing import Any

from domain.correspondence.letter import LetterNumberVoided, LetterReceived, LetterTakenIn
from domain.message import AnyRecorded, Number, Recorded
from projections.table import Change, Insert, Reference, Rights, Table, Update


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
        reference=letter.reference,
        dated_on=letter.dated_on,
        received_on=letter.received_on,
        from_name=letter.private_sender or letter.sender_name,
        from_unit_id=letter.sender_unit_id,
        to_unit_id=letter.to_unit_id,
    )


def taken_in(recorded: Recorded[LetterTakenIn]) -> list[Change]:
    return line(recorded, letter_id=recorded.id, to_unit_id=recorded.event.unit_id)


def voided(recorded: Recorded[LetterNumberVoided]) -> list[Change]:
    event = recorded.event
    key = line_id(Number(event.register, event.year, event.number))
    return [Update("register_lines", key, {"voided": True, "void_reason": event.reason})]


REGISTER_LINES = Table(
    name="register_lines",
    version=1,
    key="id",
    key_type="text",
    columns={
        "register": "text",
        "year": "integer",
        "number": "bigint",
        "issued_at": "timestamptz",
        "letter_id": "uuid",
        "outgoing_id": "uuid",
        "reference": "text",
        "dated_on": "date",
        "received_on": "date",
        "from_name": "text",
        "from_unit_id": "uuid",
        "to_unit_id": "uuid",
        "to_name": "text",
        "subject": "text",
        "voided": "boolean",
        "void_reason": "text",
    },
    on={LetterReceived: received, LetterTakenIn: taken_in, LetterNumberVoided: voided},
    sorts={"newest": ("-year", "-number"), "oldest": ("year", "number")},
    filters=("register", "year", "voided", "letter_id", "outgoing_id"),
    references=(
        Reference(
            "letter_id",
            "letters",
            {
                "letter_subject": "subject",
                "letter_reference": "reference",
                "letter_from": "sender_name",
                "letter_dated_on": "dated_on",
                "letter_standing": "standing",
                "letter_urgency": "urgency",
            },
        ),
        Reference("from_unit_id", "units", {"from_th": "name_th", "from_en": "name_en"}),
        Reference("to_unit_id", "units", {"to_th": "name_th", "to_en": "name_en"}),
    ),
    rights=Rights(through={"letter_id": "letters"}),
    indexes=(("register", "-year", "-number"), ("letter_id",)),
)
