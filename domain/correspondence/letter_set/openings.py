"""What may be done with a set of letters now, and why not otherwise."""

from __future__ import annotations

from domain.correspondence.letter_set.rules import LetterSet, Unwritten
from domain.correspondence.outgoing_letter.refusals import NotChecked, NotSigned
from domain.refusal import Refusal


def acts_open(
    letters: LetterSet, *, unchecked: int, unsigned: int, unsent: int
) -> dict[str, Refusal | None]:
    """Return, by command, why the set cannot take it now; None where it can.

    ``unchecked``, ``unsigned`` and ``unsent`` count the letters of the set that still stand and are
    yet to be checked, to be signed once checked, and to be sent once signed.
    """
    if isinstance(letters, Unwritten):
        return {}
    shown: dict[str, Refusal | None] = {}
    if unchecked:
        shown["CheckLetters"] = None
    if unsigned:
        shown["SignLetters"] = None
    elif unchecked:
        shown["SignLetters"] = NotChecked()
    if unsent:
        shown["DispatchLetters"] = NotSigned() if unchecked or unsigned else None
    elif unsigned or unchecked:
        shown["DispatchLetters"] = NotSigned()
    return shown
