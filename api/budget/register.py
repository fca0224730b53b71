"""The control register's page: the lines of a year by programme, with sums.

Sums are added up here from the rows the reader may know of; nothing of them is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api import choices
from api.budget.routes import YEAR_ROUTES
from api.context import Signed
from api.finding import every, named
from api.pages import Shown
from api.web.parts import Bar, Chart, Do, Empty, Tag, Tile
from domain.budget.scope import ExpenditureCategory
from domain.money import format_baht
from domain.thai_time import bangkok_date, fiscal_year
from projections.ask import Ask

pages = APIRouter(include_in_schema=False)
LONGEST_LABEL = 44


@dataclass(frozen=True)
class Sums:
    """Figures of several lines added up, in satang; or of one."""

    allocated_satang: int = 0
    transferred_satang: int = 0
    reserved_satang: int = 0
    committed_satang: int = 0
    disbursed_satang: int = 0
    held_out_satang: int = 0
    held_in_satang: int = 0
    balance_satang: int = 0
    free_satang: int = 0

    @property
    def budget_satang(self) -> int:
        """What the lines have, after posted transfers."""
        return self.allocated_satang + self.transferred_satang

    @property
    def bound_satang(self) -> int:
        return self.reserved_satang + self.committed_satang


def summed(rows: Iterable[Mapping[str, Any]]) -> Sums:
    rows = list(rows)
    return Sums(**{one.name: sum(row[one.name] for row in rows) for one in fields(Sums)})


@dataclass(frozen=True)
class Line:
    """One row of the register as the page shows it."""

    href: str
    item: str
    owner: str
    category: str
    figures: Sums
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Activity:
    output: str
    activity: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Programme:
    name: str
    figures: Sums
    activities: tuple[Activity, ...]
    count: int


@pages.get("/budget")
def budget_page(request: Request, context: Signed) -> Response:
    """The lines of one year under their programmes, with sums."""
    shown = Shown(request, context, here="budget")
    label, asked = shown.words.text, request.query_params
    years = context.rows.page("budget_years", shown.viewer, Ask(limit=20, as_of=shown.as_of)).items
    year = chosen_year(asked.get("year", ""), years, fiscal_year(bangkok_date(context.at)))
    filters: dict[str, Any] = {"fiscal_year": year}
    if asked.get("category") in set(ExpenditureCategory):
        filters["category"] = asked["category"]
    owner = as_uuid(asked.get("owner", ""))
    if owner is not None:
        filters["owner_unit_id"] = owner
    rows = every(shown, "budget_balances", "programme", **filters)
    whole = summed(rows)
    programmes = tuple(programmes_of(shown, rows))
    state = next((row["state"] for row in years if row["fiscal_year"] == year), None)
    return shown.html(
        "budget.html",
        title=label("ui.budget.title", year=year),
        lead=label("ui.budget.lead"),
        does=does(shown, year, state),
        closing=state == "open" and context.may("CloseBudgetYear"),
        year=year,
        years=[(str(row["fiscal_year"]), row["state"]) for row in years],
        closed=state == "closed",
        categories=[
            (str(c), label(f"value.expenditure_category.{c}")) for c in ExpenditureCategory
        ],
        category=filters.get("category", ""),
        owners=owners_of(shown, year),
        owner=str(owner or ""),
        tiles=tiles(shown, whole, year) if rows else (),
        chart=chart(shown, programmes) if len(programmes) > 1 else None,
        programmes=programmes,
        empty=Empty(label("ui.budget.empty"), label("ui.budget.empty_help"), icon="coins"),
        link=shown.link,
    )


def does(shown: Shown, year: int, state: str | None) -> list[Do]:
    """Return the acts on the year shown that this post may do; closing it stands at the foot."""
    names = {"open": ("OpenBudgetLine", "SetTransferPowers")}
    wanted = names.get(state or "", ("OpenBudgetYear",))
    routes = {route.act.name: route for route in YEAR_ROUTES}
    return [
        Do(
            shown.words.text(f"command.{name}"),
            routes[name].form_path.replace("{id}", str(year)),
            icon="plus" if name == "OpenBudgetLine" else None,
        )
        for name in wanted
        if shown.context.may(name)
    ]


def chosen_year(typed: str, years: Sequence[Mapping[str, Any]], this_year: int) -> int:
    known = {row["fiscal_year"] for row in years}
    if typed.isascii() and typed.isdigit() and int(typed[:6]) in known:
        return int(typed)
    return this_year if this_year in known or not known else max(known)


def as_uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def owners_of(shown: Shown, year: int) -> list[tuple[str, str]]:
    """Return the units that own lines of the year, in Thai order."""
    rows = every(shown, "budget_balances", "programme", fiscal_year=year)
    owning = {str(row["owner_unit_id"]) for row in rows}
    units = choices.units(shown.context, "office", "group", "section", "school")
    return [option for option in units if option[0] in owning]


def programmes_of(shown: Shown, rows: Sequence[Mapping[str, Any]]) -> Iterable[Programme]:
    for name, under in groupby(rows, key=lambda row: str(row["programme"])):
        lines = list(under)
        yield Programme(
            name,
            summed(lines),
            tuple(
                Activity(output, activity, tuple(line_of(shown, row) for row in of_activity))
                for (output, activity), of_activity in groupby(
                    lines, key=lambda row: (str(row["output"]), str(row["activity"]))
                )
            ),
            len(lines),
        )


def line_of(shown: Shown, row: Mapping[str, Any]) -> Line:
    label = shown.words.text
    tags = [Tag(label(f"value.expenditure_category.{row['category']}"))]
    if row["surplus_satang"]:
        tags.append(Tag(label("ui.budget.has_surplus"), "green", "flag"))
    if row["held_out_satang"] or row["held_in_satang"]:
        tags.append(Tag(label("ui.budget.pending"), "amber", "hourglass"))
    return Line(
        shown.here_as_of(f"/budget/lines/{row['id']}"),
        row["item"],
        named(shown, row, "owner"),
        row["category"],
        summed([row]),
        tuple(tags),
    )


def tiles(shown: Shown, whole: Sums, year: int) -> tuple[Tile, ...]:
    label = shown.words.text

    def tile(key: str, satang: int, href: str, sub: str = "", tone: Any = "grey") -> Tile:
        figure = shown.words.in_digits(format_baht(satang))
        return Tile(label(f"ui.budget.{key}"), figure, href, sub, tone)

    share = label("ui.budget.share", n=percent(whole.disbursed_satang, whole.budget_satang))
    pending = label("ui.budget.held_sub", held_satang=whole.held_out_satang)
    here = shown.link()
    return (
        tile("budget", whole.budget_satang, f"{here}#programmes", label("ui.budget.budget_sub")),
        tile("disbursed", whole.disbursed_satang, f"{here}#chart", share),
        tile("bound", whole.bound_satang, f"{here}#programmes", pending),
        tile("free", whole.free_satang, f"{here}#programmes", label("ui.budget.free_sub"), "green"),
    )


def percent(part: int, whole: int) -> str:
    """Return ``part`` of ``whole`` in per cent with one decimal, cut and not rounded up."""
    tenths = part * 1000 // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10}"


def chart(shown: Shown, programmes: Sequence[Programme]) -> Chart:
    label = shown.words.text
    most = max(
        programmes, key=lambda one: one.figures.disbursed_satang / (one.figures.budget_satang or 1)
    )
    figures = most.figures
    finding = label(
        "ui.budget.finding",
        programme=most.name,
        n=percent(figures.disbursed_satang, figures.budget_satang),
    )
    return Chart(
        "budget-use",
        finding,
        label("ui.budget.chart_help"),
        (
            Tag(label("ui.budget.disbursed"), "green"),
            Tag(label("ui.budget.bound"), "amber"),
            Tag(label("ui.budget.held_out"), "blue"),
            Tag(label("ui.budget.free"), "grey"),
        ),
        tuple(
            Bar(
                shortened(one.name),
                tuple(
                    satang // 100_000
                    for satang in (
                        one.figures.disbursed_satang,
                        one.figures.bound_satang,
                        one.figures.held_out_satang,
                        one.figures.free_satang,
                    )
                ),
                f"#programme-{number}",
            )
            for number, one in enumerate(programmes, 1)
        ),
        measure=label("ui.budget.chart_measure"),
    )


def shortened(name: str) -> str:
    """Return a programme's name short enough for a bar's label on a phone."""
    return name if len(name) <= LONGEST_LABEL else f"{name[:LONGEST_LABEL].rstrip()}…"
