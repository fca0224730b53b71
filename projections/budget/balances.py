"""Budget lines and their figures: one row per line. Sums over lines are asked, not stored.

Table budget_balances: id uuid; fiscal_year (B.E.) integer; agency_unit_id, owner_unit_id uuid;
programme, output, activity, item, category, project_name, purpose, target text; budget_code,
fund_source, main_activity_code text, is_sample boolean; the figures of ``domain/budget/line``, in
satang: allocated, transferred (net, signed), reserved, committed, disbursed, held_out, held_in,
balance, free; surplus (declared and not yet posted away), surplus_result, surplus_declared_on,
surplus_declared_by; certified (the free balance on certified_on), certified_by; allocation_reference
and allocation_dated_on of the latest allocation letter; parties uuid[]: the unit that owns the line.
"""

from __future__ import annotations

from typing import Any

from domain.budget.line import (
    BalanceCertified,
    BudgetAllocated,
    BudgetCommitted,
    BudgetDisbursed,
    BudgetLineOpened,
    BudgetReserved,
    BudgetTransferred,
    CommitmentReleased,
    ReservationReleased,
    SurplusDeclared,
    TransferHeld,
    TransferHoldReleased,
)
from domain.budget.line.events import MoneyMoved
from domain.message import Recorded
from domain.thai_text import search_key, sort_key
from projections.table import Change, Insert, Reference, Rights, Table, Update

FIGURES = (
    "allocated_satang",
    "transferred_satang",
    "reserved_satang",
    "committed_satang",
    "disbursed_satang",
    "held_out_satang",
    "held_in_satang",
    "balance_satang",
    "free_satang",
)


def opened(recorded: Recorded[BudgetLineOpened]) -> list[Change]:
    line = recorded.event
    text = f"{line.item} {line.project_name} {line.activity} {line.output} {line.programme}"
    row = {
        "fiscal_year": line.fiscal_year,
        "agency_unit_id": line.agency_unit_id,
        "owner_unit_id": line.owner_unit_id,
        "programme": line.programme,
        "output": line.output,
        "activity": line.activity,
        "item": line.item,
        "category": str(line.category),
        "project_name": line.project_name,
        "purpose": line.purpose,
        "target": line.target,
        "budget_code": line.codes.budget_code,
        "fund_source": line.codes.fund_source,
        "main_activity_code": line.codes.main_activity_code,
        "is_sample": line.codes.is_sample,
        "parties": [line.owner_unit_id],
        "sort_key": sort_key(f"{line.programme} {line.output} {line.activity} {line.item}"),
        "search": search_key(f"{text} {line.codes.budget_code}"),
    }
    return [Insert("budget_balances", recorded.id, row | dict.fromkeys(FIGURES, 0))]


def figures(recorded: Recorded[Any], **row: Any) -> list[Change]:
    """Return what an event changes: the balance and what is free after it, and more of the row."""
    event = recorded.event
    if isinstance(event, MoneyMoved):
        row |= {
            "balance_satang": event.balance_after_satang,
            "free_satang": event.free_after_satang,
        }
    return [Update("budget_balances", recorded.id, row)]


def allocated(recorded: Recorded[BudgetAllocated]) -> list[Change]:
    event = recorded.event
    return figures(
        recorded,
        allocated_satang=event.allocated_after_satang,
        allocation_reference=event.allocation_reference,
        allocation_dated_on=event.allocation_dated_on,
    )


def reserved(recorded: Recorded[BudgetReserved] | Recorded[ReservationReleased]) -> list[Change]:
    return figures(recorded, reserved_satang=recorded.event.reserved_after_satang)


def committed(recorded: Recorded[BudgetCommitted]) -> list[Change]:
    event = recorded.event
    return figures(
        recorded,
        reserved_satang=event.reserved_after_satang,
        committed_satang=event.committed_after_satang,
    )


def commitment_released(recorded: Recorded[CommitmentReleased]) -> list[Change]:
    return figures(recorded, committed_satang=recorded.event.committed_after_satang)


def disbursed(recorded: Recorded[BudgetDisbursed]) -> list[Change]:
    event = recorded.event
    return figures(
        recorded,
        committed_satang=event.committed_after_satang,
        disbursed_satang=event.disbursed_after_satang,
    )


def surplus_declared(recorded: Recorded[SurplusDeclared]) -> list[Change]:
    event = recorded.event
    return figures(
        recorded,
        surplus_satang=event.satang,
        surplus_result=event.result_achieved,
        surplus_declared_on=event.declared_on,
        surplus_declared_by=event.declared_by,
    )


def certified(recorded: Recorded[BalanceCertified]) -> list[Change]:
    event = recorded.event
    return figures(
        recorded,
        certified_satang=event.free_satang,
        certified_on=event.certified_on,
        certified_by=event.certified_by,
    )


def held(recorded: Recorded[TransferHeld] | Recorded[TransferHoldReleased]) -> list[Change]:
    event = recorded.event
    return figures(
        recorded,
        held_out_satang=event.held_out_after_satang,
        held_in_satang=event.held_in_after_satang,
    )


def transferred(recorded: Recorded[BudgetTransferred]) -> list[Change]:
    event = recorded.event
    return figures(
        recorded,
        transferred_satang=event.transferred_net_after_satang,
        held_out_satang=event.held_out_after_satang,
        held_in_satang=event.held_in_after_satang,
        surplus_satang=event.declared_surplus_after_satang,
    )


BUDGET_BALANCES = Table(
    name="budget_balances",
    version=2,
    stream="budget_line",
    key="id",
    key_type="uuid",
    columns={
        "fiscal_year": "integer",
        "agency_unit_id": "uuid",
        "owner_unit_id": "uuid",
        "programme": "text",
        "output": "text",
        "activity": "text",
        "item": "text",
        "category": "text",
        "project_name": "text",
        "purpose": "text",
        "target": "text",
        "budget_code": "text",
        "fund_source": "text",
        "main_activity_code": "text",
        "is_sample": "boolean",
        **dict.fromkeys(FIGURES, "bigint"),
        "surplus_satang": "bigint",
        "surplus_result": "text",
        "surplus_declared_on": "date",
        "surplus_declared_by": "uuid",
        "certified_satang": "bigint",
        "certified_on": "date",
        "certified_by": "uuid",
        "allocation_reference": "text",
        "allocation_dated_on": "date",
        "parties": "uuid[]",
        "sort_key": "text",
        "search": "text",
    },
    on={
        BudgetLineOpened: opened,
        BudgetAllocated: allocated,
        BudgetReserved: reserved,
        ReservationReleased: reserved,
        BudgetCommitted: committed,
        CommitmentReleased: commitment_released,
        BudgetDisbursed: disbursed,
        SurplusDeclared: surplus_declared,
        BalanceCertified: certified,
        TransferHeld: held,
        TransferHoldReleased: held,
        BudgetTransferred: transferred,
    },
    sorts={"programme": ("sort_key",), "free": ("-free_satang",)},
    filters=("fiscal_year", "category", "owner_unit_id", "programme", "free_satang", "id"),
    search="search",
    references=(
        Reference("owner_unit_id", "units", {"owner_th": "name_th", "owner_en": "name_en"}),
        Reference("agency_unit_id", "units", {"agency_th": "name_th", "agency_en": "name_en"}),
    ),
    rights=Rights(parties="parties"),
    indexes=(("fiscal_year", "sort_key"), ("owner_unit_id",)),
)
