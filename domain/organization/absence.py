"""Absence: the days on which a person is away or unable to perform the duties of any of his posts.

One stream per person (``absence/<uuid>``). Periods are days in Bangkok, ends exclusive. An absence
grants nothing by itself: it is what acting and substitution wait for (R-H06, R-H13, R-H14), and with
its end they end. Why somebody is away is personal and sealed under his key (R-I12).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from domain.decider import Decider
from domain.fields import OptionalLine, PaperDate
from domain.message import Command, Event, Evidence, Official, Part, Personal
from domain.organization.period import in_force, overlap, require_period
from domain.refusal import NotFound, NotOpen, NotPermitted, Refusal


class AbsenceRecorded(Event, frozen=True):
    """``until_on`` is the first day back."""

    NAME = "absence.recorded"
    SUBJECT = "person_id"

    absence_id: Official[UUID]
    person_id: Official[UUID]
    from_on: Official[date]
    until_on: Official[date]
    note: Personal[str] = ""


class AbsenceEnded(Event, frozen=True):
    """Back earlier: ``until_on`` is the first day back; not before the day it was recorded."""

    NAME = "absence.ended"

    absence_id: Official[UUID]
    until_on: Official[date]


class RecordAbsence(Command):
    """Say on which days one is away; ``until_on`` is the first day back. The note is sealed."""

    NAME: ClassVar[str] = "RecordAbsence"

    from_on: PaperDate
    until_on: PaperDate
    note: OptionalLine = ""
    person_id: Evidence[UUID]
    absence_id: Evidence[UUID]


class RecordAbsenceFor(RecordAbsence):
    """Record that somebody else is away: by who keeps the office's leave."""

    NAME: ClassVar[str] = "RecordAbsenceFor"


class EndAbsence(Command):
    """Come back earlier; ``until_on`` is the first day back, today or later."""

    NAME: ClassVar[str] = "EndAbsence"

    absence_id: UUID
    until_on: PaperDate
    person_id: Evidence[UUID]


class EndAbsenceFor(EndAbsence):
    """End somebody else's absence: by who keeps the office's leave."""

    NAME: ClassVar[str] = "EndAbsenceFor"


class Away(Part, frozen=True):
    """One absence: from a day until, and not with, another."""

    absence_id: UUID
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Absences:
    """A person's absences, as entered."""

    periods: tuple[Away, ...] = ()


class AbsentAlready(Refusal):
    """An absence is recorded for a day of that period."""

    code = "absent-already"


class NotBackdated(Refusal):
    """What was in force on a past day stays so; an end is today or later (R-H15)."""

    code = "not-backdated"
    rule = "R-H15"


AbsenceCommand = RecordAbsence | RecordAbsenceFor | EndAbsence | EndAbsenceFor
AbsenceEvent = AbsenceRecorded | AbsenceEnded


def absent(absences: Absences, on: date) -> bool:
    """Return whether the person is away on the day ``on``."""
    return any(in_force(away.from_on, away.until_on, on) for away in absences.periods)


def decide(command: AbsenceCommand, absences: Absences) -> list[AbsenceEvent]:
    """Return what ``command`` leads to.

    Raises:
        NotPermitted: of somebody else, without the power to.
        PeriodEmpty, AbsentAlready, NotBackdated, NotFound
    """
    if not isinstance(command, RecordAbsenceFor | EndAbsenceFor):
        require_own(command.by.person_id, command.person_id)
    match command:
        case RecordAbsence():
            require_period(command.from_on, command.until_on)
            for away in absences.periods:
                if overlap(command.from_on, command.until_on, away.from_on, away.until_on):
                    raise AbsentAlready(from_on=away.from_on, until_on=away.until_on)
            return [
                AbsenceRecorded(
                    command.absence_id,
                    command.person_id,
                    command.from_on,
                    command.until_on,
                    command.note,
                )
            ]
        case EndAbsence():
            found = next((a for a in absences.periods if a.absence_id == command.absence_id), None)
            if found is None:
                raise NotFound(absence_id=command.absence_id)
            if command.until_on >= found.until_on:
                raise NotOpen("over by then")
            if command.until_on < command.on:
                raise NotBackdated(until_on=command.until_on, today=command.on)
            return [AbsenceEnded(command.absence_id, command.until_on)]
    raise NotOpen(type(command).__name__)


def require_own(by: UUID, person_id: UUID) -> None:
    if by != person_id:
        raise NotPermitted("somebody else's absence", person_id=person_id)


def evolve(absences: Absences, event: AbsenceEvent) -> Absences:
    """Take ``event`` as it is."""
    match event:
        case AbsenceRecorded():
            away = Away(event.absence_id, event.from_on, event.until_on)
            return Absences((*absences.periods, away))
        case AbsenceEnded():
            kept = [
                msgspec.structs.replace(away, until_on=max(away.from_on, event.until_on))
                if away.absence_id == event.absence_id
                else away
                for away in absences.periods
            ]
            return Absences(tuple(away for away in kept if away.from_on < away.until_on))


absence: Decider[Absences] = Decider(
    "absence",
    Absences(),
    decide,
    evolve,
    (AbsenceRecorded, AbsenceEnded),
    (RecordAbsence, RecordAbsenceFor, EndAbsence, EndAbsenceFor),
)
