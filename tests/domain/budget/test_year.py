"""R-B01, R-B17: a budget year is opened once and closed once."""

from domain.budget.year import (
    BudgetYearClosed,
    BudgetYearOpened,
    CloseBudgetYear,
    OpenBudgetYear,
    budget_year,
    is_closed,
)
from domain.refusal import NotOpen
from tests.domain.budget.people import FINANCE_OFFICER, TODAY, YEAR
from tests.domain.scenario import Scenario

OPEN = OpenBudgetYear(by=FINANCE_OFFICER, on=TODAY, fiscal_year=YEAR)
CLOSE = CloseBudgetYear(by=FINANCE_OFFICER, on=TODAY)

nothing = Scenario(budget_year)
opened = nothing.given(BudgetYearOpened(fiscal_year=YEAR))
closed = opened.given(BudgetYearClosed(fiscal_year=YEAR))


def test_a_year_is_opened() -> None:
    nothing.when(OPEN).then(BudgetYearOpened(fiscal_year=YEAR))


def test_a_year_is_opened_once() -> None:
    opened.when(OPEN).refused(NotOpen)
    closed.when(OPEN).refused(NotOpen)


def test_an_open_year_is_closed() -> None:
    opened.when(CLOSE).then(BudgetYearClosed(fiscal_year=YEAR))


def test_a_year_is_not_closed_twice_nor_before_it_was_opened() -> None:
    closed.when(CLOSE).refused(NotOpen)
    nothing.when(CLOSE).refused(NotOpen)


def test_money_may_be_touched_only_while_the_year_is_open() -> None:
    """R-B17"""
    assert is_closed(nothing.state)
    assert not is_closed(opened.state)
    assert is_closed(closed.state)
