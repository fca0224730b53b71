"""The append functions as statements: their parameters in binary form, and their answer read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from struct import Struct

from psycopg.postgres import types

from domain.message import Number
from infrastructure.log.migrate import Schemas
from infrastructure.log.save import CommandReused, Save, Saved, moment_of
from infrastructure.log.wire import Statement

BYTES, TEXT, UUID_ = types["bytea"], types["text"], types["uuid"]
INTEGER, BIGINT, TIME = types["integer"], types["bigint"], types["timestamptz"]
ONE = (UUID_.oid, BYTES.oid, BYTES.oid, TIME.oid, TEXT.oid, INTEGER.oid, TEXT.oid, BYTES.oid, TEXT.oid,
       TEXT.array_oid, INTEGER.array_oid)  # fmt: skip
SEVERAL = (UUID_.array_oid, BYTES.array_oid, BYTES.array_oid, INTEGER.array_oid, INTEGER.array_oid,
           TIME.oid, INTEGER.array_oid, TEXT.array_oid, INTEGER.array_oid, TEXT.array_oid,
           BYTES.array_oid, TEXT.array_oid, TEXT.array_oid, INTEGER.array_oid, TEXT.array_oid,
           INTEGER.array_oid, BIGINT.array_oid)  # fmt: skip
REPEATED = (UUID_.oid, BYTES.oid)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SERVER_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # from which a timestamptz counts its microseconds
MICROSECOND = timedelta(microseconds=1)
_array = Struct(
    ">iiIii"
).pack  # dimensions, whether there are nulls, element type, length, lower bound
_int4, _int8 = Struct(">i").pack, Struct(">q").pack
_sized_int4 = Struct(">ii").pack
NULL = _int4(-1)


class Statements:
    """The append functions of one office's log."""

    def __init__(self, schemas: Schemas) -> None:
        self.append_one = _statement(schemas, "append_one", ONE)
        self.append = _statement(schemas, "append", SEVERAL)

    def question(self, group: Sequence[Save]) -> tuple[Statement, list[bytes | None]]:
        """Return what to ask so that a group of commands is appended."""
        first = group[0]
        if len(group) == 1 and len(first.events) == 1 and not first.openings:
            return self.append_one, _scalars(first)
        return self.append, _arrays(group)


def _statement(schemas: Schemas, function: str, types: Sequence[int]) -> Statement:
    places = ",".join(f"${i}" for i in range(1, len(types) + 1))
    name = f"{schemas.log}.{function}"
    return Statement(name.encode(), f"SELECT {name}({places})".encode(), types)


def _scalars(save: Save) -> list[bytes | None]:
    event = save.events[0]
    return [
        save.command_id.bytes,
        save.fingerprint,
        save.act,
        _time(save.at),
        event.stream_id.encode(),
        _int4(event.version),
        event.name.encode(),
        event.state,
        None if event.register is None else event.register.encode(),
        _texts([stream for stream, _ in save.guards]),
        _integers([version for _, version in save.guards]),
    ]


def _arrays(group: Sequence[Save]) -> list[bytes | None]:
    events = [event for save in group for event in save.events]
    openings = [opening for save in group for opening in save.openings]
    numbered = any(event.register for event in events)
    # Pairs, not streams: two commands of a group may rest on different versions of one stream.
    guards = {guard for save in group for guard in save.guards}
    begins: list[int] = []
    ends: list[int] = []
    of: list[int] = []
    for i, save in enumerate(group, 1):
        begins.append(len(of) + 1)
        of += [i] * len(save.events)
        ends.append(len(of))
    return [
        _sequence(UUID_.oid, [save.command_id.bytes for save in group]),
        _sequence(BYTES.oid, [save.fingerprint for save in group]),
        _sequence(BYTES.oid, [save.act for save in group]),
        _integers(begins),
        _integers(ends),
        _time(max([save.at for save in group])),
        _integers(of),
        _texts([event.stream_id for event in events]),
        _integers([event.version for event in events]),
        _texts([event.name for event in events]),
        _sequence(BYTES.oid, [event.state for event in events]),
        _texts([event.register for event in events]) if numbered else None,
        _texts([stream for stream, _ in guards]),
        _integers([version for _, version in guards]),
        _texts([opening.register for opening in openings]) if openings else None,
        _integers([opening.year for opening in openings]) if openings else None,
        _sequence(BIGINT.oid, [_int8(o.last) for o in openings]) if openings else None,
    ]


def _time(at: datetime) -> bytes:
    return _int8((at - SERVER_EPOCH) // MICROSECOND)


def _integers(values: Sequence[int]) -> bytes:
    head = _array(1 if values else 0, 0, INTEGER.oid, len(values), 1)
    return head[: None if values else 12] + b"".join([_sized_int4(4, value) for value in values])


def _texts(values: Iterable[str | None]) -> bytes:
    return _sequence(TEXT.oid, [None if value is None else value.encode() for value in values])


def _sequence(oid: int, values: Sequence[bytes | None]) -> bytes:
    if not values:
        return _array(0, 0, oid, 0, 0)[:12]
    parts = [_array(1, None in values, oid, len(values), 1)]
    for value in values:
        if value is None:
            parts.append(NULL)
        else:
            parts += (_int4(len(value)), value)
    return b"".join(parts)


def answered(group: Sequence[Save], answer: str) -> list[Saved]:
    """Give each command of a group its positions, time and numbers (see ``schema.sql``).

    Raises:
        CommandReused: the id stands for other contents.
    """
    outcome, *words = answer.split(" ")
    match outcome:
        case "appended":
            return _appended(group, *words)
        # A group of nothing but repeats tells where the first is, not the others: each is asked alone.
        case "repeated" if len(group) == 1:
            return [Saved(int(words[0]), int(words[1]), repeated=True)]
        case _:
            raise CommandReused(str(group[0].command_id))


def _appended(
    group: Sequence[Save], first: str, _last: str, at: str, years: str = "", numbers: str = ""
) -> list[Saved]:
    position, began = int(first), EPOCH + timedelta(microseconds=int(at))
    issued = list(zip(years.split(","), numbers.split(","), strict=True)) if numbers else None
    saved: list[Saved] = []
    offset = 0
    for save in group:
        count = len(save.events)
        given: tuple[Number | None, ...] = (None,) * count
        if issued is not None:
            given = tuple(
                Number(event.register, int(year), int(number)) if event.register else None
                for event, (year, number) in zip(
                    save.events, issued[offset : offset + count], strict=True
                )
            )
        moment = moment_of(began, offset) if offset else began
        saved.append(Saved(position + offset, position + offset + count - 1, moment, given))
        offset += count
    return saved
