"""Rebuilding every read model from the first event, and comparing it with the live ones.

The log is read in binary by COPY and folded by the code the runner uses, into fresh tables in the
shadow schema, while commands go on; then caught up and swapped in by one transaction. An aborted
rebuild leaves the live tables as they were.
"""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from domain.message import AnyRecorded
from infrastructure.log.migrate import Schemas
from infrastructure.log.recorder import LogRecorder
from infrastructure.read_model.fold import Fold
from infrastructure.read_model.runner import BATCH, dispatch
from infrastructure.read_model.schema import create_indexes, create_table
from infrastructure.read_model.write import Writer, write_batch
from projections.table import Change, Table

FLUSH = 20_000
INDEXERS = 2
COLUMNS = (
    "int8",
    "text",
    "int4",
    "text",
    "timestamptz",
    "uuid",
    "text",
    "int4",
    "int8",
    "bytea",
    "bytea",
)


@contextmanager
def uncollected() -> Iterator[None]:
    """Millions of small objects that all live on: collecting garbage among them finds nothing."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class Progress(NamedTuple):
    """How far a rebuild is: events read, events to read, seconds since it began."""

    done: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float:
        return self.seconds / self.done * (self.total - self.done) if self.done else 0.0


@dataclass
class Rebuilt:
    """What a rebuild did: events read, seconds, rows by table."""

    events: int
    seconds: float
    rows: dict[str, int] = field(default_factory=dict)


class Aborted(Exception):  # noqa: N818
    """The rebuild was stopped before it was done; nothing was swapped in."""


class Rebuild:
    """One rebuild of ``tables`` into the shadow schema."""

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection[Any]],
        recorder: LogRecorder,
        decode: Callable[[Sequence[Any]], AnyRecorded],
        tables: Sequence[Table],
    ) -> None:
        self._connect = connect
        self._recorder = recorder
        self._schemas: Schemas = recorder.schemas
        self._decode = decode
        self._tables = tables
        self._wanted = dispatch(tables)
        self._writers = {t.name: Writer(self._schemas.shadow, t) for t in tables}
        self._folds = {table.name: Fold(table) for table in tables}
        self._rows: dict[str, int] = defaultdict(int)
        self._position = 0

    def run(
        self,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
        aborted: Callable[[], bool] = lambda: False,
    ) -> Rebuilt:
        """Rebuild and swap in.

        Raises:
            Aborted: ``aborted()`` became true.
        """
        began = time.monotonic()
        with self._connect() as reader, self._connect() as writer, uncollected():
            self._lock(writer)
            self._fill(reader, writer, progress, aborted, began)
            self._settle(writer)
            with writer.transaction():
                self._hold_runner(writer)
                self._tail(writer, self._recorder.max_notification_id() or 0)
                self._swap(writer)
        return Rebuilt(self._position, time.monotonic() - began, dict(self._rows))

    def compare(
        self, *, progress: Callable[[Progress], None] = lambda _: None
    ) -> dict[str, list[str]]:
        """Rebuild beside the live tables and return, by table, the rows that differ (at most 20).

        The comparison holds the runner for a moment, so that both stand at the same position.
        """
        began = time.monotonic()
        with self._connect() as reader, self._connect() as writer, uncollected():
            self._lock(writer)
            self._fill(reader, writer, progress, lambda: False, began)
            self._settle(writer)
            self._await_live(writer)
            with writer.transaction():
                live = self._hold_runner(writer)
                self._tail(writer, max(live.values(), default=0))
                found = {
                    table.name: self._differences(writer, table)
                    if live.get(table.name) == self._position
                    else [f"stands at {live.get(table.name)}, not at {self._position}"]
                    for table in self._tables
                }
            self._drop(writer)
        return found

    # Steps

    def _lock(self, writer: psycopg.Connection[Any]) -> None:
        """One rebuild at a time; what an aborted one left behind goes."""
        row = writer.execute(
            "SELECT pg_try_advisory_lock(hashtext(%s), 2)", [self._schemas.read]
        ).fetchone()
        if not row or not row[0]:
            raise Aborted("another rebuild is running")
        self._drop(writer)
        for table in self._tables:
            create_table(writer, self._schemas.shadow, table)

    def _drop(self, writer: psycopg.Connection[Any]) -> None:
        for table in self._tables:
            writer.execute(
                sql.SQL("DROP TABLE IF EXISTS {}").format(
                    sql.Identifier(self._schemas.shadow, table.name)
                )
            )

    def _fill(
        self,
        reader: psycopg.Connection[Any],
        writer: psycopg.Connection[Any],
        progress: Callable[[Progress], None],
        aborted: Callable[[], bool],
        began: float,
    ) -> None:
        total = self._recorder.max_notification_id() or 0
        for count, row in enumerate(self._copied(reader, total), 1):
            self._take(row)
            if count % 1000 == 0:
                progress(Progress(count, total, time.monotonic() - began))
                if aborted():
                    self._drop(writer)
                    raise Aborted("stopped by hand; the live tables are as they were")
            if count % FLUSH == 0:
                self._flush(writer)
        self._flush(writer)
        progress(Progress(total, total, time.monotonic() - began))

    def _copied(self, reader: psycopg.Connection[Any], until: int) -> Iterator[tuple[Any, ...]]:
        query = self._recorder.recorded_rows(f" WHERE e.position <= {until:d} ORDER BY e.position")
        statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT BINARY)").format(query)
        with reader.cursor().copy(statement) as copy:
            copy.set_types(COLUMNS)
            yield from copy.rows()

    def _take(self, row: Sequence[Any]) -> None:
        recorded = self._decode(row)
        self._position = recorded.position
        for table in self._wanted.get(type(recorded.event), ()):
            changes = table.project(recorded)
            if changes:
                self._folds[table.name].apply(recorded.position, changes)

    def _tail(self, writer: psycopg.Connection[Any], until: int) -> None:
        """Take in the events since the tables were settled, as the runner would."""
        while self._position < until:
            rows = self._recorder.between(self._position + 1, min(until, self._position + BATCH))
            if not rows:
                break  # the live tables are ahead of the log: an older log was put in its place
            changes: dict[str, list[tuple[int, list[Change]]]] = defaultdict(list)
            for row in rows:
                recorded = self._decode(row)
                for table in self._wanted.get(type(recorded.event), ()):
                    changes[table.name].append((recorded.position, table.project(recorded)))
            before = dict.fromkeys(changes, self._position)
            write_batch(writer, self._writers, changes, before)
            self._position = rows[-1][0]

    def _await_live(self, writer: psycopg.Connection[Any]) -> None:
        """Wait until the live tables have come as far as the rebuilt ones.

        Raises:
            Aborted: they do not move; is a runner going?
        """
        deadline = time.monotonic() + 30
        while min(self._live(writer).values(), default=self._position) < self._position:
            if time.monotonic() > deadline:
                raise Aborted("the live tables stay behind; is a runner going?")
            time.sleep(0.02)

    def _live(self, writer: psycopg.Connection[Any], lock: str = "") -> dict[str, int]:
        """Return how far each live table is; stopped ones are left out."""
        rows = writer.execute(
            sql.SQL(
                "SELECT name, position FROM {}.projections WHERE stopped IS NULL"
                " ORDER BY name" + lock  # type: ignore[arg-type]
            ).format(sql.Identifier(self._schemas.read))
        ).fetchall()
        return dict(rows)

    def _hold_runner(self, writer: psycopg.Connection[Any]) -> dict[str, int]:
        """Keep the runner from going on until this transaction ends."""
        return self._live(writer, " FOR UPDATE")

    def _flush(self, writer: psycopg.Connection[Any]) -> None:
        for fold in self._folds.values():
            if fold.closed:
                self._writers[fold.table.name].insert(writer, fold.closed)
                self._rows[fold.table.name] += len(fold.closed)
                fold.closed = []

    def _settle(self, writer: psycopg.Connection[Any]) -> None:
        """Write the current rows and make the indexes: from here on the tables grow as live ones."""
        with ThreadPoolExecutor(INDEXERS) as indexers:
            indexing = []
            # The largest first: their indexes take longest.
            for fold in sorted(self._folds.values(), key=lambda fold: -len(fold.current)):
                current = list(fold.current.values())
                self._writers[fold.table.name].insert(writer, current)
                self._rows[fold.table.name] += len(current)
                indexing.append(indexers.submit(self._index, fold.table))
            for done in indexing:
                done.result()
        self._folds.clear()

    def _index(self, table: Table) -> None:
        with self._connect() as connection:
            connection.execute("SET maintenance_work_mem = '256MB'")
            create_indexes(connection, self._schemas.shadow, table)

    def _swap(self, writer: psycopg.Connection[Any]) -> None:
        for table in self._tables:
            live = sql.Identifier(self._schemas.read, table.name)
            fresh = sql.Identifier(self._schemas.shadow, table.name)
            writer.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(live))
            writer.execute(
                sql.SQL("ALTER TABLE {} SET SCHEMA {}").format(
                    fresh, sql.Identifier(self._schemas.read)
                )
            )
            writer.execute(
                sql.SQL(
                    "INSERT INTO {}.projections VALUES (%s, %s, %s) ON CONFLICT (name) DO UPDATE"
                    " SET version = excluded.version, position = excluded.position, stopped = NULL"
                ).format(sql.Identifier(self._schemas.read)),
                [table.name, table.version, self._position],
            )

    def _differences(self, writer: psycopg.Connection[Any], table: Table) -> list[str]:
        live = sql.Identifier(self._schemas.read, table.name)
        fresh = sql.Identifier(self._schemas.shadow, table.name)
        names = sql.SQL(", ").join(
            map(
                sql.Identifier,
                (
                    table.key,
                    *table.columns,
                    "valid_from",
                    *(() if table.append_only else ("valid_until",)),
                ),
            )
        )
        found: list[str] = []
        for label, one, other in (("live only", live, fresh), ("rebuilt only", fresh, live)):
            rows = writer.execute(
                sql.SQL("SELECT {n} FROM {a} EXCEPT ALL SELECT {n} FROM {b} LIMIT 20").format(
                    n=names, a=one, b=other
                )
            ).fetchall()
            found += [f"{label}: {row}" for row in rows]
        return found
