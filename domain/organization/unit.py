"""Unit: the office, its groups and sections, its schools, and the bodies outside it writes to.

One stream per unit (``unit/<uuid>``). A school's code is text and is never reused (R-C07). Pupils
are counted per academic year (B.E.), never per calendar or fiscal year (R-T04). A unit is there from
a day until, and not with, another, and is called what it was called on the day that is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.decider import Decider
from domain.fields import Count, FiscalYear, OneLine, PaperDate
from domain.message import Command, Event, Evidence, Official, Part
from domain.organization.period import in_force
from domain.refusal import NotOpen, Refusal


class UnitKind(StrEnum):
    """Glossary §1. ``outside`` is any agency that is not part of this office."""

    OFFICE = "office"
    GROUP = "group"
    SECTION = "section"
    SCHOOL = "school"
    OUTSIDE = "outside"


class UnitEstablished(Event, frozen=True):
    """``head_title_th`` is how the head is addressed in print; ``salutation`` stands before it.

    ``from_on`` is its first day; None where it was there before this service was."""

    NAME = "unit.established"

    kind: Official[UnitKind]
    name_th: Official[str]
    name_en: Official[str]
    short_name_th: Official[str]
    parent_id: Official[UUID | None] = None
    code: Official[str | None] = None
    head_title_th: Official[str | None] = None
    salutation: Official[str | None] = None
    from_on: Official[date | None] = None


class UnitRenamed(Event, frozen=True):
    """Called so from ``from_on`` on, by ``document``; ``code`` is the one it keeps."""

    NAME = "unit.renamed"

    name_th: Official[str]
    name_en: Official[str]
    short_name_th: Official[str]
    from_on: Official[date]
    document: Official[str]
    code: Official[str | None] = None


class UnitClosed(Event, frozen=True):
    """``until_on`` is the first day without it."""

    NAME = "unit.closed"

    until_on: Official[date]
    document: Official[str]
    reason: Official[str]


class UnitPostEntered(Event, frozen=True):
    """A post was established in it: entered here too, so that no unit is closed over a new post."""

    NAME = "unit.post_entered"

    post_id: Official[UUID]


class PupilsCounted(Event, frozen=True):
    """``academic_year`` is B.E.; a later count of the same year replaces the earlier one."""

    NAME = "unit.pupils_counted"

    academic_year: Official[int]
    pupils: Official[int]


class EstablishUnit(Command):
    """Enter a unit. Only the office itself and bodies outside have no parent.

    A first day not given: it has always been there. ``parent_until`` is when its parent closes.
    """

    NAME: ClassVar[str] = "EstablishUnit"

    kind: UnitKind
    name_th: OneLine
    name_en: OneLine
    short_name_th: OneLine
    parent_id: UUID | None = None
    code: OneLine | None = None
    head_title_th: OneLine | None = None
    salutation: OneLine | None = None
    from_on: PaperDate | None = None
    parent_until: Evidence[date | None] = None


class RenameUnit(Command):
    """Give a unit another name from a day on, today at the latest: names are not announced here."""

    NAME: ClassVar[str] = "RenameUnit"

    name_th: OneLine
    name_en: OneLine
    short_name_th: OneLine
    from_on: PaperDate
    document: OneLine


class CloseUnit(Command):
    """Close a unit; ``until_on`` is the first day without it.

    ``open_posts`` and ``open_units`` are its own that would still be there on that day.
    """

    NAME: ClassVar[str] = "CloseUnit"

    until_on: PaperDate
    document: OneLine
    reason: OneLine
    open_posts: Evidence[tuple[UUID, ...]] = ()
    open_units: Evidence[tuple[UUID, ...]] = ()


class EnterPost(Command):
    """Enter a post that is being established in the unit, from ``from_on`` or from today on."""

    NAME: ClassVar[str] = "EnterPost"

    post_id: UUID
    from_on: PaperDate | None = None


class ChangePupils(Command):
    """Enter a school's number of pupils in an academic year (B.E.)."""

    NAME: ClassVar[str] = "ChangePupils"

    academic_year: FiscalYear
    pupils: Count


@dataclass(frozen=True)
class Unestablished:
    """Not entered yet."""


class Called(Part, frozen=True):
    """A name, and from which day on; None is from the first."""

    name_th: str
    name_en: str
    short_name_th: str
    from_on: date | None = None


@dataclass(frozen=True)
class Established:
    """A unit; the names are what a letter to it, or from it, prints: ``name_th`` the latest one.

    ``called`` are its names in the order in which they were entered; ``posts`` those that were entered
    with it, closed ones too.
    """

    kind: UnitKind
    name_th: str = ""
    short_name_th: str = ""
    head_title_th: str | None = None
    salutation: str | None = None
    code: str | None = None
    parent_id: UUID | None = None
    from_on: date | None = None
    until_on: date | None = None
    called: tuple[Called, ...] = ()
    posts: tuple[UUID, ...] = ()


Unit = Unestablished | Established
UnitEvent = UnitEstablished | UnitRenamed | UnitClosed | UnitPostEntered | PupilsCounted
UnitCommand = EstablishUnit | RenameUnit | CloseUnit | EnterPost | ChangePupils


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


class UnitIsClosed(Refusal):
    """The unit is no longer there on that day: nothing is added to it, and it is not closed twice."""

    code = "unit-is-closed"


class UnitNotEmpty(Refusal):
    """Units and posts in it are still there on that day: close or move them first."""

    code = "unit-not-empty"


class NameAhead(Refusal):
    """A new name is entered on its first day at the earliest: what is printed today bears it."""

    code = "unit-name-ahead"


def there_on(unit: Unit, on: date) -> bool:
    """Return whether the unit is there on the day ``on``."""
    return isinstance(unit, Established) and in_force(unit.from_on or date.min, unit.until_on, on)


def called_on(unit: Established, on: date) -> Called:
    """Return its name on the day ``on``; of two for one day the one entered last."""
    names = [name for name in unit.called if name.from_on is None or name.from_on <= on]
    return latest(names or unit.called[:1])


def latest(names: Sequence[Called]) -> Called:
    return max(reversed(names), key=lambda name: name.from_on or date.min)


def require_there(until_on: date | None, on: date) -> None:
    """Refuse what would begin on ``on`` in a unit that is there until ``until_on``."""
    if until_on is not None and until_on <= on:
        raise UnitIsClosed("closed by then", until_on=until_on)


def decide(command: UnitCommand, unit: Unit) -> list[UnitEvent]:
    """Return what ``command`` leads to.

    Raises:
        ParentRequired, SchoolCodeRequired, AddresseeRequired: the kind of unit needs one.
        NotASchool: pupils of a unit that is none.
        UnitIsClosed, UnitNotEmpty, NameAhead
        NotOpen: the unit is established already, or not yet.
    """
    match command, unit:
        case EstablishUnit(), Unestablished():
            require_there(command.parent_until, command.from_on or command.on)
            return [established(command)]
        case RenameUnit(), Established():
            return [renamed(command, unit)]
        case CloseUnit(), Established():
            return [closed(command, unit)]
        case EnterPost(), Established():
            require_there(unit.until_on, command.from_on or command.on)
            return [UnitPostEntered(command.post_id)]
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
        command.from_on,
    )


def renamed(command: RenameUnit, unit: Established) -> UnitRenamed:
    require_there(unit.until_on, command.from_on)
    if command.from_on > command.on:
        raise NameAhead("a name of a later day", from_on=command.from_on, today=command.on)
    return UnitRenamed(
        command.name_th,
        command.name_en,
        command.short_name_th,
        command.from_on,
        command.document,
        unit.code,
    )


def closed(command: CloseUnit, unit: Established) -> UnitClosed:
    require_there(unit.until_on, command.until_on)
    if command.open_posts or command.open_units:
        raise UnitNotEmpty(
            "not empty on that day",
            until_on=command.until_on,
            posts=len(command.open_posts),
            units=len(command.open_units),
        )
    return UnitClosed(command.until_on, command.document, command.reason)


def evolve(unit: Unit, event: UnitEvent) -> Unit:
    """Take ``event`` as it is; a count of pupils changes no later decision."""
    match event, unit:
        case UnitEstablished(), _:
            return Established(
                event.kind,
                event.name_th,
                event.short_name_th,
                event.head_title_th,
                event.salutation,
                event.code,
                event.parent_id,
                event.from_on,
                called=(Called(event.name_th, event.name_en, event.short_name_th),),
            )
        case UnitRenamed(), Established():
            called = Called(event.name_th, event.name_en, event.short_name_th, event.from_on)
            known = replace(unit, called=(*unit.called, called))
            now = latest(known.called)
            return replace(known, name_th=now.name_th, short_name_th=now.short_name_th)
        case UnitClosed(), Established():
            return replace(unit, until_on=event.until_on)
        case UnitPostEntered(), Established():
            return replace(unit, posts=(*unit.posts, event.post_id))
    return unit


unit: Decider[Unit] = Decider(
    "unit",
    Unestablished(),
    decide,
    evolve,
    (UnitEstablished, UnitRenamed, UnitClosed, UnitPostEntered, PupilsCounted),
    (EstablishUnit, RenameUnit, CloseUnit, EnterPost, ChangePupils),
)
