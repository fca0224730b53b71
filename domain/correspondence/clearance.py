"""Who may know of a letter: by its secrecy, by who was granted its reading, by whom it concerns.

A school knows the letters it sent or was sent. To whoever may not know of it such a letter does not
exist: the answer is the same as for an id that was never given (R-U06).
"""

from __future__ import annotations

from domain.correspondence.letter.states import Letter, Received
from domain.correspondence.letter_set import LetterSet, Written
from domain.correspondence.outgoing_letter.states import Dispatched, NotDrafted, OutgoingLetter
from domain.correspondence.parts import Secrecy
from domain.correspondence.reading import keys
from domain.message import Actor
from domain.viewer import admits, viewer_of


def knows_letter(letter: Letter, by: Actor) -> bool:
    """Whether ``by`` may know of a received letter."""
    if not isinstance(letter, Received):
        return False
    parties = (letter.wording.sender_unit_id, letter.unit_id)
    return admits(viewer_of(by), letter.secrecy, parties, keys(letter.readers))


def knows_outgoing(letter: OutgoingLetter, by: Actor) -> bool:
    """Whether ``by`` may know of a letter of ours; a school only once it is dispatched."""
    if isinstance(letter, NotDrafted):
        return False
    occasion = letter.occasion
    parties = occasion.to_unit_ids if isinstance(letter, Dispatched) else ()
    return admits(viewer_of(by), occasion.secrecy, parties, keys(occasion.readers))


def knows_set(letters: LetterSet, by: Actor) -> bool:
    return isinstance(letters, Written) and admits(viewer_of(by), Secrecy.NONE, ())
