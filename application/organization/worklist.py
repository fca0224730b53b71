"""By which keys the work of a post is found in the inbox, in the capacity in which somebody acts in it.

A post's own work, and what waits for its role. What waits for a person waits for its officer, in whichever
of his posts; while he is away it is with who stands in for him, and goes back when that ends. Who stands
in by named powers finds what they let him do (R-H01, R-H13).
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from application.organization.facts import ReadFacts
from application.organization.resting import waits_for
from domain.organization.authority import Standing
from domain.organization.capacity import Capacity
from domain.organization.post import holder_on


def work_of(facts: ReadFacts, standing: Standing, on: date) -> dict[str, Any]:
    """Return the filters of the inbox for one standing."""
    keys = waits_for(facts, standing.post_id)
    officer = officer_of(facts, standing, on)
    filters: dict[str, Any] = {"waits_for": [*([f"person:{officer}"] if officer else []), *keys]}
    if standing.instrument is not None and standing.instrument.powers:
        filters["act"] = list(standing.instrument.powers)
    return filters


def waits_on(on: date) -> dict[str, Any]:
    """Return the filters of the inbox for what still waits on a day: open, and not over by itself."""
    return {"open": True, "until_on>?": on}


def officer_of(facts: ReadFacts, standing: Standing, on: date) -> UUID | None:
    """Return whose own work is done in this standing: his, or that of the holder who is away."""
    if standing.instrument is None:
        return standing.person_id
    if standing.capacity is Capacity.ON_BEHALF:
        return None
    return holder_on(facts.post(standing.post_id), on)
