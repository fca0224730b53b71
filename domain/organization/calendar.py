"""Working calendar: the holidays the office knows of, each with its source.

One stream per office (``calendar/office``). The Cabinet announces holidays, substitution days and
sudden special ones, so the table is data and may be added to at any time (R-T13). The state is the
set of dates itself: what ``domain.thai_time`` takes.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from domain.decider import Decider
from domain.fields import OneLine, PaperDate
from domain.message import Command, Event, Official, Part
from domain.refusal import Refusal

Holidays = frozenset[date]


class Holiday(Part, frozen=True):
    on: date
    name_th: str


class HolidaysAnnounced(Event, frozen=True):
    """``source`` names the Cabinet's resolution or announcement."""

    NAME = "calendar.holidays_announced"

    days: Official[tuple[Holiday, ...]]
    source: Official[str]


class HolidayWithdrawn(Event, frozen=True):
    NAME = "calendar.holiday_withdrawn"

    holiday_on: Official[date]
    source: Official[str]


class HolidayItem(BaseModel):
    """One holiday as typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: PaperDate
    name_th: OneLine


class AnnounceHolidays(Command):
    """Enter holidays from one source."""

    NAME: ClassVar[str] = "AnnounceHolidays"

    days: Annotated[tuple[HolidayItem, ...], Field(min_length=1, max_length=400)]
    source: OneLine


class WithdrawHoliday(Command):
    """Take a holiday back: the Cabinet moved it, or it was entered by mistake."""

    NAME: ClassVar[str] = "WithdrawHoliday"

    holiday_on: PaperDate
    source: OneLine


CalendarEvent = HolidaysAnnounced | HolidayWithdrawn
CalendarCommand = AnnounceHolidays | WithdrawHoliday


class HolidayKnown(Refusal):
    """The day is in the calendar already, or twice in the list."""

    code = "holiday-known"
    rule = "R-T13"


class HolidayUnknown(Refusal):
    """The day is not in the calendar."""

    code = "holiday-unknown"
    rule = "R-T13"


def decide(command: CalendarCommand, holidays: Holidays) -> list[CalendarEvent]:
    """Return what ``command`` leads to.

    Raises:
        HolidayKnown: a day announced is a holiday already.
        HolidayUnknown: the day withdrawn is none.
    """
    match command:
        case AnnounceHolidays():
            known = set(holidays)
            for day in command.days:
                if day.on in known:
                    raise HolidayKnown("a holiday already", holiday_on=day.on)
                known.add(day.on)
            days = tuple(Holiday(day.on, day.name_th) for day in command.days)
            return [HolidaysAnnounced(days, command.source)]
        case WithdrawHoliday():
            if command.holiday_on not in holidays:
                raise HolidayUnknown("no holiday", holiday_on=command.holiday_on)
            return [HolidayWithdrawn(command.holiday_on, command.source)]


def evolve(holidays: Holidays, event: CalendarEvent) -> Holidays:
    """Take ``event`` as it is."""
    match event:
        case HolidaysAnnounced():
            return holidays | {day.on for day in event.days}
        case HolidayWithdrawn():
            return holidays - {event.holiday_on}


calendar: Decider[Holidays] = Decider(
    "calendar",
    frozenset(),
    decide,
    evolve,
    (HolidaysAnnounced, HolidayWithdrawn),
    (AnnounceHolidays, WithdrawHoliday),
)
