"""What may be done with a budget line now, and why not otherwise."""

from __future__ import annotations

from uuid import UUID

from domain.budget.line.moving import NotProjectOwner
from domain.budget.line.state import BudgetLine, OpenLine
from domain.budget.year import BudgetYearNotOpen
from domain.refusal import NotOpen, Refusal


def acts_open(line: BudgetLine, *, year_closed: bool, unit_id: UUID) -> dict[str, Refusal | None]:
    """Return, by command, the refusal it would meet whatever is written in it; None where open.

    ``unit_id`` is the unit of the post acted in. What a pending transfer does to the line is left
    out: it is done with the transfer.
    """
    if not isinstance(line, OpenLine):
        return {"OpenBudgetLine": None}
    closed = BudgetYearNotOpen(fiscal_year=line.fiscal_year) if year_closed else None
    none_free = None if line.free_satang else NotOpen("nothing is free")
    not_owner = None if unit_id == line.owner_unit_id else NotProjectOwner(item=line.item)
    acts: dict[str, Refusal | None] = {
        "DeclareSurplus": closed or not_owner,
        "CertifyBalance": closed,
        "AllocateBudget": closed,
        "ReserveBudget": closed or none_free,
        "CommitBudget": closed or (None if line.reservations else none_free),
        "DisburseBudget": closed or (None if line.commitments else none_free),
    }
    if line.reservations:
        acts["ReleaseReservation"] = None
    if line.commitments:
        acts["ReleaseCommitment"] = None
    return acts
