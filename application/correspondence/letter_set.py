"""One act each checks, signs and sends all letters of a set, all or none.

Of each letter he must be allowed to know who acts on it through its set, as if he acted on it alone: one
whose secrecy was raised since it was written goes with no set that he sends (R-U06).
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from application.act import Act
from application.correspondence.dispatch import dispatch_one, follow
from application.correspondence.signing import others_can, signature_block
from application.desk import Asked, Desk
from domain.correspondence.clearance import knows_outgoing, knows_set
from domain.correspondence.letter_set import (
    CheckLetters,
    DispatchLetters,
    SignLetters,
    letter_set,
)
from domain.correspondence.letter_set import Written as WrittenSet
from domain.correspondence.outgoing_letter import (
    CheckLetter,
    Dispatched,
    SignLetter,
    Withdrawn,
    outgoing_letter,
)
from domain.refusal import NotFound


def opened_set(desk: Desk, set_id: UUID) -> WrittenSet:
    state = desk.state(letter_set, set_id)
    if not isinstance(state, WrittenSet):
        raise NotFound(set_id=set_id)
    desk.case_id = state.case_id
    return state


def require_known(desk: Desk, letter_ids: Iterable[UUID]) -> None:
    """Check that who acts may know of each of these letters.

    Raises:
        NotFound: of one he may not; so it is answered of a letter that is not there.
    """
    for letter_id in letter_ids:
        if not knows_outgoing(desk.state(outgoing_letter, letter_id), desk.by):
            raise NotFound()


def check(desk: Desk, set_id: UUID, asked: Asked[CheckLetters]) -> None:
    """Find each letter listed correct in the version listed; one that moved on refuses all."""
    opened_set(desk, set_id)
    desk.decide(letter_set, set_id, asked.command())
    require_known(desk, (item.letter_id for item in asked.letters))
    for item in asked.letters:
        desk.ask(outgoing_letter, item.letter_id, CheckLetter, digest=item.digest, note=asked.note)


def sign(desk: Desk, set_id: UUID, asked: Asked[SignLetters]) -> None:
    """Sign each letter listed, in the version listed, with a signature of its own."""
    opened_set(desk, set_id)
    desk.decide(letter_set, set_id, asked.command())
    require_known(desk, (item.letter_id for item in asked.letters))
    block = signature_block(desk)
    for item in asked.letters:
        desk.ask(
            outgoing_letter,
            item.letter_id,
            SignLetter,
            digest=item.digest,
            intent=asked.intent,
            method=asked.method,
            override_reason=asked.override_reason,
            block=block,
            **others_can(desk, item.letter_id),
        )


def dispatch(desk: Desk, set_id: UUID, asked: Asked[DispatchLetters]) -> None:
    """Number and send every letter of the set that still stands; one that cannot go stops all."""
    found = opened_set(desk, set_id)
    standing = tuple(
        letter_id
        for letter_id in found.letter_ids
        if not isinstance(desk.state(outgoing_letter, letter_id), Withdrawn | Dispatched)
    )
    require_known(desk, standing)
    desk.decide(letter_set, set_id, asked.command(standing=standing))
    for letter_id in standing:
        dispatch_one(
            desk,
            letter_id,
            delivery=asked.delivery,
            delivery_reason=asked.delivery_reason,
            reply_due_on=asked.reply_due_on,
        )
    follow(desk, standing)


ACTS = (
    Act(CheckLetters, letter_set, check, known=knows_set),
    Act(SignLetters, letter_set, sign, known=knows_set),
    Act(DispatchLetters, letter_set, dispatch, known=knows_set),
)
