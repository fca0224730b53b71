"""Which transfers of a case still want the letter by which an outside authority is asked (step 7)."""

from __future__ import annotations

from uuid import UUID

from application.approvals.matter import alive, step_of_kind
from application.approvals.rounds import rounds
from application.casework.steps import file_of
from application.desk import Desk
from domain.approvals.outside_approval import Settled, outside_approval
from domain.budget.transfer import Submitted, budget_transfer
from domain.budget.transfer_power import Authority
from domain.casework.case import StepStatus
from domain.casework.process import StepKind
from domain.correspondence.outgoing_letter import (
    Draft,
    LetterPurpose,
    LettersAsked,
    Signed,
    outgoing_letter,
)


def letters_asked(
    desk: Desk, case_id: UUID, *, drafted: UUID | None = None, withdrawn: UUID | None = None
) -> LettersAsked | None:
    """Return how many such letters the case's step asks for; None while the step is not open.

    The letter just drafted for the transfer ``drafted`` is counted as there, and the one under the
    id ``withdrawn`` as gone.
    """
    file = file_of(desk, case_id)
    step = step_of_kind(file, StepKind.EXTERNAL_APPROVAL)
    if step is None or file.step(step).status is not StepStatus.OPEN:
        return None
    waiting = [
        transfer_id
        for transfer_id in alive(desk, case_id)
        if transfer_id != drafted and awaits_governor(desk, transfer_id, withdrawn)
    ]
    return LettersAsked(step, len(waiting))


def awaits_governor(desk: Desk, transfer_id: UUID, withdrawn: UUID | None = None) -> bool:
    """Whether it is the governor's turn, and neither a letter nor a request is under way."""
    state = desk.state(budget_transfer, transfer_id)
    if not isinstance(state, Submitted) or state.missing[:1] != (Authority.GOVERNOR,):
        return False
    if any(not isinstance(one, Settled) for _, one in rounds(desk, outside_approval, transfer_id)):
        return False
    found = desk.rows("outgoing_letters", transfer_id=transfer_id)
    return not any(
        isinstance(desk.state(outgoing_letter, row["id"]), Draft | Signed)
        for row in found
        if row["id"] != withdrawn and row["purpose"] == LetterPurpose.GOVERNOR_REQUEST
    )
