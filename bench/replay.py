"""Rebuilding the read models, against reading the same rows with a server-side cursor."""

from __future__ import annotations

import time

from psycopg import sql

from bench.figure import Figure, against
from bench.history import make
from bench.office import People, office
from projections.correspondence.letters import LETTERS

EVENTS = {"small": 20_000, "medium": 50_000, "large": 100_000}


def read(people: People) -> float:
    """Return how many of the log's rows a second a server-side cursor reads."""
    recorder = people.service.recorder
    began = time.perf_counter()
    rows = 0
    with recorder.pool.connection() as connection, connection.transaction():
        cursor = connection.cursor(name="bench", binary=True)
        cursor.itersize = 5000
        cursor.execute(recorder.recorded_rows(" ORDER BY e.position"))
        for _ in cursor:
            rows += 1
    return rows / (time.perf_counter() - began)


def copied(people: People) -> float:
    """Return how many of the log's rows a second COPY gives out, as bytes."""
    recorder = people.service.recorder
    began = time.perf_counter()
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT BINARY)").format(
        recorder.recorded_rows(" ORDER BY e.position")
    )
    with people.service.connect() as connection, connection.cursor().copy(statement) as copy:
        for _ in copy:
            pass
    return (recorder.max_notification_id() or 0) / (time.perf_counter() - began)


def run(size: str) -> list[Figure]:
    whole: list[float] = []
    cursors: list[float] = []
    single: list[float] = []
    copies: list[float] = []
    with office() as people:
        events = make(people, EVENTS[size])
        for _ in range(3):
            cursors.append(read(people))
            done = people.service.rebuild().run()
            whole.append(done.events / done.seconds)
            copies.append(copied(people))
            done = people.service.rebuild([LETTERS]).run()
            single.append(done.events / done.seconds)
        differ = sum(map(len, people.service.rebuild().compare().values()))
    return [
        against(f"rebuild of all read models, {events:,} events", whole, "events/s", cursors,
                "≥ 30,000 events/s"),
        against("rebuild of one read model, against COPY", single, "events/s", copies, "≥ 0.12"),
        Figure("rows that differ from live", differ, "", 0, None, "= 0"),
    ]  # fmt: skip
