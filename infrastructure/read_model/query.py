"""Asking read models: lists with rights, filters, ``as_of`` and signed cursors; one query each.

Rights are part of the query: what the viewer may not know is neither returned nor counted. An
``as_of`` query shows the row of then only if both that version's rights columns and the latest ones
admit the viewer now (DESIGN §5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from infrastructure.log.migrate import Schemas
from infrastructure.read_model.cursor import Cursors
from infrastructure.read_model.parts import Part
from infrastructure.read_model.statement import Statement, order_of
from projections.ask import COUNT_CAP, Ask, Page, Viewer
from projections.table import Table

MAX_LIMIT = 200
MOST_ROWS = 10_000


class TooManyRows(Exception):  # noqa: N818
    """What was asked for at once would not be all: who asks must narrow it, or go page by page."""


class Rows:
    """The read models of one office."""

    def __init__(
        self,
        pool: ConnectionPool[psycopg.Connection[Any]],
        schemas: Schemas,
        tables: Sequence[Table],
        secret: bytes,
    ) -> None:
        self._pool = pool
        self._schemas = schemas
        self._tables = {table.name: table for table in tables}
        self._cursors = Cursors(secret)

    # For the application: finding what to read

    def rows(self, table: str, **equals: object) -> list[Mapping[str, Any]]:
        """Return the current rows whose columns equal (or, for a list, are one of) what is given.

        Raises:
            TooManyRows: there are more than ``MOST_ROWS``.
        """
        declared = self._tables[table]
        conditions: list[sql.Composable] = [
            sql.SQL("true" if declared.append_only else "valid_until IS NULL")
        ]
        parameters: list[Any] = []
        for column, value in equals.items():
            if column != declared.key and column not in declared.columns:
                raise KeyError(f"{table} has no {column}")
            many = isinstance(value, (list, tuple))
            conditions.append(
                sql.SQL("{} = ANY (%s)" if many else "{} = %s").format(sql.Identifier(column))
            )
            parameters.append(list(value) if isinstance(value, tuple) else value)
        found = self._all(
            sql.SQL("SELECT * FROM {} WHERE {} ORDER BY {} LIMIT {}").format(
                sql.Identifier(self._schemas.read, table),
                sql.SQL(" AND ").join(conditions),
                sql.Identifier(declared.key),
                sql.Literal(MOST_ROWS + 1),
            ),
            parameters,
        )
        if len(found) > MOST_ROWS:
            raise TooManyRows(f"more than {MOST_ROWS} rows of {table} for {sorted(equals)}")
        return found  # type: ignore[return-value]

    # For people

    def position_at(self, moment: datetime) -> int:
        """Return the last position recorded at or before ``moment``."""
        rows = self._all(
            sql.SQL(
                "SELECT coalesce(max(position), 0) AS position FROM {}.events WHERE at <= %s"
            ).format(sql.Identifier(self._schemas.log)),
            [moment],
        )
        return int(rows[0]["position"])

    def moment_of(self, position: int) -> datetime | None:
        """Return when the event at ``position`` was recorded."""
        rows = self._all(
            sql.SQL("SELECT at FROM {}.events WHERE position = %s").format(
                sql.Identifier(self._schemas.log)
            ),
            [position],
        )
        return rows[0]["at"] if rows else None

    def head(self) -> int:
        """Return the last position of the log."""
        rows = self._all(
            sql.SQL("SELECT position FROM {}.head").format(sql.Identifier(self._schemas.log)), []
        )
        return int(rows[0]["position"])

    def verified_to(self) -> int:
        """Return the position up to which every read model has taken in the log."""
        rows = self._all(
            sql.SQL("SELECT coalesce(min(position), 0) AS position FROM {}.projections").format(
                sql.Identifier(self._schemas.read)
            ),
            [],
        )
        return int(rows[0]["position"])

    def one(
        self, table: str, key: object, viewer: Viewer, as_of: int | None = None
    ) -> dict[str, Any] | None:
        """Return one row with its references, or None if there is none or it is not the viewer's."""
        statement = self._statement(table, viewer, as_of)
        statement.key(key)
        found = self._asked(statement.one())
        return found[0] if found else None

    def page(self, table: str, viewer: Viewer, ask: Ask | None = None) -> Page:
        """Return one page of a list.

        Raises:
            BadCursor: a cursor not signed here.
            KeyError: an order or filter the table does not declare.
        """
        ask = ask or Ask()
        declared = self._tables[table]
        statement = self._statement(table, viewer, ask.as_of)
        for column, value in ask.filters.items():
            statement.filter(column, value)
        statement.search(ask.search, loose=ask.loose)
        count = self._counted(statement) if ask.count else None
        columns = declared.sorts[ask.sort] if ask.sort else next(iter(declared.sorts.values()))
        order = order_of(columns, declared)
        if ask.cursor is not None:
            statement.after(order, self._cursors.open(ask.cursor, table, ask.sort))
        limit = max(1, min(ask.limit, MAX_LIMIT))
        rows = self._asked(statement.page(order, limit + 1))
        following = None
        if len(rows) > limit:
            rows = rows[:limit]
            last = [rows[-1][column] for column, _ in order]
            following = self._cursors.sign(last, table, ask.sort)
        return Page(rows, following, count)

    def count(
        self, table: str, viewer: Viewer, filters: Mapping[str, Any], as_of: int | None = None
    ) -> int:
        """Return how many rows the viewer has, counting no further than 1,000."""
        statement = self._statement(table, viewer, as_of)
        for column, value in filters.items():
            statement.filter(column, value)
        return self._counted(statement)

    def tally(
        self,
        table: str,
        viewer: Viewer,
        filters: Mapping[str, Any],
        by: Sequence[str],
        as_of: int | None = None,
    ) -> list[dict[str, Any]]:
        """Return how many rows the viewer has, ``n``, for each of the values of the columns ``by``."""
        statement = self._statement(table, viewer, as_of)
        for column, value in filters.items():
            statement.filter(column, value)
        return self._asked(statement.tally(by))

    # How

    def _statement(self, table: str, viewer: Viewer, as_of: int | None) -> Statement:
        return Statement(self._tables[table], self._tables, self._schemas.read, viewer, as_of)

    def _counted(self, statement: Statement) -> int:
        return int(self._asked(statement.count(COUNT_CAP + 1))[0]["n"])

    def _asked(self, query: Part) -> list[dict[str, Any]]:
        return self._all(query.text.encode(), query.parameters)

    def _all(
        self, statement: sql.SQL | sql.Composed | bytes, parameters: Sequence[Any]
    ) -> list[dict[str, Any]]:
        with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            # Never prepared: a plan made for all viewers and filters alike would read whole tables.
            return cursor.execute(statement, parameters, prepare=False).fetchall()
