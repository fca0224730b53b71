"""Given events, when a command, then events or a refusal: how every rule is tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from domain.decider import Decider
from domain.message import Command, Event
from domain.refusal import Refusal

# What each command led to in the tests of this run, by its name: ``test_every_command`` asks.
LED_TO: dict[str, set[str]] = {}


@dataclass(frozen=True)
class Scenario:
    """What happened so far in one stream."""

    decider: Decider[Any]
    history: tuple[Event, ...] = ()

    def given(self, *events: Event) -> Scenario:
        return Scenario(self.decider, (*self.history, *events))

    @property
    def state(self) -> Any:
        return self.decider.fold(self.history)

    def when(self, command: Command) -> Outcome:
        return Outcome(self, command)


@dataclass(frozen=True)
class Outcome:
    scenario: Scenario
    command: Command

    def events(self) -> Sequence[Event]:
        decided = self.scenario.decider.decide(self.command, self.scenario.state)
        assert decided, "a command leads to at least one event, or is refused"
        self.scenario.decider.fold(decided, self.scenario.state)
        LED_TO.setdefault(self.command.NAME, set()).update(event.NAME for event in decided)
        return decided

    def then(self, *events: Event) -> Scenario:
        assert tuple(self.events()) == events
        return self.scenario.given(*events)

    def refused(self, refusal: type[Refusal], **figures: object) -> None:
        with pytest.raises(refusal) as caught:
            self.events()
        assert type(caught.value) is refusal
        for name, value in figures.items():
            assert caught.value.figures[name] == value
