"""Whatever may be shown to a person has its words, Thai first and English beside it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

import api
import application
import domain
from api.problems import STATUS
from api.web.words import catalogue, value_key
from application.act import body_of
from application.catalogue import ACTS
from domain.catalogue import COMMANDS, EVENTS
from domain.refusal import Refusal

FIGURE = re.compile(r"\{(\w+)\}")
THAI = re.compile("[ก-๛]")


def below(kind: type) -> set[Any]:
    """Return the classes of ``kind`` defined anywhere in the project."""
    for package in (domain, application, api):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found: set[Any] = set()
    waiting = [kind]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child not in found and child.__module__.partition(".")[0] in (
                "domain", "application", "api",
            ):  # fmt: skip
                found.add(child)
                waiting.append(child)
    return found


def inside(annotation: Any) -> Iterator[type]:
    """Yield the classes an annotation is made of."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        yield annotation
    elif get_origin(annotation) in (Union, UnionType, tuple, list, frozenset, dict) or get_args(
        annotation
    ):
        for part in get_args(annotation):
            yield from inside(part)


def models(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield the nested items of a body by their names."""
    for info in model.model_fields.values():
        for part in inside(info.annotation):
            if issubclass(part, BaseModel):
                yield part.__name__, part
                yield from models(part)


def figures(sentence: str) -> set[str]:
    """Return what a sentence names; a name in its own language is the same name."""
    return {name.removesuffix("_th").removesuffix("_en") for name in FIGURE.findall(sentence)}


def keys() -> list[str]:
    wanted: set[str] = set()
    for command in COMMANDS:
        wanted.add(f"command.{command.NAME}")
        body = body_of(command)
        for owner, model in ((command.__name__, body), *models(body)):
            for name, info in model.model_fields.items():
                wanted.add(f"field.{owner}.{name}")
                for part in inside(info.annotation):
                    if issubclass(part, Enum):
                        wanted |= {value_key(member) for member in part}
    wanted |= {f"command.{name}" for name in ACTS}
    wanted |= {f"event.{event.NAME}" for event in EVENTS}
    wanted |= {f"refusal.{refusal.code}" for refusal in below(Refusal)}
    wanted |= {f"refusal.{code}" for code in STATUS}
    return sorted(wanted)


@pytest.mark.parametrize("key", keys())
def test_it_is_said_in_thai_and_in_english(key: str) -> None:
    entry = catalogue().get(key, {})
    assert THAI.search(entry.get("th", "")), f"{key} has no Thai"
    assert entry.get("en", "").strip(), f"{key} has no English"
    if key.startswith("refusal."):
        assert figures(entry["th"]) == figures(entry["en"]), key


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_a_sentence_names_only_what_its_event_holds(event: Any) -> None:
    entry = catalogue()[f"event.{event.NAME}"]
    named = {*FIGURE.findall(entry["th"]), *FIGURE.findall(entry["en"])}
    assert named <= set(event.__struct_fields__)


def test_a_code_stands_for_one_refusal() -> None:
    codes: dict[str, Any] = {}
    for refusal in below(Refusal):
        assert codes.setdefault(refusal.code, refusal) is refusal, refusal
