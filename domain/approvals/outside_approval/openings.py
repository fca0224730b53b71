"""What may be done with an outside approval now, and why not otherwise."""

from __future__ import annotations

from domain.approvals.outside_approval.refusals import OwnRecord
from domain.approvals.outside_approval.states import (
    InformationWanted,
    OutsideApproval,
    Unconfirmed,
    Waiting,
)
from domain.message import Actor
from domain.refusal import Refusal


def acts_open(approval: OutsideApproval, by: Actor) -> dict[str, Refusal | None]:
    """Return, by command, the refusal that ``by`` would meet whatever he writes; None where open."""
    match approval:
        case Waiting():
            return {"RecordOutcome": None}
        case Unconfirmed():
            own = by.person_id == approval.recorded_by
            return {"ConfirmOutcome": OwnRecord() if own else None, "SendBackOutcome": None}
        case InformationWanted():
            return {"ResendRequest": None}
    return {}
