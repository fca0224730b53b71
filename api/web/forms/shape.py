"""What a command's model asks a person for: each field's plain type, its limits, its options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from annotated_types import Le, MaxLen
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from domain.fields import MAX_SATANG
from domain.message import Given

Kind = Literal[
    "line",
    "password",
    "text",
    "date",
    "money",
    "number",
    "select",
    "radios",
    "checkbox",
    "checks",
    "lines",
    "file",
    "files",
    "hidden",
    "section",
    "rows",
]

LONG_TEXT = 500  # above this many characters a text gets several lines
FILE_PARTS = ("digest", "media_type", "size_bytes")


@dataclass(frozen=True)
class Shape:
    """What a field holds, whatever it is wrapped in: the plain type, its limits, how many."""

    kind: Kind
    type: Any
    max_length: int | None = None
    many: bool = False
    nullable: bool = False


def asked(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    """Return the fields that a person fills in: all but what the application gathers."""
    return [
        (name, info)
        for name, info in model.model_fields.items()
        if not any(isinstance(mark, Given) or mark is Given for mark in info.metadata)
    ]


def shape_of(info: FieldInfo) -> Shape:
    """Return what a field holds."""
    return shape(info.annotation, list(info.metadata))


def shape(
    annotation: Any, marks: list[Any], *, many: bool = False, nullable: bool = False
) -> Shape:
    """Return what ``annotation`` holds, looking through ``Annotated``, ``| None`` and ``tuple``."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return shape(inside[0], [*marks, *spread(inside[1:])], many=many, nullable=nullable)
    if origin in (Union, UnionType):
        kinds = [item for item in inside if item is not type(None)]
        if len(kinds) != 1:
            raise TypeError(f"a form cannot ask for {annotation}")
        return shape(kinds[0], marks, many=many, nullable=True)
    if origin in (tuple, list, frozenset, set):
        return shape(inside[0], [], many=True, nullable=nullable)
    length = next((mark.max_length for mark in marks if isinstance(mark, MaxLen)), None)
    return Shape(kind_of(annotation, marks, length, many), annotation, length, many, nullable)


def kind_of(kind: Any, marks: list[Any], length: int | None, many: bool) -> Kind:
    """Return how a plain type is asked for.

    Raises:
        TypeError: in no way.
    """
    if not isinstance(kind, type):
        raise TypeError(f"a form cannot ask for {kind}")
    if issubclass(kind, BaseModel):
        return "rows" if many else "section"
    if is_digest(marks):
        return "files" if many else "hidden"
    if issubclass(kind, Enum | UUID):
        return "checks" if many else "select"
    if issubclass(kind, SecretStr):
        return "password"
    if kind is bool and not many:
        return "checkbox"
    if many and issubclass(kind, int | str):
        return "lines"
    if issubclass(kind, int) and not many:
        return "money" if any(isinstance(m, Le) and m.le == MAX_SATANG for m in marks) else "number"
    if issubclass(kind, date) and not issubclass(kind, datetime) and not many:
        return "date"
    if issubclass(kind, str):
        return "line" if length is not None and length <= LONG_TEXT else "text"
    raise TypeError(f"a form cannot ask for {kind.__name__}")


def shape_at(model: type[BaseModel], loc: Sequence[int | str]) -> Shape | None:
    """Return what stands at a place that pydantic names, or None if it is none of the fields."""
    found: Shape | None = None
    for part in loc:
        if isinstance(part, int):
            continue
        inner = found.type if found and found.kind in ("rows", "section") else model
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return found
        info = dict(asked(inner)).get(part)
        if info is None:
            return None
        found = shape_of(info)
    return found


def default_of(info: FieldInfo) -> Any:
    """Return a field's default, or None where it must be filled in."""
    default = info.get_default(call_default_factory=True, validated_data={})
    return None if default is PydanticUndefined else default


def spread(marks: Iterable[Any]) -> list[Any]:
    """Return the limits inside nested ``Field(...)`` marks as one list."""
    flat: list[Any] = []
    for mark in marks:
        flat.extend(mark.metadata if isinstance(mark, FieldInfo) else [mark])
    return flat


def is_digest(marks: Iterable[Any]) -> bool:
    """Whether a text is the SHA-256 of a file or of a version seen."""
    return any("[0-9a-f]{64}" in str(getattr(mark, "pattern", "")) for mark in marks)


def is_file(model: type[BaseModel]) -> bool:
    """Whether a row of ``model`` describes a file handed in."""
    return "digest" in model.model_fields and "media_type" in model.model_fields


def mapping(value: Any) -> dict[str, Any]:
    """Return the fields of a row, whether it is a dict, a model or a struct."""
    if value is None:
        return {}
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return dict(value)
    names = getattr(value, "__struct_fields__", ())
    return {name: getattr(value, name) for name in names}


def as_typed(value: Any, kind: Any) -> str:
    """Return ``value`` as a form sends it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value) if isinstance(value, Enum) else str(value)
