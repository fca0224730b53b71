"""What of the budget waits for somebody: rows of ``inbox`` (see ``projections/casework/inbox.py``)."""

from __future__ import annotations

from typing import Any

from domain.approvals.approval import ApprovalRequested
from domain.budget.line import BalanceCertified, BudgetLineOpened, SurplusDeclared
from domain.budget.transfer import (
    AuthorityApproved,
    TransferDrafted,
    TransferPosted,
    TransferRejected,
    TransferReturned,
    TransferRevised,
    TransferSubmitted,
    TransferWithdrawn,
    budget_transfer,
)
from domain.message import AnyRecorded, Recorded
from projections.casework.waiting import at_post, at_role, done, waits, waits_anew
from projections.table import Change, Project, Update

FINANCE = at_role("finance_officer")
TITLE_LENGTH = 150


def line_opened(recorded: Recorded[BudgetLineOpened]) -> list[Change]:
    """Nothing waits yet; the row keeps the line's name for when something does."""
    return waits(
        recorded,
        recorded.stream_id,
        FINANCE,
        act="CertifyBalance",
        title=recorded.event.item,
        open=False,
    )


def surplus_declared(recorded: Recorded[SurplusDeclared]) -> list[Change]:
    return waits_anew(recorded, recorded.stream_id, FINANCE, act="CertifyBalance")


def transfer_drafted(recorded: Recorded[TransferDrafted]) -> list[Change]:
    return waits(
        recorded,
        recorded.stream_id,
        at_post(recorded.by.post_id),
        act="SubmitTransfer",
        title=recorded.event.reason[:TITLE_LENGTH],
        case_id=recorded.event.case_id,
        due_on=recorded.event.due_on,
    )


def transfer_revised(recorded: Recorded[TransferRevised]) -> list[Change]:
    title, due_on = recorded.event.reason[:TITLE_LENGTH], recorded.event.due_on
    return its_officer(recorded, act="SubmitTransfer", title=title, due_on=due_on)


def transfer_submitted(recorded: Recorded[TransferSubmitted]) -> list[Change]:
    return its_officer(recorded, act="RequestApproval", due_on=recorded.event.due_on)


def transfer_returned(recorded: Recorded[TransferReturned]) -> list[Change]:
    return its_officer(recorded, act="ReviseTransfer", due_on=recorded.event.due_on)


def its_officer(recorded: AnyRecorded, **row: Any) -> list[Change]:
    """It waits again for the post that drafted it."""
    return [Update("inbox", recorded.stream_id, {"since": recorded.at, "open": True, **row})]


def approval_requested(recorded: Recorded[ApprovalRequested]) -> list[Change]:
    subject = recorded.event.subject
    return done(recorded, subject) if subject.startswith(f"{budget_transfer.kind}/") else []


def authority_approved(recorded: Recorded[AuthorityApproved]) -> list[Change]:
    if recorded.event.missing:
        return done(recorded, recorded.stream_id)
    due_on = recorded.event.due_on
    return waits_anew(recorded, recorded.stream_id, FINANCE, act="PostTransfer", due_on=due_on)


def settled(recorded: AnyRecorded) -> list[Change]:
    return done(recorded, recorded.stream_id)


WAITING: dict[type[Any], Project] = {
    BudgetLineOpened: line_opened,
    SurplusDeclared: surplus_declared,
    BalanceCertified: settled,
    TransferDrafted: transfer_drafted,
    TransferRevised: transfer_revised,
    TransferSubmitted: transfer_submitted,
    TransferReturned: transfer_returned,
    ApprovalRequested: approval_requested,
    AuthorityApproved: authority_approved,
    TransferPosted: settled,
    TransferRejected: settled,
    TransferWithdrawn: settled,
}
