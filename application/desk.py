"""One attempt at a command: what was read for it, and what is to be appended.

Every stream read here becomes a guard of the append: had it moved on meanwhile, nothing is appended
and the command is decided again (DESIGN §2). What an earlier decision of the same command appends is
seen by the later ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID, uuid5

from domain.decider import Decider
from domain.message import Actor, Command, Event, stream_id

OFFICE = "office"  # the key of what an office has one of: settings, calendar, powers
S = TypeVar("S")
C = TypeVar("C", bound=Command)


class Known(NamedTuple, Generic[S]):
    """The state of a stream and the version it was folded to."""

    state: S
    version: int


class Streams(Protocol):
    """Where streams are read. ``fresh`` asks the store; otherwise a remembered state will do, for
    the append checks every version it rests on."""

    def known(self, decider: Decider[S], stream: str, *, fresh: bool) -> Known[S]: ...


class Lookup(Protocol):
    """Current rows of the read models: for finding what to read, never for deciding."""

    def rows(self, table: str, **equals: object) -> list[Mapping[str, Any]]: ...
    def glance(self, table: str, **equals: object) -> list[Mapping[str, Any]]: ...


class StoredFacts(NamedTuple):
    """What is kept under a digest."""

    media_type: str
    size_bytes: int


class Files(Protocol):
    """The files of the office, by the SHA-256 of their bytes."""

    def known(self, digest: str) -> StoredFacts | None: ...


class Appending(NamedTuple):
    """An event to append, and the register it takes its number from."""

    stream_id: str
    version: int
    event: Event
    register: str | None


class RegisterOpening(NamedTuple):
    register: str
    year: int
    first_number: int


class Asked(Generic[C]):
    """What the caller sent: the command's fields without its evidence, already within their limits."""

    def __init__(self, kind: type[C], fields: Mapping[str, Any], by: Actor, on: date) -> None:
        self.kind = kind
        self.fields = fields
        self._by = by
        self._on = on

    def command(self, **evidence: object) -> C:
        """Return the whole command: what was sent, who asks, and the evidence gathered."""
        return self.kind(**{"by": self._by, "on": self._on, **self.fields, **evidence})

    def __getattr__(self, name: str) -> Any:
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class Desk:
    """Where one command is worked on."""

    streams: Streams
    lookup: Lookup
    files: Files
    by: Actor
    at: datetime
    on: date
    command_id: UUID
    fresh: bool = False
    case_id: UUID | None = None
    appending: list[Appending] = field(default_factory=list)
    openings: list[RegisterOpening] = field(default_factory=list)
    _known: dict[str, Known[Any]] = field(default_factory=dict)
    _ahead: dict[str, Known[Any]] = field(default_factory=dict)
    _ids: int = 0

    @property
    def guards(self) -> list[tuple[str, int]]:
        """Every stream read or written, at the version it was read."""
        return [(stream, known.version) for stream, known in self._known.items()]

    def state(self, decider: Decider[S], key: UUID | str) -> S:
        """Return the state of a stream, what this command already appends to it included."""
        return self._latest(decider, stream_id(decider.kind, key)).state

    def version(self, decider: Decider[Any], key: UUID | str) -> int:
        """Return the version of a stream as it was read."""
        self.state(decider, key)
        return self._known[stream_id(decider.kind, key)].version

    def read_version(self, stream: str) -> int:
        """Return the version a stream had when it was read here."""
        return self._known[stream].version

    def decide(
        self,
        decider: Decider[Any],
        key: UUID | str,
        command: Command,
        *,
        register: str | None = None,
    ) -> Sequence[Event]:
        """Decide ``command`` on a stream and put its events down for the append.

        The first event takes the next number of ``register``, if one is given.
        """
        stream = stream_id(decider.kind, key)
        before = self._latest(decider, stream)
        events = decider.decide(command, before.state)
        for offset, event in enumerate(events, 1):
            takes = register if offset == 1 else None
            self.appending.append(Appending(stream, before.version + offset, event, takes))
        after = decider.fold(events, before.state)
        self._ahead[stream] = Known(after, before.version + len(events))
        return events

    def ask(
        self,
        decider: Decider[Any],
        key: UUID | str,
        kind: type[Command],
        *,
        register: str | None = None,
        **fields: object,
    ) -> Sequence[Event]:
        """Decide a further command of the same actor: what follows from the first, in one append."""
        return self.decide(
            decider, key, kind(**{"by": self.by, "on": self.on, **fields}), register=register
        )

    def new_id(self) -> UUID:
        """Return the next id this command may give: the same again when the command is retried."""
        self._ids += 1
        return uuid5(self.command_id, str(self._ids))

    def begins(self, decider: Decider[Any], key: UUID | str) -> None:
        """Say that a stream begins with this command: it need not be read, its guard is version 0."""
        self._known[stream_id(decider.kind, key)] = Known(decider.initial, 0)

    def rows(self, table: str, **equals: object) -> list[Mapping[str, Any]]:
        """Return current rows of a read model: for finding what to read, never for deciding.

        What this process appended before is in them; that may take a few milliseconds.
        """
        return self.lookup.rows(table, **equals)

    def glance(self, table: str, **equals: object) -> list[Mapping[str, Any]]:
        """Return rows as they are at once: for what hardly changes and is checked in its stream, and
        for warnings."""
        return self.lookup.glance(table, **equals)

    def _latest(self, decider: Decider[S], stream: str) -> Known[S]:
        if stream in self._ahead:
            return self._ahead[stream]
        if stream not in self._known:
            self._known[stream] = self.streams.known(decider, stream, fresh=self.fresh)
        return self._known[stream]
