"""How a field is asked for: the kind as shown, its options, and the words both need."""

from __future__ import annotations

from enum import Enum

from pydantic import BaseModel

from api.web.forms.shape import FILE_PARTS, Kind, Shape, asked, is_file, shape_of
from api.web.words import Words, value_key

FEW = 4  # up to this many values are shown at once, as radio buttons
YES_NO = ("true", "false")


def asked_as(
    shape: Shape, key: str, words: Words, choices: tuple[tuple[str, str], ...] | None
) -> tuple[Kind, tuple[tuple[str, str], ...]]:
    """Return the kind as shown, and its options: a text with choices is a select, for instance.

    A yes-or-no question whose two answers have words of their own (``value.<Class>.<name>.true``)
    is asked with two radio buttons, so that neither answer is given by leaving it.
    """
    if isinstance(shape.type, type) and issubclass(shape.type, Enum):
        options = tuple((str(item.value), words.text(value_key(item))) for item in shape.type)
        given = {value for value, _ in choices} if choices is not None else None
        options = tuple(o for o in options if given is None or o[0] in given)
        few = len(options) <= FEW and not shape.many
        return ("radios" if few else shape.kind), options
    if shape.type is bool:
        answers = [(v, words.maybe(key.replace("field.", "value.", 1) + f".{v}")) for v in YES_NO]
        if all(text for _, text in answers):
            return "radios", tuple((v, text) for v, text in answers if text)
        return shape.kind, ()
    if choices is not None and shape.kind == "lines":
        return "checks", choices
    if choices is not None and shape.kind in ("line", "text", "select", "number"):
        return "select", choices
    return shape.kind, choices or ()


def form_keys(model: type[BaseModel]) -> set[str]:
    """Return the keys of every word that a form of ``model`` needs: labels and enums' values."""
    keys: set[str] = set()
    for name, info in asked(model):
        shape = shape_of(info)
        if not (is_file(model) and name in FILE_PARTS):
            keys.add(word_key(model, name))
        if isinstance(shape.type, type) and issubclass(shape.type, Enum):
            keys |= {value_key(value) for value in shape.type}
        if shape.kind in ("rows", "section"):
            keys |= form_keys(shape.type)
    return keys


def word_key(model: type[BaseModel], name: str) -> str:
    """Return the key of a field's label. A command's body bears the command's words."""
    return f"field.{model.__name__.removesuffix('Body')}.{name}"
