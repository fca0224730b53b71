"""Periods of effect: from a first day up to, and not with, an end that may be open."""

from __future__ import annotations

from datetime import date

from domain.refusal import Refusal


class PeriodEmpty(Refusal):
    """The end of a period is not after its first day."""

    code = "period-empty"
    rule = "R-H15"


def require_period(from_on: date, until_on: date | None) -> None:
    """Refuse a period that holds no day."""
    if until_on is not None and until_on <= from_on:
        raise PeriodEmpty("the period ends before it begins", from_on=from_on, until_on=until_on)


def in_force(from_on: date, until_on: date | None, on: date) -> bool:
    """Return whether the period holds the day ``on``; ``until_on`` itself is outside."""
    return from_on <= on and (until_on is None or on < until_on)


def overlap(a_from: date, a_until: date | None, b_from: date, b_until: date | None) -> bool:
    """Return whether two periods share a day; one that ended before it began holds none."""
    later = max(a_from, b_from)
    return in_force(a_from, a_until, later) and in_force(b_from, b_until, later)
