"""Budget years are opened and closed."""

from __future__ import annotations

from application.act import Act, Key
from application.desk import Asked, Desk
from domain.budget.year import (
    CloseBudgetYear,
    OpenBudgetYear,
    UnopenedYear,
    budget_year,
)


def open_year(desk: Desk, _key: Key, asked: Asked[OpenBudgetYear]) -> None:
    """Open a year; its stream is named after it, so that each is opened once."""
    desk.decide(budget_year, str(asked.fiscal_year), asked.command())


ACTS = (
    Act(OpenBudgetYear, budget_year, open_year, creates=True),
    Act(CloseBudgetYear, budget_year, known=lambda year, _by: not isinstance(year, UnopenedYear)),
)
