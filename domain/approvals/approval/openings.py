"""What may be done in a round now, and why not otherwise."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from domain.approvals.approval.refusals import NotYourTurn, RoundUnderway
from domain.approvals.approval.rules import may_speak, require_post, require_turn
from domain.approvals.approval.states import Approval, Decided, Ended, Pending
from domain.approvals.route import DECIDES
from domain.message import Actor
from domain.refusal import NotOpen, Refusal

AT_A_RANK = ("GiveOpinion", "SendBack")


def acts_open(
    approval: Approval, by: Actor, able: Collection[UUID] | None = None
) -> dict[str, Refusal | None]:
    """Return, by command, the refusal that ``by`` would meet whatever he writes; None where open.

    Commands that make no sense where the round stands are left out. ``able`` are those who could
    speak at the rank that has the file; where nobody may, who asked for it may send it on (R-H16).
    """
    match approval:
        case Pending():
            turn = not_his_turn(approval, by)
            last = approval.rank.role == DECIDES
            acts: dict[str, Refusal | None] = {}
            acts["DecideApproval"] = (
                not_his_post(approval, by) if last else NotYourTurn(post_id=approval.rank.post_id)
            )
            if not last:
                acts |= dict.fromkeys(AT_A_RANK, turn)
            if by.person_id == approval.requested_by:
                acts["WithdrawApproval"] = None
            nobody = able is not None and not any(may_speak(approval, one) for one in able)
            next_up = approval.above is not None and by.post_id == approval.above.post_id
            if nobody and not last and (by.person_id == approval.requested_by or next_up):
                acts["PassOverRank"] = None
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


def not_his_post(approval: Pending, by: Actor) -> Refusal | None:
    """The last rank is asked why where the work is his own, so that is no reason to close it."""
    try:
        require_post(by, approval)
    except Refusal as refusal:
        return refusal
    return None


def request_open(underway: bool, submitted: bool) -> Refusal | None:
    """Return why a transfer may not be put up now; None where it may."""
    if not submitted:
        return NotOpen("not submitted")
    return RoundUnderway() if underway else None
