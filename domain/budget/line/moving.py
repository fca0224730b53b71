"""Surplus of a budget line, and what transfers hold of it and post to it. Whole satang, signed."""

from __future__ import annotations

from domain.budget.availability import AboveFreeBalance, LineMovesNothing, require_available
from domain.budget.line.commands import (
    CertifyBalance,
    DeclareSurplus,
    HoldForTransfer,
    PostTransferLine,
    ReleaseTransferHold,
)
from domain.budget.line.events import (
    BalanceCertified,
    BudgetTransferred,
    SurplusDeclared,
    TransferHeld,
    TransferHoldReleased,
)
from domain.budget.line.state import Hold, OpenLine
from domain.refusal import Refusal


class NotProjectOwner(Refusal):
    """Only the unit that owns the project declares its surplus."""

    code = "not-project-owner"
    rule = "R-B16"


class PurposeNotMet(Refusal):
    """What is left before the purpose is met is balance, not surplus."""

    code = "purpose-not-met"
    rule = "R-B16"


class NotTheFreeBalance(Refusal):
    """The figure to be certified is not the free balance the line computes."""

    code = "not-the-free-balance"
    rule = "R-B16"


class TransferNotHeld(Refusal):
    """The line holds nothing for this transfer."""

    code = "transfer-not-held"
    rule = "R-B12"


class HoldDoesNotCover(Refusal):
    """More, or the other way, would move than the line holds for this transfer."""

    code = "hold-does-not-cover"
    rule = "R-B12"


def surplus_declared(command: DeclareSurplus, line: OpenLine) -> SurplusDeclared:
    if command.by.unit_id != line.owner_unit_id:
        raise NotProjectOwner(item=line.item)
    if not command.purpose_met:
        raise PurposeNotMet(item=line.item)
    # Surplus that transfers already hold is still the line's, so it may be declared with the rest.
    free_satang = line.free_satang + line.surplus_held_satang
    if command.satang > free_satang:
        raise AboveFreeBalance(
            item=line.item, amount_satang=command.satang, free_satang=free_satang
        )
    return SurplusDeclared(
        satang=command.satang,
        result_achieved=command.result_achieved,
        purpose_met=command.purpose_met,
        declared_by=command.by.person_id,
        declared_on=command.on,
    )


def balance_certified(command: CertifyBalance, line: OpenLine) -> BalanceCertified:
    if command.free_satang != line.free_satang:
        raise NotTheFreeBalance(
            item=line.item, certified_satang=command.free_satang, free_satang=line.free_satang
        )
    return BalanceCertified(
        free_satang=command.free_satang,
        certified_on=command.on,
        certified_by=command.by.person_id,
    )


def transfer_held(command: HoldForTransfer, line: OpenLine) -> TransferHeld:
    if command.satang == 0:
        raise LineMovesNothing(item=line.item)
    if command.satang < 0:
        require_available(
            -command.satang,
            line.available_to(command.transfer_id),
            is_surplus=command.is_surplus,
        )
    is_surplus = command.is_surplus and command.satang < 0
    after = line.hold(command.transfer_id, Hold(command.satang, is_surplus))
    return TransferHeld(
        transfer_id=command.transfer_id,
        satang=command.satang,
        is_surplus=is_surplus,
        held_out_after_satang=after.held_out_satang,
        held_in_after_satang=after.held_in_satang,
        balance_after_satang=after.balance_satang,
        free_after_satang=after.free_satang,
    )


def transfer_released(command: ReleaseTransferHold, line: OpenLine) -> TransferHoldReleased:
    hold = line.holds.get(command.transfer_id)
    if hold is None:
        raise TransferNotHeld(item=line.item)
    after = line.release(command.transfer_id)
    return TransferHoldReleased(
        transfer_id=command.transfer_id,
        satang=hold.satang,
        reason=command.reason,
        held_out_after_satang=after.held_out_satang,
        held_in_after_satang=after.held_in_satang,
        balance_after_satang=after.balance_satang,
        free_after_satang=after.free_satang,
    )


def transferred(command: PostTransferLine, line: OpenLine) -> BudgetTransferred:
    hold = line.holds.get(command.transfer_id)
    if hold is None:
        raise TransferNotHeld(item=line.item)
    same_way = command.satang * hold.satang > 0
    if not same_way or abs(command.satang) > abs(hold.satang):
        raise HoldDoesNotCover(
            item=line.item, amount_satang=command.satang, held_satang=hold.satang
        )
    if command.satang < 0:
        require_available(
            -command.satang, line.available_to(command.transfer_id), is_surplus=hold.is_surplus
        )
    after = line.transfer(command.transfer_id, command.satang, is_surplus=hold.is_surplus)
    return BudgetTransferred(
        transfer_id=command.transfer_id,
        satang=command.satang,
        is_surplus=hold.is_surplus,
        transferred_net_after_satang=after.transferred_net_satang,
        held_out_after_satang=after.held_out_satang,
        held_in_after_satang=after.held_in_satang,
        declared_surplus_after_satang=after.surplus_satang,
        balance_after_satang=after.balance_satang,
        free_after_satang=after.free_satang,
    )
