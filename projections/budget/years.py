"""Budget years: one row per year. Table budget_years: id text (``2570``), fiscal_year (B.E.) integer,
state text (``open``, ``closed``), opened_at, closed_at timestamptz."""

from __future__ import annotations

from domain.budget.year import BudgetYearClosed, BudgetYearOpened
from domain.message import Recorded
from projections.table import Change, Insert, Table, Update


def opened(recorded: Recorded[BudgetYearOpened]) -> list[Change]:
    year = recorded.event.fiscal_year
    row = {"fiscal_year": year, "state": "open", "opened_at": recorded.at}
    return [Insert("budget_years", str(year), row)]


def closed(recorded: Recorded[BudgetYearClosed]) -> list[Change]:
    year = recorded.event.fiscal_year
    return [Update("budget_years", str(year), {"state": "closed", "closed_at": recorded.at})]


BUDGET_YEARS = Table(
    name="budget_years",
    version=1,
    stream="budget_year",
    key="id",
    key_type="text",
    columns={
        "fiscal_year": "integer",
        "state": "text",
        "opened_at": "timestamptz",
        "closed_at": "timestamptz",
    },
    on={BudgetYearOpened: opened, BudgetYearClosed: closed},
    sorts={"newest": ("-fiscal_year",)},
    filters=("fiscal_year", "state"),
)
