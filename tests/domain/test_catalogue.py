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
from domain.message import Classification, Command, Event, Official, Personal
from domain.refusal import Refusal
from infrastructure.log.keys import KeyMissing
from infrastructure.log.mapper import (
    SEALED,
    UPCASTS,
    EventMapper,
    Shape,
    classifications,
    shapes,
)
from tests.golden.examples import ID, example_mapper, stream_of

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


@pytest.fixture(scope="module")
def mapper(tmp_path_factory: pytest.TempPathFactory) -> EventMapper:
    """The real one, with the key that the examples are sealed under."""
    return example_mapper(tmp_path_factory.mktemp("keys"))


def stored(name: str) -> dict[str, Any]:
    """Return the fields of an event as the log holds them."""
    path = GOLDEN / f"{name}.json"
    assert path.exists(), "no golden file: run python -m tests.golden and commit it"
    fields: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return fields


def read(mapper: EventMapper, name: str, fields: dict[str, Any]) -> Event:
    return mapper.decode(name, json.dumps(fields).encode(), stream_of(name), 1)


def again(mapper: EventMapper, event: Event) -> dict[str, Any]:
    """Return the fields of an event as the log would hold them today."""
    fields: dict[str, Any] = json.loads(mapper.encode(event, stream_of(event.NAME), 1))
    return fields


def sealed(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"key", "box"}


@every_event
def test_a_stored_example_still_loads(kind: type[Event], mapper: EventMapper) -> None:
    """DESIGN §3: whatever is stored is read for ever; ``python -m tests.golden`` adds a new event's."""
    was = stored(kind.NAME)
    loaded = read(mapper, kind.NAME, was)
    if kind.NAME in UPCASTS:
        return  # its shape has changed, and that it is read is what matters
    # No field of it was dropped, renamed, sealed or unsealed, and each means what it meant.
    now = again(mapper, loaded)
    assert set(was) <= set(now)
    for name, value in was.items():
        assert sealed(value) == sealed(now[name]), name
        if sealed(value):
            assert value["key"] == now[name]["key"]
        else:
            assert value == now[name], name


@every_event
def test_what_is_sealed_is_nowhere_else_in_what_is_stored(kind: type[Event]) -> None:
    """R-I12: the example of an event holds something in every field, also in each personal one."""
    was, held = stored(kind.NAME), classifications(kind)
    assert {name for name in was if sealed(was[name])} == {
        name for name, said in held.items() if said in SEALED and name in was
    }


class LetterStored(Event, frozen=True):
    """As ``letter.received`` was, in a few of its fields."""

    NAME = "letter.received"
    SUBJECT = "party_id"

    party_id: Official[UUID]
    subject: Official[str]
    private_sender: Personal[str]


def changes() -> dict[str, type[Event]]:
    """Return what nobody may do to a stored event without an upcast."""
    official, personal = Official[str], Personal[str]
    fields = {"party_id": Official[UUID], "subject": official, "private_sender": personal}
    wanted: dict[str, dict[str, Any]] = {
        "renamed": {n: t for n, t in fields.items() if n != "subject"} | {"title": official},
        "dropped": {n: t for n, t in fields.items() if n != "subject"},
        "another type": fields | {"subject": Official[int]},
        "wanted since": fields | {"urgency": official},
        "sealed since": fields | {"subject": personal},
        "unsealed since": fields | {"private_sender": official},
    }
    return {
        name: type(Event)(
            "LetterChanged",
            (Event,),
            {"__annotations__": given, "NAME": "letter.received", "SUBJECT": "party_id"},
            frozen=True,
        )
        for name, given in wanted.items()
    }


def shape_of(kind: type[Event]) -> Shape:
    hidden = tuple(name for name, said in classifications(kind).items() if said in SEALED)
    return Shape(kind, msgspec.json.Decoder(kind).decode, hidden)


@pytest.mark.parametrize("how", ["as it was", *changes()])
def test_a_shape_changed_without_an_upcast_is_found_out(
    how: str, mapper: EventMapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DESIGN §3: the check above fails for each way in which a stored field can be lost."""
    known = shapes()
    monkeypatch.setitem(known, "letter.received", shape_of(LetterStored))
    was = again(mapper, LetterStored(ID, "เรื่อง", "นางสมมติ"))
    kind = changes().get(how, LetterStored)
    monkeypatch.setitem(known, "letter.received", shape_of(kind))
    monkeypatch.setattr(f"{__name__}.stored", lambda _name: was)
    if how == "as it was":
        test_a_stored_example_still_loads(kind, mapper)
        return
    with pytest.raises((AssertionError, msgspec.ValidationError, KeyMissing, TypeError)):
        test_a_stored_example_still_loads(kind, mapper)


def test_no_event_is_dropped() -> None:
    """A stored example whose event is no more cannot be read."""
    names = {path.stem for path in GOLDEN.glob("*.*.json")}  # the rest are no events
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
def test_an_event_without_its_optional_fields_loads(kind: type[Event], mapper: EventMapper) -> None:
    """What an earlier release did not write yet has a default."""
    required = {field.name for field in msgspec.structs.fields(kind) if field.required}
    was = {name: value for name, value in stored(kind.NAME).items() if name in required}
    read(mapper, kind.NAME, was)


@every_event
def test_a_field_of_a_later_release_is_passed_over(kind: type[Event], mapper: EventMapper) -> None:
    was = stored(kind.NAME)
    later = was | {"colour_of_a_later_release": "red"}
    assert read(mapper, kind.NAME, later) == read(mapper, kind.NAME, was)


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
