"""The facts that authority is judged from, read from their streams as far as they are asked for."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar
from uuid import UUID

from application.desk import OFFICE
from domain.decider import Decider
from domain.message import stream_id
from domain.organization.absence import Absences, absence
from domain.organization.instrument import Instruments, instruments
from domain.organization.post import Post, post
from domain.organization.power import Powers, powers

S = TypeVar("S")


class States(Protocol):
    """Whatever gives the state of a stream: the desk of a command, or the streams themselves."""

    def state(self, decider: Decider[S], key: UUID | str) -> S: ...


class ReadFacts:
    """Facts of authority; everything that is read at a desk becomes a guard of the append."""

    def __init__(self, states: States) -> None:
        self._states = states
        self.read: dict[str, None] = {}  # the streams asked for, in order

    def post(self, post_id: UUID) -> Post:
        return self._state(post, post_id)

    def instruments(self, post_id: UUID) -> Instruments:
        return self._state(instruments, post_id)

    def absences(self, person_id: UUID) -> Absences:
        return self._state(absence, person_id)

    def powers(self) -> Powers:
        return self._state(powers, OFFICE)

    def _state(self, decider: Decider[S], key: UUID | str) -> S:
        self.read[stream_id(decider.kind, key)] = None
        return self._states.state(decider, key)


class OfStreams:
    """The states of streams as they are remembered: for questions, never for deciding."""

    def __init__(self, streams: Any, *, fresh: bool = False) -> None:
        self._streams = streams
        self._fresh = fresh

    def state(self, decider: Decider[S], key: UUID | str) -> S:
        stream = stream_id(decider.kind, key)
        known: S = self._streams.known(decider, stream, fresh=self._fresh).state
        return known
