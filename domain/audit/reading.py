"""A reading: that somebody was shown a thing. One stream for each reading, one event in each.

Every view of a classified letter or of its file is recorded before it is shown (R-U06), and every
thing an auditor or inspector opens (R-M13). They are events of the log, not lines of a file beside it,
so that they stand under the same proof as what was read, and cannot be taken out afterwards. A stream
each, so that two who read at the same moment never wait for each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.decider import Decider
from domain.fields import OneLine
from domain.message import Command, Event, Official
from domain.refusal import NotOpen


class ThingRead(Event, frozen=True):
    """``about`` is the stream of the thing (``letter/…``), ``path`` the address asked for; who, in
    which post and when is in the envelope."""

    NAME = "reading.recorded"

    about: Official[str]
    path: Official[str]
    classified: Official[bool] = False


class RecordReading(Command):
    """Note that who asks is about to be shown a thing."""

    NAME: ClassVar[str] = "RecordReading"

    about: OneLine
    path: OneLine
    classified: bool = False


@dataclass(frozen=True)
class Unread:
    """Nothing is recorded under this id."""


@dataclass(frozen=True)
class Read:
    about: str


Reading = Unread | Read


def decide(command: RecordReading, reading: Reading) -> list[ThingRead]:
    """Return what ``command`` leads to.

    Raises:
        NotOpen: a reading is recorded once.
    """
    if isinstance(reading, Read):
        raise NotOpen("a reading is recorded once")
    return [ThingRead(command.about, command.path, command.classified)]


def evolve(_reading: Reading, event: ThingRead) -> Reading:
    """Take ``event`` as it is."""
    return Read(event.about)


reading: Decider[Reading] = Decider(
    "reading", Unread(), decide, evolve, (ThingRead,), (RecordReading,)
)
