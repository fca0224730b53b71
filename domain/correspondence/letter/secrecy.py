"""Raising and lowering a letter that came in, and what follows for who has it (R-U05, R-U06)."""

from __future__ import annotations

from domain.correspondence.letter.commands import ChangeLetterSecrecy
from domain.correspondence.letter.content import CONTENT
from domain.correspondence.letter.events import (
    LetterEvent,
    LetterReadingEnded,
    LetterReadingGranted,
    LetterSecrecyChanged,
)
from domain.correspondence.letter.refusals import OwnerNoticeMissing
from domain.correspondence.letter.states import Letter, Received, Standing
from domain.correspondence.parts import Secrecy
from domain.correspondence.reading import Reader
from domain.correspondence.secrecy import reading_after, require_change


def change_secrecy(command: ChangeLetterSecrecy, letter: Received) -> list[LetterEvent]:
    """Give the letter another level, wherever it stands; a void one too, for its words are still here.

    Of a stub there is nothing to hide: it may be raised to top secret, and what was lowered may be
    given its words by a correction.

    Raises:
        SameSecrecy, TopSecretIsKeptOutside, SecrecyContentOff
        OwnerNoticeMissing: below what another office marked, and no paper of that office is cited.
    """
    was = letter.secrecy
    has_content = any(getattr(letter.wording, name) for name in CONTENT)
    require_change(command, was, has_content=has_content)
    below = command.secrecy.rank < letter.marked.rank
    if below and letter.wording.private_sender is None and not command.owner_notice:
        raise OwnerNoticeMissing(secrecy=letter.marked)
    changed = LetterSecrecyChanged(
        secrecy_was=was,
        secrecy=command.secrecy,
        reason=command.reason,
        register=command.register_id if enters_register(letter, command.secrecy) else None,
        owner_notice=command.owner_notice,
        unit_id=letter.unit_id,
        taken_in=letter.taken_in is not None,
        unassigned=letter.standing is Standing.WITH_UNIT and letter.officer_id is None,
    )
    reading = reading_after(
        LetterReadingGranted, LetterReadingEnded, command, was, letter.readers, at_work(letter)
    )
    return [changed, *reading]


def enters_register(letter: Letter, secrecy: Secrecy) -> bool:
    """Whether a change to this level enters the letter in the classified register: once (R-U06).

    Lowered, it keeps its line there, which then shows in full; R-U06 asks no line of an open register.
    """
    if not isinstance(letter, Received) or secrecy is Secrecy.NONE:
        return False
    return not letter.in_classified_register


def at_work(letter: Received) -> tuple[Reader, ...]:
    """Return the officer who has the letter in hand, or who opened a case from it."""
    if letter.officer_id is None or letter.officer_post_id is None:
        return ()
    if letter.standing is not Standing.WITH_UNIT and not letter.cases:
        return ()
    return (Reader(letter.officer_post_id, letter.officer_id),)
