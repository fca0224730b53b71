"""The paper of a case as the body gets it: the guidelines, with the agreed transfers annexed."""

from __future__ import annotations

from uuid import UUID

from application.approvals.matter import alive
from application.approvals.rounds import rounds
from application.budget.holds import transfer_of
from application.casework.steps import file_of
from application.desk import Desk
from domain.approvals.approval import (
    NotAgreedToPropose,
    Unrequested,
    approval,
    require_agreed_to_propose,
)
from domain.board.meeting import AgendaPaper, TransferVersion
from domain.budget.transfer import Draft, Submitted
from domain.casework.case.steps import require_open
from domain.casework.process import StepKind


def paper_of(desk: Desk, case_id: UUID) -> AgendaPaper | None:
    """Return the paper as it stands now; None where the case has no guidelines.

    Only transfers that are before their authorities go to the body, each in the version that the
    area director agreed to propose; one that has ended is left out, one that is posted is done.

    Raises:
        StepNotOpen: the case has not come to the board's step, or is past it.
        NotAgreedToPropose, VersionMovedOn: a transfer was not agreed to in this version (R-W07).
    """
    file = file_of(desk, case_id)
    for state in file.steps:
        if state.step.kind is StepKind.BOARD_RESOLUTION:
            require_open(file, state.step.number)
    if file.guidelines is None:
        return None
    versions = [version(desk, transfer_id) for transfer_id in alive(desk, case_id)]
    annexed = tuple(found for found in versions if found is not None)
    if not annexed:
        raise NotAgreedToPropose("no transfer to propose", outcome=None)
    return AgendaPaper(case_id, file.guidelines.version, file.guidelines.digest, annexed)


def version(desk: Desk, transfer_id: UUID) -> TransferVersion | None:
    """Return the version agreed to; None where the authorities have approved or it is posted."""
    match transfer_of(desk, transfer_id):
        case Draft():
            raise NotAgreedToPropose("a draft", outcome=None)
        case Submitted(approved=()) as transfer:
            digest = transfer.content.digest
            round_id = require_agreed(desk, transfer_id, digest)
            return TransferVersion(transfer_id, digest, round_id)
    return None


def require_agreed(desk: Desk, transfer_id: UUID, digest: str) -> UUID | None:
    """Return the round in which the area director agreed to propose the transfer as it stands.

    Raises:
        NotAgreedToPropose, VersionMovedOn: he did not, or it was another version (R-W07).
    """
    found = rounds(desk, approval, transfer_id)
    key, latest = found[-1] if found else (None, Unrequested())
    require_agreed_to_propose(latest, digest)
    return key
