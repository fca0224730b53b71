"""Registers: one row per register. Table registers: id text, title_th, title_en, kind, secrecy text,
unit_id uuid, calendar_year (the latest opened, B.E.), letter_code text|null, is_sample boolean."""

from __future__ import annotations

from domain.correspondence.register import LetterCodeSet, RegisterOpened
from domain.message import Recorded
from projections.table import Change, Insert, Rights, Table, Update


def register_id(recorded: Recorded[RegisterOpened] | Recorded[LetterCodeSet]) -> str:
    return recorded.stream_id.partition("/")[2]


def opened(recorded: Recorded[RegisterOpened]) -> list[Change]:
    event = recorded.event
    row = {
        "title_th": event.title_th,
        "title_en": event.title_en,
        "kind": str(event.kind),
        "secrecy": str(event.secrecy),
        "unit_id": event.unit_id,
        "calendar_year": event.calendar_year,
    }
    kind = Insert if recorded.version == 1 else Update
    return [kind("registers", register_id(recorded), row)]


def code_set(recorded: Recorded[LetterCodeSet]) -> list[Change]:
    event = recorded.event
    row = {"letter_code": event.letter_code, "is_sample": event.is_sample}
    return [Update("registers", register_id(recorded), row)]


REGISTERS = Table(
    name="registers",
    version=1,
    stream="register",
    key="id",
    key_type="text",
    columns={
        "title_th": "text",
        "title_en": "text",
        "kind": "text",
        "secrecy": "text",
        "unit_id": "uuid",
        "calendar_year": "integer",
        "letter_code": "text",
        "is_sample": "boolean",
    },
    on={RegisterOpened: opened, LetterCodeSet: code_set},
    sorts={"title": ("title_th",)},
    filters=("kind", "unit_id"),
    rights=Rights(office=True),
)
