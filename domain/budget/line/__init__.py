"""Budget line: what was allocated for one item, and what became of it. One stream per line.

All money is whole satang. The figures, exactly:

* ``allocated``: the sum of allocations; ``transferred_net``: posted transfers, in minus out;
* ``reserved``: earmarked and not yet committed; ``committed``: bound and not yet paid;
  ``disbursed``: paid;
* ``balance`` = allocated + transferred_net - disbursed: what is still on the line;
* ``held_out``, ``held_in``: what pending transfers mean to take from, or bring to, the line;
* ``free`` = balance - reserved - committed - held_out: what nothing is waiting for. Money that a
  pending transfer would bring is not free before it is posted.

``free`` is never below zero, so allocated + transferred_net is never below reserved + committed +
disbursed (R-B04). Every event that moves one of these carries the figures after it.
"""

from domain.budget.line.commands import (
    AllocateBudget,
    BudgetCodesEntry,
    CertifyBalance,
    CommitBudget,
    DeclareSurplus,
    DisburseBudget,
    HoldForTransfer,
    LineCommand,
    OpenBudgetLine,
    PostTransferLine,
    ReleaseCommitment,
    ReleaseReservation,
    ReleaseTransferHold,
    ReserveBudget,
)
from domain.budget.line.decide import decide
from domain.budget.line.events import (
    BalanceCertified,
    BudgetAllocated,
    BudgetCodes,
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
from domain.budget.line.moving import (
    HoldDoesNotCover,
    NotProjectOwner,
    NotTheFreeBalance,
    PurposeNotMet,
    TransferNotHeld,
)
from domain.budget.line.spending import AboveCommitment, AboveReservation
from domain.budget.line.state import (
    BudgetLine,
    Hold,
    OpenLine,
    UnopenedLine,
    evolve,
    facts_of,
)
from domain.decider import Decider

budget_line: Decider[BudgetLine] = Decider(
    kind="budget_line",
    initial=UnopenedLine(),
    decide=decide,
    evolve=evolve,
    events=(
        BudgetLineOpened,
        BudgetAllocated,
        BudgetReserved,
        ReservationReleased,
        BudgetCommitted,
        CommitmentReleased,
        BudgetDisbursed,
        SurplusDeclared,
        BalanceCertified,
        TransferHeld,
        TransferHoldReleased,
        BudgetTransferred,
    ),
    commands=(
        OpenBudgetLine,
        AllocateBudget,
        ReserveBudget,
        ReleaseReservation,
        CommitBudget,
        ReleaseCommitment,
        DisburseBudget,
        DeclareSurplus,
        CertifyBalance,
        HoldForTransfer,
        ReleaseTransferHold,
        PostTransferLine,
    ),
)

__all__ = [
    "AboveCommitment",
    "AboveReservation",
    "AllocateBudget",
    "BalanceCertified",
    "BudgetAllocated",
    "BudgetCodes",
    "BudgetCodesEntry",
    "BudgetCommitted",
    "BudgetDisbursed",
    "BudgetLine",
    "BudgetLineOpened",
    "BudgetReserved",
    "BudgetTransferred",
    "CertifyBalance",
    "CommitBudget",
    "CommitmentReleased",
    "DeclareSurplus",
    "DisburseBudget",
    "Hold",
    "HoldDoesNotCover",
    "HoldForTransfer",
    "LineCommand",
    "LineEvent",
    "NotProjectOwner",
    "NotTheFreeBalance",
    "OpenBudgetLine",
    "OpenLine",
    "PostTransferLine",
    "PurposeNotMet",
    "ReleaseCommitment",
    "ReleaseReservation",
    "ReleaseTransferHold",
    "ReservationReleased",
    "ReserveBudget",
    "SurplusDeclared",
    "TransferHeld",
    "TransferHoldReleased",
    "TransferNotHeld",
    "UnopenedLine",
    "budget_line",
    "decide",
    "evolve",
    "facts_of",
]
