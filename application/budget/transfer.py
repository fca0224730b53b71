"""Transfers: drafted in a case, submitted, corrected, posted; and the table of who approves them.

A transfer's proposal is content of its case, so each new version is proposed there in the same
append. What the lines hold for it follows the version that stands.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from application.act import Act
from application.approvals.rounds import rounds
from application.approvals.voiding import void_open
from application.budget.holds import facts, fit, hold, release, transfer_of
from application.casework.steps import file_of, holidays, proposing_due_on, results_due_on
from application.desk import OFFICE, Asked, Desk
from domain.approvals.approval import Decided, Pending, WithdrawApproval, approval
from domain.approvals.outside_approval import (
    InformationWanted,
    Unconfirmed,
    Waiting,
    outside_approval,
)
from domain.board.outcome import ResolutionOutcome
from domain.board.resolution import Adopted, resolution
from domain.budget.line import PostTransferLine, budget_line
from domain.budget.transfer import (
    AmendForResolution,
    Begun,
    DraftTransfer,
    PostTransfer,
    ReturnTransfer,
    ReviseTransfer,
    Submitted,
    SubmitTransfer,
    Transfer,
    Undrafted,
    WithdrawTransfer,
    budget_transfer,
)
from domain.budget.transfer_power import PowerRow, SetTransferPowers, transfer_powers
from domain.casework.case import ProposeTransfer, case
from domain.casework.case.parts import TransferStep
from domain.message import Actor
from domain.organization.role import Role

BEFORE_BOARD = tuple(step for step in TransferStep if step is not TransferStep.RESULTS)


def knows_transfer(transfer: Transfer, by: Actor) -> bool:
    """Whether ``by`` may know of the transfer: it names lines of several units, so no school."""
    return not isinstance(transfer, Undrafted) and by.role != Role.SCHOOL_DIRECTOR


def draft(desk: Desk, transfer_id: UUID, asked: Asked[DraftTransfer]) -> None:
    """Draft a transfer and propose it in its case: step 5, nothing is posted (R-B12)."""
    round_of = file_of(desk, asked.case_id).fiscal_year
    found = facts(desk, named(asked))
    desk.decide(
        budget_transfer,
        transfer_id,
        asked.command(
            fiscal_year=round_of, facts=found, due_on=proposing_due_on(desk, asked.case_id)
        ),
    )
    propose(desk, transfer_id)


def revise(desk: Desk, transfer_id: UUID, asked: Asked[ReviseTransfer]) -> None:
    """Write a new version; what superiors said about the earlier one holds no more (R-W07)."""
    due_on = proposing_due_on(desk, taken_up(desk, transfer_id).case_id)
    found = facts(desk, named(asked), transfer_id)
    desk.decide(
        budget_transfer,
        transfer_id,
        asked.command(facts=found, power_rows=power_rows(desk), due_on=due_on),
    )
    after = transfer_of(desk, transfer_id)
    if isinstance(after, Submitted):
        propose(desk, transfer_id, after.amendment.resolution_id if after.amendment else None)
        fit(desk, transfer_id)
    else:
        propose(desk, transfer_id)
        void_open(desk, transfer_id, after.content.digest, asked.reason)


def submit(desk: Desk, transfer_id: UUID, asked: Asked[SubmitTransfer]) -> None:
    """Put the transfer before the authorities the table names, and hold its money on the lines."""
    transfer = taken_up(desk, transfer_id)
    desk.decide(
        budget_transfer,
        transfer_id,
        asked.command(
            facts=facts(desk, standing(transfer), transfer_id),
            power_rows=power_rows(desk),
            steps_open=steps_open(desk, transfer.case_id),
            due_on=proposing_due_on(desk, transfer.case_id),
        ),
    )
    hold(desk, transfer_id)


def send_back(desk: Desk, transfer_id: UUID, asked: Asked[ReturnTransfer]) -> None:
    """Return a submitted transfer to its officer; what it held is free again."""
    due_on = proposing_due_on(desk, taken_up(desk, transfer_id).case_id)
    pending = approval_pending(desk, transfer_id)
    desk.decide(
        budget_transfer, transfer_id, asked.command(approval_pending=pending, due_on=due_on)
    )
    release(desk, transfer_id, asked.reason)


def withdraw(desk: Desk, transfer_id: UUID, asked: Asked[WithdrawTransfer]) -> None:
    """End a transfer by its officer; the request to his superiors ends with it."""
    taken_up(desk, transfer_id)
    desk.decide(budget_transfer, transfer_id, asked.command(decided=decided(desk, transfer_id)))
    release(desk, transfer_id, asked.reason)
    for key, found in rounds(desk, approval, transfer_id):
        if isinstance(found, Pending):
            desk.ask(approval, key, WithdrawApproval, reason=asked.reason)


def amend(desk: Desk, transfer_id: UUID, asked: Asked[AmendForResolution]) -> None:
    """Make the change that a resolution asks for; the committee is not called again for it."""
    taken_up(desk, transfer_id)
    desk.decide(
        budget_transfer,
        transfer_id,
        asked.command(
            resolved_digest=resolved(desk, asked.resolution_id, transfer_id),
            facts=facts(desk, named(asked), transfer_id),
            power_rows=power_rows(desk),
        ),
    )
    propose(desk, transfer_id, asked.resolution_id)
    fit(desk, transfer_id)


def post(desk: Desk, transfer_id: UUID, asked: Asked[PostTransfer]) -> None:
    """Post the transfer on every line, all or none (R-B12, R-B14)."""
    transfer = taken_up(desk, transfer_id)
    found = facts(desk, standing(transfer), transfer_id)
    due_on = results_due_on(desk, transfer.case_id)
    desk.decide(budget_transfer, transfer_id, asked.command(facts=found, results_due_on=due_on))
    for line in transfer.content.lines:
        desk.ask(
            budget_line,
            line.line_id,
            PostTransferLine,
            transfer_id=transfer_id,
            satang=line.satang,
            year_closed=any(fact.year_closed for fact in found),
        )


def taken_up(desk: Desk, transfer_id: UUID) -> Begun:
    """Return the transfer, and have the act belong to its case.

    Raises:
        NotFound: there is no such transfer.
    """
    transfer = transfer_of(desk, transfer_id)
    desk.case_id = transfer.case_id
    return transfer


def propose(desk: Desk, transfer_id: UUID, resolution_id: UUID | None = None) -> None:
    transfer = taken_up(desk, transfer_id)
    desk.ask(
        case,
        transfer.case_id,
        ProposeTransfer,
        transfer_id=transfer_id,
        digest=transfer.content.digest,
        resolution_id=resolution_id,
        holidays=holidays(desk),
    )


def power_rows(desk: Desk) -> tuple[PowerRow, ...]:
    """Return the table of transfer powers as it stands."""
    return desk.state(transfer_powers, OFFICE).rows


def steps_open(desk: Desk, case_id: UUID) -> tuple[int, ...]:
    """Return the steps before the board's that the case has yet to complete."""
    file = file_of(desk, case_id)
    return tuple(int(step) for step in BEFORE_BOARD if not file.step(step).done)


def approval_pending(desk: Desk, transfer_id: UUID) -> bool:
    """Return whether superiors, or an authority outside, are being asked about it now."""
    inside = any(isinstance(found, Pending) for _, found in rounds(desk, approval, transfer_id))
    return inside or any(
        isinstance(found, Waiting | Unconfirmed | InformationWanted)
        for _, found in rounds(desk, outside_approval, transfer_id)
    )


def decided(desk: Desk, transfer_id: UUID) -> bool:
    """Return whether the area director has decided on the version that stands."""
    digest = transfer_of(desk, transfer_id).content.digest
    return any(
        isinstance(found, Decided) and found.digest == digest
        for _, found in rounds(desk, approval, transfer_id)
    )


def resolved(desk: Desk, resolution_id: UUID, transfer_id: UUID) -> str | None:
    """Return the version on which a resolution asks for changes; None where it asks for none."""
    found = desk.state(resolution, resolution_id)
    if not isinstance(found, Adopted) or found.rescinded:
        return None
    if found.outcome is not ResolutionOutcome.APPROVED_WITH_CHANGES:
        return None
    return found.annexed.get(transfer_id)


def named(asked: Asked[Any]) -> list[UUID]:
    return [line.line_id for line in asked.lines]


def standing(transfer: Begun) -> list[UUID]:
    return [line.line_id for line in transfer.content.lines]


ACTS = (
    Act(DraftTransfer, budget_transfer, draft, creates=True),
    Act(ReviseTransfer, budget_transfer, revise, known=knows_transfer),
    Act(SubmitTransfer, budget_transfer, submit, known=knows_transfer),
    Act(ReturnTransfer, budget_transfer, send_back, known=knows_transfer),
    Act(WithdrawTransfer, budget_transfer, withdraw, known=knows_transfer),
    Act(AmendForResolution, budget_transfer, amend, known=knows_transfer),
    Act(PostTransfer, budget_transfer, post, known=knows_transfer),
    Act(SetTransferPowers, transfer_powers),
)
INTERNAL = {
    "RejectTransfer": "DecideApproval",
    "RecordAuthorityApproval": "ResolveItem",
    "ConfirmAmendment": "ConfirmChange",
}
