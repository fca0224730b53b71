"""Cells as PostgreSQL's binary COPY writes them: four bytes of length, then the value.

A rebuild packs every value once, when an event brings it, and not once for every version of the row
it stands in: folding and writing then only move bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from struct import Struct
from typing import Any
from uuid import UUID

import msgspec

Pack = Callable[[Any], bytes]

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"

_length = Struct(">i").pack
_count = Struct(">h").pack
_int4 = Struct(">ii").pack
_int8 = Struct(">iq").pack
_array = Struct(">iIiii").pack
_json = msgspec.json.Encoder().encode

FIRST_DAY = date(2000, 1, 1).toordinal()
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
REMEMBERED = 20_000
TEXT, UUID_ = 25, 2950  # PostgreSQL's numbers of the types


def count(cells: int) -> bytes:
    """Return what stands before a row of so many cells."""
    return _count(cells)


def text(value: str) -> bytes:
    raw = value.encode()
    return _length(len(raw)) + raw


def integer(value: int) -> bytes:
    return _int4(4, value)


def bigint(value: int) -> bytes:
    return _int8(8, value)


def boolean(value: bool) -> bytes:
    return b"\0\0\0\1\1" if value else b"\0\0\0\1\0"


def uuid(value: UUID) -> bytes:
    return b"\0\0\0\x10" + value.int.to_bytes(16, "big")


def day(value: date) -> bytes:
    return _int4(4, value.toordinal() - FIRST_DAY)


def moment(value: datetime) -> bytes:
    return _int8(8, (value - FIRST_MOMENT) // MICROSECOND)


def json(value: Any) -> bytes:
    raw = _json(value)
    return _length(len(raw) + 1) + b"\1" + raw  # its version, then its text


def _several(cell: Pack, kind: int) -> Pack:
    empty = _length(12) + _length(0) * 2 + _length(kind)  # no dimensions, no nulls

    def pack(values: Sequence[Any]) -> bytes:
        if not values:
            return empty
        raw = b"".join(map(cell, values))
        return _length(len(raw) + 20) + _array(1, 0, kind, len(values), 1) + raw

    return pack


class _Remembered(dict[Any, bytes]):
    """Cells by value: most values of most columns were packed before."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack

    def __missing__(self, value: Any) -> bytes:
        if len(self) >= REMEMBERED:
            self.clear()
        cell = self[value] = self._pack(value)
        return cell


def packs() -> Mapping[str, Pack]:
    """Return how a value of each type of column is packed; not for two threads at once."""
    # Of ids, positions and documents nearly each is new, or as dear to look up as to pack.
    return {
        "text": _Remembered(text).__getitem__,
        "integer": _Remembered(integer).__getitem__,
        "bigint": bigint,
        "boolean": boolean,
        "uuid": uuid,
        "date": _Remembered(day).__getitem__,
        "timestamptz": _Remembered(moment).__getitem__,
        "jsonb": json,
        "uuid[]": _several(uuid, UUID_),
        "text[]": _several(text, TEXT),
    }
