"""The journal of the control register: one row per movement on a line, never changed (R-B14).

Table budget_postings (append-only): position bigint; at timestamptz; line_id uuid; from_account,
to_account text: ``satang`` (positive) goes from the one to the other, so that the accounts of a line
give its figures and ``transfer`` is even over the lines of each transfer; kind text (the event);
reference text; transfer_id, case_id uuid|null; balance_after_satang, free_after_satang: the line's
figures after it; by_person uuid. What a pending transfer holds is no posting.
Accounts: allocation, available, reserved, committed, disbursed, transfer.
"""

from __future__ import annotations

from domain.budget.line import (
    BudgetAllocated,
    BudgetCommitted,
    BudgetDisbursed,
    BudgetReserved,
    BudgetTransferred,
    CommitmentReleased,
    ReservationReleased,
)
from domain.budget.line.events import MoneyMoved
from domain.message import Recorded
from projections.table import Change, Insert, Reference, Rights, Table

ALLOCATION, AVAILABLE, RESERVED = "allocation", "available", "reserved"
COMMITTED, DISBURSED, TRANSFER = "committed", "disbursed", "transfer"


def moved(
    recorded: Recorded[MoneyMoved],
    satang: int,
    from_account: str,
    to_account: str,
    **row: object,
) -> list[Change]:
    whole = {
        "at": recorded.at,
        "line_id": recorded.id,
        "kind": recorded.event.NAME,
        "from_account": from_account,
        "to_account": to_account,
        "satang": satang,
        "balance_after_satang": recorded.event.balance_after_satang,
        "free_after_satang": recorded.event.free_after_satang,
        "case_id": recorded.case_id,
        "by_person": recorded.by.person_id,
        **row,
    }
    return [Insert("budget_postings", recorded.position, whole)]


def allocated(recorded: Recorded[BudgetAllocated]) -> list[Change]:
    event = recorded.event
    return moved(
        recorded, event.amount_satang, ALLOCATION, AVAILABLE, reference=event.allocation_reference
    )


def reserved(recorded: Recorded[BudgetReserved]) -> list[Change]:
    event = recorded.event
    return moved(recorded, event.amount_satang, AVAILABLE, RESERVED, reference=event.reference)


def reservation_released(recorded: Recorded[ReservationReleased]) -> list[Change]:
    event = recorded.event
    return moved(recorded, event.amount_satang, RESERVED, AVAILABLE, reference=event.reference)


def committed(recorded: Recorded[BudgetCommitted]) -> list[Change]:
    event = recorded.event
    source = AVAILABLE if event.reservation_reference is None else RESERVED
    return moved(recorded, event.amount_satang, source, COMMITTED, reference=event.reference)


def commitment_released(recorded: Recorded[CommitmentReleased]) -> list[Change]:
    event = recorded.event
    return moved(recorded, event.amount_satang, COMMITTED, AVAILABLE, reference=event.reference)


def disbursed(recorded: Recorded[BudgetDisbursed]) -> list[Change]:
    event = recorded.event
    source = AVAILABLE if event.commitment_reference is None else COMMITTED
    return moved(recorded, event.amount_satang, source, DISBURSED, reference=event.reference)


def transferred(recorded: Recorded[BudgetTransferred]) -> list[Change]:
    event = recorded.event
    out = event.satang < 0
    return moved(
        recorded,
        abs(event.satang),
        AVAILABLE if out else TRANSFER,
        TRANSFER if out else AVAILABLE,
        transfer_id=event.transfer_id,
    )


BUDGET_POSTINGS = Table(
    name="budget_postings",
    version=1,
    key="position",
    key_type="bigint",
    columns={
        "at": "timestamptz",
        "line_id": "uuid",
        "kind": "text",
        "from_account": "text",
        "to_account": "text",
        "satang": "bigint",
        "reference": "text",
        "transfer_id": "uuid",
        "case_id": "uuid",
        "balance_after_satang": "bigint",
        "free_after_satang": "bigint",
        "by_person": "uuid",
    },
    on={
        BudgetAllocated: allocated,
        BudgetReserved: reserved,
        ReservationReleased: reservation_released,
        BudgetCommitted: committed,
        CommitmentReleased: commitment_released,
        BudgetDisbursed: disbursed,
        BudgetTransferred: transferred,
    },
    sorts={"newest": ("-position",), "oldest": ("position",)},
    filters=("line_id", "transfer_id", "case_id", "kind", "from_account", "to_account"),
    references=(
        Reference("line_id", "budget_balances", {"item": "item", "programme": "programme"}),
    ),
    rights=Rights(through={"line_id": "budget_balances"}),
    append_only=True,
    indexes=(("line_id", "-position"), ("transfer_id",)),
)
