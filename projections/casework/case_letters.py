"""Which received letters belong to which cases: many to many (R-W10). One row per pair.

Table case_letters: id text (``<case>/<letter>``), case_id, letter_id uuid; asking_unit_id uuid|null:
the unit that asks by it; added_at timestamptz. The letter's own facts are joined under its rights.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.casework.case import CaseOpened, LetterAdded
from domain.message import Recorded
from projections.table import Change, Insert, Reference, Rights, Table


def pair(recorded: Recorded[Any], letter_id: UUID, asking_unit_id: UUID | None) -> Change:
    row = {
        "case_id": recorded.id,
        "letter_id": letter_id,
        "asking_unit_id": asking_unit_id,
        "added_at": recorded.at,
    }
    return Insert("case_letters", f"{recorded.id}/{letter_id}", row)


def opened(recorded: Recorded[CaseOpened]) -> list[Change]:
    return [pair(recorded, letter_id, None) for letter_id in recorded.event.letter_ids]


def added(recorded: Recorded[LetterAdded]) -> list[Change]:
    return [pair(recorded, recorded.event.letter_id, recorded.event.asking_unit_id)]


CASE_LETTERS = Table(
    name="case_letters",
    version=1,
    key="id",
    key_type="text",
    columns={
        "case_id": "uuid",
        "letter_id": "uuid",
        "asking_unit_id": "uuid",
        "added_at": "timestamptz",
    },
    on={CaseOpened: opened, LetterAdded: added},
    sorts={"newest": ("-added_at",)},
    filters=("case_id", "letter_id"),
    references=(
        Reference(
            "letter_id",
            "letters",
            {
                "letter_subject": "subject",
                "letter_from": "sender_name",
                "letter_reference": "reference",
                "letter_number": "number",
                "letter_year": "year",
                "letter_received_on": "received_on",
            },
        ),
        Reference(
            "case_id",
            "case_status",
            {"case_subject": "subject", "case_number": "number", "case_year": "year"},
        ),
    ),
    rights=Rights(through={"case_id": "case_status", "letter_id": "letters"}),
    indexes=(("case_id",), ("letter_id",)),
)
