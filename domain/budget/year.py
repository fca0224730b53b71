"""Budget year: the fiscal year (1 October to 30 September, named by its ending B.E. year; R-B01).

One stream per year, ``budget_year/2570``. Once closed it takes no more money acts (R-B17).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.decider import Decider
from domain.fields import FiscalYear
from domain.message import Command, Event, Official
from domain.refusal import NotOpen, Refusal


class BudgetYearOpened(Event, frozen=True):
    NAME = "budget_year.opened"

    fiscal_year: Official[int]


class BudgetYearClosed(Event, frozen=True):
    NAME = "budget_year.closed"

    fiscal_year: Official[int]


class OpenBudgetYear(Command):
    NAME: ClassVar[str] = "OpenBudgetYear"

    fiscal_year: FiscalYear


class CloseBudgetYear(Command):
    NAME: ClassVar[str] = "CloseBudgetYear"


@dataclass(frozen=True)
class UnopenedYear:
    """Nothing is known of this year."""


@dataclass(frozen=True)
class OpenYear:
    fiscal_year: int


@dataclass(frozen=True)
class ClosedYear:
    fiscal_year: int


BudgetYear = UnopenedYear | OpenYear | ClosedYear
YearCommand = OpenBudgetYear | CloseBudgetYear
YearEvent = BudgetYearOpened | BudgetYearClosed


class BudgetYearNotOpen(Refusal):
    """The budget year is closed, or was never opened: no money is planned, moved or drawn in it."""

    code = "budget-year-not-open"
    rule = "R-B17"


def is_closed(year: BudgetYear) -> bool:
    """Return whether money may no longer, or not yet, be touched: the evidence ``year_closed``."""
    return not isinstance(year, OpenYear)


def decide(command: YearCommand, year: BudgetYear) -> list[YearEvent]:
    """Return what ``command`` leads to.

    Raises:
        NotOpen: the year was opened before, or is not open to be closed.
    """
    match command, year:
        case OpenBudgetYear(), UnopenedYear():
            return [BudgetYearOpened(fiscal_year=command.fiscal_year)]
        case CloseBudgetYear(), OpenYear():
            return [BudgetYearClosed(fiscal_year=year.fiscal_year)]
    raise NotOpen(f"{type(command).__name__} while {type(year).__name__}")


def evolve(year: BudgetYear, event: YearEvent) -> BudgetYear:
    match event:
        case BudgetYearOpened():
            return OpenYear(event.fiscal_year)
        case BudgetYearClosed():
            return ClosedYear(event.fiscal_year)


budget_year: Decider[BudgetYear] = Decider(
    kind="budget_year",
    initial=UnopenedYear(),
    decide=decide,
    evolve=evolve,
    events=(BudgetYearOpened, BudgetYearClosed),
    commands=(OpenBudgetYear, CloseBudgetYear),
)
