"""The body of a command from what a browser sent, and the sentences for what was refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from api.web.forms.shape import (
    FILE_PARTS,
    Shape,
    as_typed,
    asked,
    default_of,
    is_file,
    mapping,
    shape_at,
    shape_of,
)
from api.web.words import Words
from domain.fields import DIGITS
from domain.money import read_baht

Store = Callable[[Any], Mapping[str, object]]

MOST_ROWS = 200
SEVERAL = ("rows", "checks", "lines", "files")
WHOLE = re.compile(r"[+\-−]?(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})")


def read_form(model: type[BaseModel], formdata: Any, store: Store | None = None) -> dict[str, Any]:
    """Return the body of a command from what a browser sent, ready for the model.

    ``formdata`` is Starlette's form, or pairs of name and value. A blank field is left out, so that
    a default applies or the model says "missing"; an empty row is dropped. ``store`` keeps an
    uploaded file and gives what is known of it (``digest``, ``media_type``, ``size_bytes``,
    ``name``), nothing where it did not take it. Names that begin with ``_`` are the page's own.
    Other names are kept, so that the model refuses them; so is the name of a field that the
    application gathers, marked with a star.
    """
    pairs = formdata.multi_items() if hasattr(formdata, "multi_items") else formdata
    tree: dict[str, Any] = {}
    for name, value in pairs:
        if not name.startswith("_"):
            plant(tree, name.split("."), value)
    return read_model(model, tree, store)


def read_model(
    model: type[BaseModel], tree: Mapping[str, Any], store: Store | None
) -> dict[str, Any]:
    """Return one model's part of the body."""
    known = dict(asked(model))
    body: dict[str, Any] = {}
    if is_file(model):
        for upload in tree.get("file", []):
            if is_upload(upload) and store is not None:
                stored = store(upload)
                body |= {part: stored[part] for part in stored if part in known}
    for name, sent in tree.items():
        if name == "file" and is_file(model):
            continue
        if name not in known:
            # Evidence is a field of the model, but not one that a caller may fill.
            unknown = f"{name}*" if name in model.model_fields else name
            body[unknown] = sent[-1] if isinstance(sent, list) and sent else sent
            continue
        value = read_field(shape_of(known[name]), sent, store)
        if value is not None and not (is_file(model) and name in FILE_PARTS and name in body):
            body[name] = value
    for name, info in known.items():
        # A browser sends nothing for a list without an entry. Whether it may be empty is a limit.
        if name not in body and info.is_required() and shape_of(info).kind in SEVERAL:
            body[name] = []
    return body


def read_field(shape: Shape, sent: Any, store: Store | None) -> Any:
    """Return one field's value, or None where it was left blank."""
    match shape.kind:
        case "section":
            inner = read_model(shape.type, mapping(sent), store)
            return None if is_blank(shape.type, inner) else inner
        case "rows":
            ordered = sorted(mapping(sent).items(), key=lambda row: index_of(row[0]))
            bodies = [read_model(shape.type, mapping(row), store) for _, row in ordered]
            return [body for body in bodies if not is_blank(shape.type, body)]
        case "files":
            stored = [store(item) for item in sent if is_upload(item)] if store else []
            digests = [kept["digest"] for kept in stored if kept]
            return [*(item for item in sent if isinstance(item, str) and item), *digests] or None
        case "lines":
            texts = [text.strip() for item in sent for text in str(item).split("\n")]
            return [read_line(shape, text) for text in texts if text] or None
        case "checks":
            return [read_text(shape, item) for item in sent if item != ""]
    texts = [item for item in sent if isinstance(item, str)] if isinstance(sent, list) else []
    if shape.kind == "password":  # as it was typed, to the last space
        return texts[-1] if texts and texts[-1] else None
    text = texts[-1].strip() if texts else ""
    return read_text(shape, text) if text else None


def read_text(shape: Shape, text: str) -> object:
    """Return the value that ``text`` stands for; the text itself where it stands for none."""
    match shape.kind:
        case "money":
            try:
                return read_baht(text)
            except ValueError:
                return text
        case "number":
            plain = text.translate(DIGITS)
            return int(plain.replace(",", "").replace("−", "-")) if WHOLE.fullmatch(plain) else text
        case "checkbox" | "radios" if shape.type is bool:
            return {"true": True, "on": True, "false": False}.get(text, text)
        case "date":
            return text.translate(DIGITS)
    return text


def read_line(shape: Shape, text: str) -> object:
    """Return one line of a text that stands for a list: of texts, or of whole numbers."""
    return read_text(replace(shape, kind="number" if shape.type is int else "line"), text)


def row_counts(formdata: Any) -> dict[str, int]:
    """Return how many rows each group shall show now that "add a row" was pressed, if it was.

    The button's name is ``_rows`` and its value the group's path. The number of rows already on the
    page is sent beside it as ``_count.<path>``.
    """
    pairs = list(formdata.multi_items() if hasattr(formdata, "multi_items") else formdata)
    pressed = {value for name, value in pairs if name == "_rows"}
    counts = {
        name.removeprefix("_count."): int(value)
        for name, value in pairs
        if name.startswith("_count.") and re.fullmatch("[0-9]{1,3}", str(value))
    }
    return {path: min(count + (path in pressed), MOST_ROWS) for path, count in counts.items()}


def messages(model: type[BaseModel], problem: ValidationError, words: Words) -> dict[str, str]:
    """Return one sentence per field that was refused, keyed by its path.

    The catalogue is asked for ``error.<kind>.<type>``, then ``error.<type>``, then ``error.other``:
    the reader never meets the library's own English. What concerns the whole form has the key "".
    """
    found: dict[str, str] = {}
    for error in problem.errors(include_url=False):
        path = ".".join(str(part) for part in error["loc"])
        shape = shape_at(model, error["loc"])
        kind, what = (shape.kind if shape else "form"), error["type"]
        figures = dict(error.get("ctx", {}))
        if kind == "money":
            what = unreadable_amount(error["input"]) or what
            figures = {f"{name}_satang": value for name, value in figures.items()}
        found.setdefault(path, words.error(what, kind, **figures))
    return found


def unreadable_amount(typed: object) -> str | None:
    """Return why a text is no amount (``money-decimals``), or None if it is one or no text."""
    try:
        if isinstance(typed, str):
            read_baht(typed)
    except PydanticCustomError as problem:
        return problem.type
    return None


def is_upload(item: Any) -> bool:
    """Whether ``item`` is a file that was chosen; an empty file input sends a nameless one."""
    return bool(getattr(item, "filename", ""))


def is_blank(model: type[BaseModel], body: Mapping[str, Any]) -> bool:
    """Whether nothing was typed into a row: what a select shows by itself does not count."""
    return all(
        value in (None, False, "", [], {}) or untouched(model, name, value)
        for name, value in body.items()
    )


def untouched(model: type[BaseModel], name: str, value: Any) -> bool:
    """Whether ``value`` is what the form itself had put there."""
    info = model.model_fields.get(name)
    if info is None:
        return False
    default = default_of(info)
    return default is not None and str(value) == as_typed(default, type(default))


def index_of(part: str) -> int:
    """Return a row's number; rows that JavaScript added come in their own order."""
    return int(part) if part.isascii() and part.isdecimal() else 0


def plant(tree: dict[str, Any], path: list[str], value: object) -> None:
    """Put ``value`` at ``path``; a name sent several times gathers in a list."""
    *branches, leaf = path
    for branch in branches:
        below = tree.setdefault(branch, {})
        if not isinstance(below, dict):
            return
        tree = below
    kept = tree.setdefault(leaf, [])
    if isinstance(kept, list):
        kept.append(value)
