"""What a decision inside or outside the office does to the transfer and its case.

All of it is asked after the deciding stream's own events, in the same append.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from application.budget.holds import fit, release, transfer_of
from application.casework.steps import (
    complete,
    end,
    file_of,
    holidays,
    proposing_due_on,
    report_due_on,
)
from application.desk import Desk
from domain.budget.transfer import (
    Draft,
    GrantedLine,
    Posted,
    RecordAuthorityApproval,
    RejectTransfer,
    ReturnTransfer,
    Submitted,
    WithdrawTransfer,
    budget_transfer,
)
from domain.budget.transfer_power import Authority
from domain.casework.case import CaseFile, Ending
from domain.casework.process import StepKind
from domain.refusal import NotOpen
from domain.thai_time import next_working_day


def submitted(desk: Desk, transfer_id: UUID) -> Submitted:
    """Return a transfer that is before its authorities.

    Raises:
        NotFound: there is none.
        NotOpen: it is a draft, posted, or has ended.
    """
    transfer = transfer_of(desk, transfer_id)
    if not isinstance(transfer, Submitted):
        raise NotOpen("not submitted", state=type(transfer).__name__)
    return transfer


def give_back(desk: Desk, transfer_id: UUID, reason: str) -> None:
    """Give the transfer back to its officer; what it held on the lines is free again."""
    transfer = transfer_of(desk, transfer_id)
    if isinstance(transfer, Submitted):
        due_on = proposing_due_on(desk, transfer.case_id)
        desk.ask(budget_transfer, transfer_id, ReturnTransfer, reason=reason, due_on=due_on)
        release(desk, transfer_id, reason)


def withdraw(desk: Desk, transfer_id: UUID, reason: str) -> None:
    """End the transfer by its officer, and the case with it if nothing else of it is left."""
    desk.ask(budget_transfer, transfer_id, WithdrawTransfer, reason=reason, decided=False)
    release(desk, transfer_id, reason)
    end_if_nothing_left(desk, transfer_id, Ending.WITHDRAWN, reason)


def reject(
    desk: Desk, transfer_id: UUID, authority: Authority, ending: Ending, reason: str
) -> None:
    """End the transfer by a *no*, and the case with it if nothing else of it is left."""
    desk.ask(budget_transfer, transfer_id, RejectTransfer, authority=authority, reason=reason)
    release(desk, transfer_id, reason)
    end_if_nothing_left(desk, transfer_id, ending, reason)


def approve(
    desk: Desk,
    transfer_id: UUID,
    authority: Authority,
    *,
    approved_on: date,
    reference: str,
    digest: str,
    resolution_id: UUID | None = None,
    outside_approval_id: UUID | None = None,
    granted: tuple[GrantedLine, ...] | None = None,
) -> None:
    """Record on the transfer that ``authority`` approved it, and fit what its lines hold."""
    desk.ask(
        budget_transfer,
        transfer_id,
        RecordAuthorityApproval,
        authority=authority,
        resolution_id=resolution_id,
        outside_approval_id=outside_approval_id,
        approved_on=approved_on,
        reference=reference,
        approved_digest=digest,
        granted_lines=granted,
        due_on=posting_due_on(desk, approved_on),
    )
    fit(desk, transfer_id, reference)


def posting_due_on(desk: Desk, approved_on: date) -> date | None:
    """Return the day by which an approved transfer is to be posted: the report upwards needs it."""
    due_on = report_due_on(desk, approved_on)
    return due_on and next_working_day(due_on, holidays(desk))


def complete_gate(
    desk: Desk, case_id: UUID, kind: StepKind, stream: str, approved_on: date
) -> None:
    """Complete the case's step of this kind by what ``stream`` decided, if it has one open."""
    step = step_of_kind(file_of(desk, case_id), kind)
    if step is not None:
        complete(desk, case_id, step, stream, approved_on=approved_on)


def step_of_kind(file: CaseFile, kind: StepKind) -> int | None:
    return next((s.step.number for s in file.steps if s.step.kind is kind), None)


def alive(desk: Desk, case_id: UUID) -> list[UUID]:
    """Return the case's transfers that are neither withdrawn nor rejected."""
    proposed = [found.transfer_id for found in file_of(desk, case_id).transfers]
    return [
        transfer_id
        for transfer_id in proposed
        if isinstance(transfer_of(desk, transfer_id), Draft | Submitted | Posted)
    ]


def unapproved(desk: Desk, case_id: UUID) -> list[UUID]:
    """Return those of them that an authority has yet to approve."""
    states = {transfer_id: transfer_of(desk, transfer_id) for transfer_id in alive(desk, case_id)}
    return [
        transfer_id
        for transfer_id, state in states.items()
        if isinstance(state, Draft) or (isinstance(state, Submitted) and state.missing)
    ]


def end_if_nothing_left(desk: Desk, transfer_id: UUID, ending: Ending, reason: str) -> None:
    case_id = transfer_of(desk, transfer_id).case_id
    if not alive(desk, case_id):
        end(desk, case_id, ending, reason)
