"""A budget line: what was allocated is never exceeded (R-B04), in an open year (R-B17)."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.budget.availability import AboveFreeBalance
from domain.budget.line import (
    AboveCommitment,
    AboveReservation,
    AllocateBudget,
    BudgetAllocated,
    BudgetCommitted,
    BudgetDisbursed,
    BudgetReserved,
    CertifyBalance,
    CommitBudget,
    CommitmentReleased,
    DeclareSurplus,
    DisburseBudget,
    OpenBudgetLine,
    ReleaseCommitment,
    ReleaseReservation,
    ReservationReleased,
    ReserveBudget,
    budget_line,
)
from domain.budget.year import BudgetYearNotOpen
from domain.refusal import NotOpen
from tests.domain.budget.lines import OPENED, after, allocate, allocated, ask, hold, opened, post
from tests.domain.budget.people import SCHOOL_DIRECTOR, TODAY, YEAR
from tests.domain.scenario import Scenario

OPEN = ask(
    OpenBudgetLine,
    fiscal_year=YEAR,
    agency_unit_id=OPENED.agency_unit_id,
    programme=OPENED.programme,
    output=OPENED.output,
    activity=OPENED.activity,
    item=OPENED.item,
    category="operations",
    codes={
        "budget_code": "2000400001",
        "fund_source": "6911200",
        "main_activity_code": "กิจกรรม 1",
        "is_sample": True,
    },
    owner_unit_id=OPENED.owner_unit_id,
    project_name=OPENED.project_name,
    purpose=OPENED.purpose,
    target=OPENED.target,
)


def spend(command: type[Any], satang: int, reference: str = "PO-1", **fields: object) -> Any:
    return ask(command, amount_satang=satang, reference=reference, **fields)


def test_a_line_is_opened_with_its_place_in_the_budget() -> None:
    """R-B03"""
    Scenario(budget_line).when(OPEN).then(OPENED)


def test_a_line_is_opened_once_and_before_anything_else() -> None:
    opened.when(OPEN).refused(NotOpen)
    Scenario(budget_line).when(allocate(1)).refused(NotOpen)


def test_an_expenditure_category_is_one_of_five() -> None:
    """R-B02"""
    with pytest.raises(ValidationError):
        OpenBudgetLine(**OPEN.model_dump() | {"category": "gifts"})


@pytest.mark.parametrize("satang", [0, -1, 1.0, "1"])
def test_money_is_whole_satang_and_more_than_none(satang: object) -> None:
    """R-B23"""
    with pytest.raises(ValidationError):
        AllocateBudget(**allocate(1).model_dump() | {"amount_satang": satang})


def test_an_allocation_cites_its_letter_and_carries_the_figures_after() -> None:
    """R-B04"""
    allocated.when(allocate(50)).then(
        BudgetAllocated(
            amount_satang=50,
            allocation_reference="ศธ 04002/ว100",
            allocation_dated_on=TODAY,
            letter_id=None,
            allocated_after_satang=100_050,
            balance_after_satang=100_050,
            free_after_satang=100_050,
        )
    )


def test_nothing_is_bound_or_paid_without_an_allocation() -> None:
    """R-B04"""
    for command in (ReserveBudget, CommitBudget, DisburseBudget):
        opened.when(spend(command, 1)).refused(AboveFreeBalance, amount_satang=1, free_satang=0)


@pytest.mark.parametrize("command", [ReserveBudget, CommitBudget, DisburseBudget])
def test_the_free_balance_may_be_used_to_the_last_satang_and_no_further(command: type[Any]) -> None:
    """R-B04"""
    after(allocated, spend(command, 100_000))
    allocated.when(spend(command, 100_001)).refused(
        AboveFreeBalance, amount_satang=100_001, free_satang=100_000
    )


def test_what_is_reserved_committed_disbursed_or_held_is_not_free() -> None:
    """R-B04"""
    line = after(
        allocated,
        spend(ReserveBudget, 10_000),
        spend(CommitBudget, 20_000),
        spend(DisburseBudget, 30_000),
        hold(-15_000),
    )
    line.when(spend(ReserveBudget, 25_001)).refused(AboveFreeBalance, free_satang=25_000)
    line.when(spend(ReserveBudget, 25_000, "R-2")).then(
        BudgetReserved(
            amount_satang=25_000,
            reference="R-2",
            reserved_after_satang=35_000,
            balance_after_satang=70_000,
            free_after_satang=0,
        )
    )


def test_money_that_a_pending_transfer_would_bring_is_not_free() -> None:
    """R-B04, R-B12"""
    after(allocated, hold(5_000)).when(spend(DisburseBudget, 100_001)).refused(
        AboveFreeBalance, free_satang=100_000
    )


def test_a_reservation_is_released_in_part_and_never_more_than_it_has() -> None:
    reserved = after(allocated, spend(ReserveBudget, 10_000, "R-1"))
    released = reserved.when(spend(ReleaseReservation, 4_000, "R-1")).then(
        ReservationReleased(
            amount_satang=4_000,
            reference="R-1",
            reserved_after_satang=6_000,
            balance_after_satang=100_000,
            free_after_satang=94_000,
        )
    )
    after(released, spend(ReleaseReservation, 6_000, "R-1"))
    released.when(spend(ReleaseReservation, 6_001, "R-1")).refused(
        AboveReservation, amount_satang=6_001, reservation_satang=6_000
    )
    released.when(spend(ReleaseReservation, 1, "R-2")).refused(
        AboveReservation, reservation_satang=0
    )


def test_a_commitment_may_use_up_a_reservation() -> None:
    reserved = after(allocated, spend(ReserveBudget, 100_000, "R-1"))
    reserved.when(spend(CommitBudget, 100_000, "PO-1", reservation_reference="R-1")).then(
        BudgetCommitted(
            amount_satang=100_000,
            reference="PO-1",
            reservation_reference="R-1",
            reserved_after_satang=0,
            committed_after_satang=100_000,
            balance_after_satang=100_000,
            free_after_satang=0,
        )
    )
    reserved.when(spend(CommitBudget, 100_001, "PO-1", reservation_reference="R-1")).refused(
        AboveReservation, reservation_satang=100_000
    )


def test_a_payment_that_names_a_commitment_is_taken_from_it() -> None:
    committed = after(allocated, spend(CommitBudget, 100_000, "PO-1"))
    committed.when(spend(DisburseBudget, 100_000, "V-1", commitment_reference="PO-1")).then(
        BudgetDisbursed(
            amount_satang=100_000,
            reference="V-1",
            commitment_reference="PO-1",
            committed_after_satang=0,
            disbursed_after_satang=100_000,
            balance_after_satang=0,
            free_after_satang=0,
        )
    )
    committed.when(spend(DisburseBudget, 100_001, "V-1", commitment_reference="PO-1")).refused(
        AboveCommitment, amount_satang=100_001, commitment_satang=100_000
    )
    committed.when(spend(DisburseBudget, 1, "V-1")).refused(AboveFreeBalance, free_satang=0)


def test_what_a_workshop_held_below_its_cost_did_not_need_becomes_free_again() -> None:
    held_below_cost = after(
        allocated,
        spend(CommitBudget, 100_000, "PO-1"),
        spend(DisburseBudget, 80_000, "V-1", commitment_reference="PO-1"),
    )
    held_below_cost.when(spend(ReleaseCommitment, 20_000, "PO-1")).then(
        CommitmentReleased(
            amount_satang=20_000,
            reference="PO-1",
            committed_after_satang=0,
            balance_after_satang=20_000,
            free_after_satang=20_000,
        )
    )
    held_below_cost.when(spend(ReleaseCommitment, 20_001, "PO-1")).refused(
        AboveCommitment, commitment_satang=20_000
    )


@pytest.mark.parametrize(
    "command",
    [
        allocate(1),
        spend(ReserveBudget, 1),
        spend(CommitBudget, 1),
        spend(DisburseBudget, 1),
        ask(DeclareSurplus, SCHOOL_DIRECTOR, satang=1, result_achieved="ครบ", purpose_met=True),
        ask(CertifyBalance, free_satang=100_000),
        hold(-1, is_surplus=False),
    ],
    ids=lambda command: command.NAME,
)
def test_no_money_is_planned_bound_moved_or_drawn_in_a_closed_year(command: Any) -> None:
    """R-B17"""
    after(allocated, command)
    allocated.when(command.model_copy(update={"year_closed": True})).refused(BudgetYearNotOpen)


def test_no_transfer_is_posted_and_no_line_opened_in_a_closed_year() -> None:
    """R-B17"""
    held = after(allocated, hold(-1))
    after(held, post(-1))
    held.when(post(-1).model_copy(update={"year_closed": True})).refused(BudgetYearNotOpen)
    closed = OPEN.model_copy(update={"year_closed": True})
    Scenario(budget_line).when(closed).refused(BudgetYearNotOpen)
