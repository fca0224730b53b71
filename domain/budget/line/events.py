"""What happens to a budget line. Money in whole satang; the figures after are those of the line."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.budget.scope import ExpenditureCategory
from domain.message import Event, Official, Part


class BudgetCodes(Part, frozen=True):
    """The line's codes as text (R-B03). ``is_sample`` marks invented ones (รหัสตัวอย่าง)."""

    budget_code: str
    fund_source: str
    main_activity_code: str
    is_sample: bool = False


class MoneyMoved(Event, frozen=True):
    """The line's ``balance`` and ``free`` after the event, so that no reader sums the history."""

    balance_after_satang: Official[int]
    free_after_satang: Official[int]


class BudgetLineOpened(Event, frozen=True):
    NAME = "budget_line.opened"

    fiscal_year: Official[int]
    agency_unit_id: Official[UUID]
    programme: Official[str]
    output: Official[str]
    activity: Official[str]
    item: Official[str]
    category: Official[ExpenditureCategory]
    codes: Official[BudgetCodes]
    owner_unit_id: Official[UUID]
    project_name: Official[str]
    purpose: Official[str]
    target: Official[str]


class BudgetAllocated(MoneyMoved, frozen=True):
    NAME = "budget_line.allocated"

    amount_satang: Official[int]
    allocation_reference: Official[str]
    allocation_dated_on: Official[date]
    letter_id: Official[UUID | None]
    allocated_after_satang: Official[int]


class BudgetReserved(MoneyMoved, frozen=True):
    NAME = "budget_line.reserved"

    amount_satang: Official[int]
    reference: Official[str]
    reserved_after_satang: Official[int]


class ReservationReleased(MoneyMoved, frozen=True):
    NAME = "budget_line.reservation_released"

    amount_satang: Official[int]
    reference: Official[str]
    reserved_after_satang: Official[int]


class BudgetCommitted(MoneyMoved, frozen=True):
    """``reservation_reference`` names the reservation it was taken from; None: from free money."""

    NAME = "budget_line.committed"

    amount_satang: Official[int]
    reference: Official[str]
    reservation_reference: Official[str | None]
    reserved_after_satang: Official[int]
    committed_after_satang: Official[int]


class CommitmentReleased(MoneyMoved, frozen=True):
    NAME = "budget_line.commitment_released"

    amount_satang: Official[int]
    reference: Official[str]
    committed_after_satang: Official[int]


class BudgetDisbursed(MoneyMoved, frozen=True):
    """``commitment_reference`` names the commitment it settles; None: paid from free money."""

    NAME = "budget_line.disbursed"

    amount_satang: Official[int]
    reference: Official[str]
    commitment_reference: Official[str | None]
    committed_after_satang: Official[int]
    disbursed_after_satang: Official[int]


class SurplusDeclared(Event, frozen=True):
    """The whole surplus of the line that day, what pending transfers hold of it included."""

    NAME = "budget_line.surplus_declared"

    satang: Official[int]
    result_achieved: Official[str]
    purpose_met: Official[bool]
    declared_by: Official[UUID]
    declared_on: Official[date]


class BalanceCertified(Event, frozen=True):
    NAME = "budget_line.balance_certified"

    free_satang: Official[int]
    certified_on: Official[date]
    certified_by: Official[UUID]


class TransferHeld(MoneyMoved, frozen=True):
    """``satang`` is signed: minus leaves the line, plus arrives. Replaces an earlier hold of it."""

    NAME = "budget_line.transfer_held"

    transfer_id: Official[UUID]
    satang: Official[int]
    is_surplus: Official[bool]
    held_out_after_satang: Official[int]
    held_in_after_satang: Official[int]


class TransferHoldReleased(MoneyMoved, frozen=True):
    """``satang`` is what had been held, signed."""

    NAME = "budget_line.transfer_released"

    transfer_id: Official[UUID]
    satang: Official[int]
    reason: Official[str]
    held_out_after_satang: Official[int]
    held_in_after_satang: Official[int]


class BudgetTransferred(MoneyMoved, frozen=True):
    """``satang`` is signed. The whole hold ends, also where less than it held was posted."""

    NAME = "budget_line.transferred"

    transfer_id: Official[UUID]
    satang: Official[int]
    is_surplus: Official[bool]
    transferred_net_after_satang: Official[int]
    held_out_after_satang: Official[int]
    held_in_after_satang: Official[int]
    declared_surplus_after_satang: Official[int | None]


LineEvent = (
    BudgetLineOpened
    | BudgetAllocated
    | BudgetReserved
    | ReservationReleased
    | BudgetCommitted
    | CommitmentReleased
    | BudgetDisbursed
    | SurplusDeclared
    | BalanceCertified
    | TransferHeld
    | TransferHoldReleased
    | BudgetTransferred
)
