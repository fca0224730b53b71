"""Reading one office's log: events in order, each with its authorisation record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool

from infrastructure.log.migrate import Schemas


class LogReader:
    """Reads one office's log."""

    def __init__(self, pool: ConnectionPool[psycopg.Connection[Any]], schemas: Schemas) -> None:
        self.pool = pool
        self.schemas = schemas

    def stream(self, stream_id: str, *, gt: int = 0) -> list[tuple[Any, ...]]:
        """Return the rows of a stream after version ``gt``, each with its authorisation record.

        Columns: position, stream_id, version, name, at, command_id, register, year, number, state, act.
        """
        with self.pool.connection() as connection:
            return (
                connection.cursor(binary=True)
                .execute(
                    self.recorded_rows(
                        " WHERE e.stream_id = %b AND e.version > %b ORDER BY e.version"
                    ),
                    [stream_id, gt],
                    prepare=True,
                )
                .fetchall()
            )

    def streams_until(self, stream_ids: Sequence[str], position: int) -> list[tuple[Any, ...]]:
        """Return the rows of several streams up to a position, stream by stream; columns as ``stream``."""
        with self.pool.connection() as connection:
            return (
                connection.cursor(binary=True)
                .execute(
                    self.recorded_rows(
                        " WHERE e.stream_id = ANY (%b) AND e.position <= %b"
                        " ORDER BY e.stream_id, e.version"
                    ),
                    [list(stream_ids), position],
                )
                .fetchall()
            )

    def between(self, first: int, last: int) -> list[tuple[Any, ...]]:
        """Return the rows at positions ``first`` to ``last``, in order; columns as ``stream``."""
        with self.pool.connection() as connection:
            return (
                connection.cursor(binary=True)
                .execute(
                    self.recorded_rows(" WHERE e.position BETWEEN %b AND %b ORDER BY e.position"),
                    [first, last],
                    prepare=True,
                )
                .fetchall()
            )

    def moved(self, *, gt: int, limit: int) -> list[tuple[str, int, int]]:
        """Return stream, version and position of at most ``limit`` events after position ``gt``, in order."""
        query = sql.SQL(
            "SELECT stream_id, version, position FROM {}.events WHERE position > %b"
            " ORDER BY position LIMIT %b"
        ).format(sql.Identifier(self.schemas.log))
        with self.pool.connection() as connection:
            return (
                connection.cursor(binary=True).execute(query, [gt, limit], prepare=True).fetchall()
            )

    def recorded_rows(self, where: str) -> sql.Composed:
        """Return the query of events with their authorisation records."""
        return sql.SQL(
            "SELECT e.position, e.stream_id, e.version, e.name, e.at, e.command_id, e.register,"
            " e.year, e.number, e.state, c.act FROM {log}.events e"
            " JOIN {log}.commands c ON c.command_id = e.command_id" + where
        ).format(log=sql.Identifier(self.schemas.log))
