"""What a budget line allows. Money in whole satang."""

from __future__ import annotations

from domain.budget.line.commands import (
    AllocateBudget,
    CertifyBalance,
    CommitBudget,
    DeclareSurplus,
    DisburseBudget,
    HoldForTransfer,
    InOpenYear,
    LineCommand,
    OpenBudgetLine,
    PostTransferLine,
    ReleaseCommitment,
    ReleaseReservation,
    ReleaseTransferHold,
    ReserveBudget,
)
from domain.budget.line.events import LineEvent
from domain.budget.line.moving import (
    balance_certified,
    surplus_declared,
    transfer_held,
    transfer_released,
    transferred,
)
from domain.budget.line.spending import (
    allocated,
    commitment_released,
    committed,
    disbursed,
    opened,
    reservation_released,
    reserved,
)
from domain.budget.line.state import BudgetLine, OpenLine, UnopenedLine
from domain.budget.year import BudgetYearNotOpen
from domain.refusal import NotOpen


def decide(command: LineCommand, line: BudgetLine) -> list[LineEvent]:
    """Return what ``command`` leads to.

    Raises:
        BudgetYearNotOpen: money would be planned, bound or moved in a year that is not open.
        AboveFreeBalance, AboveReservation, AboveCommitment: there is not that much.
        NotProjectOwner, PurposeNotMet, NotTheFreeBalance: surplus and its certification.
        SurplusNotDeclared, BalanceNotCertified, AboveDeclaredSurplus, DeclaredAboveCertified:
            money held or posted as surplus that is not one.
        LineMovesNothing: a hold of nothing.
        TransferNotHeld, HoldDoesNotCover: nothing, or less, is held for the transfer.
        NotOpen: the line was opened before, or never.
    """
    if isinstance(command, InOpenYear) and command.year_closed:
        raise BudgetYearNotOpen()
    match command, line:
        case OpenBudgetLine(), UnopenedLine():
            return [opened(command)]
        case AllocateBudget(), OpenLine():
            return [allocated(command, line)]
        case ReserveBudget(), OpenLine():
            return [reserved(command, line)]
        case ReleaseReservation(), OpenLine():
            return [reservation_released(command, line)]
        case CommitBudget(), OpenLine():
            return [committed(command, line)]
        case ReleaseCommitment(), OpenLine():
            return [commitment_released(command, line)]
        case DisburseBudget(), OpenLine():
            return [disbursed(command, line)]
        case DeclareSurplus(), OpenLine():
            return [surplus_declared(command, line)]
        case CertifyBalance(), OpenLine():
            return [balance_certified(command, line)]
        case HoldForTransfer(), OpenLine():
            return [transfer_held(command, line)]
        case ReleaseTransferHold(), OpenLine():
            return [transfer_released(command, line)]
        case PostTransferLine(), OpenLine():
            return [transferred(command, line)]
    raise NotOpen(f"{type(command).__name__} while {type(line).__name__}")
