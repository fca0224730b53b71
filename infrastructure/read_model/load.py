"""Loading what a rebuild folds: COPY and indexes, by threads of their own while folding goes on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

import psycopg
from psycopg import sql

from infrastructure.read_model import cells
from infrastructure.read_model.fold import KEY, Fold, kinds, names
from infrastructure.read_model.schema import create_indexes
from projections.table import Table

AHEAD = 4  # batches that may wait to be loaded; whoever folds faster waits
INDEXERS = 2


class Packed:
    """One table's fold in COPY's form; ``over`` holds the versions that are over, to be loaded."""

    def __init__(self, schema: str, table: Table, by_kind: Mapping[str, cells.Pack]) -> None:
        packs = [by_kind[kind] for kind in kinds(table)]
        begin, key = cells.count(len(packs)), packs[KEY]
        packs[KEY] = lambda value: begin + key(value)
        self.table = table
        self.rows = 0
        self.over: list[bytes] = []
        self.fold = Fold(table, self._keep, packs, cells.NULL)
        self.copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
            sql.Identifier(schema, table.name),
            sql.SQL(", ").join(map(sql.Identifier, names(table))),
        )

    def end(self) -> None:
        """Take the current versions for written too: no event is left."""
        self.over.extend(map(b"".join, self.fold.current.values()))
        self.fold.current.clear()

    def _keep(self, version: list[bytes]) -> None:
        # Joined while its cells are at hand: later each would have to be fetched from memory.
        self.over.append(b"".join(version))

    def taken(self) -> bytes:
        """Return the versions that are over as COPY reads them, and let go of them."""
        self.rows += len(self.over)
        written = b"".join((cells.HEADER, *self.over, cells.TRAILER))
        self.over.clear()
        return written


class Loader:
    """Loads tables in the order given, over a connection of its own; indexes them over two more.

    What goes wrong in a thread is raised at the next call.
    """

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]], schema: str) -> None:
        self._connect = connect
        self._schema = schema
        self._loading: deque[Future[None]] = deque()
        self._indexing: list[Future[None]] = []

    def __enter__(self) -> Loader:
        self._connection = self._connect()
        # Nothing of this is promised to anybody before the swap, whose commit is a synced one.
        self._connection.execute("SET synchronous_commit = off")
        self._loaders = ThreadPoolExecutor(1, "loader")
        self._indexers = ThreadPoolExecutor(INDEXERS, "indexer")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._loaders.shutdown(cancel_futures=True)
        self._indexers.shutdown(cancel_futures=True)
        self._connection.close()

    def load(self, packed: Packed) -> Future[None]:
        """Load the versions of ``packed`` that are over."""
        while len(self._loading) >= AHEAD or (self._loading and self._loading[0].done()):
            self._loading.popleft().result()
        loading = self._loaders.submit(self._load, packed.copy, packed.taken())
        self._loading.append(loading)
        return loading

    def finish(self, packed: Packed) -> None:
        """Load the current versions of ``packed`` too, then make its indexes."""
        packed.end()
        loading = self.load(packed)
        self._indexing.append(self._indexers.submit(self._index, loading, packed.table))

    def settled(self) -> None:
        """Wait until everything is loaded and indexed."""
        for done in (*self._loading, *self._indexing):
            done.result()

    def _load(self, statement: sql.Composed, rows: bytes) -> None:
        with self._connection.cursor().copy(statement) as copy:
            copy.write(rows)

    def _index(self, loading: Future[None], table: Table) -> None:
        loading.result()
        with self._connect() as connection:
            connection.execute("SET maintenance_work_mem = '256MB'")
            connection.execute("SET synchronous_commit = off")
            create_indexes(connection, self._schema, table)
