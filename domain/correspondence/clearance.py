"""Who may know of a letter: by its secrecy, and by whom it concerns.

Classified letters are known to the roles that keep their registers (R-U06); grants to single persons
have an issue of their own. A school knows the letters it sent or was sent. To everybody else such a
letter does not exist: the answer is the same as for an id that was never given.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from domain.correspondence.letter.states import Letter, Received
from domain.correspondence.letter_set import LetterSet, Written
from domain.correspondence.outgoing_letter.states import Dispatched, NotDrafted, OutgoingLetter
from domain.correspondence.parts import Secrecy
from domain.message import Actor
from domain.organization.role import Role

CLEARED = frozenset({Role.CENTRAL_REGISTRAR, Role.AREA_DIRECTOR})


def clearances(role: str) -> tuple[Secrecy, ...]:
    """Return the levels that a post with this role may read."""
    return tuple(Secrecy) if role in CLEARED else (Secrecy.NONE,)


def concerned(by: Actor, parties: Collection[UUID | None]) -> bool:
    """Whether the letter concerns who asks: the whole office knows of it, a school only of its own."""
    return by.role != Role.SCHOOL_DIRECTOR or by.unit_id in parties


def knows_letter(letter: Letter, by: Actor) -> bool:
    """Whether ``by`` may know of a received letter."""
    if not isinstance(letter, Received) or letter.secrecy not in clearances(by.role):
        return False
    return concerned(by, (letter.wording.sender_unit_id, letter.unit_id))


def knows_outgoing(letter: OutgoingLetter, by: Actor) -> bool:
    """Whether ``by`` may know of a letter of ours; a school only once it is dispatched."""
    if isinstance(letter, NotDrafted):
        return False
    if letter.matter.secrecy not in clearances(by.role):
        return False
    sent = isinstance(letter, Dispatched)
    return concerned(by, letter.matter.to_unit_ids if sent else ())


def knows_set(letters: LetterSet, by: Actor) -> bool:
    return isinstance(letters, Written) and concerned(by, ())
