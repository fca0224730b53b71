"""Writing versions of rows: few at a time when live, by COPY when there are many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from infrastructure.read_model.fold import Fold, Version
from projections.table import Change, Table

BY_COPY = 32


def write_batch(
    connection: psycopg.Connection[Any],
    schema: str,
    table: Table,
    changes: Sequence[tuple[int, list[Change]]],
    before: int,
) -> None:
    """Write the changes of a batch of events, given with their positions, all after ``before``."""
    keys = {change.key for _, several in changes for change in several}
    if not keys:
        return
    fold = Fold(table)
    if not table.append_only:
        load_current(connection, schema, fold, keys)
    for position, several in changes:
        fold.apply(position, several)
    write_changes(connection, schema, fold, before)


def load_current(
    connection: psycopg.Connection[Any], schema: str, fold: Fold, keys: Iterable[Any]
) -> None:
    """Read the current versions of ``keys`` into ``fold``."""
    table = fold.table
    rows = connection.cursor(binary=True).execute(
        sql.SQL(
            "SELECT {}, {}, valid_from FROM {} WHERE {} = ANY (%s) AND valid_until IS NULL"
        ).format(
            sql.Identifier(table.key),
            sql.SQL(", ").join(map(sql.Identifier, fold.columns)),
            sql.Identifier(schema, table.name),
            sql.Identifier(table.key),
        ),
        [list(keys)],
    )
    for row in rows:
        fold.current[row[0]] = Version(row[0], tuple(row[1:-1]), row[-1], None)


def write_changes(
    connection: psycopg.Connection[Any], schema: str, fold: Fold, before: int
) -> None:
    """Write what ``fold`` holds beyond position ``before``, after ``load_current``."""
    ended = [v for v in fold.closed if v.valid_from <= before]
    if ended:
        connection.cursor().executemany(
            sql.SQL("UPDATE {} SET valid_until = %s WHERE {} = %s AND valid_from = %s").format(
                sql.Identifier(schema, fold.table.name), sql.Identifier(fold.table.key)
            ),
            [(v.valid_until, v.key, v.valid_from) for v in ended],
        )
    begun = [v for v in (*fold.closed, *fold.current.values()) if v.valid_from > before]
    insert_versions(connection, schema, fold.table, begun)


def insert_versions(
    connection: psycopg.Connection[Any], schema: str, table: Table, versions: Sequence[Version]
) -> None:
    """Insert versions of rows."""
    if not versions:
        return
    until = () if table.append_only else ("valid_until",)
    names = (table.key, *table.columns, "valid_from", *until)
    kinds = (table.key_type, *table.columns.values(), "bigint", *(("bigint",) if until else ()))
    json_places = [place for place, kind in enumerate(kinds) if kind == "jsonb"]
    rows = [
        (v.key, *v.row, v.valid_from, v.valid_until) if until else (v.key, *v.row, v.valid_from)
        for v in versions
    ]
    if json_places:
        rows = [_with_json(row, json_places) for row in rows]
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    target = sql.Identifier(schema, table.name)
    cursor = connection.cursor()
    if len(rows) < BY_COPY:
        marks = sql.SQL(", ").join([sql.Placeholder()] * len(names))
        cursor.executemany(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(target, columns, marks), rows
        )
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(target, columns)
    with cursor.copy(statement) as copy:
        copy.set_types(kinds)
        for row in rows:
            copy.write_row(row)


def _with_json(row: tuple[Any, ...], places: Sequence[int]) -> tuple[Any, ...]:
    values = list(row)
    for place in places:
        if values[place] is not None:
            values[place] = Jsonb(values[place])
    return tuple(values)
