"""Logs for the tests of the store: an office's log in a database, without streams or people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count, pairwise
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg_pool import ConnectionPool

from infrastructure.connections import open_pool
from infrastructure.log.migrate import Schemas, migrate
from infrastructure.log.recorder import LogRecorder
from infrastructure.log.save import NewEvent, Opening, Save

ACT = b'{"command":"Test","v":1}'
_codes = count(1)


def fresh(database_url: str) -> Schemas:
    """Return the schemas of an office of one's own, with an empty log."""
    schemas = Schemas(f"t{next(_codes)}")
    assert migrate(database_url, schemas)
    return schemas


@contextmanager
def recording(
    database_url: str, schemas: Schemas | None = None, *, grouped: bool = True, size: int = 20
) -> Iterator[LogRecorder]:
    """Yield a recorder, of a log of its own unless one is named."""
    pool: ConnectionPool[psycopg.Connection[Any]] = open_pool(database_url, size=size)
    recorder = LogRecorder(pool, schemas or fresh(database_url), grouped=grouped)
    try:
        yield recorder
    finally:
        if hasattr(recorder, "release"):
            recorder.release()
        pool.close()


def new(
    stream: str, version: int = 1, register: str | None = None, state: bytes = b"{}"
) -> NewEvent:
    return NewEvent(stream, version, "thing.happened", state, register)


def save_of(
    *events: NewEvent,
    at: datetime | None = None,
    guards: Sequence[tuple[str, int]] = (),
    openings: Sequence[Opening] = (),
    command_id: UUID | None = None,
    fingerprint: bytes = b"f",
    act: bytes = ACT,
) -> Save:
    return Save(
        command_id or uuid4(), fingerprint, act, at or datetime.now(UTC), events, guards, openings
    )


def rows(recorder: LogRecorder, what: str, rest: str = "") -> list[tuple[Any, ...]]:
    """Return columns of the events, in order of position."""
    with recorder.pool.connection(timeout=30) as connection:
        return connection.execute(
            f"SELECT {what} FROM {recorder.schemas.log}.events {rest} ORDER BY position"
        ).fetchall()


def assert_whole(recorder: LogRecorder, events: int) -> None:
    """Check that the log holds ``events`` events: positions from 1, time and numbers rising."""
    found = rows(recorder, "position, at, register, year, number")
    assert [row[0] for row in found] == list(range(1, events + 1))
    moments = [row[1] for row in found]
    assert all(a < b for a, b in pairwise(moments))
    last: dict[tuple[str, int], int] = {}
    for _, _, register, year, number in found:
        if register is not None:
            before = last.get((register, year))
            assert before is None or number == before + 1
            last[register, year] = number
    assert (recorder.max_notification_id() or 0) == events
