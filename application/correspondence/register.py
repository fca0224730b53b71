"""Opening registers, and taking numbers from them."""

from __future__ import annotations

from uuid import UUID

from application.act import Act
from application.desk import Asked, Desk, RegisterOpening
from domain.correspondence.letter import Secrecy
from domain.correspondence.register import (
    Opened,
    OpenRegister,
    RegisterKind,
    RegisterNotOpen,
    SetLetterCode,
    first_number,
    register,
)
from domain.thai_time import calendar_year

RECEIVE = "receive"
SEND = "send"
CASES = "case"


def open_register(desk: Desk, register_id: str, asked: Asked[OpenRegister]) -> None:
    """Open a register for a year, and have the append begin at its first number."""
    issued = len(desk.rows("register_lines", register=register_id, year=asked.calendar_year))
    desk.decide(register, register_id, asked.command(issued=issued))
    desk.openings.append(RegisterOpening(register_id, asked.calendar_year, asked.first_number))


def set_letter_code(desk: Desk, register_id: str, asked: Asked[SetLetterCode]) -> None:
    year = calendar_year(desk.on)
    issued = len(desk.rows("register_lines", register=register_id, year=year))
    desk.decide(register, register_id, asked.command(issued=issued))


def require_open(desk: Desk, register_id: str) -> str:
    """Return the id of a register that numbers can be taken from today.

    Raises:
        RegisterNotOpen, LetterCodeMissing
    """
    first_number(desk.state(register, register_id), calendar_year(desk.on))
    return register_id


def of_unit(desk: Desk, unit_id: UUID) -> str:
    """Return the id of the unit's own receive register (R-N16).

    Raises:
        RegisterNotOpen: the unit has none.
    """
    for row in desk.glance("registers", unit_id=unit_id, kind=str(RegisterKind.RECEIVE)):
        state = desk.state(register, row["id"])
        if isinstance(state, Opened) and state.unit_id == unit_id:
            return require_open(desk, row["id"])
    raise RegisterNotOpen(calendar_year=calendar_year(desk.on))


def classified(register_id: str, secrecy: Secrecy) -> str:
    """Return the register for letters of this secrecy: classified ones have their own (R-U06)."""
    return register_id if secrecy is Secrecy.NONE else f"{register_id}-classified"


ACTS = (
    Act(OpenRegister, register, open_register),
    Act(SetLetterCode, register, set_letter_code),
)
