"""Telling other processes that something was appended, outside the append's transaction.

NOTIFY inside a write takes a lock of the whole cluster until after the fsync (PERFORMANCE.md §0), so
a thread sends it afterwards, many appends in one. A lost NOTIFY costs latency only: readers also poll.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import psycopg
from psycopg import sql

INTERVAL_SECONDS = 0.005


class Wakeup:
    """Sends and hears the wake-ups of one office."""

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]], channel: str) -> None:
        self._connect = connect
        self._channel = sql.Identifier(channel)
        self._due = Event()
        self._stopping = False
        self._threads: list[Thread] = []

    def start(self, heard: Callable[[], None] | None = None) -> None:
        """Start sending and, where ``heard`` is given, listening."""
        self._threads.append(Thread(target=self._send, name="notify", daemon=True))
        if heard is not None:
            self._threads.append(
                Thread(target=self._listen, args=[heard], name="listen", daemon=True)
            )
        for thread in self._threads:
            thread.start()

    def announce(self, _position: int) -> None:
        """Have a NOTIFY sent soon."""
        self._due.set()

    def stop(self) -> None:
        self._stopping = True
        self._due.set()
        for thread in self._threads:
            thread.join(timeout=5)

    def _send(self) -> None:
        while not self._stopping:
            try:
                with self._connect() as connection:
                    # A wake-up need not survive a crash: no fsync for it.
                    connection.execute("SET synchronous_commit = off")
                    while not self._stopping:
                        self._due.wait()
                        self._due.clear()
                        if not self._stopping:
                            connection.execute(sql.SQL("NOTIFY {}").format(self._channel))
                            time.sleep(INTERVAL_SECONDS)
            except psycopg.Error:
                time.sleep(0.5)

    def _listen(self, heard: Callable[[], None]) -> None:
        while not self._stopping:
            try:
                with self._connect() as connection:
                    connection.execute(sql.SQL("LISTEN {}").format(self._channel))
                    heard()
                    while not self._stopping:
                        for _ in connection.notifies(timeout=0.5, stop_after=1):
                            heard()
            except psycopg.Error:
                time.sleep(0.5)
