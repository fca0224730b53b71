"""What of the budget is to be followed up: rows of ``follow_ups``.

A declared surplus waits for its certification, an approved transfer for its posting. A row begins
settled, with the line or the transfer, for what it says may become due more than once.
"""

from __future__ import annotations

from typing import Any

from domain.budget.line import BalanceCertified, BudgetLineOpened, SurplusDeclared
from domain.budget.transfer import (
    AuthorityApproved,
    TransferDrafted,
    TransferPosted,
    TransferRejected,
    TransferReturned,
    TransferWithdrawn,
)
from domain.message import AnyRecorded, Recorded
from projections.casework.following import follows, follows_anew, settled
from projections.casework.waiting import at_role
from projections.table import Change, Project

FINANCE = at_role("finance_officer")


def certification(recorded: AnyRecorded) -> str:
    return f"{recorded.stream_id}/certification"


def posting(recorded: AnyRecorded) -> str:
    return f"{recorded.stream_id}/posting"


def line_opened(recorded: Recorded[BudgetLineOpened]) -> list[Change]:
    key, line_id = certification(recorded), recorded.id
    return follows(recorded, key, FINANCE, kind="certification", line_id=line_id, open=False)


def surplus_declared(recorded: Recorded[SurplusDeclared]) -> list[Change]:
    return follows_anew(recorded, certification(recorded))


def certified(recorded: Recorded[BalanceCertified]) -> list[Change]:
    return settled(recorded, certification(recorded))


def drafted(recorded: Recorded[TransferDrafted]) -> list[Change]:
    case_id = recorded.event.case_id
    key = posting(recorded)
    return follows(recorded, key, FINANCE, kind="posting", case_id=case_id, open=False)


def approved(recorded: Recorded[AuthorityApproved]) -> list[Change]:
    return [] if recorded.event.missing else follows_anew(recorded, posting(recorded))


def over(recorded: AnyRecorded) -> list[Change]:
    return settled(recorded, posting(recorded))


FOLLOWED: dict[type[Any], Project] = {
    BudgetLineOpened: line_opened,
    SurplusDeclared: surplus_declared,
    BalanceCertified: certified,
    TransferDrafted: drafted,
    AuthorityApproved: approved,
    TransferPosted: over,
    TransferReturned: over,
    TransferRejected: over,
    TransferWithdrawn: over,
}
