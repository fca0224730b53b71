"""Judging every command of the log again by the facts its record names, and counting what differs."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar

import msgspec
from psycopg import sql

from application.adjudication import Adjudicator
from application.authorisation import decode
from domain.decider import Decider
from domain.message import AnyRecorded
from domain.thai_time import bangkok_date
from infrastructure.log.recorder import LogRecorder

S = TypeVar("S")
MOST_FAULTS = 20


class StreamFolds:
    """Streams with the state after each of their events: those of authority are few and short."""

    def __init__(
        self, recorder: LogRecorder, decoded: Callable[[Sequence[Any]], AnyRecorded]
    ) -> None:
        self._recorder = recorder
        self._decoded = decoded
        self._stories: dict[str, list[AnyRecorded]] = {}
        self._states: dict[str, list[Any]] = {}

    def state(self, decider: Decider[S], stream: str, version: int) -> S:
        states: list[S] = self._states.setdefault(stream, [decider.initial])
        for recorded in self._story(stream)[len(states) - 1 : version]:
            states.append(decider.evolve(states[-1], recorded.event))
        return states[version]

    def version_before(self, stream: str, position: int) -> int:
        return bisect_left(self._story(stream), position, key=lambda recorded: recorded.position)

    def _story(self, stream: str) -> list[AnyRecorded]:
        if stream not in self._stories:
            rows = self._recorder.stream(stream)
            self._stories[stream] = [self._decoded(row) for row in rows]
        return self._stories[stream]


def verify_authority(
    recorder: LogRecorder,
    decoded: Callable[[Sequence[Any]], AnyRecorded],
    *,
    most: int = MOST_FAULTS,
) -> dict[str, Any]:
    """Return how many commands were judged again, by kind of right, and those that differ (at most ``most``).

    ``roles`` are records from before instruments, of which less can be said; ``founding`` is what the
    office's own post did before there was a table of powers; ``of_right`` is everybody's.
    """
    kinds: Counter[str] = Counter()
    faults: list[str] = []
    adjudicator = Adjudicator(StreamFolds(recorder, decoded))
    log = sql.Identifier(recorder.schemas.log)
    with (
        recorder.pool.connection() as connection,
        connection.transaction(),
        ExitStack() as stack,
    ):
        cursor = stack.enter_context(connection.cursor(name="authority", binary=True))
        cursor.execute(
            sql.SQL(
                "SELECT c.first, c.act, e.at FROM {log}.commands c"
                " JOIN {log}.events e ON e.position = c.first ORDER BY c.first"
            ).format(log=log)
        )
        for position, act, at in cursor:
            try:
                record = decode(act)
                verdict = adjudicator.verdict(record, position, bangkok_date(at))
            except msgspec.DecodeError as problem:
                kinds["unread"] += 1
                faults.append(f"{position}: the authorisation record cannot be judged: {problem}")
            else:
                kinds[verdict.kind] += 1
                faults += [f"{position}: {record.command}: {said}" for said in verdict.differences]
            if len(faults) >= most:
                break
    return {"commands": kinds.total(), "kinds": dict(kinds), "faults": faults[:most]}
