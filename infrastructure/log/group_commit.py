"""Saves that arrive while a commit runs share the next transaction (DESIGN §3).

Appends of one office follow each other, for they all take its head row; sharing a transaction shares
the wait for the disk. Each save keeps its own outcome: a group that cannot be appended as a whole is
tried one by one by ``run``. Saves that touch a stream written earlier in the group wait for the next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Grouped(Protocol):
    """What must be known of a save to group it."""

    @property
    def writes(self) -> frozenset[str]: ...
    @property
    def touches(self) -> frozenset[str]: ...


S = TypeVar("S", bound=Grouped)
R = TypeVar("R")


class _Waiting(Generic[S, R]):
    __slots__ = ("done", "leads", "outcome", "save")

    def __init__(self, save: S) -> None:
        self.save = save
        self.outcome: R | BaseException | None = None
        self.leads = False
        self.done = Lock()
        self.done.acquire()


class GroupCommit(Generic[S, R]):
    """Hands groups of at most ``limit`` saves to ``run``, one group at a time."""

    def __init__(
        self, run: Callable[[Sequence[S]], Sequence[R | BaseException]], *, limit: int = 64
    ) -> None:
        self._run = run
        self._limit = limit
        self._queue: deque[_Waiting[S, R]] = deque()
        self._lock = Lock()
        self._busy = False

    def save(self, save: S) -> R:
        """Return the outcome of ``save``, or raise it."""
        waiting: _Waiting[S, R] = _Waiting(save)
        with self._lock:
            self._queue.append(waiting)
            leads = not self._busy
            self._busy = True
        if not leads:
            waiting.done.acquire()
            leads = waiting.leads
        if leads:
            self._lead()
        if isinstance(waiting.outcome, BaseException):
            raise waiting.outcome
        assert waiting.outcome is not None
        return waiting.outcome

    def _lead(self) -> None:
        """Run the group at the front, then hand the lead to whoever has come meanwhile."""
        with self._lock:
            group = self._take()
        try:
            outcomes = self._run([waiting.save for waiting in group])
        except BaseException as problem:
            outcomes = [problem] * len(group)
        for waiting, outcome in zip(group, outcomes, strict=True):
            waiting.outcome = outcome
        with self._lock:
            if self._queue:
                heir = self._queue[0]
                heir.leads = True
                heir.done.release()
            else:
                self._busy = False
        for waiting in group[1:]:
            waiting.done.release()

    def _take(self) -> list[_Waiting[S, R]]:
        """Take the saves that can share one transaction; the first always can."""
        group = [self._queue.popleft()]
        written = set(group[0].save.writes)
        held: list[_Waiting[S, R]] = []
        while self._queue and len(group) < self._limit:
            waiting = self._queue.popleft()
            if written.isdisjoint(waiting.save.touches):
                group.append(waiting)
                written |= waiting.save.writes
            else:
                # Whoever waits for this stream keeps his turn; its own writes wait with it.
                held.append(waiting)
                written |= waiting.save.writes
        self._queue.extendleft(reversed(held))
        return group
