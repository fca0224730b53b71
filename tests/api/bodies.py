"""Bodies made from the shape of a command: one that fits, and many that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel

from application.act import Act, body_of

SOMEBODY = str(UUID(int=7, version=4))
TEXTS = (
    "ข้อความ", "0" * 64, "12345678", "5.1", "09:30", "a@b.example", "DoSomething", "some_role", "6/2569",
)  # fmt: skip
Path = tuple[str | int, ...]


class Site(NamedTuple):
    """A place in a body: how to reach it, and its JSON schema."""

    path: Path
    schema: dict[str, Any]


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def example(act: Act) -> dict[str, Any]:
    """Return a body of the right shape; whether a rule allows it is another question."""
    root = schema_of(body_of(act.command))
    made = _made(root, root)
    body_of(act.command).model_validate(made)
    return made


def sites(act: Act) -> list[Site]:
    """Return every place of ``example(act)`` that holds a value, with its schema."""
    root = schema_of(body_of(act.command))
    return list(_sites(root, root, ()))


def changed(body: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Return ``body`` with ``value`` at ``path``."""
    whole = deepcopy(body)
    place: Any = whole
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return whole


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    while True:
        if "$ref" in schema:
            found = root
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = {**found, **{k: v for k, v in schema.items() if k != "$ref"}}
        elif "anyOf" in schema or "oneOf" in schema:
            options = schema.get("anyOf") or schema["oneOf"]
            schema = next(option for option in options if option.get("type") != "null")
        elif "allOf" in schema:
            schema = schema["allOf"][0]
        else:
            return schema


def _made(schema: dict[str, Any], root: dict[str, Any], name: str = "") -> Any:
    schema = _resolved(schema, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            if "properties" not in schema:
                return {}
            return {key: _made(inner, root, key) for key, inner in schema["properties"].items()}
        case "array":
            if "prefixItems" in schema:
                return [_made(inner, root) for inner in schema["prefixItems"]]
            return [_made(schema.get("items", {}), root)] * max(1, schema.get("minItems", 1))
        case "string":
            return _text(name, schema)
        case "integer":
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return False
    return "ข้อความ"


def _text(name: str, schema: dict[str, Any]) -> str:
    if schema.get("format") == "uuid":
        return SOMEBODY
    if schema.get("format") == "date":
        return "2569-11-01"
    if schema.get("maxLength") == 50 and "minLength" not in schema:
        return "1/11/2569 16:30"
    pattern, longest = schema.get("pattern", ""), schema.get("maxLength", 500)
    if name == "letter_code":
        return "ศธ 04001"
    return next(text[:longest] for text in TEXTS if re.search(pattern, text[:longest]))


def _sites(schema: dict[str, Any], root: dict[str, Any], path: Path) -> Iterator[Site]:
    schema = _resolved(schema, root)
    if path:
        yield Site(path, schema)
    if schema.get("type") == "object":
        for name, inner in schema.get("properties", {}).items():
            yield from _sites(inner, root, (*path, name))
    elif schema.get("type") == "array" and "items" in schema:
        yield from _sites(schema["items"], root, (*path, 0))


WRONG: dict[str, tuple[Any, ...]] = {
    "string": (1, True, 1.5, [], {}),
    "integer": ("1", True, 1.5, 1.0, [], {}),
    "boolean": ("true", "yes", 1, 0, 1.0, []),
    "array": ("x", 1, {}),
    "object": ("x", 1, []),
}


def wrong_types(act: Act) -> Iterator[tuple[Path, Any]]:
    """Yield each place with each value of another JSON type than it takes."""
    for site in sites(act):
        kind = site.schema.get("type", "string" if "enum" in site.schema else "")
        for value in WRONG.get(kind, ()):
            yield site.path, value


def hostile_texts(act: Act) -> Iterator[tuple[Path, str]]:
    """Yield each text's place with texts that cannot be shown or hide what is shown."""
    for site in sites(act):
        if site.schema.get("type") == "string":
            for text in ("a\x00b", "a\ud800b", "a\u202eb", "a\u2066b", "a\x07b"):
                yield site.path, text


def huge_numbers(act: Act) -> Iterator[tuple[Path, int]]:
    for site in sites(act):
        if site.schema.get("type") == "integer":
            for number in (2**63, -(2**63) - 1, 10**4000):
                yield site.path, number


def short_years(act: Act) -> Iterator[tuple[Path, str]]:
    for site in sites(act):
        if site.schema.get("format") == "date":
            for typed in ("1/11/69", "69-11-01", "31/2/2569", "0000-00-00", "2569-13-01", ""):
                yield site.path, typed


def floats_of_money(act: Act) -> Iterator[tuple[Path, Any]]:
    for site in sites(act):
        if site.path[-1] != 0 and str(site.path[-1]).endswith("_satang"):
            for amount in (1.0, 100.25, "100", "1e3", None if site.path[-1] else 0.1):
                if amount is not None:
                    yield site.path, amount
