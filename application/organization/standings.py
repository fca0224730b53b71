"""Every post in which a person may act on a day, and in which capacity (R-H15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from domain.organization.authority import Facts, Standing, standings
from domain.organization.capacity import Capacity
from domain.organization.post import holder_on


class Rows(Protocol):
    def rows(self, table: str, **equals: object) -> list[Mapping[str, Any]]: ...


def standings_of(rows: Rows, facts: Facts, person_id: UUID, on: date) -> list[Standing]:
    """Return own posts before duties, then the posts stood in for; the fullest capacity first.

    The read models only say where to look; what is returned is judged from the streams.
    """
    own = sorted(
        rows.rows("posts", person_id=person_id),
        key=lambda row: (row["kind"] == "duty", str(row["title_th"])),
    )
    mine = [row["id"] for row in own if holder_on(facts.post(row["id"]), on) == person_id]
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
