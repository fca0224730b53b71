"""Rebuilding every read model from the first event, and comparing it with the live ones.

The log is read in binary by COPY and folded by the code the runner uses, into fresh tables in the
shadow schema, while commands go on; then caught up and swapped in by one transaction. An aborted
rebuild leaves the live tables as they were.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from domain.message import AnyRecorded
from infrastructure.log.migrate import Schemas
from infrastructure.log.recorder import LogRecorder
from infrastructure.read_model import cells
from infrastructure.read_model.fold import names
from infrastructure.read_model.load import Loader, Packed
from infrastructure.read_model.runner import BATCH, dispatch
from infrastructure.read_model.schema import create_table
from infrastructure.read_model.write import Writer, write_batch
from projections.table import Change, Table

LOOK = 1000  # after so many events: progress, whether to stop, what is to be loaded
TURN_SECONDS = 0.0005
NICE = 10
FLUSH = 8_000  # versions of one table
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
def steadily() -> Iterator[None]:
    """Let Python suit a rebuild for a while.

    Millions of small objects that all live on: collecting garbage among them finds nothing. And the
    thread that loads needs its turn for moments only, but at once: the server waits for it.
    """
    collects, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if collects:
            gc.enable()


def give_way() -> None:
    """Let every other process go before this one: those who serve people do not wait for a rebuild."""
    if sys.platform != "win32":
        os.nice(NICE)


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
        packs = cells.packs()
        self._packed = [Packed(self._schemas.shadow, table, packs) for table in tables]
        folds = {packed.table.name: packed.fold for packed in self._packed}
        self._folding = {
            kind: [(table.on[kind], folds[table.name].apply) for table in wanting]
            for kind, wanting in self._wanted.items()
        }
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
        with self._connect() as writer, steadily(), self._shadow(writer):
            self._fill(progress, aborted, began)
            self._analyse(writer)
            with writer.transaction():
                self._hold_runner(writer)
                self._tail(writer, self._recorder.max_notification_id() or 0)
                self._swap(writer)
        rows = {packed.table.name: packed.rows for packed in self._packed if packed.rows}
        return Rebuilt(self._position, time.monotonic() - began, rows)

    def compare(
        self, *, progress: Callable[[Progress], None] = lambda _: None
    ) -> dict[str, list[str]]:
        """Rebuild beside the live tables and return, by table, the rows that differ (at most 20).

        The comparison holds the runner for a moment, so that both stand at the same position.
        """
        began = time.monotonic()
        with self._connect() as writer, steadily(), self._shadow(writer):
            self._fill(progress, lambda: False, began)
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
        return found

    # Steps

    @contextmanager
    def _shadow(self, writer: psycopg.Connection[Any]) -> Iterator[None]:
        """Fresh tables for one rebuild at a time; whatever comes, none of them stays behind."""
        row = writer.execute(
            "SELECT pg_try_advisory_lock(hashtext(%s), 2)", [self._schemas.read]
        ).fetchone()
        if not row or not row[0]:
            raise Aborted("another rebuild is running")
        with writer.transaction():
            self._drop(writer)  # what a killed one left
            for table in self._tables:
                create_table(writer, self._schemas.shadow, table)
        try:
            yield
        finally:
            if not writer.broken:
                self._drop(writer)

    def _drop(self, writer: psycopg.Connection[Any]) -> None:
        writer.execute(
            sql.SQL("DROP TABLE IF EXISTS {}").format(
                sql.SQL(", ").join(
                    [sql.Identifier(self._schemas.shadow, table.name) for table in self._tables]
                )
            )
        )

    def _fill(
        self,
        progress: Callable[[Progress], None],
        aborted: Callable[[], bool],
        began: float,
    ) -> None:
        """Read the log up to where it is now, fold it, load and index the tables.

        From here on they grow as live ones.
        """
        total = self._recorder.max_notification_id() or 0
        with self._connect() as reader, Loader(self._connect, self._schemas.shadow) as loader:
            for count, row in enumerate(self._copied(reader, total), 1):
                self._take(row)
                if count % LOOK == 0:
                    progress(Progress(count, total, time.monotonic() - began))
                    if aborted():
                        raise Aborted("stopped by hand; the live tables are as they were")
                    for packed in self._packed:
                        if len(packed.over) >= FLUSH:
                            loader.load(packed)
            # The largest first: their indexes take longest.
            for packed in sorted(self._packed, key=lambda p: -p.rows - len(p.fold.current)):
                loader.finish(packed)
            loader.settled()
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
        position = cells.bigint(recorded.position)
        for project, apply in self._folding.get(type(recorded.event), ()):
            changes = project(recorded)
            if changes:
                apply(position, changes)

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
                " ORDER BY name" + lock
            ).format(sql.Identifier(self._schemas.read))
        ).fetchall()
        return dict(rows)

    def _hold_runner(self, writer: psycopg.Connection[Any]) -> dict[str, int]:
        """Keep the runner from going on until this transaction ends."""
        return self._live(writer, " FOR UPDATE")

    def _analyse(self, writer: psycopg.Connection[Any]) -> None:
        """Let the planner know the fresh tables before they are asked; it moves with them."""
        for table in self._tables:
            writer.execute(
                sql.SQL("ANALYZE {}").format(sql.Identifier(self._schemas.shadow, table.name))
            )

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
        columns = sql.SQL(", ").join(map(sql.Identifier, names(table)))
        found: list[str] = []
        for label, one, other in (("live only", live, fresh), ("rebuilt only", fresh, live)):
            rows = writer.execute(
                sql.SQL("SELECT {n} FROM {a} EXCEPT ALL SELECT {n} FROM {b} LIMIT 20").format(
                    n=columns, a=one, b=other
                )
            ).fetchall()
            found += [f"{label}: {row}" for row in rows]
        return found
