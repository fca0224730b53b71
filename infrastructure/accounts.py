"""Accounts and sessions: who may sign in, and who is signed in.

Passwords are Argon2id (46 MiB, one pass: RELIABILITY.md §6), hashed by at most two at a time. The
store keeps a session's token only as SHA-256. Idle for 30 minutes or 12 hours old, a session is over.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from psycopg import sql
from psycopg_pool import ConnectionPool

from infrastructure.log.migrate import Schemas

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
FAILURES_BEFORE_LOCK = 5
LOCK = timedelta(minutes=5)


class Session(NamedTuple):
    """A session: whose it is, in which post he acts, and the hash that names it in records.

    ``instrument_id`` is the one by which he chose to stand in for that post's holder.
    """

    person_id: UUID
    post_id: UUID | None
    token_hash: str
    instrument_id: UUID | None = None


class Locked(Exception):  # noqa: N818
    """Too many wrong passwords: the account is closed for a few minutes."""


class Accounts:
    """The accounts of one office."""

    def __init__(self, pool: ConnectionPool[psycopg.Connection[Any]], schemas: Schemas) -> None:
        self._pool = pool
        self._schema = schemas.log
        self._hasher = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
        self._hashing = BoundedSemaphore(2)
        # An unknown name costs as much time as a wrong password.
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def open_account(self, person_id: UUID, sign_in_name: str, password: str) -> None:
        """Give a person an account, or a new password."""
        with self._hashing:
            password_hash = self._hasher.hash(password)
        self._run(
            "INSERT INTO {}.accounts (person_id, sign_in_name, password_hash) VALUES (%s, %s, %s)"
            " ON CONFLICT (person_id) DO UPDATE SET sign_in_name = excluded.sign_in_name,"
            " password_hash = excluded.password_hash, failures = 0, locked_until = NULL",
            [person_id, sign_in_name, password_hash],
        )

    def sign_in(self, sign_in_name: str, password: str, at: datetime) -> tuple[str, UUID] | None:
        """Return a new session's token and whose it is, or None if name and password do not match.

        Raises:
            Locked: after five wrong passwords, for five minutes.
        """
        rows = self._run(
            "SELECT person_id, password_hash, disabled, locked_until FROM {}.accounts"
            " WHERE sign_in_name = %s",
            [sign_in_name if sign_in_name.isprintable() else ""],  # PostgreSQL takes no NUL
        )
        person_id, known, disabled, locked_until = (
            rows[0] if rows else (None, self._nobody, True, None)
        )
        if locked_until is not None and locked_until > at:
            raise Locked()
        with self._hashing:
            try:
                self._hasher.verify(known, password)
            except VerifyMismatchError:
                if person_id is not None:
                    self._failed(person_id, at)
                return None
        if person_id is None or disabled:
            return None
        token = secrets.token_urlsafe(32)
        self._run(
            "UPDATE {}.accounts SET failures = 0, locked_until = NULL WHERE person_id = %s",
            [person_id],
        )
        self._run(
            "INSERT INTO {}.sessions (token_hash, person_id, created_at, seen_at)"
            " VALUES (%s, %s, %s, %s)",
            [_hash(token), person_id, at, at],
        )
        return token, person_id

    def session(self, token: str, at: datetime) -> Session | None:
        """Return the session a token stands for, and note that it was used; None if it is over."""
        rows = self._run(
            "SELECT person_id, post_id, seen_at, instrument_id FROM {}.sessions WHERE token_hash = %s"
            " AND seen_at > %s AND created_at > %s",
            [_hash(token), at - IDLE, at - ABSOLUTE],
        )
        if not rows:
            return None
        person_id, post_id, seen_at, instrument_id = rows[0]
        if at - seen_at > timedelta(minutes=1):
            self._run(
                "UPDATE {}.sessions SET seen_at = %s WHERE token_hash = %s", [at, _hash(token)]
            )
        return Session(person_id, post_id, _hash(token).hex(), instrument_id)

    def choose_post(self, token: str, post_id: UUID, instrument_id: UUID | None = None) -> None:
        """Say in which post the person acts from now on, and by which instrument if it is not his."""
        self._run(
            "UPDATE {}.sessions SET post_id = %s, instrument_id = %s WHERE token_hash = %s",
            [post_id, instrument_id, _hash(token)],
        )

    def sign_out(self, token: str) -> None:
        """End a session."""
        self._run("DELETE FROM {}.sessions WHERE token_hash = %s", [_hash(token)])

    def any(self) -> bool:
        """Return whether the office has accounts yet."""
        return bool(self._run("SELECT 1 FROM {}.accounts LIMIT 1", []))

    def _failed(self, person_id: UUID, at: datetime) -> None:
        self._run(
            "UPDATE {}.accounts SET failures = failures + 1, locked_until ="
            " CASE WHEN failures + 1 >= %s THEN %s ELSE locked_until END WHERE person_id = %s",
            [FAILURES_BEFORE_LOCK, at + LOCK, person_id],
        )

    def _run(self, statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with self._pool.connection() as connection:
            cursor = connection.execute(
                sql.SQL(statement).format(sql.Identifier(self._schema)),  # type: ignore[arg-type]
                parameters,
            )
            return cursor.fetchall() if cursor.description else []


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
