"""The events an answer about authority rests on: each with its position, its date and its order.

What was entered only after the day in question is marked: a fact of that day, but not one that anybody
could have looked at then (RELIABILITY §6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from application.desk import OFFICE
from domain.message import AnyRecorded, stream_id
from domain.organization.absence import AbsenceEnded, AbsenceRecorded, absence
from domain.organization.authority import Facts, Standing, person_of
from domain.organization.capacity import Capacity
from domain.organization.instrument import (
    Basis,
    Instrument,
    InstrumentAccepted,
    InstrumentEnded,
    InstrumentIssued,
    instruments,
)
from domain.organization.period import in_force
from domain.organization.post import PostFilled, PostVacated, holder_on, post
from domain.organization.power import PowersSet, powers
from domain.thai_time import bangkok_date

Story = Callable[[str], Sequence[AnyRecorded]]
POWERS = stream_id(powers.kind, OFFICE)


@dataclass(frozen=True)
class Ground:
    """One event that an answer rests on.

    ``document`` is the order or the reason it names; ``from_on`` and ``until_on`` (exclusive) the days
    it speaks of; ``late`` says that it was recorded after the day in question.
    """

    position: int
    name: str
    stream_id: str
    at: datetime
    document: str
    from_on: date | None
    until_on: date | None
    late: bool


def ground(recorded: AnyRecorded, on: date) -> Ground:
    document, from_on, until_on = told_by(recorded.event)
    return Ground(
        recorded.position,
        recorded.event.NAME,
        recorded.stream_id,
        recorded.at,
        document,
        from_on,
        until_on,
        bangkok_date(recorded.at) > on,
    )


def told_by(event: Any) -> tuple[str, date | None, date | None]:
    """Return what an event names: its document, and from when until when."""
    match event:
        case PostFilled():
            return event.order_reference, event.from_on, event.until_on
        case PostVacated():
            return event.reason, None, event.until_on
        case InstrumentIssued():
            return event.document or event.legal_basis, event.from_on, event.until_on
        case InstrumentAccepted():
            return "", event.accepted_on, None
        case InstrumentEnded():
            return event.document or event.reason, None, event.until_on
        case AbsenceRecorded():
            return "", event.from_on, event.until_on
        case AbsenceEnded():
            return "", None, event.until_on
        case PowersSet():
            return event.document, None, None
    return "", None, None


def grounds_of(
    standing: Standing, facts: Facts, story: Story, on: date, version: int
) -> tuple[Ground, ...]:
    """Return what a capacity and a right rest on, in the order of the log; ``version`` is that of the
    table of powers that was asked."""
    found: dict[int, AnyRecorded] = {}
    for recorded in (
        *holding(story, standing.own_post_id or standing.post_id, standing.person_id, on),
        *stands_in(standing, facts, story, on),
        *(one for one in story(POWERS) if one.event.version == version),
    ):
        found[recorded.position] = recorded
    return tuple(ground(found[position], on) for position in sorted(found))


def holding(story: Story, post_id: UUID, person_id: UUID | None, on: date) -> Iterator[AnyRecorded]:
    """Yield the appointment by which a person holds a post on ``on``; where nobody does, what ended
    the last holding."""
    recorded = story(stream_id(post.kind, post_id))
    if person_id is None:
        ended = [
            one
            for one in recorded
            if isinstance(one.event, PostVacated) and one.event.until_on <= on
        ]
        yield from ended[-1:]
        return
    held = [
        one
        for one in recorded
        if isinstance(one.event, PostFilled)
        and one.event.person_id == person_id
        and in_force(one.event.from_on, one.event.until_on, on)
    ]
    yield from held[-1:]


def stands_in(standing: Standing, facts: Facts, story: Story, on: date) -> Iterator[AnyRecorded]:
    """Yield the instrument of who stands in, and the absences or the vacancy that it waits for."""
    instrument = standing.instrument
    if instrument is None:
        return
    yield from of_instrument(story, standing.post_id, instrument.instrument_id)
    holder = holder_on(facts.post(standing.post_id), on)
    if waits_for_absence(instrument):
        yield from holding(story, standing.post_id, holder, on)
        if holder is not None:
            yield from absences_on(story, holder, on)
    if instrument.capacity is Capacity.DUTY_SUBSTITUTE:
        for receiver in instrument.receivers:
            if receiver.post_id == standing.own_post_id:
                return
            passed = person_of(facts, receiver, on)
            if passed is not None:
                yield from absences_on(story, passed, on)


def waits_for_absence(instrument: Instrument) -> bool:
    """Whether an instrument is in force only while its holder is away, or the post vacant."""
    by_law = instrument.capacity is Capacity.ACTING and instrument.basis is Basis.LAW
    return by_law or instrument.capacity not in (Capacity.ACTING, Capacity.ON_BEHALF)


def of_instrument(story: Story, post_id: UUID, instrument_id: UUID) -> Iterator[AnyRecorded]:
    """Yield everything recorded of one instrument in the stream of a post."""
    for recorded in story(stream_id(instruments.kind, post_id)):
        if getattr(recorded.event, "instrument_id", None) == instrument_id:
            yield recorded


def absences_on(story: Story, person_id: UUID, on: date) -> Iterator[AnyRecorded]:
    """Yield the absences that hold the day ``on``, and what shortened them."""
    recorded = story(stream_id(absence.kind, person_id))
    for one in recorded:
        event = one.event
        if isinstance(event, AbsenceRecorded) and in_force(event.from_on, event.until_on, on):
            yield one
            yield from (
                later
                for later in recorded
                if isinstance(later.event, AbsenceEnded)
                and later.event.absence_id == event.absence_id
            )
