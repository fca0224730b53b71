"""Raising and lowering a letter's secrecy: the register it is entered in, and who must go on reading."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from application.act import Act
from application.correspondence.letterhead import keeps_classified
from application.correspondence.reading import director_post, post_of
from application.correspondence.register import RECEIVE, SEND, classified, require_open
from application.desk import Asked, Desk
from domain.correspondence.clearance import knows_letter, knows_outgoing
from domain.correspondence.letter import ChangeLetterSecrecy, letter
from domain.correspondence.letter.secrecy import enters_register as letter_enters
from domain.correspondence.outgoing_letter import (
    ChangeOutgoingSecrecy,
    Dispatched,
    NotDrafted,
    outgoing_letter,
)
from domain.correspondence.outgoing_letter.secrecy import enters_register as outgoing_enters
from domain.correspondence.parts import Secrecy
from domain.correspondence.reading import Reader
from domain.organization.role import Role


def change_of_letter(desk: Desk, letter_id: UUID, asked: Asked[ChangeLetterSecrecy]) -> None:
    """Raise or lower a letter that came in; first raised, it takes a classified number (R-U06)."""
    enters = letter_enters(desk.state(letter, letter_id), asked.secrecy)
    number_of = require_open(desk, classified(RECEIVE, asked.secrecy)) if enters else None
    command = asked.command(register_id=number_of, **of_level(desk, asked.secrecy))
    desk.decide(letter, letter_id, command, register=number_of)


def change_of_outgoing(desk: Desk, letter_id: UUID, asked: Asked[ChangeOutgoingSecrecy]) -> None:
    """Raise or lower a letter of ours; its drafters read on."""
    before = desk.state(outgoing_letter, letter_id)
    if not isinstance(before, NotDrafted) and before.occasion.case_id is not None:
        desk.case_id = before.occasion.case_id
    enters = outgoing_enters(before, asked.secrecy)
    number_of = require_open(desk, classified(SEND, asked.secrecy)) if enters else None
    command = asked.command(
        register_id=number_of,
        drafters=drafters(desk, letter_id),
        letter_number=number_of_letter(desk, letter_id) if isinstance(before, Dispatched) else None,
        **of_level(desk, asked.secrecy),
    )
    desk.decide(outgoing_letter, letter_id, command, register=number_of)


def of_level(desk: Desk, secrecy: Secrecy) -> dict[str, Any]:
    """Return the evidence that only a classified letter needs."""
    if secrecy is Secrecy.NONE:
        return {}
    return {
        "keeps_classified": keeps_classified(desk),
        "director_post_id": director_post(desk),
        "registrar_post_id": post_of(desk, Role.CENTRAL_REGISTRAR),
    }


def drafters(desk: Desk, letter_id: UUID) -> tuple[Reader, ...]:
    """Return who wrote the letter's versions, the first first, each in the post he wrote in."""
    told = desk.rows("audit_history", stream_id=f"{outgoing_letter.kind}/{letter_id}")
    wrote = [
        Reader(row["by_post"], row["by_person"])
        for row in sorted(told, key=lambda row: int(row["position"]))
        if row["name"] in ("outgoing_letter.drafted", "outgoing_letter.revised")
    ]
    return tuple(dict.fromkeys(wrote))


def number_of_letter(desk: Desk, letter_id: UUID) -> str | None:
    """Return the number printed on a dispatched letter, as its register line has it."""
    for line in desk.rows("register_lines", outgoing_id=letter_id):
        number: str | None = line["reference"]
        return number
    return None


LETTER = Act(ChangeLetterSecrecy, letter, change_of_letter, known=knows_letter)
OUTGOING = Act(ChangeOutgoingSecrecy, outgoing_letter, change_of_outgoing, known=knows_outgoing)
ACTS = (LETTER, OUTGOING)
