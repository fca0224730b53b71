"""The budget's commands as routes, and what their forms offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from api import choices
from api.budget.asked import (
    AmendForResolutionBody,
    Direction,
    DraftTransferBody,
    ReviseTransferBody,
    asked_line,
)
from api.context import Context
from api.routes import Form, Route, no_options
from application.budget import line, transfer, year
from application.desk import OFFICE
from domain.budget.line import OpenLine, budget_line
from domain.budget.transfer import Draft, Submitted, Undrafted, budget_transfer
from domain.budget.transfer_power import transfer_powers
from domain.money import format_baht
from domain.thai_time import bangkok_date, fiscal_year

BY_NAME = {act.name: act for act in (*year.ACTS, *line.ACTS, *transfer.ACTS)}
LINE, TRANSFER = "/budget/lines/{id}", "/transfers/{id}"
Options = Sequence[tuple[str, str]]
MakesForm = Callable[[Context, Any], Form]


def opening_year(context: Context, _key: Any) -> Form:
    return Form(values={"fiscal_year": fiscal_year(bangkok_date(context.at))})


def opening_line(context: Context, _key: Any) -> Form:
    owners = choices.units(context, "group", "school", "office")
    return Form(
        choices={"owner_unit_id": owners, "agency_unit_id": choices.units(context, "outside")},
        values={"fiscal_year": fiscal_year(bangkok_date(context.at))},
        hidden=(),
    )


def allocating(context: Context, _key: Any) -> Form:
    letters = context.rows.page("letters", context.viewer).items
    options = [(str(r["id"]), f"{r['reference']} · {r['subject']}") for r in letters]
    return Form(choices={"letter_id": options})


def state_of(context: Context, key: Any) -> OpenLine | None:
    found = context.state(budget_line, key)
    return found if isinstance(found, OpenLine) else None


def from_reservation(context: Context, key: Any) -> Form:
    found = state_of(context, key)
    left = amounts(found.reservations) if found else []
    return Form(choices={"reservation_reference": left})


def of_reservation(context: Context, key: Any) -> Form:
    found = state_of(context, key)
    return Form(choices={"reference": amounts(found.reservations) if found else []})


def from_commitment(context: Context, key: Any) -> Form:
    found = state_of(context, key)
    return Form(choices={"commitment_reference": amounts(found.commitments) if found else []})


def of_commitment(context: Context, key: Any) -> Form:
    found = state_of(context, key)
    return Form(choices={"reference": amounts(found.commitments) if found else []})


def amounts(left: Any) -> Options:
    return [(name, f"{name} · {format_baht(satang)}") for name, satang in left.items()]


def lines_to_choose(context: Context) -> Options:
    """Return the lines of the open years: item, who owns it, what is free on it."""
    years = context.rows.rows("budget_years", state="open")
    rows = context.rows.rows("budget_balances", fiscal_year=[r["fiscal_year"] for r in years])
    owners = {r["id"]: r["short_name_th"] or r["name_th"] for r in context.rows.rows("units")}
    ordered = sorted(rows, key=lambda row: str(row["sort_key"]))
    return [
        (
            str(row["id"]),
            f"{row['item']} · {owners.get(row['owner_unit_id'], '')}"
            f" · {format_baht(row['free_satang'])}",
        )
        for row in ordered
    ]


def cases_to_choose(context: Context) -> Options:
    rows = context.rows.rows("case_status", open=True)
    newest = sorted(rows, key=lambda row: row["opened_at"], reverse=True)
    return [(str(r["id"]), f"{r['number']}/{r['year']} · {r['subject']}") for r in newest]


def drafting(context: Context, _key: Any) -> Form:
    first = [
        {"direction": str(Direction.FROM), "is_surplus": True},
        {"direction": str(Direction.TO)},
    ]
    return Form(
        choices={"line_id": lines_to_choose(context), "case_id": cases_to_choose(context)},
        values={"lines": first},
    )


def revising(context: Context, key: Any) -> Form:
    found = context.state(budget_transfer, key)
    values: dict[str, Any] = {}
    if isinstance(found, Draft | Submitted):
        lines = [asked_line(line) for line in found.content.lines]
        values = {"lines": lines, "reason": found.content.reason}
    return Form(choices={"line_id": lines_to_choose(context)}, values=values)


def amending(context: Context, key: Any) -> Form:
    form = revising(context, key)
    found = context.rows.rows("resolutions", outcome="approved_with_changes")
    offered = [(str(row["id"]), citation(row)) for row in found]
    return Form(choices={**form.choices, "resolution_id": offered}, values=form.values)


def citation(row: Any) -> str:
    return f"{row['meeting_no']}/{row['meeting_year']} · {row['item_no']}"


def setting_powers(context: Context, _key: Any) -> Form:
    rows = context.state(transfer_powers, OFFICE).rows
    return Form(values={"rows": rows})


def of_line(place: str, name: str, form: MakesForm = no_options, **more: Any) -> Route:
    """Return a route of a line; above its form stands which line it is."""

    def named(context: Context, key: Any) -> Form:
        found = state_of(context, key)
        return replace(form(context, key), intro=found.item if found else "")

    return Route(f"/budget/lines/{{id}}/{place}", BY_NAME[name], LINE, named, **more)


def of_transfer(place: str, name: str, form: MakesForm = no_options, **more: Any) -> Route:
    """Return a route of a transfer; above its form stands its reason."""

    def named(context: Context, key: Any) -> Form:
        found = context.state(budget_transfer, key)
        return replace(
            form(context, key),
            intro="" if isinstance(found, Undrafted) else found.content.reason,
        )

    return Route(f"/transfers/{{id}}/{place}", BY_NAME[name], TRANSFER, named, **more)


YEAR_ROUTES = (
    Route("/budget/years", BY_NAME["OpenBudgetYear"], "/budget?year={id}", opening_year),
    Route(
        "/budget/years/{id}/closing",
        BY_NAME["CloseBudgetYear"],
        "/budget?year={id}",
        text_key=True,
        warns=True,
    ),
    Route("/budget/lines", BY_NAME["OpenBudgetLine"], LINE, opening_line, page="/budget/lines/new"),
    Route(
        "/transfer-powers",
        BY_NAME["SetTransferPowers"],
        "/budget",
        setting_powers,
        key=OFFICE,
        page="/transfer-powers/new",
    ),
)
LINE_ROUTES = (
    of_line("surplus-declarations", "DeclareSurplus", icon="flag", main=True),
    of_line("certifications", "CertifyBalance", icon="clipboard-check", main=True),
    of_line("allocations", "AllocateBudget", allocating, icon="plus"),
    of_line("reservations", "ReserveBudget", icon="lock"),
    of_line("reservation-releases", "ReleaseReservation", of_reservation),
    of_line("commitments", "CommitBudget", from_reservation),
    of_line("commitment-releases", "ReleaseCommitment", of_commitment),
    of_line("disbursements", "DisburseBudget", from_commitment, icon="report-money"),
)
DRAFT = Route(
    "/transfers",
    BY_NAME["DraftTransfer"],
    TRANSFER,
    drafting,
    icon="arrows-exchange",
    main=True,
    page="/transfers/new",
    asks=DraftTransferBody,
)
TRANSFER_ROUTES = (
    of_transfer("submission", "SubmitTransfer", icon="send", main=True),
    of_transfer("posting", "PostTransfer", icon="checks", main=True),
    of_transfer(
        "amendments",
        "AmendForResolution",
        form=amending,
        icon="pencil",
        main=True,
        asks=AmendForResolutionBody,
    ),
    of_transfer(
        "revisions", "ReviseTransfer", form=revising, icon="pencil", asks=ReviseTransferBody
    ),
    of_transfer("returns", "ReturnTransfer", icon="arrow-back-up", warns=True),
    of_transfer("withdrawal", "WithdrawTransfer", icon="ban", warns=True),
)
ROUTES = (*YEAR_ROUTES, *LINE_ROUTES, DRAFT, *TRANSFER_ROUTES)
