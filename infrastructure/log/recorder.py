"""The recorder of one office's log: append by one function call, read in order.

Stands in the eventsourcing package's place for the stock PostgreSQL recorder, and passes that
package's own recorder suite; why not the stock one is in ADR 0002. Positions are contiguous from 1
and rise in the order of commits, so a reader can never pass an event that commits later.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from threading import Thread
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    ListenNotifySubscription,
    Notification,
    StoredEvent,
)
from psycopg import sql
from psycopg_pool import ConnectionPool, PoolTimeout

from domain.message import Number
from infrastructure.log.group_commit import GroupCommit
from infrastructure.log.migrate import Schemas

DEFAULT_ACT = b'{"v":1}'
SETTLE_SECONDS = 10.0
MOVED = "TH001"  # a guard of the append had moved on
PLAIN = re.compile(r"[A-Za-z0-9_.:/-]+")  # as the log's columns check it: stands in a leaf as it is


class StreamMoved(Exception):  # noqa: N818
    """A stream the decision rests on has moved on; ``str()`` names it. Nothing was appended."""


class CommandReused(Exception):  # noqa: N818
    """The same command id came with other contents. Nothing was appended."""


class OutcomeUnknown(Exception):  # noqa: N818
    """The server went away during the append and has not come back: ask again with the same id."""


class NotPlain(ValueError):  # noqa: N818
    """The id of a stream or register, or a name, holds more than letters, digits and ``_.:/-``."""


class NewEvent(NamedTuple):
    """An event to append: its stream, version, name, stored bytes, and the register it takes a number of."""

    stream_id: str
    version: int
    name: str
    state: bytes
    register: str | None = None


class Opening(NamedTuple):
    """A register whose numbers of a B.E. year begin after ``last`` (R-N07)."""

    register: str
    year: int
    last: int


@dataclass(frozen=True)
class Save:
    """All that one command appends: all or none.

    ``act`` is the authorisation record, exact bytes. ``guards`` are (stream, version) the decision
    was read from: checked under the office's head row.
    """

    command_id: UUID
    fingerprint: bytes
    act: bytes
    at: datetime
    events: Sequence[NewEvent]
    guards: Sequence[tuple[str, int]] = ()
    openings: Sequence[Opening] = field(default=())

    @cached_property
    def writes(self) -> frozenset[str]:
        return frozenset(event.stream_id for event in self.events)

    @cached_property
    def touches(self) -> frozenset[str]:
        return self.writes | {stream for stream, _ in self.guards}

    def check(self) -> None:
        """Raise ``NotPlain`` for a text that could be read as more than itself."""
        texts = {*self.touches, *(opening.register for opening in self.openings)}
        for event in self.events:
            texts.add(event.name)
            if event.register is not None:
                texts.add(event.register)
        for text in texts:
            if PLAIN.fullmatch(text) is None:
                raise NotPlain(text)


@dataclass(frozen=True)
class Saved:
    """Where a command's events stand: positions, time of the first, numbers in the order of events.

    ``repeated`` says that the command had been appended before; then only the positions are known.
    """

    first: int
    last: int
    at: datetime | None = None
    numbers: tuple[Number | None, ...] = ()
    repeated: bool = False


class LogRecorder(ApplicationRecorder):
    """Appends to and reads one office's log.

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
        self.schemas = schemas
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
        self._select = sql.SQL(
            "SELECT stream_id, version, name, state FROM {}.events WHERE stream_id = %s"
        ).format(log)
        self._notifications = sql.SQL(
            "SELECT position, stream_id, version, name, state FROM {}.events WHERE true"
        ).format(log)
        self._max = sql.SQL("SELECT nullif(position, 0) FROM {}.head").format(log)
        self._writer: psycopg.Cursor[Any] | None = None
        self._group: GroupCommit[Save, Saved] | None = GroupCommit(self._run) if grouped else None

    # Writing

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
            statement, parameters = self._append_one, _scalars(first)
        else:
            statement, parameters = self._append, _arrays(group)
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
                return _split(group, first_position, at, numbers, years)
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

    # Reading

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

    def recorded_rows(self, where: str) -> sql.Composed:
        """Return the query of events with their authorisation records."""
        return sql.SQL(
            "SELECT e.position, e.stream_id, e.version, e.name, e.at, e.command_id, e.register,"
            " e.year, e.number, e.state, c.act FROM {log}.events e"
            " JOIN {log}.commands c ON c.command_id = e.command_id" + where  # type: ignore[arg-type]
        ).format(log=sql.Identifier(self.schemas.log))

    # What the eventsourcing package asks of an application recorder

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Append stored events as a command of their own, with a default authorisation record."""
        if not stored_events:
            return []
        save = Save(
            command_id=kwargs.get("command_id") or uuid4(),
            fingerprint=sha256(b"".join(event.state for event in stored_events)).digest(),
            act=kwargs.get("act", DEFAULT_ACT),
            at=datetime.now(UTC),
            events=[
                NewEvent(str(e.originator_id), e.originator_version, e.topic, e.state)
                for e in stored_events
            ],
        )
        try:
            saved = self.save(save)
        except psycopg.IntegrityError as problem:
            raise IntegrityError(str(problem)) from problem
        return list(range(saved.first, saved.last + 1))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        statement, parameters = self._select, [str(originator_id)]
        for condition, value in ((" AND version > %s", gt), (" AND version <= %s", lte)):
            if value is not None:
                statement, parameters = statement + sql.SQL(condition), [*parameters, value]  # type: ignore[arg-type,list-item]
        statement += sql.SQL(" ORDER BY version DESC" if desc else " ORDER BY version")
        if limit is not None:
            statement, parameters = statement + sql.SQL(" LIMIT %s"), [*parameters, limit]  # type: ignore[list-item]
        with self.pool.connection() as connection:
            rows = connection.execute(statement, parameters, prepare=True).fetchall()
        return [StoredEvent(_like(originator_id, row[0]), row[1], row[2], row[3]) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        statement = self._notifications
        parameters: list[Any] = []
        if start is not None:
            comparison = " AND position >= %s" if inclusive_of_start else " AND position > %s"
            statement, parameters = statement + sql.SQL(comparison), [*parameters, start]  # type: ignore[arg-type]
        if stop is not None:
            statement, parameters = statement + sql.SQL(" AND position <= %s"), [*parameters, stop]
        if topics:
            statement += sql.SQL(" AND name = ANY (%s)")
            parameters.append(list(topics))
        statement += sql.SQL(" ORDER BY position LIMIT %s")
        with self.pool.connection() as connection:
            rows = connection.execute(statement, [*parameters, limit], prepare=True).fetchall()
        return [Notification(_originator(row[1]), *row[2:], id=row[0]) for row in rows]

    def max_notification_id(self) -> int | None:
        with self.pool.connection() as connection:
            row = connection.execute(self._max, prepare=True).fetchone()
        return row[0] if row else None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> LogSubscription:
        return LogSubscription(recorder=self, gt=gt, topics=topics)


class LogSubscription(ListenNotifySubscription[LogRecorder]):
    """Follows the log: wakes at each NOTIFY, and every 250 ms in case one was lost."""

    def __init__(
        self, recorder: LogRecorder, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._listen_thread = Thread(target=self._listen, daemon=True)
        self._listen_thread.start()

    def __exit__(self, *args: object, **kwargs: Any) -> None:
        try:
            super().__exit__(*args, **kwargs)
        finally:
            self._listen_thread.join()

    def _listen(self) -> None:
        try:
            with self._recorder.pool.connection() as connection:
                connection.execute(
                    sql.SQL("LISTEN {}").format(sql.Identifier(self._recorder.schemas.log))
                )
                while not self._has_been_stopped and not self._thread_error:
                    for _ in connection.notifies(timeout=0.25, stop_after=1):
                        pass
                    self._has_been_notified.set()
                connection.execute("UNLISTEN *")
        except BaseException as problem:
            if self._thread_error is None:
                self._thread_error = problem
            self.stop()


def _scalars(save: Save) -> list[Any]:
    event = save.events[0]
    guards = "\n".join([f"{stream} {version}" for stream, version in save.guards]) or None
    return [
        save.command_id,
        save.fingerprint,
        save.act,
        save.at,
        event.stream_id,
        event.version,
        event.name,
        event.state,
        event.register,
        guards,
    ]


def _arrays(group: Sequence[Save]) -> list[Any]:
    """Return the parameters of ``append``; arrays as PostgreSQL writes them, for speed.

    Their texts are ``PLAIN``, so that they can stand between quotes as they are.
    """
    events = [event for save in group for event in save.events]
    openings = [opening for save in group for opening in save.openings]
    numbered = any(event.register for event in events)
    # Pairs, not streams: two commands of a group may rest on different versions of one stream.
    guards = list({guard for save in group for guard in save.guards})
    return [
        _array(save.command_id for save in group),
        _bytes_array(save.fingerprint for save in group),
        _bytes_array(save.act for save in group),
        _array(len(save.events) for save in group),
        max(save.at for save in group),
        _array(i for i, save in enumerate(group, 1) for _ in save.events),
        _texts(event.stream_id for event in events),
        _array(event.version for event in events),
        _texts(event.name for event in events),
        _bytes_array(event.state for event in events),
        _texts(event.register for event in events) if numbered else None,
        _texts(stream for stream, _ in guards),
        _array(version for _, version in guards),
        _texts(opening.register for opening in openings) if openings else None,
        _array(opening.year for opening in openings) if openings else None,
        _array(opening.last for opening in openings) if openings else None,
    ]


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _texts(values: Iterable[str | None]) -> str:
    return "{" + ",".join(["NULL" if value is None else f'"{value}"' for value in values]) + "}"


def _bytes_array(values: Iterable[bytes]) -> str:
    return "{" + ",".join([f'"\\\\x{value.hex()}"' for value in values]) + "}"


def _split(
    group: Sequence[Save],
    first: int,
    at: datetime,
    numbers: list[int | None] | None,
    years: list[int | None] | None,
) -> list[Saved]:
    """Give each command of a group its positions, time and numbers."""
    saved: list[Saved] = []
    offset = 0
    for save in group:
        count = len(save.events)
        issued: list[Number | None] = [None] * count
        if numbers and years:
            for i, event in enumerate(save.events):
                number, year = numbers[offset + i], years[offset + i]
                if event.register and number is not None and year is not None:
                    issued[i] = Number(event.register, year, number)
        moment = at if offset == 0 else moment_of(at, offset)
        saved.append(Saved(first + offset, first + offset + count - 1, moment, tuple(issued)))
        offset += count
    return saved


def moment_of(at: datetime, ordinal: int) -> datetime:
    """Return the time of the event ``ordinal`` places after the one at ``at``: 1 µs each."""
    return at + ordinal * datetime.resolution


def _originator(stream_id: str) -> UUID | str:
    try:
        return UUID(stream_id)
    except ValueError:
        return stream_id


def _like(asked: UUID | str, stored: str) -> UUID | str:
    return asked if isinstance(asked, UUID) else stored
