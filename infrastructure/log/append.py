"""Appending to one office's log by one function call, alone or with what others append (ADR 0002)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool, PoolTimeout

from infrastructure.log.group_commit import GroupCommit
from infrastructure.log.migrate import Schemas
from infrastructure.log.parameters import arrays, scalars, split
from infrastructure.log.save import CommandReused, OutcomeUnknown, Save, Saved, StreamMoved

SETTLE_SECONDS = 10.0
MOVED = "TH001"  # a guard of the append had moved on


class LogAppender:
    """Appends to one office's log.

    ``grouped`` lets saves of several threads share a transaction. ``on_append`` is called after each
    commit with the last position.
    """

    def __init__(
        self,
        pool: ConnectionPool[psycopg.Connection[Any]],
        schemas: Schemas,
        *,
        grouped: bool = True,
        on_append: Callable[[int], None] | None = None,
    ) -> None:
        self.pool = pool
        self.on_append = on_append
        self.last = 0  # the last position this process has appended
        log = sql.Identifier(schemas.log)
        self._append_one = sql.SQL(
            "SELECT * FROM {}.append_one(%b,%b,%b,%b,%b,%b,%b,%b,%b,%b)"
        ).format(log)
        self._append = sql.SQL(
            "SELECT * FROM {}.append(%s,%s,%s,%s,%b,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)"
        ).format(log)
        self._repeated = sql.SQL("SELECT * FROM {}.repeated(%b, %b)").format(log)
        self._writer: psycopg.Cursor[Any] | None = None
        self._group: GroupCommit[Save, Saved] | None = GroupCommit(self._run) if grouped else None

    def save(self, save: Save) -> Saved:
        """Append a command's events.

        Raises:
            StreamMoved, CommandReused, OutcomeUnknown, NotPlain
        """
        save.check()
        saved = self._group.save(save) if self._group else self._settled([save])
        self.last = max(self.last, saved.last)
        if self.on_append is not None:
            self.on_append(saved.last)
        return saved

    def save_together(self, group: Sequence[Save]) -> list[Saved]:
        """Append the commands of ``group`` in one transaction: all or none, each with its own answer.

        Raises:
            StreamMoved, CommandReused, NotPlain
            psycopg.Error: nothing was appended, or, where the server went away, nobody knows.
        """
        for save in group:
            save.check()
        with self.pool.connection() as connection:
            saved = self._call(connection.cursor(binary=True), group)
        self.last = max(self.last, saved[-1].last)
        if self.on_append is not None:
            self.on_append(saved[-1].last)
        return saved

    def _run(self, group: Sequence[Save]) -> list[Saved | BaseException]:
        if len(group) > 1:
            together = self._together(group)
            if together is not None:
                return list(together)
        outcomes: list[Saved | BaseException] = []
        for save in group:
            try:
                outcomes.append(self._settled([save]))
            except Exception as problem:
                outcomes.append(problem)
        return outcomes

    def _settled(self, group: Sequence[Save]) -> Saved:
        """Append one command; after a lost connection ask again by its id until the outcome is known."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            try:
                with self._writing() as cursor:
                    return self._call(cursor, group)[0]
            except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as problem:
                # Neither success nor conflict: the commit may or may not have happened. The command
                # id settles it, for a second append of the same id only tells where the first is.
                if time.monotonic() > deadline:
                    raise OutcomeUnknown(str(problem)) from problem
                time.sleep(0.1)

    def _together(self, group: Sequence[Save]) -> list[Saved] | None:
        """Append a group in one transaction, or return None: then each is tried alone."""
        try:
            with self._writing() as cursor:
                return self._call(cursor, group)
        except (StreamMoved, CommandReused, psycopg.Error, PoolTimeout):
            return None

    @contextmanager
    def _writing(self) -> Iterator[psycopg.Cursor[Any]]:
        """Yield the cursor that appends: one of its own where saves are grouped, for then there is
        one writer at a time; else one of the pool's."""
        if self._group is None:
            with self.pool.connection() as connection:
                yield connection.cursor(binary=True)
            return
        if self._writer is None:
            self._writer = self.pool.getconn().cursor(binary=True)
        try:
            yield self._writer
        except (psycopg.OperationalError, psycopg.InterfaceError):
            self.release()
            raise

    def release(self) -> None:
        """Give the appending connection back to the pool, which buries it if it is broken."""
        writer, self._writer = self._writer, None
        if writer is not None:
            self.pool.putconn(writer.connection)

    def _call(self, cursor: psycopg.Cursor[Any], group: Sequence[Save]) -> list[Saved]:
        first = group[0]
        if len(group) == 1 and len(first.events) == 1 and not first.openings:
            statement, parameters = self._append_one, scalars(first)
        else:
            statement, parameters = self._append, arrays(group)
        try:
            row = cursor.execute(statement, parameters, prepare=True).fetchone()
        except psycopg.Error as problem:
            if problem.sqlstate == MOVED:
                raise StreamMoved(problem.diag.message_primary) from problem
            raise
        assert row is not None
        outcome, first_position, last_position, at, numbers, years = row
        match outcome:
            case "appended":
                return split(group, first_position, at, numbers, years)
            case "repeated" if len(group) == 1:
                return [Saved(first_position, last_position, repeated=True)]
            case _:
                raise CommandReused(str(first.command_id))

    def repeated(self, command_id: UUID, fingerprint: bytes) -> Saved | None:
        """Return where a command was appended before, behind a synced write; None if it was not.

        Raises:
            CommandReused: the id stands for other contents.
        """
        with self.pool.connection() as connection:
            row = connection.execute(
                self._repeated, [command_id, fingerprint], prepare=True
            ).fetchone()
        assert row is not None
        outcome, first, last = row
        if outcome is None:
            return None
        if outcome == "reused":
            raise CommandReused(str(command_id))
        return Saved(first, last, repeated=True)
