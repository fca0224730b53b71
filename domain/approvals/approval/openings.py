"""What may be done in a round now, and why not otherwise."""

from __future__ import annotations

from domain.approvals.approval.refusals import NotYourTurn, RoundUnderway
from domain.approvals.approval.rules import require_turn
from domain.approvals.approval.states import Approval, Decided, Ended, Pending
from domain.approvals.route import DECIDES
from domain.message import Actor
from domain.refusal import NotOpen, Refusal

AT_A_RANK = ("GiveOpinion", "SendBack")


def acts_open(approval: Approval, by: Actor) -> dict[str, Refusal | None]:
    """Return, by command, the refusal that ``by`` would meet whatever he writes; None where open.

    Commands that make no sense where the round stands are left out.
    """
    match approval:
        case Pending():
            turn = not_his_turn(approval, by)
            last = approval.rank.role == DECIDES
            acts: dict[str, Refusal | None] = {}
            acts["DecideApproval"] = turn if last else NotYourTurn(post_id=approval.rank.post_id)
            if not last:
                acts |= dict.fromkeys(AT_A_RANK, turn)
            if by.person_id == approval.requested_by:
                acts["WithdrawApproval"] = None
            return acts | {"RecordObjection": None}
        case Decided() | Ended():
            return {"RecordObjection": None}
    return {}


def not_his_turn(approval: Pending, by: Actor) -> Refusal | None:
    try:
        require_turn(by, approval)
    except Refusal as refusal:
        return refusal
    return None


def request_open(underway: bool, submitted: bool) -> Refusal | None:
    """Return why a transfer may not be put up now; None where it may."""
    if not submitted:
        return NotOpen("not submitted")
    return RoundUnderway() if underway else None
