"""A transfer is put up through the ranks; the area director decides on exactly that version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from application.act import Act
from application.approvals.matter import give_back, reject, submitted, withdraw
from application.approvals.rounds import next_round, rounds, transfer_of
from application.approvals.route import able_to_speak, ranks_today
from application.budget.holds import transfer_of as transfer_known
from application.desk import Asked, Desk
from application.matter import of_transfer
from domain.approvals.approval import (
    Approval,
    DecideApproval,
    Decided,
    DecisionOutcome,
    GiveOpinion,
    PassOverRank,
    Pending,
    RecordObjection,
    RequestApproval,
    SendBack,
    Unrequested,
    WithdrawApproval,
    approval,
)
from domain.approvals.version import require_version
from domain.budget.transfer_power import Authority
from domain.casework.case import Ending
from domain.refusal import NotFound, NotOpen


def request(desk: Desk, _key: UUID, asked: Asked[RequestApproval]) -> None:
    """Put a submitted transfer up. The round is the next one of that transfer.

    Raises:
        NotFound: ``subject`` names no transfer, or ``deputy_post_id`` no deputy.
        NotOpen: the transfer is not submitted, or a change for a resolution awaits confirmation.
    """
    transfer_id = transfer_of(asked.subject)
    if transfer_id is None:
        raise NotFound(subject=asked.subject)
    transfer = submitted(desk, transfer_id)
    if transfer.approved or transfer.amendment is not None:
        raise NotOpen("before an authority already")
    desk.case_id = transfer.case_id
    authors = frozenset((*transfer.authors, desk.by.person_id))
    desk.decide(
        approval,
        next_round(desk, approval, transfer_id),
        asked.command(
            current_digest=transfer.content.digest,
            case_id=transfer.case_id,
            ranks=ranks_today(desk, transfer.case_id, authors, asked.deputy_post_id),
            drafted_by=tuple(sorted(transfer.authors)),
            underway=underway(desk, transfer_id, transfer.content.digest),
        ),
    )


def underway(desk: Desk, transfer_id: UUID, digest: str) -> UUID | None:
    """Return the round on this transfer that is open, or that agreed to this very version."""
    for key, found in rounds(desk, approval, transfer_id):
        match found:
            case Pending():
                return key
            case Decided(outcome=DecisionOutcome.AGREED_TO_PROPOSE) if found.digest == digest:
                return key
    return None


def known(desk: Desk, key: UUID) -> tuple[Approval, UUID]:
    """Return a round and the transfer it is about, and have the act belong to its case.

    Raises:
        NotFound: there is no such round.
    """
    found = desk.state(approval, key)
    transfer_id = None if isinstance(found, Unrequested) else transfer_of(found.about.subject)
    if isinstance(found, Unrequested) or transfer_id is None:
        raise NotFound(approval_id=key)
    desk.case_id = found.about.case_id
    return found, transfer_id


def require_standing(desk: Desk, found: Approval, transfer_id: UUID) -> None:
    """Refuse to speak on a version that is not the transfer's any more (R-W07)."""
    if isinstance(found, Pending):
        require_version(found.digest, transfer_known(desk, transfer_id).content.digest)


def opinion(desk: Desk, key: UUID, asked: Asked[GiveOpinion]) -> None:
    require_standing(desk, *known(desk, key))
    desk.decide(approval, key, asked.command())


def send_back(desk: Desk, key: UUID, asked: Asked[SendBack]) -> None:
    """Send it back for correction: the round ends, and the transfer is a draft again."""
    found, transfer_id = known(desk, key)
    require_standing(desk, found, transfer_id)
    desk.decide(approval, key, asked.command())
    give_back(desk, transfer_id, asked.reason)


def decision(desk: Desk, key: UUID, asked: Asked[DecideApproval]) -> None:
    """Agree to propose it to the board, return it, or end the matter."""
    found, transfer_id = known(desk, key)
    require_standing(desk, found, transfer_id)
    desk.decide(approval, key, asked.command(able=able_today(desk, found, transfer_id)))
    match asked.outcome:
        case DecisionOutcome.RETURNED:
            give_back(desk, transfer_id, asked.reason)
        case DecisionOutcome.NOT_AGREED:
            reject(desk, transfer_id, Authority.AREA_DIRECTOR, Ending.NOT_AGREED, asked.reason)


def pass_over(desk: Desk, key: UUID, asked: Asked[PassOverRank]) -> None:
    found, transfer_id = known(desk, key)
    desk.decide(approval, key, asked.command(able=able_today(desk, found, transfer_id)))


def able_today(desk: Desk, found: Approval, transfer_id: UUID) -> tuple[UUID, ...]:
    """Return who may speak now on this very transfer: who may on a smaller one only is none (R-H16)."""
    return able_to_speak(desk, found, desk.on, of_transfer(desk, transfer_id))


def withdrawal(desk: Desk, key: UUID, asked: Asked[WithdrawApproval]) -> None:
    """Take it back to correct it, or end the whole matter."""
    _, transfer_id = known(desk, key)
    desk.decide(approval, key, asked.command())
    if asked.ends_case:
        withdraw(desk, transfer_id, asked.reason)
    else:
        give_back(desk, transfer_id, asked.reason)


def objection(desk: Desk, key: UUID, asked: Asked[Any]) -> None:
    known(desk, key)
    desk.decide(approval, key, asked.command())


ACTS = (
    Act(RequestApproval, approval, request, creates=True),
    Act(GiveOpinion, approval, opinion),
    Act(PassOverRank, approval, pass_over),
    Act(SendBack, approval, send_back),
    Act(DecideApproval, approval, decision),
    Act(WithdrawApproval, approval, withdrawal),
    Act(RecordObjection, approval, objection),
)
INTERNAL = {"VoidApproval": "ReviseTransfer"}
