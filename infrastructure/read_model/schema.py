"""The SQL that a declared table leads to."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from infrastructure.read_model.fold import FROM, kinds, names
from projections.table import Table

POSITIONS = sql.SQL(
    "CREATE TABLE IF NOT EXISTS {schema}.projections ("
    "name text PRIMARY KEY, version integer NOT NULL, position bigint NOT NULL, stopped text)"
)


def create_table(connection: psycopg.Connection[Any], schema: str, table: Table) -> None:
    """Create a table without its indexes: they are cheaper once the rows are there.

    Key and positions come first: what reads a whole table looks at these of every row, and at the
    rest only of those it keeps.
    """
    connection.execute(
        sql.SQL("CREATE TABLE {} ({})").format(
            sql.Identifier(schema, table.name),
            sql.SQL(", ").join(
                sql.SQL("{} {}{}").format(
                    sql.Identifier(name),
                    sql.SQL(kind),
                    sql.SQL(" NOT NULL" if place <= FROM else ""),
                )
                for place, (name, kind) in enumerate(zip(names(table), kinds(table), strict=True))
            ),
        )
    )


def create_indexes(connection: psycopg.Connection[Any], schema: str, table: Table) -> None:
    """Create the key, the current rows' partial indexes, and the search index."""
    name = sql.Identifier(schema, table.name)
    current = sql.SQL("" if table.append_only else " WHERE valid_until IS NULL")
    key = sql.Identifier(table.key)
    connection.execute(
        sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(
            name, key if table.append_only else sql.SQL("{}, valid_from").format(key)
        )
    )
    if not table.append_only:
        connection.execute(sql.SQL("CREATE UNIQUE INDEX ON {} ({}){}").format(name, key, current))
    for columns in table.indexes:
        parts = [_ordered(column, table) for column in columns]
        connection.execute(
            sql.SQL("CREATE INDEX ON {} ({}){}").format(name, sql.SQL(", ").join(parts), current)
        )
    for column in searched(table):
        connection.execute(
            sql.SQL("CREATE INDEX ON {} USING gin ({} public.gin_trgm_ops)").format(
                name, sql.Identifier(column)
            )
        )
    if table.rights.parties is not None:
        connection.execute(
            sql.SQL("CREATE INDEX ON {} USING gin ({}){}").format(
                name, sql.Identifier(table.rights.parties), current
            )
        )


def searched(table: Table) -> list[str]:
    """Return the row's own columns that a search looks through: each needs its own index.

    One without would have every search read the whole table, for a text may be found in any.
    """
    if table.search is None:
        return []
    loose = f"{table.search}_loose"
    own = [table.search, loose, *table.search_also]
    return [column for column in own if column in table.columns]


def _ordered(column: str, table: Table) -> sql.Composable:
    """Return a column of an index as lists are ordered by it: nulls last, of a key not said."""
    name = sql.Identifier(column.removeprefix("-"))
    if not column.startswith("-"):
        return name
    return sql.SQL("{} DESC" if column[1:] == table.key else "{} DESC NULLS LAST").format(name)
