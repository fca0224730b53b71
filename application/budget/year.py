"""Budget years are opened and closed."""

from __future__ import annotations

from application.act import Act, Key
from application.desk import Asked, Desk
from domain.budget.year import (
    BudgetYearNotOpen,
    CloseBudgetYear,
    OpenBudgetYear,
    UnopenedYear,
    budget_year,
)


def open_year(desk: Desk, _key: Key, asked: Asked[OpenBudgetYear]) -> None:
    """Open a year; its stream is named after it, so that each is opened once."""
    desk.decide(budget_year, str(asked.fiscal_year), asked.command())


def close_year(desk: Desk, fiscal_year: str, asked: Asked[CloseBudgetYear]) -> None:
    """Close a year.

    Raises:
        BudgetYearNotOpen: there is none such.
    """
    if isinstance(desk.state(budget_year, fiscal_year), UnopenedYear):
        raise BudgetYearNotOpen(fiscal_year=fiscal_year)
    desk.decide(budget_year, fiscal_year, asked.command())


ACTS = (
    Act(OpenBudgetYear, budget_year, open_year, creates=True),
    Act(CloseBudgetYear, budget_year, close_year),
)
