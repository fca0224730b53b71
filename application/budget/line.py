"""Budget lines: opened, allocated, spent on; surplus declared and balances certified."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from application.act import Act
from application.budget.holds import line_of, year_closed
from application.desk import Asked, Desk
from domain.budget.line import (
    AllocateBudget,
    BudgetLine,
    CertifyBalance,
    CommitBudget,
    DeclareSurplus,
    DisburseBudget,
    OpenBudgetLine,
    OpenLine,
    ReleaseCommitment,
    ReleaseReservation,
    ReserveBudget,
    budget_line,
)
from domain.correspondence.letter import NotReceived, letter
from domain.message import Actor
from domain.organization.role import Role
from domain.refusal import NotFound


def knows_line(line: BudgetLine, by: Actor) -> bool:
    """Whether ``by`` may know of the line: a school of its own only."""
    if not isinstance(line, OpenLine):
        return False
    return by.role != Role.SCHOOL_DIRECTOR or by.unit_id == line.owner_unit_id


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
    Act(AllocateBudget, budget_line, allocate, known=knows_line),
    Act(ReserveBudget, budget_line, in_open_year, known=knows_line),
    Act(ReleaseReservation, budget_line, give_back, known=knows_line),
    Act(CommitBudget, budget_line, in_open_year, known=knows_line),
    Act(ReleaseCommitment, budget_line, give_back, known=knows_line),
    Act(DisburseBudget, budget_line, in_open_year, known=knows_line),
    Act(DeclareSurplus, budget_line, in_open_year, known=knows_line),
    Act(CertifyBalance, budget_line, in_open_year, known=knows_line),
)
INTERNAL = {
    "HoldForTransfer": "SubmitTransfer",
    "ReleaseTransferHold": "WithdrawTransfer",
    "PostTransferLine": "PostTransfer",
}
