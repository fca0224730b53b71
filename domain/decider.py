"""A kind of stream: its first state, what it decides, and how an event changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from domain.message import Event

State = TypeVar("State")


@dataclass(frozen=True)
class Decider(Generic[State]):
    """One kind of stream. ``kind`` is the first half of its streams' ids (``letter/…``).

    ``decide`` returns at least one event or raises a ``Refusal``; ``evolve`` never refuses.
    ``events`` are all the events such a stream may hold, ``commands`` all it can be asked.
    """

    kind: str
    initial: State
    decide: Callable[[Any, State], list[Any]]
    evolve: Callable[[State, Any], State]
    events: tuple[type[Event], ...]
    commands: tuple[type[Any], ...]

    def fold(self, history: Iterable[Event], state: State | None = None) -> State:
        """Return the state after ``history``, starting from ``state`` (default: the first one)."""
        folded = self.initial if state is None else state
        for event in history:
            folded = self.evolve(folded, event)
        return folded
