"""A letter comes in: registered, taken in, endorsed, sent back, put right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from application.act import Act
from application.correspondence.files import stored_files
from application.correspondence.letterhead import keeps_classified, unit_name
from application.correspondence.reading import director_post, grant_reading
from application.correspondence.register import RECEIVE, classified, of_unit, require_open
from application.desk import Asked, Desk
from domain.correspondence.clearance import knows_letter
from domain.correspondence.letter import (
    AcknowledgeLetter,
    AnswerLetter,
    CorrectLetter,
    EarlierLetter,
    EndorseLetter,
    EndReading,
    GrantReading,
    ReceiveLetter,
    RerouteLetter,
    ReturnLetter,
    Secrecy,
    TakeInLetter,
    VoidNumber,
    letter,
)
from domain.message import Number
from domain.organization.post import PostVacant, holder_on, post


def receive(desk: Desk, letter_id: UUID, asked: Asked[ReceiveLetter]) -> None:
    """Register a letter in the office's receive register, or in that of its secrecy (R-U06)."""
    number_of = require_open(desk, classified(RECEIVE, asked.secrecy))
    private = asked.private_sender is not None
    printed = asked.sender_name or unit_name(desk, asked.sender_unit_id)
    desk.decide(
        letter,
        letter_id,
        asked.command(
            sender_name=printed,
            duplicates=earlier(desk, asked, printed),
            files=stored_files(desk, asked.enclosures),
            party_id=desk.new_id() if private else None,
            **of_classified(desk, asked.secrecy),
        ),
        register=number_of,
    )


def of_classified(desk: Desk, secrecy: Secrecy) -> dict[str, Any]:
    """Return the evidence that only a classified letter needs."""
    if secrecy is Secrecy.NONE:
        return {}
    return {"keeps_classified": keeps_classified(desk), "director_post_id": director_post(desk)}


def earlier(desk: Desk, asked: Asked[ReceiveLetter], printed: str) -> tuple[EarlierLetter, ...]:
    """Return the letters already registered with the same sender, number and date."""
    if not asked.reference or asked.dated_on is None:
        return ()
    same = desk.glance("letters", reference=asked.reference, dated_on=asked.dated_on)
    return tuple(
        EarlierLetter(row["id"], f"{row['number']}/{row['year']}", row["received_on"])
        for row in same
        if row["sender_unit_id"] == asked.sender_unit_id
        and (asked.sender_unit_id is not None or row["sender_name"] == printed)
        and row["secrecy"] == Secrecy.NONE
    )


def take_in(desk: Desk, letter_id: UUID, asked: Asked[TakeInLetter]) -> None:
    """Take the letter in by the unit's own register (R-N16)."""
    number_of = of_unit(desk, desk.by.unit_id)
    desk.decide(letter, letter_id, asked.command(register_id=number_of), register=number_of)


def endorse(desk: Desk, letter_id: UUID, asked: Asked[EndorseLetter]) -> None:
    """Give the letter to whoever holds the officer's post today.

    Raises:
        PostVacant: nobody does.
    """
    holder = holder_on(desk.state(post, asked.assigned_post_id), desk.on)
    if holder is None:
        raise PostVacant(until_on=desk.on, post_id=asked.assigned_post_id)
    desk.decide(letter, letter_id, asked.command(assigned_to=holder))


def send_back(desk: Desk, letter_id: UUID, asked: Asked[ReturnLetter]) -> None:
    registries = desk.glance("posts", role="central_registrar")
    registry = registries[0]["unit_id"] if registries else desk.by.unit_id
    desk.decide(letter, letter_id, asked.command(registry_unit_id=registry))


def void_number(desk: Desk, letter_id: UUID, asked: Asked[VoidNumber]) -> None:
    lines = desk.rows("register_lines", letter_id=letter_id)
    numbers = tuple(Number(row["register"], row["year"], row["number"]) for row in lines)
    desk.decide(letter, letter_id, asked.command(numbers=numbers))


def correct(desk: Desk, letter_id: UUID, asked: Asked[CorrectLetter]) -> None:
    """Put a letter right, naming the event that said it wrongly (R-W13)."""
    first = desk.rows("audit_history", stream_id=f"letter/{letter_id}", name="letter.received")
    wrong = first[0]["position"] if first else 0
    party = desk.new_id() if asked.private_sender else None
    desk.decide(
        letter,
        letter_id,
        asked.command(
            wrong_position=wrong, party_id=party, keeps_classified=keeps_classified(desk)
        ),
    )


ACTS = (
    Act(ReceiveLetter, letter, receive, creates=True),
    Act(TakeInLetter, letter, take_in, known=knows_letter),
    Act(ReturnLetter, letter, send_back, known=knows_letter),
    Act(RerouteLetter, letter, known=knows_letter),
    Act(EndorseLetter, letter, endorse, known=knows_letter),
    Act(AcknowledgeLetter, letter, known=knows_letter),
    Act(AnswerLetter, letter, known=knows_letter),
    Act(VoidNumber, letter, void_number, known=knows_letter),
    Act(CorrectLetter, letter, correct, known=knows_letter),
    Act(GrantReading, letter, grant_reading(letter), known=knows_letter),
    Act(EndReading, letter, known=knows_letter),
)
INTERNAL = {"JoinCase": "OpenCase"}
