"""To whom the letters of a case go: who need not be written to again, and who still must be."""

from __future__ import annotations

from uuid import UUID

from application.approvals.matter import alive
from application.approvals.rounds import rounds
from application.desk import Desk
from domain.correspondence.letter_set import Written, letter_set
from domain.correspondence.outgoing_letter import (
    Dispatched,
    NotDrafted,
    Withdrawn,
    outgoing_letter,
)


def units_written_to(desk: Desk, case_id: UUID) -> set[UUID]:
    """Return the addressees of the letters that tell the results of the case, gone or drafted."""
    found: set[UUID] = set()
    for transfer_id in alive(desk, case_id):
        for letter_id in standing_of(desk, transfer_id):
            written = desk.state(outgoing_letter, letter_id)
            if not isinstance(written, NotDrafted):
                found.update(written.occasion.to_unit_ids)
    return found


def standing_of(desk: Desk, matter: UUID, *, gone_too: bool = True) -> tuple[UUID, ...]:
    """Return the letters of earlier runs on this matter that were not withdrawn.

    A result is told once. A case may end again after it was reopened: there, those that have gone
    do not count.
    """
    done = (NotDrafted, Withdrawn) if gone_too else (NotDrafted, Withdrawn, Dispatched)
    return tuple(
        letter_id
        for _, state in rounds(desk, letter_set, matter)
        if isinstance(state, Written)
        for letter_id in state.letter_ids
        if not isinstance(desk.state(outgoing_letter, letter_id), done)
    )
