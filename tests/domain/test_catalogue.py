"""Every event says what it holds, and loads for ever; every stream's messages are its own."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

import domain
from domain.catalogue import COMMANDS, DECIDERS, EVENTS
from domain.message import Classification, Command, Event
from domain.refusal import Refusal
from infrastructure.log.mapper import SEALED, UPCASTS, classifications

GOLDEN = Path(__file__).parents[1] / "golden"
every_event = pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.NAME)


def defined(kind: type) -> list[Any]:
    """Return the classes of ``kind`` defined anywhere in ``domain/``."""
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        importlib.import_module(module.name)
    found: set[Any] = set()
    waiting = [kind]
    while waiting:
        for below in waiting.pop().__subclasses__():
            if below not in found:
                found.add(below)
                waiting.append(below)
    own = [item for item in found if item.__module__.startswith("domain.")]
    return sorted(own, key=lambda item: (item.__module__, item.__name__))


@every_event
def test_a_stored_example_still_loads(kind: type[Event]) -> None:
    """DESIGN §3: whatever is stored is read for ever; ``python -m tests.golden`` adds a new event's."""
    path = GOLDEN / f"{kind.NAME}.json"
    assert path.exists(), "no golden file: run python -m tests.golden and commit it"
    stored = json.loads(path.read_text("utf-8"))
    upcast = UPCASTS.get(kind.NAME)
    loaded = msgspec.convert(upcast(stored) if upcast else stored, kind)
    # No field of it was dropped or renamed, and each means what it meant.
    kept = json.loads(msgspec.json.encode(loaded))
    if upcast is None:
        assert {name: kept.get(name) for name in stored} == stored
    fresh = {field.name for field in msgspec.structs.fields(kind) if field.required}
    assert fresh <= set(kept)


def test_no_event_is_dropped() -> None:
    """A stored example whose event is no more cannot be read."""
    names = {path.stem for path in GOLDEN.glob("*.json")}
    assert names <= {kind.NAME for kind in EVENTS}


@every_event
def test_every_field_says_what_it_holds(kind: type[Event]) -> None:
    """R-I12: a schema with an unclassified field fails."""
    held = classifications(kind)
    assert set(held) == set(kind.__struct_fields__)
    assert all(isinstance(said, Classification) for said in held.values()), held
    if any(said in SEALED for said in held.values()):
        assert kind.SUBJECT in held
        assert held[kind.SUBJECT] is Classification.OFFICIAL
        subject = next(f for f in msgspec.structs.fields(kind) if f.name == kind.SUBJECT)
        assert "UUID" in str(subject.type), "the subject is the id of a person or a party"


@every_event
def test_an_event_without_its_optional_fields_loads(kind: type[Event]) -> None:
    """What an earlier release did not write yet has a default."""
    stored = json.loads((GOLDEN / f"{kind.NAME}.json").read_text("utf-8"))
    required = {field.name for field in msgspec.structs.fields(kind) if field.required}
    msgspec.convert({name: stored[name] for name in stored if name in required}, kind)


@every_event
def test_a_field_of_a_later_release_is_passed_over(kind: type[Event]) -> None:
    stored = json.loads((GOLDEN / f"{kind.NAME}.json").read_text("utf-8"))
    known = msgspec.convert(stored, kind)
    assert msgspec.convert(stored | {"colour_of_a_later_release": "red"}, kind) == known


def test_every_event_and_command_is_of_one_kind_of_stream() -> None:
    assert {kind for kind in defined(Event) if hasattr(kind, "NAME")} == set(EVENTS)
    assert {kind for kind in defined(Command) if hasattr(kind, "NAME")} == set(COMMANDS)
    assert [name for name, n in Counter(kind.NAME for kind in EVENTS).items() if n > 1] == []
    assert [name for name, n in Counter(kind.NAME for kind in COMMANDS).items() if n > 1] == []
    for decider in DECIDERS.values():
        for event in decider.events:
            assert event.NAME.startswith(f"{decider.kind}."), event.NAME


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_command_is_called_as_its_class(kind: type[Command]) -> None:
    assert kind.__name__ == kind.NAME
    assert kind.model_config.get("extra") == "forbid"


def test_a_refusals_code_is_its_own() -> None:
    """R-numbers and codes are quoted by people: they are stable and stand for one thing."""
    refusals = defined(Refusal)
    doubled = [code for code, n in Counter(r.code for r in refusals).items() if n > 1]
    assert doubled == []
    for refusal in refusals:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+|busy", refusal.code), refusal
        assert re.fullmatch(r"|R-[A-Z]\d{2}", refusal.rule), refusal


def test_a_streams_id_fits_the_log() -> None:
    for kind in DECIDERS:
        assert re.fullmatch(r"[a-z_]+", kind)
        assert re.fullmatch(r"[A-Za-z0-9_.:/-]+", f"{kind}/{UUID(int=1)}")
