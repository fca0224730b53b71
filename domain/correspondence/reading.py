"""Reading a classified letter: granted to single persons in their posts, and ended again.

Need to know: for secret and top secret letters the role is not enough (R-U06). A letter is first read
by who registered or drafted it and by the area director, whose office it comes to; they let others
read. A grant holds while its person acts in its post. The events of both kinds of letter carry all
readers as they stand after them, so that no row depends on what it held before.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from domain.correspondence.parts import Secrecy, Text
from domain.message import Actor, Command, Event, Evidence, Official, Part
from domain.organization.role import Role
from domain.refusal import Refusal


class Reader(Part, frozen=True):
    """Who may read: whoever holds a post, or (``person_id``) one person while he acts in it."""

    post_id: UUID
    person_id: UUID | None = None

    @property
    def key(self) -> str:
        """How rows name him: ``<post>`` or ``<post>:<person>``."""
        return f"{self.post_id}:{self.person_id}" if self.person_id else str(self.post_id)


class ReadingBasis(StrEnum):
    """Why somebody reads a classified letter."""

    REGISTERED = "registered"
    DRAFTED = "drafted"
    ADDRESSED = "addressed"
    GRANTED = "granted"
    AT_WORK = "at_work"
    RAISED = "raised"


class GrantOfReading(Event, frozen=True):
    """``reader`` may read from now on. Stored as an event of one kind of letter or the other."""

    reader: Official[Reader]
    basis: Official[ReadingBasis]
    readers: Official[tuple[Reader, ...]]
    reason: Official[str] = ""


class EndOfReading(Event, frozen=True):
    """``reader`` reads no more. Stored as an event of one kind of letter or the other."""

    reader: Official[Reader]
    readers: Official[tuple[Reader, ...]]
    reason: Official[str]


class LetsRead(Command):
    """Let who holds a post today read the letter, with the reason why he needs to know.

    Evidence: ``holder``, the person who holds it; ``role``, the post's.
    """

    post_id: UUID
    reason: Text
    holder: Evidence[UUID]
    role: Evidence[str]


class EndsReading(Command):
    """Take a grant of reading back. Without ``person_id`` it is whoever holds the post."""

    post_id: UUID
    person_id: UUID | None = None
    reason: Text


class NotClassified(Refusal):
    """Everybody whom a plain letter concerns may read it."""

    code = "reading-not-classified"
    rule = "R-U06"


class AlreadyReader(Refusal):
    code = "reading-already-granted"
    rule = "R-U06"


class NotReader(Refusal):
    code = "reading-not-granted"
    rule = "R-U06"


class LastReader(Refusal):
    """With him gone nobody could read the letter, nor let anybody read it."""

    code = "reading-last-reader"
    rule = "R-U06"


class NotForThisRole(Refusal):
    """Administrators read no matter, and what a school is to read is sent to it."""

    code = "reading-not-for-this-role"
    rule = "R-U06"


def keys(readers: Sequence[Reader]) -> tuple[str, ...]:
    return tuple(reader.key for reader in readers)


def first_readers(
    secrecy: Secrecy, by: Actor, director_post_id: UUID | None, basis: ReadingBasis
) -> list[tuple[Reader, ReadingBasis]]:
    """Return who reads a letter of this secrecy from the start, and why.

    A secret letter: the post that registered it and the area director's, to whose office it comes. Of
    a letter of ours also the drafter, in person, whatever its level: he knows what he wrote.
    """
    first: list[tuple[Reader, ReadingBasis]] = []
    if secrecy is Secrecy.NONE:
        return first
    if basis is ReadingBasis.DRAFTED:
        first.append((Reader(by.post_id, by.person_id), basis))
    if secrecy is not Secrecy.CONFIDENTIAL:
        if basis is not ReadingBasis.DRAFTED:
            first.append((Reader(by.post_id), basis))
        if director_post_id not in (None, by.post_id):
            first.append((Reader(director_post_id), ReadingBasis.ADDRESSED))
    return first


G = TypeVar("G", bound=GrantOfReading)


def first_grants(
    kind: type[G], first: Sequence[tuple[Reader, ReadingBasis]], already: Sequence[Reader] = ()
) -> list[G]:
    """Return the events of the first readers, as ``kind``; who reads already is not granted anew."""
    readers, grants = tuple(already), []
    for reader, basis in first:
        if reader not in readers:
            readers = (*readers, reader)
            grants.append(kind(reader, basis, readers))
    return grants


def granted(
    command: LetsRead, secrecy: Secrecy, readers: Sequence[Reader]
) -> tuple[Reader, tuple[Reader, ...]]:
    """Return the new reader, and all readers with him.

    Raises:
        NotClassified, NotForThisRole, AlreadyReader
    """
    if secrecy is Secrecy.NONE:
        raise NotClassified
    if command.role in (Role.ADMINISTRATOR, Role.SCHOOL_DIRECTOR):
        raise NotForThisRole(role=command.role)
    reader = Reader(command.post_id, command.holder)
    if reader in readers or Reader(command.post_id) in readers:
        raise AlreadyReader(post_id=command.post_id)
    return reader, (*readers, reader)


def ended(
    command: EndsReading, secrecy: Secrecy, readers: Sequence[Reader]
) -> tuple[Reader, tuple[Reader, ...]]:
    """Return the reader who reads no more, and those who still do.

    Raises:
        NotReader: no such grant stands.
        LastReader: of a secret letter there would be none.
    """
    reader = Reader(command.post_id, command.person_id)
    if reader not in readers:
        raise NotReader(post_id=command.post_id)
    left = tuple(other for other in readers if other != reader)
    if not left and secrecy in (Secrecy.SECRET, Secrecy.TOP_SECRET):
        raise LastReader
    return reader, left
