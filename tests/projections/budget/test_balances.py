"""One event in, changes out: the budget's read models."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.budget.line import (
    BudgetAllocated,
    BudgetCodes,
    BudgetCommitted,
    BudgetDisbursed,
    BudgetLineOpened,
    BudgetTransferred,
    SurplusDeclared,
    TransferHeld,
)
from domain.budget.scope import ExpenditureCategory
from domain.budget.transfer import TransferReturned
from domain.budget.year import BudgetYearClosed, BudgetYearOpened
from domain.message import Actor, Event, Recorded
from projections.budget.balances import BUDGET_BALANCES, FIGURES
from projections.budget.findable import FINDABLE
from projections.budget.postings import BUDGET_POSTINGS
from projections.budget.transfers import BUDGET_TRANSFERS
from projections.budget.waiting import WAITING
from projections.budget.years import BUDGET_YEARS
from projections.table import Insert, Update

LINE, TRANSFER, OWNER, PERSON = (UUID(int=number) for number in (1, 2, 3, 4))
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def recorded(event: Event, stream: str = f"budget_line/{LINE}") -> Any:
    by = Actor(PERSON, UUID(int=5), "finance_officer", UUID(int=6))
    return Recorded(7, stream, 1, event, AT, by, UUID(int=8), "Some")


OPENED = BudgetLineOpened(
    fiscal_year=2570,
    agency_unit_id=UUID(int=9),
    programme="แผนงานพื้นฐาน",
    output="ผลผลิต",
    activity="กิจกรรม",
    item="ค่าจัดอบรม",
    category=ExpenditureCategory.OPERATIONS,
    codes=BudgetCodes("20004 (รหัสตัวอย่าง)", "", "", is_sample=True),
    owner_unit_id=OWNER,
    project_name="",
    purpose="",
    target="",
)
TRANSFERRED = BudgetTransferred(
    transfer_id=TRANSFER,
    satang=-60,
    is_surplus=True,
    transferred_net_after_satang=-60,
    held_out_after_satang=0,
    held_in_after_satang=0,
    declared_surplus_after_satang=40,
    balance_after_satang=40,
    free_after_satang=40,
)


def one(changes: list[Any]) -> Any:
    [change] = changes
    return change


def test_a_line_begins_with_nothing_on_it_and_is_its_owners_to_know() -> None:
    change = one(BUDGET_BALANCES.project(recorded(OPENED)))
    assert isinstance(change, Insert)
    assert change.key == LINE
    assert {change.row[name] for name in FIGURES} == {0}
    assert change.row["parties"] == [OWNER]
    assert (change.row["category"], change.row["is_sample"]) == ("operations", True)


def test_a_figure_comes_from_the_event_that_moved_it() -> None:
    """R-B23: whole satang, no sums of history."""
    event = BudgetAllocated(
        amount_satang=100,
        allocation_reference="ศธ 04002/ว1",
        allocation_dated_on=date(2026, 10, 5),
        letter_id=None,
        allocated_after_satang=300,
        balance_after_satang=250,
        free_after_satang=200,
    )
    change = one(BUDGET_BALANCES.project(recorded(event)))
    assert isinstance(change, Update)
    assert (change.row["allocated_satang"], change.row["balance_satang"]) == (300, 250)
    assert change.row["free_satang"] == 200


def test_what_is_held_is_no_posting_but_shows_on_the_line() -> None:
    """R-B12"""
    held = TransferHeld(
        transfer_id=TRANSFER,
        satang=-60,
        is_surplus=True,
        held_out_after_satang=60,
        held_in_after_satang=0,
        balance_after_satang=100,
        free_after_satang=40,
    )
    change = one(BUDGET_BALANCES.project(recorded(held)))
    assert (change.row["held_out_satang"], change.row["balance_satang"]) == (60, 100)
    assert TransferHeld not in BUDGET_POSTINGS.handles


def test_a_posted_transfer_takes_its_surplus_off_the_line() -> None:
    """R-B16"""
    change = one(BUDGET_BALANCES.project(recorded(TRANSFERRED)))
    assert change.row["transferred_satang"] == -60
    assert change.row["surplus_satang"] == 40


def test_the_journal_says_from_where_to_where() -> None:
    """R-B14"""
    out = one(BUDGET_POSTINGS.project(recorded(TRANSFERRED))).row
    assert (out["from_account"], out["to_account"], out["satang"]) == ("available", "transfer", 60)
    assert out["transfer_id"] == TRANSFER
    paid = BudgetDisbursed(
        amount_satang=10,
        reference="ฎีกา 1",
        commitment_reference="สัญญา 1",
        committed_after_satang=0,
        disbursed_after_satang=10,
        balance_after_satang=90,
        free_after_satang=90,
    )
    row = one(BUDGET_POSTINGS.project(recorded(paid))).row
    assert (row["from_account"], row["to_account"]) == ("committed", "disbursed")
    bound = BudgetCommitted(
        amount_satang=10,
        reference="สัญญา 1",
        reservation_reference=None,
        reserved_after_satang=0,
        committed_after_satang=10,
        balance_after_satang=100,
        free_after_satang=90,
    )
    row = one(BUDGET_POSTINGS.project(recorded(bound))).row
    assert (row["from_account"], row["to_account"]) == ("available", "committed")


def test_a_declared_surplus_waits_for_the_finance_officer() -> None:
    """R-B16"""
    first = one(WAITING[BudgetLineOpened](recorded(OPENED)))
    assert (first.row["open"], first.row["title"]) == (False, "ค่าจัดอบรม")
    event = SurplusDeclared(100, "ครบ", True, PERSON, date(2026, 11, 23))
    change = one(WAITING[SurplusDeclared](recorded(event)))
    assert change.key == f"budget_line/{LINE}"
    assert change.row["waits_for"] == "role:finance_officer"
    assert change.row["act"] == "CertifyBalance"


def test_a_returned_transfer_has_no_authorities_and_waits_for_its_officer() -> None:
    event = recorded(TransferReturned("แก้จำนวน"), f"budget_transfer/{TRANSFER}")
    row = one(BUDGET_TRANSFERS.project(event)).row
    assert (row["state"], row["authorities"], row["ending"]) == ("returned", [], "แก้จำนวน")
    waiting = one(WAITING[TransferReturned](event)).row
    assert waiting["act"] == "ReviseTransfer"
    assert "waits_for" not in waiting  # whoever it waited for before: the post that drafted it


def test_a_year_is_a_row_that_closes() -> None:
    """R-B17"""
    stream = "budget_year/2570"
    opened = one(BUDGET_YEARS.project(recorded(BudgetYearOpened(2570), stream)))
    assert (opened.key, opened.row["state"]) == ("2570", "open")
    closed = one(BUDGET_YEARS.project(recorded(BudgetYearClosed(2570), stream)))
    assert (closed.key, closed.row["state"]) == ("2570", "closed")


def test_a_line_is_found_by_its_programme_as_well() -> None:
    row = one(FINDABLE[BudgetLineOpened](recorded(OPENED))).row
    assert row["href"] == f"/budget/lines/{LINE}"
    assert "แผนงานพื้นฐาน" in row["text"]
