"""What an order would change, before it is sent: judged as the command itself would be, and not appended.

The act is carried out at a desk of which nothing is kept; what it would append is then looked at through
the same desk. A refusal of the rules is the answer to be shown: a clash, or what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

import msgspec
from pydantic import BaseModel

from application.act import Act
from application.desk import Asked, Desk
from application.organization.facts import ReadFacts
from application.organization.resting import DAY, Run, days, standings_by
from domain.decider import Decider
from domain.organization.authority import Standing
from domain.organization.capacity import Capacity
from domain.organization.instrument import (
    Instrument,
    InstrumentEnded,
    InstrumentIssued,
    Instruments,
)

S = TypeVar("S")
AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Changed:
    """What would be so in one post. ``standings`` are those who stand in by the order on ``from_on``,
    the first day on which anybody does; ``runs`` the coming days."""

    post_id: UUID
    instrument: Instrument
    from_on: date
    standings: tuple[Standing, ...]
    runs: tuple[Run, ...]


class Accepted:
    """Facts as they will be once the delegations that wait are accepted (R-H03)."""

    def __init__(self, desk: Desk, accepted: Iterable[UUID], on: date) -> None:
        self._desk = desk
        self._accepted = frozenset(accepted)
        self._on = on

    def state(self, decider: Decider[S], key: UUID | str) -> S:
        state = self._desk.state(decider, key)
        if not isinstance(state, Instruments):
            return state
        entered = tuple(
            msgspec.structs.replace(one, accepted_on=self._on)
            if one.instrument_id in self._accepted and one.accepted_on is None
            else one
            for one in state.entered
        )
        return Instruments(entered)  # type: ignore[return-value]


def carried_out(desk: Desk, act: Act, key: UUID, body: BaseModel) -> None:
    """Decide ``act`` at ``desk``; its events stay in ``desk.appending`` and go nowhere.

    Raises:
        Refusal: as the command would.
    """
    fields = {name: getattr(body, name) for name in type(body).model_fields}
    act.do(desk, key, Asked(act.command, fields, desk.by, desk.on))


def issuing(desk: Desk) -> list[Changed]:
    """Return what the instrument just carried out at ``desk`` would change, post by post."""
    found = []
    for one in desk.appending:
        if isinstance(one.event, InstrumentIssued):
            post_id = UUID(one.stream_id.partition("/")[2])
            waits = one.event.capacity is Capacity.ON_BEHALF
            accepted = [one.event.instrument_id] if waits else []
            facts = ReadFacts(Accepted(desk, accepted, one.event.from_on))
            found.append(changed(facts, post_id, one.event.instrument_id, desk.on))
    return found


def changed(facts: ReadFacts, post_id: UUID, instrument_id: UUID, on: date) -> Changed:
    """Return who would stand in by an instrument, from today or its first day on."""
    instrument = facts.instruments(post_id).find(instrument_id)
    assert instrument is not None
    first = max(instrument.from_on, on)
    until = min(instrument.until_on or first + AHEAD, first + AHEAD)
    day = first
    while day + DAY < until and not standings_by(facts, post_id, instrument_id, day):
        day += DAY
    standings = standings_by(facts, post_id, instrument_id, day)
    bounded = msgspec.structs.replace(instrument, from_on=first, until_on=until)
    runs = tuple(days(facts, post_id, bounded, until)) if first < until else ()
    return Changed(post_id, instrument, day if standings else first, standings, runs)


def ending(before: ReadFacts, desk: Desk) -> list[Changed]:
    """Return who would no longer stand in from the day of the end on, post by post."""
    found = []
    for one in desk.appending:
        if isinstance(one.event, InstrumentEnded):
            post_id = UUID(one.stream_id.partition("/")[2])
            instrument_id, on = one.event.instrument_id, one.event.until_on
            instrument = before.instruments(post_id).find(instrument_id)
            assert instrument is not None
            standings = standings_by(before, post_id, instrument_id, on)
            found.append(Changed(post_id, instrument, on, standings, ()))
    return found
