"""Writing versions of rows while live: few at a time, by COPY when there are many.

A batch is three round trips, however many tables it touches: read the current rows, write, commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from infrastructure.read_model.fold import FROM, KEY, UNTIL, Fold, kinds, names
from projections.table import Change, Insert, Table

BY_COPY = 32

Changes = Sequence[tuple[int, list[Change]]]
Version = Sequence[Any]  # as a fold keeps it


class Writer:
    """Reads and writes one table of one schema; its statements are put together once."""

    def __init__(self, schema: str, table: Table) -> None:
        self.table = table
        self._kinds = kinds(table)
        self._json = [place for place, kind in enumerate(self._kinds) if kind == "jsonb"]
        target, key = sql.Identifier(schema, table.name), sql.Identifier(table.key)
        several = names(table)
        columns = sql.SQL(", ").join(map(sql.Identifier, several))
        self._load = _bytes(
            "SELECT {} FROM {} WHERE {} = ANY (%s) AND valid_until IS NULL", columns, target, key
        )
        self._end = _bytes(
            "UPDATE {} SET valid_until = %s WHERE {} = %s AND valid_from = %s", target, key
        )
        self._insert = _bytes(
            "INSERT INTO {} ({}) VALUES ({})",
            target,
            columns,
            sql.SQL(", ").join([sql.Placeholder()] * len(several)),
        )
        self._copy = _bytes("COPY {} ({}) FROM STDIN (FORMAT BINARY)", target, columns)

    def asked(
        self, connection: psycopg.Connection[Any], keys: Iterable[Any]
    ) -> psycopg.Cursor[Any]:
        """Ask for the current versions of ``keys``."""
        cursor = connection.cursor(binary=True)
        return cursor.execute(self._load, [list(keys)], prepare=True)

    def insert(self, connection: psycopg.Connection[Any], versions: Sequence[Version]) -> None:
        """Insert versions of rows: by COPY where there are many (never inside a pipeline)."""
        rows = [self._row(version) for version in versions]
        if len(rows) < BY_COPY:
            cursor = connection.cursor()
            for row in rows:
                cursor.execute(self._insert, row, prepare=True)
            return
        with connection.cursor().copy(self._copy) as copy:
            copy.set_types(self._kinds)
            for row in rows:
                copy.write_row(row)

    def end(self, connection: psycopg.Connection[Any], versions: Sequence[Version]) -> None:
        """Close versions that were written before."""
        cursor = connection.cursor()
        for version in versions:
            cursor.execute(self._end, [version[UNTIL], version[KEY], version[FROM]], prepare=True)

    def _row(self, version: Version) -> Version:
        if not self._json:
            return version
        row = list(version)
        for place in self._json:
            if row[place] is not None:
                row[place] = Jsonb(row[place], dumps=msgspec.json.encode)
        return row


def write_batch(
    connection: psycopg.Connection[Any],
    writers: Mapping[str, Writer],
    changes: Mapping[str, Changes],
    before: Mapping[str, int],
    finish: Callable[[], object] = lambda: None,
) -> None:
    """Write the changes of a batch of events, given by table with their positions.

    All are after ``before``, the position each table had reached. ``finish`` runs with the writes.
    """
    over: dict[str, list[Version]] = {name: [] for name, several in changes.items() if several}
    folds = {name: Fold(writers[name].table, _copies(over[name])) for name in over}
    with connection.pipeline():
        asked = [
            (folds[name], writers[name].asked(connection, keys))
            for name in folds
            if (keys := keys_before(changes[name]))
        ]
        for fold, cursor in asked:
            for row in cursor:
                fold.current[row[KEY]] = list(row)
    begun: dict[str, list[Version]] = {}
    for name, fold in folds.items():
        for position, several in changes[name]:
            fold.apply(position, several)
        begun[name] = [v for v in (*over[name], *fold.current.values()) if v[FROM] > before[name]]
    few = all(len(versions) < BY_COPY for versions in begun.values())
    with connection.pipeline() if few else nullcontext():
        for name in folds:
            ended = [v for v in over[name] if v[FROM] <= before[name]]
            writers[name].end(connection, ended)
            writers[name].insert(connection, begun[name])
        finish()


def _copies(into: list[Version]) -> Callable[[list[Any]], object]:
    return lambda version: into.append(tuple(version))


def keys_before(changes: Changes) -> list[Any]:
    """Return the keys of the rows that changes rest on: not of those that begin among them.

    One that begins though it is there already is refused by the index of its key.
    """
    begins: dict[Any, bool] = {}
    for _, several in changes:
        for change in several:
            begins.setdefault(change.key, isinstance(change, Insert))
    return [key for key, new in begins.items() if not new]


def _bytes(statement: str, *parts: sql.Composable) -> bytes:
    return sql.SQL(statement).format(*parts).as_bytes(None)
