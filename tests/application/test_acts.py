"""Everything the rules can be asked is done by an act, and every act can be asked over HTTP."""

from __future__ import annotations

from collections import Counter

from api.catalogue import ROUTES
from application.act import body_of
from application.catalogue import ACTS, INTERNAL
from domain.catalogue import COMMANDS
from domain.message import Given


def test_every_command_has_its_act_or_is_part_of_one() -> None:
    named = {act.command.NAME for act in ACTS.values()} | set(INTERNAL)
    assert {command.NAME for command in COMMANDS} - named == set()


def test_what_is_decided_inside_another_act_is_no_act_itself() -> None:
    assert set(INTERNAL) & set(ACTS) == set()
    assert set(INTERNAL.values()) - set(ACTS) == set()


def test_every_act_has_one_route_and_every_route_its_act() -> None:
    routes = Counter(route.act.name for route in ROUTES)
    # The office's own post records what the outbox has rendered; nobody else may.
    policies = {"RecordRendering"}
    # What one reads or takes away is noted as it is shown, by nobody's wish.
    noted = {"RecordReading", "RecordExport"}
    assert set(ACTS) - set(routes) - policies - noted == set()
    assert {name for name, n in routes.items() if n > 1} == set()
    for route in ROUTES:
        assert ACTS[route.act.name] is route.act


def test_no_two_routes_share_an_address() -> None:
    paths = Counter(route.path for route in ROUTES)
    assert [path for path, n in paths.items() if n > 1] == []


def test_a_caller_sends_no_evidence() -> None:
    for act in ACTS.values():
        asked = body_of(act.command).model_fields
        for name, info in act.command.model_fields.items():
            is_evidence = any(isinstance(mark, Given) for mark in info.metadata)
            assert is_evidence is (name not in asked), f"{act.name}.{name}"
