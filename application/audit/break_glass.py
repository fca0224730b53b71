"""Breaking the glass: the thing is found by its number, and its owner with it."""

from __future__ import annotations

from uuid import UUID

from application.act import Act
from application.correspondence.register import RECEIVE, SEND
from application.desk import Asked, Desk
from application.organization.facts import ReadFacts
from application.organization.standings import posts_held
from domain.audit.break_glass import (
    BreakGlass,
    GlassKind,
    NoteBreak,
    NothingBehind,
    Owner,
    break_glass,
    is_told,
    number_and_year,
)
from domain.casework.case import OpenedCase, case
from domain.correspondence.letter import Received, letter
from domain.correspondence.outgoing_letter import NotDrafted, outgoing_letter
from domain.correspondence.parts import Secrecy

TABLES = {
    GlassKind.CASE: ("case_status", {}),
    GlassKind.LETTER: ("letters", {"register": RECEIVE}),
    GlassKind.OUTGOING_LETTER: ("outgoing_letters", {"register": SEND}),
}


def broken(desk: Desk, key: UUID, asked: Asked[BreakGlass]) -> None:
    """Find the thing and who answers for it.

    Raises:
        NothingBehind: no such number, or a classified letter's: the same answer for both.
    """
    number, year = number_and_year(asked.number)
    table, equals = TABLES[asked.thing]
    rows = desk.rows(table, number=number, year=year, **equals)
    owner = owner_of(desk, asked.thing, rows[0]["id"]) if rows else None
    if owner is None:
        raise NothingBehind(number=f"{number}/{year}")
    about = rows[0]["id"]
    if owner.person_id is not None and not holds_any(desk, owner.person_id):
        owner = Owner(owner.unit_id)
    desk.decide(break_glass, key, asked.command(about=about, owner=owner, at=desk.at))


def owner_of(desk: Desk, thing: GlassKind, about: UUID) -> Owner | None:
    """Return who answers for a thing; None where it is behind no glass."""
    match thing:
        case GlassKind.CASE:
            opened = desk.state(case, about)
            if isinstance(opened, OpenedCase):
                return Owner(opened.file.owner_unit_id, opened.file.officer_id)
        case GlassKind.LETTER:
            received = desk.state(letter, about)
            if isinstance(received, Received) and received.secrecy is Secrecy.NONE:
                return Owner(received.unit_id, received.officer_id)
        case GlassKind.OUTGOING_LETTER:
            ours = desk.state(outgoing_letter, about)
            if not isinstance(ours, NotDrafted) and ours.occasion.secrecy is Secrecy.NONE:
                [row] = desk.rows("outgoing_letters", id=about)
                return Owner(row["owner_unit_id"], row["drafted_by"])
    return None


def holds_any(desk: Desk, person_id: UUID) -> bool:
    """Whether somebody holds a post today: who has left is told nothing."""
    return bool(posts_held(desk.lookup, ReadFacts(desk), person_id, desk.on))


ACTS = (
    Act(BreakGlass, break_glass, broken, creates=True),
    Act(NoteBreak, break_glass, known=is_told, of_right=True),
)
