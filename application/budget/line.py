"""Budget lines: opened, allocated, spent on; surplus declared and balances certified."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from application.act import Act
from application.budget.holds import line_of, year_closed
from application.desk import Asked, Desk
from domain.budget.line import (
    AllocateBudget,
    CertifyBalance,
    CommitBudget,
    DeclareSurplus,
    DisburseBudget,
    OpenBudgetLine,
    ReleaseCommitment,
    ReleaseReservation,
    ReserveBudget,
    budget_line,
)
from domain.correspondence.letter import NotReceived, letter
from domain.refusal import NotFound


def open_line(desk: Desk, line_id: UUID, asked: Asked[OpenBudgetLine]) -> None:
    closed = year_closed(desk, asked.fiscal_year)
    desk.decide(budget_line, line_id, asked.command(year_closed=closed))


def in_open_year(desk: Desk, line_id: UUID, asked: Asked[Any]) -> None:
    """Plan, bind or pay: only while the line's year is open."""
    closed = year_closed(desk, line_of(desk, line_id).fiscal_year)
    desk.decide(budget_line, line_id, asked.command(year_closed=closed))


def allocate(desk: Desk, line_id: UUID, asked: Asked[AllocateBudget]) -> None:
    """Allocate by an allocation letter; one that is named is one we have.

    Raises:
        NotFound: there is no such line, or no such letter.
    """
    cited = asked.letter_id
    if cited is not None and isinstance(desk.state(letter, cited), NotReceived):
        raise NotFound(letter_id=cited)
    in_open_year(desk, line_id, asked)


def give_back(desk: Desk, line_id: UUID, asked: Asked[Any]) -> None:
    """Give back to the free balance, in a closed year as well."""
    line_of(desk, line_id)
    desk.decide(budget_line, line_id, asked.command())


ACTS = (
    Act(OpenBudgetLine, budget_line, open_line, creates=True),
    Act(AllocateBudget, budget_line, allocate),
    Act(ReserveBudget, budget_line, in_open_year),
    Act(ReleaseReservation, budget_line, give_back),
    Act(CommitBudget, budget_line, in_open_year),
    Act(ReleaseCommitment, budget_line, give_back),
    Act(DisburseBudget, budget_line, in_open_year),
    Act(DeclareSurplus, budget_line, in_open_year),
    Act(CertifyBalance, budget_line, in_open_year),
)
INTERNAL = {
    "HoldForTransfer": "SubmitTransfer",
    "ReleaseTransferHold": "WithdrawTransfer",
    "PostTransferLine": "PostTransfer",
}
