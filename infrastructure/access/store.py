"""How access is kept: its tables in the office's schema, and one transaction for what goes together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from secrets import token_bytes, token_urlsafe
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool

from domain.access.one_time_code import RECOVERY_BYTES, spelled, tidy

Run = Callable[..., list[tuple[Any, ...]]]


class Source(NamedTuple):
    """Where a request came from: the network address, and what the program calls itself."""

    address: str = ""
    agent: str = ""


NOWHERE = Source()


class Store:
    """The tables of access of one office."""

    def __init__(self, pool: ConnectionPool[psycopg.Connection[Any]], schema: str) -> None:
        self._pool = pool
        self._schema = sql.Identifier(schema)

    @contextmanager
    def transaction(self) -> Iterator[Run]:
        """Yield ``run(statement, *parameters)``; all it ran is kept, or none. ``{}`` is the schema."""
        with self._pool.connection() as connection, connection.transaction():
            yield self._running(connection)

    def run(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        with self._pool.connection() as connection:
            return self._running(connection)(statement, *parameters)

    def _running(self, connection: psycopg.Connection[Any]) -> Run:
        def run(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
            composed = sql.SQL(statement).format(self._schema)
            cursor = connection.execute(composed, parameters)
            return cursor.fetchall() if cursor.description else []

        return run


def hashed(secret: str) -> bytes:
    """Return what is kept of a token or code: they are long and random, so one hash is enough."""
    return sha256(secret.encode()).digest()


def new_token() -> str:
    """Return a new token of 256 bits."""
    return token_urlsafe(32)


def new_code() -> str:
    """Return a new code of 120 bits for a person to keep or type."""
    return spelled(token_bytes(RECOVERY_BYTES))


def hashed_code(typed: str) -> bytes:
    """Return what is kept of a code, however it was spelled."""
    return hashed(tidy(typed))


def storable(text: str, longest: int) -> str:
    """Return ``text`` as PostgreSQL and a page can hold it."""
    return "".join(c for c in text if c.isprintable())[:longest]


def first(rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    return rows[0] if rows else None
