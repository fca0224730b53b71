"""Person: somebody who acts in the office. What he may do hangs on his posts, never on him.

One stream per person (``person/<uuid>``). The name of an official acting in office is official;
telephone and e-mail are personal and sealed under his key (R-I12). No national ID number (R-I13).
Source: R-T16 (title, given name and family name apart; sorted by given name).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from domain.decider import Decider
from domain.fields import OneLine, OptionalLine
from domain.message import Command, Event, Evidence, Official, Part, Personal
from domain.refusal import NotOpen

Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 \-]{5,20}$")]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class PersonName(Part, frozen=True):
    """A Thai name in its three parts; ``title`` carries rank or academic status (R-T16)."""

    title: str
    given: str
    family: str


class PersonRegistered(Event, frozen=True):
    NAME = "person.registered"
    SUBJECT = "person_id"

    person_id: Official[UUID]
    name_th: Official[PersonName]
    name_en: Official[str]
    phone: Personal[str | None] = None
    email: Personal[str | None] = None


class PersonNameItem(BaseModel):
    """A Thai name as typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: OptionalLine = ""
    given: OneLine
    family: OneLine


class RegisterPerson(Command):
    """Enter a person. Evidence: ``person_id``, the id of the new stream."""

    NAME: ClassVar[str] = "RegisterPerson"

    name_th: PersonNameItem
    name_en: OneLine
    phone: Phone | None = None
    email: Email | None = None
    person_id: Evidence[UUID]


@dataclass(frozen=True)
class Unregistered:
    """Not entered yet."""


@dataclass(frozen=True)
class Registered:
    """Entered; the name is what stands under his signature (R-L15)."""

    name_th: PersonName


Person = Unregistered | Registered


def decide(command: RegisterPerson, person: Person) -> list[PersonRegistered]:
    """Return what ``command`` leads to.

    Raises:
        NotOpen: the person is registered already.
    """
    match person:
        case Unregistered():
            name = command.name_th
            return [
                PersonRegistered(
                    command.person_id,
                    PersonName(name.title, name.given, name.family),
                    command.name_en,
                    command.phone,
                    command.email,
                )
            ]
    raise NotOpen(f"{type(command).__name__} while {type(person).__name__}")


def evolve(person: Person, event: PersonRegistered) -> Person:
    """Take ``event`` as it is."""
    return Registered(event.name_th)


person: Decider[Person] = Decider(
    "person", Unregistered(), decide, evolve, (PersonRegistered,), (RegisterPerson,)
)
