"""Connections to PostgreSQL: one pool per process, each connection acting as the service's role."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool

from infrastructure.log.migrate import SERVICE

# A dead server is noticed in seconds, not minutes (RELIABILITY.md §7).
KEEPALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
}
# Nobody is served by waiting longer for a lock: whoever holds it may be frozen. Less than
# ``wire.ANSWER_SECONDS``, so that the server, too, gives up what its client no longer waits for.
LOCK_SECONDS = 4.0


def become_service(connection: psycopg.Connection[Any]) -> None:
    """Drop the login's own rights: from here on the log can only be read and appended to."""
    connection.autocommit = True
    connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(SERVICE)))


def serve_people(connection: psycopg.Connection[Any]) -> None:
    """Have a connection act as the service's role for people, who wait for a lock only so long."""
    become_service(connection)
    connection.execute(sql.SQL("SET lock_timeout = {}").format(round(LOCK_SECONDS * 1000)))


def refuse_standby(connection: psycopg.Connection[Any]) -> None:
    """A demoted server answers pings; no decision is taken on one."""
    row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
    if row is None or row[0]:
        raise psycopg.OperationalError("this server is a standby")


def open_pool(conninfo: str, *, size: int = 8) -> ConnectionPool[psycopg.Connection[Any]]:
    """Return an open pool of at most ``size`` connections; waits 3 s for one, then gives up."""
    pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
        conninfo,
        kwargs=dict(KEEPALIVE),
        configure=serve_people,
        min_size=2,
        max_size=size,
        timeout=3,
        max_waiting=200,
        open=False,
    )
    pool.open()
    return pool


def connect(conninfo: str) -> psycopg.Connection[Any]:
    """Return one connection of one's own, acting as the service's role."""
    connection = psycopg.connect(conninfo, **KEEPALIVE)  # type: ignore[arg-type]
    become_service(connection)
    return connection
