"""Writing versions of rows: few at a time when live, by COPY when there are many.

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

from infrastructure.read_model.fold import Fold, Version
from projections.table import Change, Table

BY_COPY = 32

Changes = Sequence[tuple[int, list[Change]]]


class Writer:
    """Reads and writes one table of one schema; its statements are put together once."""

    def __init__(self, schema: str, table: Table) -> None:
        self.table = table
        until = () if table.append_only else ("valid_until",)
        names = (table.key, *table.columns, "valid_from", *until)
        self._kinds = (
            table.key_type,
            *table.columns.values(),
            "bigint",
            *(("bigint",) if until else ()),
        )
        self._json = [place for place, kind in enumerate(self._kinds) if kind == "jsonb"]
        target, key = sql.Identifier(schema, table.name), sql.Identifier(table.key)
        columns = sql.SQL(", ").join(map(sql.Identifier, names))
        self._load = _bytes(
            "SELECT {}, {}, valid_from FROM {} WHERE {} = ANY (%s) AND valid_until IS NULL",
            key,
            sql.SQL(", ").join(map(sql.Identifier, table.columns)),
            target,
            key,
        )
        self._end = _bytes(
            "UPDATE {} SET valid_until = %s WHERE {} = %s AND valid_from = %s", target, key
        )
        self._insert = _bytes(
            "INSERT INTO {} ({}) VALUES ({})",
            target,
            columns,
            sql.SQL(", ").join([sql.Placeholder()] * len(names)),
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
        for v in versions:
            cursor.execute(self._end, [v.valid_until, v.key, v.valid_from], prepare=True)

    def _row(self, version: Version) -> Sequence[Any]:
        row = [version.key, *version.row, version.valid_from]
        if not self.table.append_only:
            row.append(version.valid_until)
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
    folds = {name: Fold(writers[name].table) for name, several in changes.items() if several}
    with connection.pipeline():
        asked = [
            (folds[name], writers[name].asked(connection, keys_of(changes[name])))
            for name in folds
            if not writers[name].table.append_only
        ]
        for fold, cursor in asked:
            for row in cursor:
                fold.current[row[0]] = Version(row[0], tuple(row[1:-1]), row[-1], None)
    begun: dict[str, list[Version]] = {}
    for name, fold in folds.items():
        for position, several in changes[name]:
            fold.apply(position, several)
        begun[name] = [
            v for v in (*fold.closed, *fold.current.values()) if v.valid_from > before[name]
        ]
    few = all(len(versions) < BY_COPY for versions in begun.values())
    with connection.pipeline() if few else nullcontext():
        for name, fold in folds.items():
            ended = [v for v in fold.closed if v.valid_from <= before[name]]
            writers[name].end(connection, ended)
            writers[name].insert(connection, begun[name])
        finish()


def keys_of(changes: Changes) -> set[Any]:
    return {change.key for _, several in changes for change in several}


def _bytes(statement: str, *parts: sql.Composable) -> bytes:
    return sql.SQL(statement).format(*parts).as_bytes(None)  # type: ignore[arg-type]
