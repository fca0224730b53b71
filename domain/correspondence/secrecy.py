"""Raising and lowering the secrecy of a letter: an act with a reason, by who owns the information.

The owner of a letter of ours is the office: its head decides, or whom the table of powers names in his
place (R-U05). A letter that came in is owned by who sent it; the office gives it more protection by
itself, and less only as the owner says. Classifying a letter now does not unwrite what was recorded
while it was open: those events stay in the log as they are, and who may read them, now or as of any day,
is asked of the level that the letter has now as well as of the level it had then (DESIGN §5).

Need to know goes with the level (R-U06): who works on the letter reads on, in person; of a secret letter
also the post of its registrar and the area director's, and who decided it. Whoever was let read before
goes on until that is ended, for his grant had a reason of its own. With the last level go all grants: a
letter that is classified again begins anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from domain.correspondence.parts import Secrecy, Text
from domain.correspondence.reading import (
    EndOfReading,
    GrantOfReading,
    Reader,
    ReadingBasis,
    first_grants,
)
from domain.message import Command, Event, Evidence, Official
from domain.refusal import Refusal


class ChangeOfSecrecy(Event, frozen=True):
    """The letter has another level of secrecy. Stored as an event of one kind of letter or the other.

    ``register`` is the classified register in which it was entered by this act, under the number in the
    envelope: when first raised it takes a line there beside the one it has, whose number it keeps
    (R-N08), and which shows as a bare number from then on (R-U06). None where no line was made.
    """

    secrecy_was: Official[Secrecy]
    secrecy: Official[Secrecy]
    reason: Official[str]
    register: Official[str | None] = None


class ChangesSecrecy(Command):
    """Raise or lower the secrecy of a letter, with the reason.

    Evidence: ``keeps_classified``, whether the office keeps the content of classified letters here
    (R-U08); ``register_id``, the register it is entered in if it is in none for classified letters yet;
    ``director_post_id`` and ``registrar_post_id``, the posts of the area director and of the registrar.
    """

    secrecy: Secrecy
    reason: Text
    keeps_classified: Evidence[bool] = False
    register_id: Evidence[str | None] = None
    director_post_id: Evidence[UUID | None] = None
    registrar_post_id: Evidence[UUID | None] = None


class SameSecrecy(Refusal):
    """It has this level already."""

    code = "secrecy-same"
    rule = "R-U05"


class TopSecretIsKeptOutside(Refusal):
    """The content is here already, and of a top secret letter none may be."""

    code = "secrecy-top-secret-outside"
    rule = "R-U07"


class SecrecyContentOff(Refusal):
    """The content is here already, and this office keeps none of classified letters."""

    code = "secrecy-content-off"
    rule = "R-U08"


def require_change(command: ChangesSecrecy, was: Secrecy, *, has_content: bool) -> None:
    """Check that the letter may have the level asked for; ``has_content``: more than a stub is kept.

    Raises:
        SameSecrecy: it has it.
        TopSecretIsKeptOutside: of a top secret letter there is a stub only (R-U07).
        SecrecyContentOff: so it is of every classified one, where the office keeps no more (R-U08).
    """
    if command.secrecy is was:
        raise SameSecrecy(secrecy=was)
    if has_content and command.secrecy is Secrecy.TOP_SECRET:
        raise TopSecretIsKeptOutside
    if has_content and was is Secrecy.NONE and not command.keeps_classified:
        raise SecrecyContentOff


G = TypeVar("G", bound=GrantOfReading)
E = TypeVar("E", bound=EndOfReading)


def reading_after(
    grant: type[G],
    end: type[E],
    command: ChangesSecrecy,
    was: Secrecy,
    readers: Sequence[Reader],
    at_work: Sequence[Reader] = (),
) -> list[G | E]:
    """Return who is let read by a raising, and whose reading a lowering to none ends.

    ``readers`` are those granted the reading so far, ``at_work`` those who work on the letter.
    """
    if command.secrecy is Secrecy.NONE:
        left = tuple(readers)
        ends = []
        for reader in readers:
            left = left[1:]
            ends.append(end(reader, left, command.reason))
        return [*ends]
    if command.secrecy.rank < was.rank:
        return []
    return [*first_grants(grant, who_must_know(command, at_work), readers)]


def who_must_know(
    command: ChangesSecrecy, at_work: Sequence[Reader]
) -> list[tuple[Reader, ReadingBasis]]:
    """Return who reads a letter raised to this level, and why."""
    first = [(reader, ReadingBasis.AT_WORK) for reader in at_work]
    if command.secrecy is not Secrecy.CONFIDENTIAL:
        by_office = (
            (command.director_post_id, ReadingBasis.ADDRESSED),
            (command.registrar_post_id, ReadingBasis.REGISTERED),
        )
        first += [(Reader(post_id), basis) for post_id, basis in by_office if post_id is not None]
    if command.by.post_id not in (command.director_post_id, command.registrar_post_id):
        by = Reader(command.by.post_id, command.by.person_id)
        first.append((by, ReadingBasis.RAISED))
    return first
