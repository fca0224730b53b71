"""What was said about a version that has changed does not hold any more (R-W07)."""

from __future__ import annotations

from uuid import UUID

from application.approvals.rounds import rounds
from application.desk import Desk
from domain.approvals.approval import Decided, DecisionOutcome, Pending, VoidApproval, approval


def void_open(desk: Desk, transfer_id: UUID, digest: str, reason: str) -> None:
    """Void every round on another version than ``digest`` that is open or was agreed."""
    for key, found in rounds(desk, approval, transfer_id):
        match found:
            case Pending() | Decided(outcome=DecisionOutcome.AGREED_TO_PROPOSE):
                if found.digest != digest:
                    desk.ask(approval, key, VoidApproval, reason=reason, new_digest=digest)
