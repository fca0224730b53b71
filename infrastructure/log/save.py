"""What one command appends to the log, and what may be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domain.message import Number


class StreamMoved(Exception):  # noqa: N818
    """A stream the decision rests on has moved on; ``str()`` names it. Nothing was appended."""


class CommandReused(Exception):  # noqa: N818
    """The same command id came with other contents. Nothing was appended."""


class OutcomeUnknown(Exception):  # noqa: N818
    """The server went away during the append and has not come back: ask again with the same id."""


class NotPlain(ValueError):  # noqa: N818
    """The id of a stream or register, or a name, holds more than letters, digits and ``_.:/-``."""


class NewEvent(NamedTuple):
    """An event to append: its stream, version, name, stored bytes, and the register it takes a number of."""

    stream_id: str
    version: int
    name: str
    state: bytes
    register: str | None = None


class Opening(NamedTuple):
    """A register whose numbers of a B.E. year begin after ``last`` (R-N07)."""

    register: str
    year: int
    last: int


class Save(NamedTuple):
    """All that one command appends: all or none.

    ``act`` is the authorisation record, exact bytes. ``guards`` are (stream, version) the decision
    was read from: checked under the office's head row.
    """

    command_id: UUID
    fingerprint: bytes
    act: bytes
    at: datetime
    events: Sequence[NewEvent]
    guards: Sequence[tuple[str, int]] = ()
    openings: Sequence[Opening] = ()

    @property
    def writes(self) -> set[str]:
        return {event.stream_id for event in self.events}

    @property
    def touches(self) -> set[str]:
        return {stream for stream, _ in self.guards} | self.writes


class Saved(NamedTuple):
    """Where a command's events stand: positions, time of the first, numbers in the order of events.

    ``repeated`` says that the command had been appended before; then only the positions are known.
    """

    first: int
    last: int
    at: datetime | None = None
    numbers: tuple[Number | None, ...] = ()
    repeated: bool = False


def moment_of(at: datetime, ordinal: int) -> datetime:
    """Return the time of the event ``ordinal`` places after the one at ``at``: 1 µs each."""
    return at + ordinal * datetime.resolution
