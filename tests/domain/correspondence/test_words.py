"""Every command, field, event, refusal and value of the wing has its Thai and its English."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

import domain.correspondence
from domain.correspondence.letter import letter
from domain.correspondence.letter_set import letter_set
from domain.correspondence.outgoing_letter import outgoing_letter
from domain.correspondence.parts import Item
from domain.correspondence.policy import policy
from domain.correspondence.register import register
from domain.message import Event, Given
from domain.refusal import Refusal

WORDS = tomllib.loads(
    (Path(__file__).parents[3] / "api/web/words/correspondence.toml").read_text("utf-8")
)
DECIDERS = (letter, register, outgoing_letter, letter_set, policy)
EVENTS = [event for decider in DECIDERS for event in decider.events]
COMMANDS = [command for decider in DECIDERS for command in decider.commands]
FIGURE = re.compile(r"\{(\w+)\}")


def classes(kind: type) -> list[Any]:
    """Return the classes of ``kind`` that the wing defines, each once."""
    path, name = domain.correspondence.__path__, domain.correspondence.__name__
    modules = [
        importlib.import_module(module.name) for module in pkgutil.walk_packages(path, f"{name}.")
    ]
    found = {
        item
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, kind) and item.__module__.startswith(name)
    }
    return sorted(found, key=lambda item: item.__name__)


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def fields() -> Iterator[tuple[str, str]]:
    """Yield what a person fills in: the commands' fields but evidence, and those of their lines."""
    for model in [*COMMANDS, *(item for item in classes(Item) if item is not Item)]:
        for name, info in model.model_fields.items():
            if not any(isinstance(mark, Given) for mark in info.metadata):
                yield model.__name__, name


def keys() -> Iterator[tuple[str, ...]]:
    yield from (("command", command.NAME) for command in COMMANDS)
    yield from (("field", *field) for field in fields())
    yield from (("event", event.NAME) for event in EVENTS)
    yield from (("refusal", refusal.code) for refusal in classes(Refusal))
    yield from (
        ("value", snake(kind.__name__), member.value)
        for kind in classes(StrEnum)
        for member in kind
    )


def entry(key: tuple[str, ...]) -> dict[str, str]:
    found: Any = WORDS
    for part in key:
        found = found.get(part, {})
    return dict(found)


@pytest.mark.parametrize("key", list(keys()), ids=".".join)
def test_every_word_is_there_in_thai_and_english(key: tuple[str, ...]) -> None:
    said = entry(key)
    assert re.search("[ก-๛]", said.get("th", "")), "Thai first"
    assert said.get("en", "").strip()
    if key[0] == "refusal":
        assert set(FIGURE.findall(said["th"])) == set(FIGURE.findall(said["en"]))


def test_no_word_is_left_for_what_is_no_more() -> None:
    wanted = {key[:3] for key in keys()}
    kept = {
        (group, *path)
        for group in ("command", "event", "refusal", "field", "value")
        for path in paths(WORDS[group])
    }
    assert kept - wanted == set()


def paths(table: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, below in table.items():
        if "th" in below:
            yield (name,)
        else:
            yield from ((name, *rest) for rest in paths(below))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_a_history_sentence_names_only_what_its_event_holds(event: type[Event]) -> None:
    said = entry(("event", event.NAME))
    figures = {*FIGURE.findall(said["th"]), *FIGURE.findall(said["en"])}
    assert figures <= set(event.__struct_fields__)


def test_codes_and_names_are_unique_and_in_their_form() -> None:
    codes = [refusal.code for refusal in classes(Refusal)]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", code) for code in codes)
    names = [event.NAME for event in EVENTS]
    assert len(set(names)) == len(names)
    for decider in DECIDERS:
        assert all(event.NAME.startswith(f"{decider.kind}.") for event in decider.events)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_every_field_of_an_event_says_what_it_holds(event: type[Event]) -> None:
    """R-I12: and where it is personal, whose it is."""
    hints = get_type_hints(event, include_extras=True)
    held = {}
    for name in event.__struct_fields__:
        metas = [m for m in getattr(hints[name], "__metadata__", ()) if isinstance(m, msgspec.Meta)]
        assert metas, f"{name} is not classified"
        held[name] = (metas[0].extra or {})["classification"]
    personal = [name for name, kind in held.items() if kind != "official"]
    assert not personal or event.SUBJECT in event.__struct_fields__
