"""A budget line's figures, and how each act changes them. ``decide`` and ``evolve`` share them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from domain.budget.availability import Available
from domain.budget.line.events import (
    BalanceCertified,
    BudgetAllocated,
    BudgetCommitted,
    BudgetDisbursed,
    BudgetLineOpened,
    BudgetReserved,
    BudgetTransferred,
    CommitmentReleased,
    LineEvent,
    ReservationReleased,
    SurplusDeclared,
    TransferHeld,
    TransferHoldReleased,
)
from domain.budget.scope import ExpenditureCategory, LineFacts


@dataclass(frozen=True)
class Hold:
    """What a pending transfer means to take (minus) or bring (plus)."""

    satang: int
    is_surplus: bool


@dataclass(frozen=True)
class UnopenedLine:
    """Nothing is known of this line."""


@dataclass(frozen=True)
class OpenLine:
    """The figures are defined in the package's docstring.

    ``reservations`` and ``commitments`` are what is left of each, by reference.
    ``surplus_satang`` is the declared surplus not yet posted away, ``certified_satang`` the
    certified free balance likewise; both still include what transfers hold as surplus.
    """

    fiscal_year: int
    agency_unit_id: UUID
    programme: str
    output: str
    activity: str
    item: str
    category: ExpenditureCategory
    owner_unit_id: UUID
    fund_source: str = ""
    allocated_satang: int = 0
    transferred_net_satang: int = 0
    disbursed_satang: int = 0
    reservations: Mapping[str, int] = field(default_factory=dict)
    commitments: Mapping[str, int] = field(default_factory=dict)
    holds: Mapping[UUID, Hold] = field(default_factory=dict)
    surplus_satang: int | None = None
    certified_satang: int | None = None
    certified_on: date | None = None

    @property
    def reserved_satang(self) -> int:
        return sum(self.reservations.values())

    @property
    def committed_satang(self) -> int:
        return sum(self.commitments.values())

    @property
    def held_out_satang(self) -> int:
        return -sum(hold.satang for hold in self.holds.values() if hold.satang < 0)

    @property
    def held_in_satang(self) -> int:
        return sum(hold.satang for hold in self.holds.values() if hold.satang > 0)

    @property
    def surplus_held_satang(self) -> int:
        return -sum(hold.satang for hold in self.holds.values() if hold.is_surplus)

    @property
    def balance_satang(self) -> int:
        return self.allocated_satang + self.transferred_net_satang - self.disbursed_satang

    @property
    def free_satang(self) -> int:
        bound = self.reserved_satang + self.committed_satang + self.held_out_satang
        return self.balance_satang - bound

    def allocate(self, satang: int) -> OpenLine:
        return replace(self, allocated_satang=self.allocated_satang + satang)

    def reserve(self, reference: str, satang: int) -> OpenLine:
        return replace(self, reservations=changed(self.reservations, reference, satang))

    def commit(self, reference: str, satang: int, reservation: str | None = None) -> OpenLine:
        line = self if reservation is None else self.reserve(reservation, -satang)
        return replace(line, commitments=changed(line.commitments, reference, satang))

    def disburse(self, satang: int, commitment: str | None = None) -> OpenLine:
        line = self if commitment is None else self.commit(commitment, -satang)
        return replace(line, disbursed_satang=line.disbursed_satang + satang)

    def hold(self, transfer_id: UUID, hold: Hold) -> OpenLine:
        return replace(self, holds={**self.holds, transfer_id: hold})

    def release(self, transfer_id: UUID) -> OpenLine:
        others = {key: hold for key, hold in self.holds.items() if key != transfer_id}
        return replace(self, holds=others)

    def declare(self, satang: int) -> OpenLine:
        return replace(self, surplus_satang=satang)

    def certify(self, free_satang: int, on: date) -> OpenLine:
        # Free money has what is held taken off; surplus that is held is added back, so that the
        # declared surplus is compared with the same thing on whichever side of a hold it is.
        certified = free_satang + self.surplus_held_satang
        return replace(self, certified_satang=certified, certified_on=on)

    def transfer(self, transfer_id: UUID, satang: int, *, is_surplus: bool) -> OpenLine:
        line = self.release(transfer_id)
        used = -satang if is_surplus else 0
        return replace(
            line,
            transferred_net_satang=line.transferred_net_satang + satang,
            surplus_satang=less(line.surplus_satang, used),
            certified_satang=less(line.certified_satang, used),
        )

    def available_to(self, transfer_id: UUID | None) -> Available:
        """Return what a transfer finds here: its own hold is not counted, the others' are."""
        line = self if transfer_id is None else self.release(transfer_id)
        return Available(
            item=line.item,
            free_satang=line.free_satang,
            declared_surplus_satang=less(line.surplus_satang, line.surplus_held_satang),
            certified_free_satang=less(line.certified_satang, line.surplus_held_satang),
            certified_on=line.certified_on,
        )


BudgetLine = UnopenedLine | OpenLine


def changed(amounts: Mapping[str, int], reference: str, satang: int) -> Mapping[str, int]:
    """Return ``amounts`` with ``satang`` added to one; what comes to nothing is left out."""
    after = {**amounts, reference: amounts.get(reference, 0) + satang}
    return {key: amount for key, amount in after.items() if amount}


def less(satang: int | None, used: int) -> int | None:
    return None if satang is None else satang - used


def facts_of(
    line_id: UUID,
    line: OpenLine,
    *,
    line_version: int,
    year_closed: bool,
    transfer_id: UUID | None = None,
) -> LineFacts:
    """Return the line as ``transfer_id`` finds it (None: a transfer not yet begun)."""
    available = line.available_to(transfer_id)
    others = line if transfer_id is None else line.release(transfer_id)
    return LineFacts(
        line_id=line_id,
        fiscal_year=line.fiscal_year,
        year_closed=year_closed,
        agency_unit_id=line.agency_unit_id,
        programme=line.programme,
        output=line.output,
        activity=line.activity,
        item=line.item,
        category=line.category,
        owner_unit_id=line.owner_unit_id,
        balance_satang=line.balance_satang,
        free_satang=available.free_satang,
        held_satang=others.held_in_satang - others.held_out_satang,
        declared_surplus_satang=available.declared_surplus_satang,
        certified_free_satang=available.certified_free_satang,
        certified_on=available.certified_on,
        line_version=line_version,
    )


def evolve(line: BudgetLine, event: LineEvent) -> BudgetLine:
    match line, event:
        case _, BudgetLineOpened():
            return OpenLine(
                fiscal_year=event.fiscal_year,
                agency_unit_id=event.agency_unit_id,
                programme=event.programme,
                output=event.output,
                activity=event.activity,
                item=event.item,
                category=event.category,
                owner_unit_id=event.owner_unit_id,
                fund_source=event.codes.fund_source,
            )
        case OpenLine(), BudgetAllocated():
            return line.allocate(event.amount_satang)
        case OpenLine(), BudgetReserved():
            return line.reserve(event.reference, event.amount_satang)
        case OpenLine(), ReservationReleased():
            return line.reserve(event.reference, -event.amount_satang)
        case OpenLine(), BudgetCommitted():
            return line.commit(event.reference, event.amount_satang, event.reservation_reference)
        case OpenLine(), CommitmentReleased():
            return line.commit(event.reference, -event.amount_satang)
        case OpenLine(), BudgetDisbursed():
            return line.disburse(event.amount_satang, event.commitment_reference)
        case OpenLine(), SurplusDeclared():
            return line.declare(event.satang)
        case OpenLine(), BalanceCertified():
            return line.certify(event.free_satang, event.certified_on)
        case OpenLine(), TransferHeld():
            return line.hold(event.transfer_id, Hold(event.satang, event.is_surplus))
        case OpenLine(), TransferHoldReleased():
            return line.release(event.transfer_id)
        case OpenLine(), BudgetTransferred():
            return line.transfer(event.transfer_id, event.satang, is_surplus=event.is_surplus)
    raise TypeError(f"{type(event).__name__} while {type(line).__name__}")
