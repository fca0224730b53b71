"""One office on PostgreSQL: its streams, remembered and guarded, and the append of a command."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID

import psycopg

from application.authorisation import Authorisation
from application.authorisation import decode as decode_authorisation
from application.authorisation import encode as encode_authorisation
from application.desk import Appending, Known, Lookup, RegisterOpening
from application.execute import Appended, Moved, Reused
from domain.catalogue import DECIDERS
from domain.decider import Decider
from domain.message import AnyRecorded, Number, Recorded
from infrastructure.files import Files
from infrastructure.log.mapper import EventMapper
from infrastructure.log.recorder import LogRecorder
from infrastructure.log.save import (
    CommandReused,
    NewEvent,
    Opening,
    Save,
    Saved,
    StreamMoved,
    moment_of,
)
from infrastructure.read_model.query import Rows

S = TypeVar("S")
REMEMBERED = 20_000
MOVED_AT_ONCE = 5_000


@lru_cache(maxsize=512)
def authorisation(act: bytes) -> Authorisation:
    """Return a stored authorisation record; the events of one command share it."""
    return decode_authorisation(act)


def recorded(mapper: EventMapper, row: Sequence[Any]) -> AnyRecorded:
    """Return the event of a row of ``LogRecorder.recorded_rows`` in its envelope."""
    position, stream, version, name, at, command_id, register, year, number, state, act = row
    record = authorisation(act)
    return Recorded(
        position=position,
        stream_id=stream,
        version=version,
        event=mapper.decode(name, state, stream, version),
        at=at,
        by=record.actor,
        command_id=command_id,
        command=record.command,
        case_id=record.case,
        cause=record.cause,
        number=Number(register, year, number) if register is not None else None,
    )


class RememberedStreams:
    """Folded streams, the latest used kept in memory.

    A remembered state may be behind the store: whoever decides on it is guarded by its version, and
    whoever is refused on it looks again with ``fresh`` (``application/execute.py``). Whoever only looks
    has neither: before he is told what he may see, ``catch_up`` forgets what others have moved.
    """

    def __init__(self, recorder: LogRecorder, mapper: EventMapper) -> None:
        self._recorder = recorder
        self._mapper = mapper
        self._kept: OrderedDict[str, Known[Any]] = OrderedDict()
        self._lock = Lock()
        self._seen = recorder.max_notification_id() or 0  # the position caught up with
        self._moved: OrderedDict[str, int] = OrderedDict()  # versions of late, by stream

    def catch_up(self) -> None:
        """Forget the states that another process has moved on from: one question, by position."""
        full = True
        while full:
            with self._lock:
                since = self._seen
            rows = self._recorder.moved(gt=since, limit=MOVED_AT_ONCE)
            self._forget(rows)
            full = len(rows) == MOVED_AT_ONCE

    def _forget(self, rows: Sequence[tuple[str, int, int]]) -> None:
        with self._lock:
            for stream, version, position in rows:
                self._moved[stream] = max(version, self._moved.get(stream, 0))
                self._moved.move_to_end(stream)
                kept = self._kept.get(stream)
                if kept is not None and kept.version < version:
                    del self._kept[stream]
                self._seen = max(self._seen, position)
            while len(self._moved) > REMEMBERED:
                self._moved.popitem(last=False)

    def known(self, decider: Decider[S], stream: str, *, fresh: bool) -> Known[S]:
        with self._lock:
            kept = self._kept.get(stream)
            if kept is not None:
                self._kept.move_to_end(stream)
        if kept is not None and not fresh:
            return kept
        before: Known[S] = kept or Known(decider.initial, 0)
        rows = self._recorder.stream(stream, gt=before.version)
        events = [self._mapper.decode(row[3], row[9], row[1], row[2]) for row in rows]
        after = Known(decider.fold(events, before.state), before.version + len(events))
        self._keep(stream, after)
        return after

    def _keep(self, stream: str, known: Known[Any]) -> None:
        with self._lock:
            current = self._kept.get(stream)
            if known.version < self._moved.get(stream, 0):
                return  # read before the others' append, and late
            if current is None or current.version < known.version:
                self._kept[stream] = known
            self._kept.move_to_end(stream)
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)

    def advance(self, events: Sequence[AnyRecorded]) -> None:
        """Fold what was just appended onto the states it was decided on."""
        for event in events:
            with self._lock:
                kept = self._kept.get(event.stream_id)
            if kept is not None and kept.version == event.version - 1:
                decider = DECIDERS[event.stream_id.partition("/")[0]]
                self._keep(
                    event.stream_id, Known(decider.evolve(kept.state, event.event), event.version)
                )


class CaughtUpRows:
    """Rows for the application: they hold at least what this process has appended before.

    Whoever sends one command after another need not wait in between: what the second looks up is there.
    """

    def __init__(
        self,
        rows: Rows,
        recorder: LogRecorder,
        wait: Callable[[int, Sequence[str]], object],
    ) -> None:
        self._rows = rows
        self._recorder = recorder
        self._wait = wait

    def rows(self, table: str, **equals: object) -> list[Mapping[str, Any]]:
        self._wait(self._recorder.last, [table])
        return self._rows.rows(table, **equals)

    def glance(self, table: str, **equals: object) -> list[Mapping[str, Any]]:
        return self._rows.rows(table, **equals)


class PostgresOffice:
    """An office whose log is a PostgreSQL schema. Serves any number of threads."""

    def __init__(
        self, recorder: LogRecorder, mapper: EventMapper, rows: Lookup, files: Files
    ) -> None:
        self.code = recorder.schemas.code
        self.recorder = recorder
        self.mapper = mapper
        self.streams = RememberedStreams(recorder, mapper)
        self.lookup = rows
        self.files = files

    def append(
        self,
        record: Authorisation,
        appending: Sequence[Appending],
        guards: Sequence[tuple[str, int]],
        openings: Sequence[RegisterOpening],
        *,
        command_id: UUID,
        fingerprint: bytes,
        at: datetime,
    ) -> Appended:
        """Append one command's events.

        Raises:
            Moved, Reused: see ``application.execute``.
            OutcomeUnknown: the server is away; the same command id may be sent again.
        """
        save = Save(
            command_id=command_id,
            fingerprint=fingerprint,
            act=encode_authorisation(record),
            at=at,
            events=[
                NewEvent(
                    stream,
                    version,
                    event.NAME,
                    self.mapper.encode(event, stream, version),
                    register,
                )
                for stream, version, event, register in appending
            ],
            guards=guards,
            openings=[Opening(o.register, o.year, o.first_number - 1) for o in openings],
        )
        try:
            saved = self.recorder.save(save)
        except StreamMoved as moved:
            raise Moved(str(moved)) from moved
        except psycopg.errors.UniqueViolation as taken:
            raise Moved(
                str(taken)
            ) from taken  # a register's year, opened by somebody else just now
        except CommandReused as reused:
            raise Reused(str(reused)) from reused
        if saved.repeated:
            return self._at(saved)
        assert saved.at is not None
        numbers: Sequence[Number | None] = saved.numbers
        events = [
            Recorded(
                position=saved.first + i,
                stream_id=a.stream_id,
                version=a.version,
                event=a.event,
                at=moment_of(saved.at, i),
                by=record.actor,
                command_id=command_id,
                command=record.command,
                case_id=record.case,
                cause=record.cause,
                number=numbers[i],
            )
            for i, a in enumerate(appending)
        ]
        self.streams.advance(events)
        return Appended(events)

    def appended(self, command_id: UUID, fingerprint: bytes) -> Appended | None:
        """Return what a command appended before, or None.

        Raises:
            Reused: the id stands for other contents.
        """
        try:
            saved = self.recorder.repeated(command_id, fingerprint)
        except CommandReused as reused:
            raise Reused(str(reused)) from reused
        return self._at(saved) if saved else None

    def _at(self, saved: Saved) -> Appended:
        rows = self.recorder.between(saved.first, saved.last)
        return Appended([recorded(self.mapper, row) for row in rows], repeated=True)
