"""The recorder of one office's log, as the eventsourcing package asks for one.

Stands in that package's place for the stock PostgreSQL recorder, and passes that
package's own recorder suite; why not the stock one is in ADR 0002. Positions are contiguous from 1
and rise in the order of commits, so a reader can never pass an event that commits later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from threading import Thread
from typing import Any
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
from psycopg_pool import ConnectionPool

from infrastructure.log.append import LogAppender
from infrastructure.log.migrate import Schemas
from infrastructure.log.read import LogReader
from infrastructure.log.save import NewEvent, Save

DEFAULT_ACT = b'{"v":1}'


class LogRecorder(LogAppender, LogReader, ApplicationRecorder):
    """Appends to and reads one office's log, and is followed."""

    def __init__(
        self,
        pool: ConnectionPool[psycopg.Connection[Any]],
        schemas: Schemas,
        *,
        grouped: bool = True,
        on_append: Callable[[int], None] | None = None,
    ) -> None:
        LogReader.__init__(self, pool, schemas)
        LogAppender.__init__(self, pool, schemas, grouped=grouped, on_append=on_append)
        log = sql.Identifier(schemas.log)
        self._select = sql.SQL(
            "SELECT stream_id, version, name, state FROM {}.events WHERE stream_id = %s"
        ).format(log)
        self._notifications = sql.SQL(
            "SELECT position, stream_id, version, name, state FROM {}.events WHERE true"
        ).format(log)
        self._max = sql.SQL("SELECT nullif(position, 0) FROM {}.head").format(log)

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
        statement = self._select
        parameters: list[Any] = [str(originator_id)]
        for condition, value in ((" AND version > %s", gt), (" AND version <= %s", lte)):
            if value is not None:
                statement, parameters = statement + sql.SQL(condition), [*parameters, value]
        statement += sql.SQL(" ORDER BY version DESC" if desc else " ORDER BY version")
        if limit is not None:
            statement, parameters = statement + sql.SQL(" LIMIT %s"), [*parameters, limit]
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
            statement, parameters = statement + sql.SQL(comparison), [*parameters, start]
        if stop is not None:
            statement, parameters = statement + sql.SQL(" AND position <= %s"), [*parameters, stop]
        if topics:
            statement += sql.SQL(" AND name = ANY (%s)")
            parameters.append(list(topics))
        statement += sql.SQL(" ORDER BY position LIMIT %s")
        with self.pool.connection() as connection:
            rows = connection.execute(statement, [*parameters, limit], prepare=True).fetchall()
        return [Notification(_originator(row[1]), *row[2:], id=row[0]) for row in rows]  # type: ignore[misc]

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


def _originator(stream_id: str) -> UUID | str:
    try:
        return UUID(stream_id)
    except ValueError:
        return stream_id


def _like(asked: UUID | str, stored: str) -> UUID | str:
    return asked if isinstance(asked, UUID) else stored
