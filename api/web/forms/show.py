"""The fields of a form, named by the catalogue and filled with what is known or was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from api.web.forms.options import asked_as, word_key
from api.web.forms.shape import (
    FILE_PARTS,
    Kind,
    Shape,
    as_typed,
    asked,
    default_of,
    is_file,
    mapping,
    shape_of,
)
from api.web.words import Words
from domain.money import format_baht

Choices = Mapping[str, Sequence[tuple[str, str]]]

NEW_ROW = "__row__"  # stands for the number of a row that is not there yet


@dataclass(frozen=True)
class Field:
    """One field as the page shows it. ``value`` is what stands in it, as text.

    ``name`` is the path that the browser sends. ``rows`` of a ``rows`` field are its fieldsets,
    ``rows`` of a ``section`` its single one; ``blank`` is an empty one for the "add a row" button.
    """

    name: str
    kind: Kind
    label: str
    help: str | None = None
    required: bool = False
    value: str = ""
    chosen: tuple[str, ...] = ()
    error: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int | None = None
    rows: tuple[tuple[Field, ...], ...] = ()
    blank: tuple[Field, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The element's id; the problem summary links to it."""
        return "f-" + self.name.replace(".", "-")

    @property
    def described_by(self) -> str:
        """The ids of the help and the error, for assistive technology."""
        parts = (f"{self.id}-help" if self.help else "", f"{self.id}-error" if self.error else "")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Filling:
    """What a form is filled with; all of it is keyed by path.

    ``choices`` may also be keyed without row numbers (``lines.line_id``) or by the bare name.
    ``rows`` is how many fieldsets to show at least; ``hidden`` are fields that the page decides;
    ``prefix`` is the path of the row being shown.
    """

    words: Words
    errors: Mapping[str, str] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    prefix: str = ""

    def below(self, prefix: str) -> Filling:
        """Return the same filling for the fields under ``prefix``."""
        return replace(self, prefix=prefix)

    def choices_for(self, path: str) -> tuple[tuple[str, str], ...] | None:
        """Return the options of the field at ``path``, or None if it has none."""
        plain = ".".join(part for part in path.split(".") if not is_index(part))
        for key in (path, plain, plain.rpartition(".")[2]):
            if key in self.choices:
                return tuple(self.choices[key])
        return None


def form_fields(
    model: type[BaseModel],
    words: Words,
    values: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    choices: Choices | None = None,
    *,
    rows: Mapping[str, int] | None = None,
    hidden: Iterable[str] = (),
) -> list[Field]:
    """Return the fields of ``model`` in its order, without what the application gathers.

    ``values`` has the shape that ``read_form`` returns; ``errors`` is what ``messages`` returns.

    Raises:
        TypeError: the model has a field of a type that no form can show.
    """
    filling = Filling(words, errors or {}, choices or {}, rows or {}, frozenset(hidden))
    return fields_of(model, values or {}, filling)


def fields_of(model: type[BaseModel], values: Mapping[str, Any], filling: Filling) -> list[Field]:
    """Return the fields of one model at the filling's prefix."""
    takes_file = is_file(model)
    shown = [
        field_of(model, name, info, values.get(name, default_of(info)), filling)
        for name, info in asked(model)
        if not (takes_file and name in FILE_PARTS)
    ]
    return [*shown, file_field(model, values, filling)] if takes_file else shown


def field_of(
    model: type[BaseModel],
    name: str,
    info: FieldInfo,
    value: Any,
    filling: Filling,
) -> Field:
    """Return one field, filled."""
    shape, words, path = shape_of(info), filling.words, filling.prefix + name
    key = word_key(model, name)
    choices = filling.choices_for(path)
    kind, options = asked_as(shape, key, words, choices)
    if path in filling.hidden:
        kind = "hidden"
    plain = Field(
        name=path,
        kind=kind,
        label=words.text(key),
        help=words.help(key),
        required=is_wanted(info, kind),
        error=filling.errors.get(path),
        choices=options,
        max_length=shape.max_length,
    )
    match kind:
        case "rows" | "section":
            return grouped(plain, shape, value, filling)
        case "checks":
            return replace(plain, chosen=tuple(as_typed(item, shape.type) for item in value or ()))
        case "lines":
            items = value if isinstance(value, list | tuple) else ()
            return replace(
                plain,
                value="\n".join(as_typed(item, shape.type) for item in items),
                help=plain.help or words.text("ui.form.lines_help"),
            )
        case "files":
            return replace(
                plain, kept=tuple((str(digest), str(digest)[:12]) for digest in value or ())
            )
        case "password":
            return plain  # what was typed is not sent back
    return replace(plain, value=typed(value, kind, words))


def is_wanted(info: FieldInfo, kind: Kind) -> bool:
    """Whether the field must be filled in. A list must only where a limit asks for an entry."""
    if kind in ("rows", "checks", "lines", "files"):
        return any(isinstance(mark, MinLen) and mark.min_length for mark in info.metadata)
    return info.is_required() and kind != "checkbox"


def grouped(plain: Field, shape: Shape, value: Any, filling: Filling) -> Field:
    """Return a group of fieldsets: those with values, then blank ones up to the number asked."""
    if plain.kind == "section":
        inner = fields_of(shape.type, mapping(value), filling.below(f"{plain.name}."))
        if not plain.required:  # it may be left out whole, so nothing in it must be filled in
            inner = [replace(one, required=False) for one in inner]
        return replace(plain, rows=(tuple(inner),))
    given = [mapping(item) for item in value or ()]
    wanted = max(len(given), filling.rows.get(plain.name, 0), 1)
    filled = [*given, *({} for _ in range(wanted - len(given)))]
    rows = tuple(
        tuple(fields_of(shape.type, row, filling.below(f"{plain.name}.{number}.")))
        for number, row in enumerate(filled)
    )
    blank = fields_of(shape.type, {}, filling.below(f"{plain.name}.{NEW_ROW}."))
    return replace(plain, rows=rows, blank=tuple(blank))


def file_field(model: type[BaseModel], values: Mapping[str, Any], filling: Filling) -> Field:
    """Return the field that takes one file; what was already handed in is kept beside it."""
    prefix = filling.prefix
    kept = tuple(
        (f"{prefix}{part}", str(values[part]))
        for part in FILE_PARTS
        if part in model.model_fields and values.get(part) is not None
    )
    problem = next((p for part in FILE_PARTS if (p := filling.errors.get(prefix + part))), None)
    return Field(
        name=f"{prefix}file",
        kind="file",
        label=filling.words.text("ui.form.file"),
        help=filling.words.text("ui.form.file_kept" if kept else "ui.form.file_help"),
        required=model.model_fields["digest"].is_required() and not kept,
        error=problem,
        kept=kept,
    )


def typed(value: Any, kind: Kind, words: Words) -> str:
    """Return ``value`` as it stands in an input: what could not be read stays as it was typed."""
    match value:
        case None | () | []:
            return ""
        case bool():
            return "true" if value else "false"
        case int() if kind == "money":
            return format_baht(value)
        case date():
            return f"{value.day}/{value.month}/{value.year + 543}"
    return as_typed(value, type(value))


def is_index(part: str) -> bool:
    """Whether a part of a path is a row's number."""
    return part.isdecimal() or part == NEW_ROW
