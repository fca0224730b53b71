"""Saves that arrive while a commit runs share the next transaction (DESIGN §3).

Appends of one office follow each other, for they all take its head row; sharing a transaction shares
the wait for the disk. Each save keeps its own outcome: a group that cannot be appended as a whole is
tried one by one by ``end``. Saves that touch a stream written earlier in the group wait for the next.

Whoever waits for a group's outcome begins the next group before he wakes anybody, so that the server
is at work again while the outcomes are handed out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Grouped(Protocol):
    """What must be known of a save to group it."""

    @property
    def writes(self) -> AbstractSet[str]: ...
    @property
    def touches(self) -> AbstractSet[str]: ...


S = TypeVar("S", bound=Grouped)
R = TypeVar("R")
B = TypeVar("B")


class _Waiting(Generic[S, R, B]):
    """A save and its outcome. ``leads`` is the group under way whose outcome its thread waits for."""

    __slots__ = ("done", "leads", "outcome", "save")

    def __init__(self, save: S) -> None:
        self.save = save
        self.outcome: R | BaseException | None = None
        self.leads: _UnderWay[S, R, B] | None = None
        self.done = Lock()
        self.done.acquire()


class _UnderWay(Generic[S, R, B]):
    """A group that was begun, or the problem met in beginning it."""

    __slots__ = ("begun", "problem", "waiting")

    def __init__(
        self, waiting: Sequence[_Waiting[S, R, B]], begin: Callable[[Sequence[S]], B]
    ) -> None:
        self.waiting = waiting
        self.problem: BaseException | None = None
        try:
            self.begun = begin([each.save for each in waiting])
        except BaseException as problem:
            self.problem = problem

    def outcomes(
        self, end: Callable[[Sequence[S], B], Sequence[R | BaseException]]
    ) -> Sequence[R | BaseException]:
        if self.problem is None:
            try:
                found = end([each.save for each in self.waiting], self.begun)
                if len(found) != len(self.waiting):
                    raise AssertionError(f"{len(found)} outcomes of {len(self.waiting)} saves")
                return found
            except BaseException as problem:
                self.problem = problem
        return [self.problem] * len(self.waiting)


class GroupCommit(Generic[S, R, B]):
    """Groups of at most ``limit`` saves, one group at a time: ``begin`` sends a group off and ``end``
    waits for its outcomes, in the order of the saves."""

    def __init__(
        self,
        begin: Callable[[Sequence[S]], B],
        end: Callable[[Sequence[S], B], Sequence[R | BaseException]],
        *,
        limit: int = 64,
    ) -> None:
        self._begin = begin
        self._end = end
        self._limit = limit
        self._queue: deque[_Waiting[S, R, B]] = deque()
        self._lock = Lock()
        self._busy = False

    def save(self, save: S) -> R:
        """Return the outcome of ``save``, or raise it."""
        waiting: _Waiting[S, R, B] = _Waiting(save)
        with self._lock:
            self._queue.append(waiting)
            idle, self._busy = not self._busy, True
        if idle:
            self._next()
        waiting.done.acquire()
        if waiting.leads is not None:
            self._lead(waiting.leads)
        if isinstance(waiting.outcome, BaseException):
            raise waiting.outcome
        assert waiting.outcome is not None
        return waiting.outcome

    def _next(self) -> None:
        """Begin the group at the front, if anybody waits; its first waits for its outcome."""
        with self._lock:
            if not self._queue:
                self._busy = False
                return
            group = self._take()
        group[0].leads = _UnderWay(group, self._begin)
        group[0].done.release()

    def _lead(self, group: _UnderWay[S, R, B]) -> None:
        """Wait for a group's outcome, begin the next, and wake those of this one."""
        outcomes = group.outcomes(self._end)
        for waiting, outcome in zip(group.waiting, outcomes, strict=True):
            waiting.outcome = outcome
        self._next()
        for waiting in group.waiting[1:]:
            waiting.done.release()

    def _take(self) -> list[_Waiting[S, R, B]]:
        """Take the saves that can share one transaction; the first always can."""
        group = [self._queue.popleft()]
        if not self._queue:
            return group
        written = set(group[0].save.writes)
        held: list[_Waiting[S, R, B]] = []
        while self._queue and len(group) < self._limit:
            waiting = self._queue.popleft()
            if written.isdisjoint(waiting.save.touches):
                group.append(waiting)
            else:
                held.append(waiting)
            # Whoever waits for a stream keeps his turn; his own writes wait with him.
            written |= waiting.save.writes
        self._queue.extendleft(reversed(held))
        return group
