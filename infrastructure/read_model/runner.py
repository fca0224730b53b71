"""The runner: follows the log and writes every read model, each event exactly once.

A batch of events, the rows they lead to and the position read are committed together; after a kill
the next start goes on from there. One runner works per office (an advisory lock); others stand by.
A projection that meets an event it cannot take stops alone, says so, and the others go on.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import Condition, Event, Thread
from traceback import extract_tb
from typing import Any

import psycopg
import structlog
from psycopg import sql

from domain.message import AnyRecorded
from domain.message import Event as DomainEvent
from infrastructure.log.keys import KeyMissing
from infrastructure.log.mapper import UnknownEvent
from infrastructure.log.migrate import Schemas
from infrastructure.log.recorder import LogRecorder
from infrastructure.read_model.schema import POSITIONS, create_indexes, create_table
from infrastructure.read_model.write import Writer, write_batch
from projections.table import Change, Table

log = structlog.get_logger("projection")

BATCH = 500
POLL_SECONDS = 0.25
# Held by a rebuild as long as it is at work.
REBUILDING_TRIED = "SELECT pg_try_advisory_xact_lock(hashtext(%s), 2)"


def told(problem: BaseException) -> str:
    """Return what may be said of a fault: its kind and place. Its words may hold somebody's name."""
    words = f": {problem}" if isinstance(problem, (UnknownEvent, KeyMissing)) else ""
    steps = extract_tb(problem.__traceback__)
    place = f" at {Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else ""
    return f"{type(problem).__name__}{words}{place}"


def dispatch(tables: Iterable[Table]) -> Mapping[type[DomainEvent], Sequence[Table]]:
    """Return, for each kind of event, the tables that want it."""
    wanted: dict[type[DomainEvent], list[Table]] = defaultdict(list)
    for table in tables:
        for kind in table.handles:
            wanted[kind].append(table)
    return wanted


def prepare(
    connection: psycopg.Connection[Any], schemas: Schemas, tables: Sequence[Table]
) -> list[Table]:
    """Create missing tables; return those whose declaration has changed and that must be rebuilt.

    What a killed rebuild left behind goes.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [schemas.read])
        connection.execute(POSITIONS.format(schema=sql.Identifier(schemas.read)))
        clear_shadow(connection, schemas)
        rows = connection.execute(
            sql.SQL("SELECT name, version FROM {}.projections").format(sql.Identifier(schemas.read))
        ).fetchall()
        known = dict(rows)
        for table in tables:
            if table.name not in known:
                create_table(connection, schemas.read, table)
                create_indexes(connection, schemas.read, table)
                connection.execute(
                    sql.SQL("INSERT INTO {}.projections VALUES (%s, %s, 0)").format(
                        sql.Identifier(schemas.read)
                    ),
                    [table.name, table.version],
                )
    return [t for t in tables if known.get(t.name, t.version) != t.version]


def clear_shadow(connection: psycopg.Connection[Any], schemas: Schemas) -> None:
    """Drop what stands in the shadow schema, unless a rebuild is at work there."""
    row = connection.execute(REBUILDING_TRIED, [schemas.read]).fetchone()
    if not row or not row[0]:
        return
    left = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s", [schemas.shadow]
    ).fetchall()
    for (name,) in left:
        connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(schemas.shadow, name)))


class Runner:
    """Runs the projections of one office in a thread of its own.

    ``reached`` is the position that every read model still going has taken in; ``on_reached`` is called
    with it in that thread when it changes.
    """

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection[Any]],
        recorder: LogRecorder,
        decode: Callable[[Sequence[Any]], AnyRecorded],
        tables: Sequence[Table],
    ) -> None:
        self._connect = connect
        self._recorder = recorder
        self._schemas = recorder.schemas
        self._decode = decode
        self._tables = {table.name: table for table in tables}
        self._wanted = dispatch(tables)
        self._writers = {t.name: Writer(self._schemas.read, t) for t in tables}
        positions = sql.Identifier(self._schemas.read, "projections")
        self._learn = sql.SQL("SELECT name, position, stopped FROM {}").format(positions)
        self._hold = sql.SQL(
            "SELECT name, position FROM {} WHERE name = ANY (%s) ORDER BY name FOR UPDATE"
        ).format(positions)
        self._advance = sql.SQL(
            "UPDATE {} SET position = greatest(position, %s) WHERE name = ANY (%s)"
        ).format(positions)
        self._woken = Event()
        self._stopping = False
        self._moved = Condition()
        self.positions: dict[str, int] = {}
        self.stopped: dict[str, str] = {}
        self.reached = 0
        self.on_reached: Callable[[int], None] | None = None
        self._thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._run, name="projections", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self._stopping = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def wake(self, _position: int = 0) -> None:
        """Say that something was appended."""
        self._woken.set()

    def wait(self, position: int, tables: Iterable[str] = (), timeout: float = 1.0) -> bool:
        """Wait until ``tables`` have taken in ``position``; False after ``timeout`` s.

        It is False at once where one of them has stopped before. Where none is named, all still going
        are waited for.
        """
        named = list(tables)
        deadline = time.monotonic() + timeout
        with self._moved:
            while True:
                names = named or [name for name in self._tables if name not in self.stopped]
                behind = [name for name in names if self.positions.get(name, 0) < position]
                if not behind:
                    return True
                left = deadline - time.monotonic()
                if left <= 0 or not self.stopped.keys().isdisjoint(behind):
                    return False
                self._moved.wait(left)

    # The thread

    def _run(self) -> None:
        while not self._stopping:
            try:
                with self._connect() as connection:
                    if self._leads(connection):
                        self._follow(connection)
                    else:
                        self._stand_by(connection)
            except psycopg.Error as problem:
                log.warning("runner lost the database", problem=str(problem))
                time.sleep(0.5)
            except Exception as problem:
                log.error("runner failed", problem=told(problem))
                time.sleep(1)

    def _leads(self, connection: psycopg.Connection[Any]) -> bool:
        row = connection.execute(
            "SELECT pg_try_advisory_lock(hashtext(%s), 1)", [self._schemas.read]
        ).fetchone()
        return bool(row and row[0])

    def _stand_by(self, connection: psycopg.Connection[Any]) -> None:
        """Another process runs the projections: only learn how far they are."""
        until = time.monotonic() + 1
        while not self._stopping and time.monotonic() < until:
            self._learn_positions(connection)
            time.sleep(0.02)

    def _follow(self, connection: psycopg.Connection[Any]) -> None:
        # Rows and position are committed together and the log is synced: what a crash takes of them
        # is taken in again.
        connection.execute("SET synchronous_commit = off")
        self._learn_positions(connection)
        while not self._stopping:
            self._woken.clear()
            if self.catch_up(connection) == 0:
                self._woken.wait(POLL_SECONDS)
                if not self._woken.is_set():
                    self._learn_positions(connection)  # a rebuild may have swapped tables in

    def _learn_positions(self, connection: psycopg.Connection[Any]) -> None:
        rows = connection.execute(self._learn, prepare=True).fetchall()
        with self._moved:
            self.positions = {name: position for name, position, _ in rows if name in self._tables}
            self.stopped = {name: why for name, _, why in rows if why and name in self._tables}
            going = [p for name, p in self.positions.items() if name not in self.stopped]
            before, self.reached = self.reached, min(going, default=0)
            self._moved.notify_all()
        if self.reached != before and self.on_reached is not None:
            self.on_reached(self.reached)

    def catch_up(self, connection: psycopg.Connection[Any]) -> int:
        """Take in the next batch; return how many events it held."""
        going = {n: p for n, p in self.positions.items() if n not in self.stopped}
        if not going:
            return 0
        start = min(going.values())
        rows = self._recorder.between(start + 1, start + BATCH)
        if not rows:
            return 0
        behind = [self._tables[n] for n, p in going.items() if p < start + len(rows)]
        try:
            self._take(connection, behind, rows)
        except psycopg.OperationalError:
            raise
        except Exception as problem:
            log.warning("a batch failed; projections go on one by one", problem=told(problem))
            for table in behind:
                self._take_alone(connection, table, rows)
        self._learn_positions(connection)
        return len(rows)

    def _take_alone(
        self, connection: psycopg.Connection[Any], table: Table, rows: Sequence[Sequence[Any]]
    ) -> bool:
        """Take ``rows`` into one table up to the event it cannot take; stop it there. False: stopped."""
        try:
            self._take(connection, [table], rows)
            return True
        except psycopg.OperationalError:
            raise
        except Exception as problem:
            if len(rows) > 1:
                half = len(rows) // 2
                return self._take_alone(connection, table, rows[:half]) and self._take_alone(
                    connection, table, rows[half:]
                )
            why = told(problem)
            log.error("projection stopped", projection=table.name, position=rows[0][0], problem=why)
            connection.execute(
                sql.SQL("UPDATE {}.projections SET stopped = %s WHERE name = %s").format(
                    sql.Identifier(self._schemas.read)
                ),
                [why, table.name],
            )
            return False

    def _take(
        self,
        connection: psycopg.Connection[Any],
        tables: Sequence[Table],
        rows: Sequence[Sequence[Any]],
    ) -> None:
        """Write what ``rows`` lead to in ``tables``, and the position, in one transaction."""
        with connection.transaction():
            locked = connection.execute(
                self._hold, [[table.name for table in tables]], prepare=True
            ).fetchall()
            positions: dict[str, int] = dict(locked)
            changes: dict[str, list[tuple[int, list[Change]]]] = defaultdict(list)
            strangers = {
                event.NAME
                for event in self._wanted
                if positions.keys().isdisjoint(table.name for table in self._wanted[event])
            }
            for row in rows:
                if row[3] in strangers:
                    continue  # nobody here wants it; what this release does not know, all want
                recorded = self._decode(row)
                for table in self._wanted.get(type(recorded.event), ()):
                    if positions.get(table.name, recorded.position) < recorded.position:
                        changes[table.name].append((recorded.position, table.project(recorded)))
            names = [table.name for table in tables]
            write_batch(
                connection,
                self._writers,
                {name: changes[name] for name in names},
                positions,
                lambda: connection.execute(self._advance, [rows[-1][0], names], prepare=True),
            )
