"""Raising and lowering a letter of ours, whose owner is the office (R-U05, R-U06, R-W07)."""

from __future__ import annotations

from uuid import UUID

import msgspec

from domain.correspondence.outgoing_letter.commands import ChangeOutgoingSecrecy
from domain.correspondence.outgoing_letter.content import content_digest
from domain.correspondence.outgoing_letter.events import (
    OutgoingLetterEvent,
    OutgoingReadingEnded,
    OutgoingReadingGranted,
    OutgoingSecrecyChanged,
)
from domain.correspondence.outgoing_letter.states import (
    Dispatched,
    Draft,
    OutgoingLetter,
    Signed,
    Withdrawn,
)
from domain.correspondence.parts import Secrecy
from domain.correspondence.secrecy import reading_after, require_change


def change_secrecy(
    command: ChangeOutgoingSecrecy, letter: Draft | Signed | Dispatched | Withdrawn
) -> list[OutgoingLetterEvent]:
    """Give the letter another level; before dispatch it must then be checked and signed anew (R-W07).

    Raises:
        SameSecrecy, TopSecretIsKeptOutside, SecrecyContentOff
    """
    was = letter.occasion.secrecy
    require_change(command, was, has_content=True)
    gone = isinstance(letter, Dispatched)
    enters = enters_register(letter, command.secrecy)
    changed = OutgoingSecrecyChanged(
        secrecy_was=was,
        secrecy=command.secrecy,
        reason=command.reason,
        register=command.register_id if enters else None,
        digest=digest_after(letter, command.secrecy),
        recheck_unit_id=recheck_unit(letter),
        holders=letter.occasion.to_unit_ids if gone else (),
        letter_number=command.letter_number if gone else None,
    )
    readers = letter.occasion.readers
    reading = reading_after(
        OutgoingReadingGranted, OutgoingReadingEnded, command, was, readers, command.drafters
    )
    return [changed, *reading]


def digest_after(letter: Draft | Signed | Dispatched | Withdrawn, secrecy: Secrecy) -> str:
    """Return the digest of the content with this mark; empty where the content is settled."""
    match letter:
        case Draft():
            return content_digest(msgspec.structs.replace(letter.content, secrecy=secrecy))
        case Signed():
            return digest_after(letter.draft, secrecy)
        case _:
            return ""


def recheck_unit(letter: OutgoingLetter) -> UUID | None:
    """Return the unit that is to find the letter correct again, where it was found so."""
    match letter:
        case Draft(checked=True):
            return letter.content.owner_unit_id
        case Signed():
            return letter.draft.content.owner_unit_id
        case _:
            return None


def enters_register(letter: OutgoingLetter, secrecy: Secrecy) -> bool:
    """Whether a change to this level enters the letter in the classified register (R-U06).

    Once, and only what has gone out: before, it has no number at all (R-N10).
    """
    if not isinstance(letter, Dispatched) or secrecy is Secrecy.NONE:
        return False
    return not letter.occasion.in_classified_register
