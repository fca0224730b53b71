"""Delegations that wait for their receiver's acceptance: not in force before it (R-H03).

One that nobody accepted is over with its period: no event says so, and the row waits until then only.
"""

from __future__ import annotations

from uuid import UUID

from domain.message import Recorded
from domain.organization.capacity import Capacity
from domain.organization.instrument import InstrumentAccepted, InstrumentEnded, InstrumentIssued
from projections.casework.waiting import at_post, done, waits
from projections.table import Change, Project


def key_of(instrument_id: UUID) -> str:
    return f"instrument/{instrument_id}"


def issued(recorded: Recorded[InstrumentIssued]) -> list[Change]:
    event = recorded.event
    if event.capacity is not Capacity.ON_BEHALF:
        return []
    return waits(
        recorded,
        key_of(event.instrument_id),
        at_post(event.receivers[0].post_id),
        act="AcceptInstrument",
        due_on=event.from_on,
        until_on=event.until_on,
        title=event.document,
    )


def accepted(recorded: Recorded[InstrumentAccepted]) -> list[Change]:
    return done(recorded, key_of(recorded.event.instrument_id))


def ended(recorded: Recorded[InstrumentEnded]) -> list[Change]:
    """Nobody accepts what is over; only a delegation waits."""
    if recorded.event.capacity is not Capacity.ON_BEHALF:
        return []
    return done(recorded, key_of(recorded.event.instrument_id))


WAITING: dict[type, Project] = {
    InstrumentIssued: issued,
    InstrumentAccepted: accepted,
    InstrumentEnded: ended,
}
