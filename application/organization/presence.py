"""Who is there in a post on a day, and who stands in for it: what charts and pages show.

Judged from the streams like every command (``domain/organization/authority.py``); nothing is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.organization.authority import Facts, Standing, all_standings, away
from domain.organization.capacity import FULLEST_FIRST
from domain.organization.period import in_force
from domain.organization.post import Established, Holding, there_on

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Presence:
    """A post on one day: its holding, whether the holder is away, and who stands in for him."""

    holding: Holding | None
    holder_away: bool
    standing_in: tuple[Standing, ...]

    @property
    def person_id(self) -> UUID | None:
        return self.holding.person_id if self.holding else None


@dataclass(frozen=True)
class Days:
    """Days on end, ``until_on`` exclusive, on which it is so."""

    from_on: date
    until_on: date
    presence: Presence

    @property
    def last_on(self) -> date:
        return self.until_on - DAY


def presence(facts: Facts, post_id: UUID, on: date) -> Presence:
    """Return who holds the post on a day and who stands in for it, the fullest capacity first."""
    state = facts.post(post_id)
    holding = None
    if isinstance(state, Established) and there_on(state, on):
        held = (one for one in state.holdings if in_force(one.from_on, one.until_on, on))
        holding = next(held, None)
    standing_in = [one for one in all_standings(facts, post_id, on) if one.instrument is not None]
    standing_in.sort(key=lambda one: FULLEST_FIRST.index(one.capacity))
    return Presence(
        holding,
        holding is not None and away(facts, holding.person_id, on),
        tuple(standing_in),
    )


def coming(facts: Facts, post_id: UUID, from_on: date, count: int) -> list[Days]:
    """Return the coming ``count`` days of a post, joined where nothing changes."""
    runs: list[Days] = []
    for on in (from_on + n * DAY for n in range(count)):
        found = presence(facts, post_id, on)
        if runs and runs[-1].presence == found:
            runs[-1] = Days(runs[-1].from_on, on + DAY, found)
        else:
            runs.append(Days(on, on + DAY, found))
    return runs
