"""Asking a prepared statement through libpq itself, in two steps: send, then receive.

A cursor costs several times more Python per question than this does, all of it under the interpreter's
lock, and it cannot be left while the server works; between the two steps here a thread can do other
things, or leave the receiving to another.
"""

from __future__ import annotations

import selectors
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg
from psycopg import pq
from psycopg.errors import InvalidSqlStatementName, error_from_result

BINARY, TEXT = pq.Format.BINARY, pq.Format.TEXT
ANSWER_SECONDS = 5.0  # then a silent server counts as gone, like one whose packets are lost
Selector = getattr(selectors, "PollSelector", selectors.SelectSelector)  # no file of its own


class Statement(NamedTuple):
    """A statement that returns one value. ``types`` are the OIDs of its parameters."""

    name: bytes
    text: bytes
    types: Sequence[int]


class Wire:
    """One connection in autocommit, asked one question at a time. Parameters are in binary form.

    A server that is connected and silent is left after ``ANSWER_SECONDS``: the connection is closed and
    nothing is cancelled, for a cancelled COMMIT may be acknowledged and lost (RELIABILITY.md §0.2).
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self._pgconn = connection.pgconn
        self._selector = Selector()
        self._selector.register(self._pgconn.socket, selectors.EVENT_READ)
        self._asked: tuple[Statement, Sequence[bytes | None]] | None = None
        self._until = 0.0

    def send(self, statement: Statement, parameters: Sequence[bytes | None]) -> None:
        """Ask; the server begins at once.

        Raises:
            psycopg.OperationalError: the connection is lost, or the server takes nothing.
        """
        self._asked = statement, parameters
        self._until = time.monotonic() + ANSWER_SECONDS
        self._pgconn.send_query_prepared(
            statement.name, parameters, [BINARY] * len(parameters), result_format=TEXT
        )
        self._flush()

    def receive(self) -> str:
        """Return the answer to what was sent, as text.

        Raises:
            psycopg.OperationalError: the connection was lost or the server silent, with the statement
                done or not.
            psycopg.Error: the server refused it.
        """
        result = self._result()
        if result.status == pq.ExecStatus.TUPLES_OK:
            value = result.get_value(0, 0)
            assert value is not None
            return value.decode()
        problem = error_from_result(result)
        if isinstance(problem, InvalidSqlStatementName):
            assert self._asked is not None
            statement, parameters = self._asked
            self._prepare(statement)
            self.send(statement, parameters)
            return self.receive()
        raise problem

    def _prepare(self, statement: Statement) -> None:
        self._pgconn.send_prepare(statement.name, statement.text, statement.types)
        self._flush()
        result = self._result()
        if result.status != pq.ExecStatus.COMMAND_OK:
            raise error_from_result(result)

    def _flush(self) -> None:
        """Have everything sent: more than the socket takes at once has to wait for the server."""
        socket, both = self._pgconn.socket, selectors.EVENT_READ | selectors.EVENT_WRITE
        while self._pgconn.flush():
            self._selector.modify(socket, both)
            self._wait()
            self._selector.modify(socket, selectors.EVENT_READ)
            self._pgconn.consume_input()

    def _wait(self) -> None:
        """Wait for the socket; give the connection up when the time for the answer is over."""
        if not self._selector.select(max(0.0, self._until - time.monotonic())):
            self.connection.close()
            raise psycopg.OperationalError(f"no answer within {ANSWER_SECONDS} s")

    def _result(self) -> pq.abc.PGresult:
        """Wait for the result and for the end of the exchange."""
        result = None
        while True:
            while self._pgconn.is_busy():
                self._wait()
                self._pgconn.consume_input()
            further = self._pgconn.get_result()
            if further is None:
                break
            result = result or further
        if result is None or self._pgconn.status == pq.ConnStatus.BAD:
            raise psycopg.OperationalError(self._pgconn.get_error_message())
        return result
