"""One line of the control register: its figures, surplus, journal, what is pending, its story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.budget.reading import PENDING
from api.budget.register import summed
from api.budget.routes import LINE_ROUTES
from api.budget.transfer_parts import state_tag
from api.context import Signed
from api.finding import desk_of, every, named, one
from api.pages import Shown
from api.web.parts import Cell, Fact, Tag
from application.budget.holds import year_closed
from domain.budget.line import OpenLine, budget_line
from domain.budget.line.openings import acts_open

pages = APIRouter(include_in_schema=False)


@pages.get("/budget/lines/{id:uuid}")
def line_page(request: Request, id: UUID, context: Signed) -> Response:
    """One line: its figures, its surplus, what is pending, its journal, its story."""
    shown = Shown(request, context, here="budget")
    row = one(shown, "budget_balances", id)
    state = context.state(budget_line, id)
    closed = isinstance(state, OpenLine) and year_closed(desk_of(context), state.fiscal_year)
    pending = every(shown, "budget_transfers", "newest", line_ids=[id], state=list(PENDING))
    postings = every(shown, "budget_postings", "newest", line_id=id)
    acts = acts_open(state, year_closed=closed, unit_id=context.unit_id)
    return shown.html(
        "budget_line.html",
        title=row["item"],
        lead=f"{named(shown, row, 'owner')} · {row['programme']}",
        tags=line_tags(shown, row, closed=closed),
        row=row,
        figures=summed([row]),
        facts=line_facts(shown, row),
        surplus=surplus_facts(shown, row),
        pending=[pending_row(shown, transfer, id) for transfer in pending],
        postings=postings,
        acts=() if shown.as_of else shown.acts(LINE_ROUTES, id, acts),
        story=shown.story(stream_id=f"budget_line/{id}"),
    )


def line_tags(shown: Shown, row: Mapping[str, Any], *, closed: bool) -> list[Tag]:
    label = shown.words.text
    tags = [
        Tag(label("ui.budget.year", year=row["fiscal_year"]), "blue"),
        Tag(label(f"value.expenditure_category.{row['category']}")),
    ]
    if closed:
        tags.append(Tag(label("ui.budget.year_closed"), "red", "lock"))
    if row["is_sample"]:
        tags.append(Tag(label("ui.budget.sample"), "amber"))
    return tags


def line_facts(shown: Shown, row: Mapping[str, Any]) -> list[Fact]:
    label = shown.words.text
    letter = row["allocation_reference"] or "—"
    return [
        Fact(label("field.OpenBudgetLine.programme"), Cell(row["programme"])),
        Fact(label("field.OpenBudgetLine.output"), Cell(row["output"])),
        Fact(label("field.OpenBudgetLine.activity"), Cell(row["activity"])),
        Fact(label("field.OpenBudgetLine.owner_unit_id"), Cell(named(shown, row, "owner"))),
        Fact(label("field.OpenBudgetLine.project_name"), Cell(row["project_name"])),
        Fact(label("field.OpenBudgetLine.purpose"), Cell(row["purpose"])),
        Fact(label("field.OpenBudgetLine.target"), Cell(row["target"])),
        Fact(label("field.AllocateBudget.allocation_reference"), Cell(letter)),
        Fact(
            label("field.AllocateBudget.allocation_dated_on"), Cell(on=row["allocation_dated_on"])
        ),
        Fact(label("field.OpenBudgetLine.agency_unit_id"), Cell(named(shown, row, "agency"))),
        Fact(label("field.BudgetCodesEntry.budget_code"), Cell(row["budget_code"])),
        Fact(label("field.BudgetCodesEntry.fund_source"), Cell(row["fund_source"])),
        Fact(label("field.BudgetCodesEntry.main_activity_code"), Cell(row["main_activity_code"])),
    ]


def surplus_facts(shown: Shown, row: Mapping[str, Any]) -> list[Fact]:
    """Return what the owner declared and the finance officer certified; nothing, if neither did."""
    label, name = shown.words.text, shown.words.resolve
    facts: list[Fact] = []
    if row["surplus_satang"] is not None:
        by = name(row["surplus_declared_by"])
        on = shown.words.date(row["surplus_declared_on"])
        facts += [
            Fact(
                label("ui.budget.declared"), Cell(satang=row["surplus_satang"], sub=f"{by} · {on}")
            ),
            Fact(label("field.DeclareSurplus.result_achieved"), Cell(row["surplus_result"])),
        ]
    if row["certified_satang"] is not None:
        by, on = name(row["certified_by"]), shown.words.date(row["certified_on"])
        facts.append(
            Fact(
                label("ui.budget.certified"),
                Cell(satang=row["certified_satang"], sub=f"{by} · {on}"),
            )
        )
    return facts


def pending_row(shown: Shown, transfer: Mapping[str, Any], line_id: UUID) -> dict[str, Any]:
    satang = sum(line["satang"] for line in transfer["lines"] if line["line_id"] == str(line_id))
    return {
        "href": f"/transfers/{transfer['id']}",
        "reason": transfer["reason"],
        "satang": satang,
        "tag": state_tag(shown, transfer["state"]),
    }
