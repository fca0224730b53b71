"""Every command leaves at least one event, or is refused: shown by the tests that ran before."""

from __future__ import annotations

import pytest

from domain.catalogue import COMMANDS, EVENTS
from domain.message import Command
from tests.domain.scenario import LED_TO


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.NAME)
def test_every_command_leaves_at_least_one_event(kind: type[Command]) -> None:
    """R-H15: what was done is in the history. A new command has no test that says what it leads to?"""
    assert LED_TO.get(kind.NAME, set()) & {event.NAME for event in EVENTS}


def test_every_event_was_led_to_by_a_command() -> None:
    led_to = set().union(*LED_TO.values())
    assert {event.NAME for event in EVENTS} - led_to == set()
