"""Unit: the office, its groups and sections, its schools, and the bodies outside it writes to.

One stream per unit (``unit/<uuid>``). A school's code is text and is never reused (R-C07). Pupils
are counted per academic year (B.E.), never per calendar or fiscal year (R-T04).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.decider import Decider
from domain.fields import Count, FiscalYear, OneLine
from domain.message import Command, Event, Official
from domain.refusal import NotOpen, Refusal


class UnitKind(StrEnum):
    """Glossary §1. ``outside`` is any agency that is not part of this office."""

    OFFICE = "office"
    GROUP = "group"
    SECTION = "section"
    SCHOOL = "school"
    OUTSIDE = "outside"


class UnitEstablished(Event, frozen=True):
    """``head_title_th`` is how the head is addressed in print; ``salutation`` stands before it."""

    NAME = "unit.established"

    kind: Official[UnitKind]
    name_th: Official[str]
    name_en: Official[str]
    short_name_th: Official[str]
    parent_id: Official[UUID | None] = None
    code: Official[str | None] = None
    head_title_th: Official[str | None] = None
    salutation: Official[str | None] = None


class PupilsCounted(Event, frozen=True):
    """``academic_year`` is B.E.; a later count of the same year replaces the earlier one."""

    NAME = "unit.pupils_counted"

    academic_year: Official[int]
    pupils: Official[int]


class EstablishUnit(Command):
    """Enter a unit. Only the office itself and bodies outside have no parent."""

    NAME: ClassVar[str] = "EstablishUnit"

    kind: UnitKind
    name_th: OneLine
    name_en: OneLine
    short_name_th: OneLine
    parent_id: UUID | None = None
    code: OneLine | None = None
    head_title_th: OneLine | None = None
    salutation: OneLine | None = None


class ChangePupils(Command):
    """Enter a school's number of pupils in an academic year (B.E.)."""

    NAME: ClassVar[str] = "ChangePupils"

    academic_year: FiscalYear
    pupils: Count


@dataclass(frozen=True)
class Unestablished:
    """Not entered yet."""


@dataclass(frozen=True)
class Established:
    """A unit; the names are what a letter to it, or from it, prints."""

    kind: UnitKind
    name_th: str = ""
    short_name_th: str = ""
    head_title_th: str | None = None
    salutation: str | None = None
    code: str | None = None


Unit = Unestablished | Established
UnitEvent = UnitEstablished | PupilsCounted
UnitCommand = EstablishUnit | ChangePupils


class ParentRequired(Refusal):
    """A group, section or school belongs to a unit."""

    code = "unit-parent-required"


class SchoolCodeRequired(Refusal):
    """A school is known by its code."""

    code = "school-code-required"
    rule = "R-C07"


class AddresseeRequired(Refusal):
    """A letter to an outside body needs its head's title in print."""

    code = "unit-head-title-required"
    rule = "R-L04"


class NotASchool(Refusal):
    """Only schools have pupils."""

    code = "not-a-school"


def decide(command: UnitCommand, unit: Unit) -> list[UnitEvent]:
    """Return what ``command`` leads to.

    Raises:
        ParentRequired, SchoolCodeRequired, AddresseeRequired: the kind of unit needs one.
        NotASchool: pupils of a unit that is none.
        NotOpen: the unit is established already, or not yet.
    """
    match command, unit:
        case EstablishUnit(), Unestablished():
            return [established(command)]
        case ChangePupils(), Established(kind=UnitKind.SCHOOL):
            return [PupilsCounted(command.academic_year, command.pupils)]
        case ChangePupils(), Established(kind=kind):
            raise NotASchool("pupils of a unit that is no school", kind=kind)
    raise NotOpen(f"{type(command).__name__} while {type(unit).__name__}")


def established(command: EstablishUnit) -> UnitEstablished:
    inside = command.kind in (UnitKind.GROUP, UnitKind.SECTION, UnitKind.SCHOOL)
    if inside and command.parent_id is None:
        raise ParentRequired("a unit inside the office without a parent", kind=command.kind)
    if command.kind is UnitKind.SCHOOL and command.code is None:
        raise SchoolCodeRequired("a school without a code", name=command.name_th)
    if command.kind is UnitKind.OUTSIDE and command.head_title_th is None:
        raise AddresseeRequired("an outside body without an addressee", name=command.name_th)
    return UnitEstablished(
        command.kind,
        command.name_th,
        command.name_en,
        command.short_name_th,
        command.parent_id,
        command.code,
        command.head_title_th,
        command.salutation,
    )


def evolve(unit: Unit, event: UnitEvent) -> Unit:
    """Take ``event`` as it is; a count of pupils changes no later decision."""
    match event:
        case UnitEstablished():
            return Established(
                event.kind,
                event.name_th,
                event.short_name_th,
                event.head_title_th,
                event.salutation,
                event.code,
            )
        case PupilsCounted():
            return unit


unit: Decider[Unit] = Decider(
    "unit",
    Unestablished(),
    decide,
    evolve,
    (UnitEstablished, PupilsCounted),
    (EstablishUnit, ChangePupils),
)
