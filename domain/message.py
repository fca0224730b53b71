"""What happened and what is asked: events, commands, and the envelope around an event.

Events carry types and last for ever; commands carry limits and are read once. A field of an event
says what kind of information it holds (``Official[str]``, ``Personal[str]``, …), because what is
personal is sealed under its subject's key before it is stored (R-I12).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from uuid import UUID

import msgspec
from pydantic import BaseModel, ConfigDict

from domain.refusal import NotFound

T = TypeVar("T")
KEY = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


class Classification(StrEnum):
    """What kind of information a field holds. An event field without one fails the tests."""

    OFFICIAL = "official"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    SECRET = "secret"


Official = Annotated[T, msgspec.Meta(extra={"classification": Classification.OFFICIAL})]
Personal = Annotated[T, msgspec.Meta(extra={"classification": Classification.PERSONAL})]
Sensitive = Annotated[T, msgspec.Meta(extra={"classification": Classification.SENSITIVE})]
Secret = Annotated[T, msgspec.Meta(extra={"classification": Classification.SECRET})]


class Part(msgspec.Struct, frozen=True):
    """A value inside an event or a state: an enclosure, a line of a transfer, a seat."""


class Event(msgspec.Struct, frozen=True):
    """Something that happened. Never renamed, never dropped; a new field has a default.

    ``NAME`` is how it is stored (``letter.registered``). ``SUBJECT`` names the field that holds the
    id of the person or party whose key seals the personal fields; needed only where there are any.
    """

    NAME: ClassVar[str]
    SUBJECT: ClassVar[str | None] = None


class Actor(Part, frozen=True):
    """Who acts, and as what: the natural person, and the post in which he acts (R-H15).

    ``role`` is the post's role (``group_director``), ``unit_id`` the unit the post belongs to. Who is
    not its holder acts by ``instrument_id`` in a ``capacity`` that it gives, through ``own_post_id``.
    """

    person_id: UUID
    post_id: UUID
    role: str
    unit_id: UUID
    capacity: str = "holder"
    own_post_id: UUID | None = None
    instrument_id: UUID | None = None


class Given:
    """Marks a command's field as evidence: the application gathers it, a caller may not send it."""


Evidence = Annotated[T, Given()]


class Command(BaseModel):
    """Something asked for. Unknown fields are refused; evidence is filled by ``application/``.

    ``by`` is who asks and ``on`` the Bangkok date on which he asks; both are evidence. ``SIGNS`` marks
    what is signed for the office, which no substitute for duties does (R-H13).
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False
    )

    NAME: ClassVar[str]
    SIGNS: ClassVar[bool] = False

    by: Evidence[Actor]
    on: Evidence[date]


class Number(Part, frozen=True):
    """A number issued by a register: the register's id, the B.E. calendar year, the number."""

    register: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


E_co = TypeVar("E_co", bound=Event, covariant=True)


class Recorded(msgspec.Struct, Generic[E_co], frozen=True):
    """An event in its envelope, as the log gives it back.

    ``position`` counts from 1 within the office's log without gaps and rises in the order of
    commits, and so does ``at`` (UTC). ``version`` counts from 1 within the stream. ``cause`` is the
    position of the event a policy reacted to; ``case_id`` the case in which the act was done.
    """

    position: int
    stream_id: str
    version: int
    event: E_co
    at: datetime
    by: Actor
    command_id: UUID
    command: str
    case_id: UUID | None = None
    cause: int | None = None
    number: Number | None = None

    @property
    def id(self) -> UUID:
        """The id after the slash of the stream's id."""
        return _id_of(self.stream_id)


@lru_cache(maxsize=4096)
def _id_of(stream: str) -> UUID:
    # Every table that wants an event asks for it, and the events of a stream come close together.
    return UUID(stream.partition("/")[2])


@lru_cache(maxsize=4096)
def stream_id(kind: str, key: UUID | str) -> str:
    """Return the id of a stream: ``letter/0f8f…``.

    Raises:
        NotFound: a key that no stream can have (keys are letters, digits and ``._:-``).
    """
    if not KEY.fullmatch(str(key)):
        raise NotFound("no stream can have this key")
    return f"{kind}/{key}"


AnyRecorded = Recorded[Any]
