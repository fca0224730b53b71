"""What rests on an instrument now: what would go back to the holder if it were ended today.

Only what it gives today counts: an instrument that nobody stands in by moves nothing. Seats and ranks go
with the post to who fills it as a whole (R-H08, R-G15); of a delegation or a substitute's order only the
work that its powers name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from application.organization.questions import bar_of
from domain.organization.authority import Facts, Standing, all_standings
from domain.organization.capacity import FILLS_THE_POST
from domain.organization.instrument import Instrument
from domain.organization.period import in_force
from domain.organization.post import Established, holder_on

Row = Mapping[str, Any]
DAY = timedelta(days=1)
YEAR, AHEAD = 366 * DAY, 30 * DAY


@dataclass(frozen=True)
class Run:
    """Days on end, ``until_on`` exclusive, on which the same people stand in; or nobody, and ``why``."""

    from_on: date
    until_on: date
    persons: tuple[UUID, ...]
    why: str = ""

    @property
    def last_on(self) -> date:
        return self.until_on - DAY


@dataclass(frozen=True)
class Resting:
    """What hangs on an instrument in one post: rows of the inbox, of bodies' seats, of approvals."""

    post_id: UUID
    persons: tuple[UUID, ...]
    inbox: tuple[Row, ...]
    seats: tuple[Row, ...]
    approvals: tuple[Row, ...]


def standings_by(
    facts: Facts, post_id: UUID, instrument_id: UUID, on: date
) -> tuple[Standing, ...]:
    """Return who stands in by an instrument on a day, by the judgement of every command: one, but for
    a group whose members stand in for each other."""
    return tuple(
        standing
        for standing in all_standings(facts, post_id, on)
        if standing.instrument and standing.instrument.instrument_id == instrument_id
    )


def days(facts: Facts, post_id: UUID, instrument: Instrument, today: date) -> list[Run]:
    """Return who stood or will stand in by an instrument, day by day, joined to runs: no further back
    and no further ahead than a year, and where the end is open 30 days ahead."""
    until = instrument.until_on or max(today, instrument.from_on) + AHEAD
    until = min(until, max(today, instrument.from_on) + YEAR)
    runs: list[Run] = []
    on = max(instrument.from_on, min(today, until) - YEAR)
    while on < until:
        standing = standings_by(facts, post_id, instrument.instrument_id, on)
        persons = tuple(one.person_id for one in standing)
        why = "" if persons else why_nobody(facts, post_id, instrument, on)
        last = runs[-1] if runs else None
        if last and (last.persons, last.why) == (persons, why):
            runs[-1] = Run(last.from_on, on + DAY, persons, why)
        else:
            runs.append(Run(on, on + DAY, persons, why))
        on += DAY
    return runs


def why_nobody(facts: Facts, post_id: UUID, instrument: Instrument, on: date) -> str:
    """Return what bars the first receiver on a day, as ``Bar.why`` says it."""
    first = instrument.receivers[0]
    person_id = first.person_id or holder_on(facts.post(first.post_id), on)
    return bar_of(facts, post_id, instrument, on, person_id) if person_id else ""


def waits_for(facts: Facts, post_id: UUID) -> list[str]:
    """Return the keys by which a post's work is found in the inbox."""
    held = facts.post(post_id)
    assert isinstance(held, Established)
    return [f"post:{post_id}", f"role:{held.role}", f"unit-role:{held.unit_id}:{held.role}"]


def resting(
    standings: Sequence[Standing],
    inbox: Sequence[Row],
    bodies: Sequence[Row],
    approvals: Sequence[Row],
    on: date,
) -> Resting:
    """Return what of these rows hangs on who stand in for a post by an instrument today."""
    standing = standings[0]
    instrument, post_id = standing.instrument, standing.post_id
    assert instrument is not None
    whole = standing.capacity in FILLS_THE_POST
    return Resting(
        post_id,
        tuple(one.person_id for one in standings),
        tuple(row for row in inbox if not instrument.powers or row["act"] in instrument.powers),
        tuple(seats_of(bodies, post_id, on)) if whole else (),
        tuple(row for row in approvals if rank_ahead(row, post_id)) if whole else (),
    )


def seats_of(bodies: Sequence[Row], post_id: UUID, on: date) -> list[Row]:
    """Return the seats that go with a post on a day, each with its body."""
    return [
        {**seat, "body_id": body["id"]}
        for body in bodies
        if in_force(body["in_force_from"], body["in_force_until"], on)
        for seat in body["seats"] or ()
        if seat.get("post_id") == str(post_id)
    ]


def rank_ahead(approval: Row, post_id: UUID) -> bool:
    """Whether a running approval is at a post's rank, or will come to it."""
    ranks = [UUID(rank["post_id"]) for rank in approval["ranks"]]
    now_at = approval["rank_post_id"]
    return post_id in (ranks[ranks.index(now_at) :] if now_at in ranks else ranks)
