"""Allocating, reserving, committing and disbursing on a budget line (R-B04). Whole satang."""

from __future__ import annotations

from domain.budget.availability import AboveFreeBalance
from domain.budget.line.commands import (
    AllocateBudget,
    CommitBudget,
    DisburseBudget,
    OpenBudgetLine,
    ReleaseCommitment,
    ReleaseReservation,
    ReserveBudget,
)
from domain.budget.line.events import (
    BudgetAllocated,
    BudgetCodes,
    BudgetCommitted,
    BudgetDisbursed,
    BudgetLineOpened,
    BudgetReserved,
    CommitmentReleased,
    ReservationReleased,
)
from domain.budget.line.state import OpenLine
from domain.refusal import Refusal


class AboveReservation(Refusal):
    """More is taken than is left of the reservation named."""

    code = "above-reservation"
    rule = "R-B04"


class AboveCommitment(Refusal):
    """More is taken than is left of the commitment named."""

    code = "above-commitment"
    rule = "R-B04"


def require_free(satang: int, line: OpenLine) -> None:
    if satang > line.free_satang:
        raise AboveFreeBalance(item=line.item, amount_satang=satang, free_satang=line.free_satang)


def require_reservation(satang: int, reference: str, line: OpenLine) -> None:
    left = line.reservations.get(reference, 0)
    if satang > left:
        raise AboveReservation(reference=reference, amount_satang=satang, reservation_satang=left)


def require_commitment(satang: int, reference: str, line: OpenLine) -> None:
    left = line.commitments.get(reference, 0)
    if satang > left:
        raise AboveCommitment(reference=reference, amount_satang=satang, commitment_satang=left)


def opened(command: OpenBudgetLine) -> BudgetLineOpened:
    return BudgetLineOpened(
        fiscal_year=command.fiscal_year,
        agency_unit_id=command.agency_unit_id,
        programme=command.programme,
        output=command.output,
        activity=command.activity,
        item=command.item,
        category=command.category,
        codes=BudgetCodes(**command.codes.model_dump()),
        owner_unit_id=command.owner_unit_id,
        project_name=command.project_name,
        purpose=command.purpose,
        target=command.target,
    )


def allocated(command: AllocateBudget, line: OpenLine) -> BudgetAllocated:
    after = line.allocate(command.amount_satang)
    return BudgetAllocated(
        amount_satang=command.amount_satang,
        allocation_reference=command.allocation_reference,
        allocation_dated_on=command.allocation_dated_on,
        letter_id=command.letter_id,
        allocated_after_satang=after.allocated_satang,
        balance_after_satang=after.balance_satang,
        free_after_satang=after.free_satang,
    )


def reserved(command: ReserveBudget, line: OpenLine) -> BudgetReserved:
    require_free(command.amount_satang, line)
    after = line.reserve(command.reference, command.amount_satang)
    return BudgetReserved(
        amount_satang=command.amount_satang,
        reference=command.reference,
        reserved_after_satang=after.reserved_satang,
        balance_after_satang=after.balance_satang,
        free_after_satang=after.free_satang,
    )


def reservation_released(command: ReleaseReservation, line: OpenLine) -> ReservationReleased:
    require_reservation(command.amount_satang, command.reference, line)
    after = line.reserve(command.reference, -command.amount_satang)
    return ReservationReleased(
        amount_satang=command.amount_satang,
        reference=command.reference,
        reserved_after_satang=after.reserved_satang,
        balance_after_satang=after.balance_satang,
        free_after_satang=after.free_satang,
    )


def committed(command: CommitBudget, line: OpenLine) -> BudgetCommitted:
    if command.reservation_reference is None:
        require_free(command.amount_satang, line)
    else:
        require_reservation(command.amount_satang, command.reservation_reference, line)
    after = line.commit(command.reference, command.amount_satang, command.reservation_reference)
    return BudgetCommitted(
        amount_satang=command.amount_satang,
        reference=command.reference,
        reservation_reference=command.reservation_reference,
        reserved_after_satang=after.reserved_satang,
        committed_after_satang=after.committed_satang,
        balance_after_satang=after.balance_satang,
        free_after_satang=after.free_satang,
    )


def commitment_released(command: ReleaseCommitment, line: OpenLine) -> CommitmentReleased:
    require_commitment(command.amount_satang, command.reference, line)
    after = line.commit(command.reference, -command.amount_satang)
    return CommitmentReleased(
        amount_satang=command.amount_satang,
        reference=command.reference,
        committed_after_satang=after.committed_satang,
        balance_after_satang=after.balance_satang,
        free_after_satang=after.free_satang,
    )


def disbursed(command: DisburseBudget, line: OpenLine) -> BudgetDisbursed:
    if command.commitment_reference is None:
        require_free(command.amount_satang, line)
    else:
        require_commitment(command.amount_satang, command.commitment_reference, line)
    after = line.disburse(command.amount_satang, command.commitment_reference)
    return BudgetDisbursed(
        amount_satang=command.amount_satang,
        reference=command.reference,
        commitment_reference=command.commitment_reference,
        committed_after_satang=after.committed_satang,
        disbursed_after_satang=after.disbursed_satang,
        balance_after_satang=after.balance_satang,
        free_after_satang=after.free_satang,
    )
