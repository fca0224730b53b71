"""An example of each kind of event, made from its types."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from msgspec import inspect

from domain.message import Event
from infrastructure.log.keys import Keys
from infrastructure.log.mapper import EventMapper

TEXT = "ข้อความ ๑/๒๕๖๙"
ID = UUID("6d1c1a52-9b1e-4a53-8a55-4203a1b2c3d4")
KEY = bytes(range(32))
DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 2, 30, 0, 1, tzinfo=UTC)


def example(kind: type[Event]) -> Event:
    """Return an example with something in every field, also in those that may be empty."""
    made: Event = msgspec.convert(_of(inspect.type_info(kind)), kind)
    return made


def _of(shape: inspect.Type) -> Any:
    match shape:
        case inspect.Metadata():
            return _of(shape.type)
        case inspect.StructType():
            return {field.encode_name: _of(field.type) for field in shape.fields}
        case inspect.UnionType():
            return _of(next(t for t in shape.types if not isinstance(t, inspect.NoneType)))
        case inspect.EnumType():
            return next(iter(shape.cls)).value
        case inspect.LiteralType():
            return shape.values[0]
        case inspect.VarTupleType() | inspect.ListType() | inspect.FrozenSetType():
            return [_of(shape.item_type)]
        case inspect.TupleType():
            return [_of(inner) for inner in shape.item_types]
        case inspect.DictType():
            return {_of(shape.key_type): _of(shape.value_type)}
        case inspect.StrType():
            return TEXT
        case inspect.IntType():
            return 2569
        case inspect.BoolType():
            return True
        case inspect.UUIDType():
            return str(ID)
        case inspect.DateType():
            return DAY.isoformat()
        case inspect.DateTimeType():
            return MOMENT.isoformat()
        case inspect.TimeType():
            return time(9, 30).isoformat()
        case inspect.DecimalType():
            return str(Decimal("0.5"))
        case inspect.FloatType():
            return 0.5
    raise TypeError(f"no example of {shape}")


def example_mapper(folder: Path) -> EventMapper:
    """Return the office's real mapper, with the one key that the golden files are sealed under."""
    path = folder / ID.hex[:2] / f"{ID}.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(KEY)
    return EventMapper("4203", Keys(folder))


def stream_of(name: str) -> str:
    """Return the stream in which an event's example stands, as its first: sealed fields are bound to it."""
    return f"{name.partition('.')[0]}/{ID}"
