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
from infrastructure.log.parameters import Statements, answered
from infrastructure.log.save import (
    CommandReused,
    NotPlain,
    OutcomeUnknown,
    Save,
    Saved,
    StreamMoved,
)
from infrastructure.log.wire import Wire

SETTLE_SECONDS = 10.0
MOVED = "TH001"  # a guard of the append had moved on
LOST = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)


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
        self._statements = Statements(schemas)
        self._repeated = sql.SQL("SELECT * FROM {}.repeated(%b, %b)").format(
            sql.Identifier(schemas.log)
        )
        self._wire: Wire | None = None
        self._group: GroupCommit[Save, Saved, Wire | None] | None = (
            GroupCommit(self._begin, self._end) if grouped else None
        )

    def save(self, save: Save) -> Saved:
        """Append a command's events.

        Raises:
            StreamMoved, CommandReused, OutcomeUnknown, NotPlain
        """
        saved = self._group.save(save) if self._group else self._settled(save)
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
        with self.pool.connection() as connection:
            wire = Wire(connection)
            wire.send(*self._statements.question(group))
            saved = _answer(wire, group)
        self.last = max(self.last, saved[-1].last)
        if self.on_append is not None:
            self.on_append(saved[-1].last)
        return saved

    def _begin(self, group: Sequence[Save]) -> Wire | None:
        """Send a group's append; None if it could not be sent."""
        try:
            wire = self._own_wire()
            wire.send(*self._statements.question(group))
        except LOST:
            self.release()
            return None
        return wire

    def _end(self, group: Sequence[Save], begun: Wire | None) -> list[Saved | BaseException]:
        """Wait for a group's outcome; where it cannot be appended as a whole, append each alone."""
        if begun is not None:
            try:
                return list(_answer(begun, group))
            except LOST:
                self.release()
            except Exception as problem:
                if len(group) == 1:
                    return [problem]
        outcomes: list[Saved | BaseException] = []
        away: OutcomeUnknown | None = None
        for save in group:
            if away is not None:  # the wait was for all of them: nobody waits behind it again
                outcomes.append(OutcomeUnknown(str(away)))
                continue
            try:
                outcomes.append(self._settled(save))
            except OutcomeUnknown as problem:
                away = problem
                outcomes.append(problem)
            except Exception as problem:
                outcomes.append(problem)
        return outcomes

    def _settled(self, save: Save) -> Saved:
        """Append one command; after a lost connection ask again by its id until the outcome is known."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            try:
                with self._writing() as wire:
                    wire.send(*self._statements.question([save]))
                    return _answer(wire, [save])[0]
            except LOST as problem:
                # Neither success nor conflict: the commit may or may not have happened. The command
                # id settles it, for a second append of the same id only tells where the first is.
                if time.monotonic() > deadline:
                    raise OutcomeUnknown(str(problem)) from problem
                time.sleep(0.1)

    @contextmanager
    def _writing(self) -> Iterator[Wire]:
        """Yield the wire to append by: one's own where saves are grouped, for then there is one
        writer at a time; else a connection of the pool."""
        if self._group is None:
            with self.pool.connection() as connection:
                yield Wire(connection)
            return
        try:
            yield self._own_wire()
        except LOST:
            self.release()
            raise

    def _own_wire(self) -> Wire:
        if self._wire is None:
            self._wire = Wire(self.pool.getconn())
        return self._wire

    def release(self) -> None:
        """Give the appending connection back to the pool, which buries it if it is broken."""
        wire, self._wire = self._wire, None
        if wire is not None:
            self.pool.putconn(wire.connection)

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


def _answer(wire: Wire, group: Sequence[Save]) -> list[Saved]:
    """Wait for the answer to a group's append; all or none."""
    try:
        return answered(group, wire.receive())
    except (psycopg.errors.CheckViolation, psycopg.errors.CharacterNotInRepertoire) as problem:
        raise NotPlain(problem.diag.message_primary) from problem
    except psycopg.Error as problem:
        if problem.sqlstate == MOVED:
            raise StreamMoved(problem.diag.message_primary) from problem
        raise
