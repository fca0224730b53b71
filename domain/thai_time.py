"""Bangkok days, Buddhist Era years, Thai dates in print, and working days.

Instants are aware datetimes (UTC in the log); a *day* is always a day in Bangkok (R-T01). Years are
B.E. integers of three kinds that never mix (R-T04): calendar (registers), fiscal (money), academic
(pupils). What depends on the office, its holidays, is passed in.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from domain.thai_text import thai_digits

Digits = Literal["arabic", "thai"]

# A fixed offset and not a zone file: Thailand has had no other since 1920 and keeps no summer time.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
ERA = 543
FIRST_JANUARY_YEAR = 1941  # B.E. 2484; until then the Thai year began in April (R-T03)
ACADEMIC_YEAR_STARTS = (5, 16)
DAY = timedelta(days=1)

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
MONTHS_SHORT = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)


def bangkok_date(at: datetime) -> date:
    """Return the day in Bangkok on which the instant ``at`` falls.

    Raises:
        ValueError: ``at`` has no time zone, so it is not an instant.
    """
    return _in_bangkok(at).date()


def calendar_year(on: date) -> int:
    """Return the B.E. calendar year of ``on``, the year of registers (R-N05).

    Raises:
        ValueError: before 1 January B.E. 2484, where the years do not map one to one (R-T03).
    """
    if on.year < FIRST_JANUARY_YEAR:
        raise ValueError(f"no automatic B.E. year for {on}: before 1 January B.E. 2484")
    return on.year + ERA


def fiscal_year(on: date) -> int:
    """Return the B.E. fiscal year of ``on``, from 1 October, named by its end (R-B01)."""
    return calendar_year(on) + (on.month >= 10)


def fiscal_quarter(on: date) -> int:
    """Return the quarter (1-4) of the fiscal year; the first is October to December."""
    return (on.month + 2) % 12 // 3 + 1


def academic_year(on: date) -> int:
    """Return the B.E. academic year of ``on``: from 16 May, named by its beginning (R-T04)."""
    return calendar_year(on) - ((on.month, on.day) < ACADEMIC_YEAR_STARTS)


def format_date(on: date, short: bool = False, digits: Digits = "arabic") -> str:
    """Return ``19 ตุลาคม 2566`` (R-L10); short: ``19 ต.ค. 2566``, the year never cut (R-T05).

    A day before B.E. 2484 is printed with its C.E. year, marked ค.ศ. (R-T03).
    """
    month = (MONTHS_SHORT if short else MONTHS)[on.month - 1]
    year = f"ค.ศ. {on.year}" if on.year < FIRST_JANUARY_YEAR else str(calendar_year(on))
    return _in_digits(f"{on.day} {month} {year}", digits)


def format_moment(at: datetime, short: bool = False, digits: Digits = "arabic") -> str:
    """Return the Bangkok day and minute: ``19 ตุลาคม 2566 เวลา 09.30 น.`` (short: no ``เวลา``).

    Raises:
        ValueError: ``at`` has no time zone.
    """
    local = _in_bangkok(at)
    between = " " if short else " เวลา "
    clock = _in_digits(f"{local:%H.%M} น.", digits)
    return f"{format_date(local.date(), short, digits)}{between}{clock}"


def is_working_day(on: date, holidays: Collection[date]) -> bool:
    """Return whether the office works on ``on``: Monday to Friday and no holiday (R-T13)."""
    return on.weekday() < 5 and on not in holidays


def next_working_day(on: date, holidays: Collection[date]) -> date:
    """Return ``on`` if it is a working day, else the first one after it (R-T14)."""
    while not is_working_day(on, holidays):
        on += DAY
    return on


def add_working_days(start: date, days: int, holidays: Collection[date]) -> date:
    """Return the last day of a period of ``days`` working days; ``start`` is not counted (R-T14).

    Zero days end on ``start`` itself, or on the next working day if the office is closed.

    Raises:
        ValueError: ``days`` is negative.
    """
    if days < 0:
        raise ValueError(f"a period of {days} days")
    end = next_working_day(start, holidays) if days == 0 else start
    for _ in range(days):
        end = next_working_day(end + DAY, holidays)
    return end


def working_days_between(start: date, end: date, holidays: Collection[date]) -> int:
    """Return how many working days lie after ``start`` up to and with ``end``.

    Negative when ``end`` is the earlier one: the working days by which it has been passed.
    """
    if end < start:
        return -working_days_between(end, start, holidays)
    return sum(
        is_working_day(start + DAY * step, holidays) for step in range(1, (end - start).days + 1)
    )


def _in_bangkok(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return at.astimezone(BANGKOK)


def _in_digits(text: str, digits: Digits) -> str:
    return thai_digits(text) if digits == "thai" else text
