"""What a resolution does for the transfers it agrees to, and for their case."""

from __future__ import annotations

from uuid import UUID

from application.approvals.matter import (
    alive,
    approve,
    complete_gate,
    give_back,
    submitted,
)
from application.board.citing import cited
from application.budget.holds import transfer_of
from application.casework.steps import file_of, return_to
from application.desk import Desk
from domain.board.body import Established, body
from domain.board.outcome import CARRIES, ResolutionOutcome
from domain.board.resolution import (
    Adopted,
    Resolution,
    ResolutionNotAdopted,
    TransferNotAnnexed,
    UseResolution,
    require_passes,
    resolution,
)
from domain.budget.transfer import Submitted
from domain.budget.transfer_power import Authority
from domain.casework.case import StepStatus, TransferStep, Underway, case
from domain.casework.process import StepKind


def adopted(desk: Desk, resolution_id: UUID) -> Adopted:
    """Return a resolution, and have the act belong to the case of its paper.

    Raises:
        ResolutionNotAdopted: there is none.
    """
    found: Resolution = desk.state(resolution, resolution_id)
    if not isinstance(found, Adopted):
        raise ResolutionNotAdopted(resolution_id=resolution_id)
    if found.paper is not None:
        desk.case_id = found.paper.case_id
    return found


def apply(desk: Desk, resolution_id: UUID) -> None:
    """Do what follows from a resolution just adopted, or just confirmed in its new version.

    Agreed: its transfers have the body's approval, and the board's step is done. Agreed with
    changes: the same, once everybody confirmed. Not agreed: back to the guidelines. Withdrawn: back
    to the officer. Deferred and acknowledged change nothing.
    """
    found = adopted(desk, resolution_id)
    if found.paper is None:
        return
    reason = cited(desk, found)
    match found.outcome:
        case ResolutionOutcome.NOT_APPROVED:
            for transfer_id in found.annexed:
                give_back(desk, transfer_id, reason)
            back_to_guidelines(desk, found.paper.case_id, reason)
        case ResolutionOutcome.WITHDRAWN:
            for transfer_id in found.annexed:
                give_back(desk, transfer_id, reason)
        case outcome if outcome in CARRIES and everything_confirmed(found):
            for transfer_id in found.annexed:
                use(desk, resolution_id, transfer_id)
            pass_board_step(desk, found.paper.case_id, resolution_id)


def everything_confirmed(found: Adopted) -> bool:
    if found.outcome is not ResolutionOutcome.APPROVED_WITH_CHANGES:
        return True
    return not found.unconfirmed


def use(desk: Desk, resolution_id: UUID, transfer_id: UUID) -> None:
    """Have a transfer rest on the resolution: it has the body's approval from now on.

    Raises:
        the refusals of ``require_covers``; those of an approval out of turn or of another version.
    """
    transfer = submitted(desk, transfer_id)
    digest = transfer.content.digest
    moved = sum(line.satang for line in transfer.content.lines if line.satang > 0)
    desk.ask(
        resolution,
        resolution_id,
        UseResolution,
        transfer_id=transfer_id,
        digest=digest,
        satang=moved,
    )
    found = adopted(desk, resolution_id)
    approve(
        desk,
        transfer_id,
        authority_of(desk, found.citation.body_id),
        approved_on=found.adopted_on,
        reference=cited(desk, found),
        digest=digest,
        resolution_id=resolution_id,
    )


def authority_of(desk: Desk, body_id: UUID) -> Authority:
    """Return the authority of the table of powers that a body is: they bear the same names.

    Raises:
        ResolutionNotAdopted: the table knows no such body, so its word approves no transfer.
    """
    known = desk.state(body, body_id)
    if not isinstance(known, Established) or str(known.kind) not in set(Authority):
        raise ResolutionNotAdopted("no authority over transfers", body_id=body_id)
    return Authority(str(known.kind))


def pass_board_step(desk: Desk, case_id: UUID, resolution_id: UUID) -> None:
    """Complete the board's step once no transfer of the case waits for a body any more."""
    bodies = {Authority.AREA_COMMITTEE, Authority.PROVINCIAL_EDUCATION_COMMITTEE}
    states = [transfer_of(desk, transfer_id) for transfer_id in alive(desk, case_id)]
    if any(isinstance(s, Submitted) and bodies.intersection(s.missing) for s in states):
        return
    found = adopted(desk, resolution_id)
    stream = f"{resolution.kind}/{resolution_id}"
    complete_gate(desk, case_id, StepKind.BOARD_RESOLUTION, stream, found.adopted_on)


def back_to_guidelines(desk: Desk, case_id: UUID, reason: str) -> None:
    """Open step 4 again; the proposals and the board wait for it (D2)."""
    state = desk.state(case, case_id)
    guidelines = file_of(desk, case_id).step(TransferStep.GUIDELINES)
    if isinstance(state, Underway) and guidelines.status is StepStatus.DONE:
        return_to(desk, case_id, TransferStep.GUIDELINES, reason)


def require_covered(desk: Desk, resolution_id: UUID, transfer_id: UUID) -> None:
    """Refuse a transfer that does not rest on this resolution.

    Raises:
        the refusals of ``require_passes``: the resolution passes nothing.
        TransferNotAnnexed: it does, but not this transfer.
    """
    found = require_passes(desk.state(resolution, resolution_id))
    if transfer_id not in found.used:
        raise TransferNotAnnexed("does not rest on it", transfer_id=transfer_id)
