"""Every post in which a person may act on a day, and in which capacity (R-H15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from domain.organization.authority import Facts, Standing, standings
from domain.organization.capacity import Capacity
from domain.organization.post import Established, PostKind, holder_on


class Rows(Protocol):
    def rows(self, table: str, **equals: object) -> list[Mapping[str, Any]]: ...


def appointed_to(rows: Rows, person_id: UUID) -> list[UUID]:
    """Return every post to which a person was ever appointed, those of days to come too."""
    return list(
        dict.fromkeys(row["post_id"] for row in rows.rows("appointments", person_id=person_id))
    )


def posts_held(rows: Rows, facts: Facts, person_id: UUID, on: date) -> list[UUID]:
    """Return the posts that a person holds on a day, posts before duties.

    The read models only say where to look; what is returned is judged from the streams.
    """
    posts = appointed_to(rows, person_id)
    held = [post_id for post_id in posts if holder_on(facts.post(post_id), on) == person_id]
    return sorted(held, key=lambda post_id: rank_of(facts, post_id))


def rank_of(facts: Facts, post_id: UUID) -> tuple[bool, str]:
    state = facts.post(post_id)
    assert isinstance(state, Established)
    return state.kind is PostKind.DUTY, state.title_th


def standings_of(rows: Rows, facts: Facts, person_id: UUID, on: date) -> list[Standing]:
    """Return own posts before duties, then the posts stood in for; the fullest capacity first."""
    mine = posts_held(rows, facts, person_id, on)
    found = [Standing(person_id, post_id, Capacity.HOLDER, None, post_id) for post_id in mine]
    if not mine:
        return found
    stood_in_for = dict.fromkeys(
        row["post_id"] for row in rows.rows("instruments", receiver_post_id=mine)
    )
    for post_id in stood_in_for:
        found.extend(
            standing
            for standing in standings(facts, post_id, person_id, on)
            if standing.instrument is not None
        )
    return found
