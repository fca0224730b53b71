"""Breaking the glass: an administrator reads one thing, for a reason, for four hours, and it is told.

Administrators run the system and read no matter (DESIGN §7). Where a fault cannot be found without
looking, one of them names the thing and the reason; its owner is told at once and notes it, and both
stand in the log. It lets read, never act. Classified letters are behind no glass: their reading is
granted by who keeps them, or not at all (R-U06).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.correspondence.parts import Text
from domain.decider import Decider
from domain.fields import DIGITS, OptionalParagraphs
from domain.message import Actor, Command, Event, Evidence, Official, Part
from domain.organization.role import Role
from domain.refusal import NotOpen, Refusal

LASTS = timedelta(hours=4)
NUMBER = r"^\s*[0-9๐-๙]{1,9}\s*/\s*[0-9๐-๙]{4}\s*$"


class GlassKind(StrEnum):
    """What the glass may be broken for, each found by its number."""

    CASE = "case"
    LETTER = "letter"
    OUTGOING_LETTER = "outgoing_letter"


class Owner(Part, frozen=True):
    """Who is told: the officer in charge, or, where there is none, who directs the unit, or the office."""

    unit_id: UUID | None
    person_id: UUID | None = None


class GlassBroken(Event, frozen=True):
    """``about`` is the stream of the thing, readable by who acted until ``until_at`` (UTC)."""

    NAME = "break_glass.broken"

    thing: Official[GlassKind]
    about: Official[UUID]
    number: Official[str]
    reason: Official[str]
    owner: Official[Owner]
    until_at: Official[datetime]


class BreakNoted(Event, frozen=True):
    """The owner knows."""

    NAME = "break_glass.noted"

    note: Official[str] = ""


class BreakGlass(Command):
    """Read one thing as an administrator.

    Evidence: ``about``, the id of the thing with this number; ``owner``; ``at``, the moment of asking.
    """

    NAME: ClassVar[str] = "BreakGlass"

    thing: GlassKind
    number: Annotated[str, Field(max_length=30, pattern=NUMBER)]
    reason: Text
    about: Evidence[UUID]
    owner: Evidence[Owner]
    at: Evidence[datetime]


class NoteBreak(Command):
    """Note that one was told."""

    NAME: ClassVar[str] = "NoteBreak"

    note: OptionalParagraphs = ""


@dataclass(frozen=True)
class Whole:
    """The glass is whole."""


@dataclass(frozen=True)
class Broken:
    owner: Owner
    noted: bool = False


Glass = Whole | Broken


class NothingBehind(Refusal):
    """No such number, or a classified letter's: the same answer for both."""

    code = "break-glass-nothing-behind"
    rule = "R-U06"


class NoReason(Refusal):
    """A reason that says nothing is none."""

    code = "break-glass-reason-short"


LEAST_REASON = 20


def number_and_year(typed: str) -> tuple[int, int]:
    """Return the number and the B.E. year of ``12/2569``, in Thai or Arabic digits."""
    number, _, year = typed.translate(DIGITS).partition("/")
    return int(number), int(year)


def decide(command: BreakGlass | NoteBreak, glass: Glass) -> list[GlassBroken | BreakNoted]:
    """Return what ``command`` leads to.

    Raises:
        NoReason: fewer than 20 characters.
        NotOpen: it is broken already, or noted already.
    """
    match command, glass:
        case BreakGlass(), Whole():
            reason = command.reason.strip()
            if len(reason) < LEAST_REASON:
                raise NoReason(least=LEAST_REASON)
            number, year = number_and_year(command.number)
            return [
                GlassBroken(
                    command.thing,
                    command.about,
                    f"{number}/{year}",
                    reason,
                    command.owner,
                    command.at + LASTS,
                )
            ]
        case NoteBreak(), Broken(noted=False):
            return [BreakNoted(command.note)]
    raise NotOpen(f"{type(command).__name__} while {type(glass).__name__}")


def evolve(glass: Glass, event: GlassBroken | BreakNoted) -> Glass:
    """Take ``event`` as it is."""
    if isinstance(event, GlassBroken):
        return Broken(event.owner)
    return Broken(glass.owner, noted=True) if isinstance(glass, Broken) else glass


def is_told(glass: Glass, by: Actor) -> bool:
    """Return whether ``by`` is the owner who is told, or the area director, who answers for the office:
    for what belongs to nobody, and where the owner has left since."""
    if not isinstance(glass, Broken):
        return False
    if by.role == Role.AREA_DIRECTOR:
        return True
    owner = glass.owner
    if owner.person_id is not None:
        return by.person_id == owner.person_id
    return by.unit_id == owner.unit_id and by.role == Role.GROUP_DIRECTOR


break_glass: Decider[Glass] = Decider(
    "break_glass", Whole(), decide, evolve, (GlassBroken, BreakNoted), (BreakGlass, NoteBreak)
)
