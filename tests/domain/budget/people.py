"""Synthetic officials and days used by the tests of this wing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.message import Actor

TODAY = date(2026, 11, 23)
YEAR = 2570


def known(number: int) -> UUID:
    """Return a fixed id."""
    return UUID(int=number)


OBEC, ANOTHER_AGENCY = known(1), known(2)
PLANS, FINANCE, SCHOOL = known(10), known(11), known(12)


def actor(number: int, role: str, unit_id: UUID = PLANS) -> Actor:
    return Actor(person_id=known(number), post_id=known(number + 100), role=role, unit_id=unit_id)


OFFICER = actor(1001, "policy_and_plan_analyst")
COLLEAGUE = actor(1002, "policy_and_plan_analyst")
FINANCE_OFFICER = actor(1003, "finance_officer", FINANCE)
GROUP_DIRECTOR = actor(1004, "group_director")
ASSISTANT_SECRETARY = actor(1005, "assistant_secretary")
AREA_DIRECTOR = actor(1006, "area_director")
AREA_DIRECTOR_AS_SECRETARY = actor(1006, "board_secretary")
SCHOOL_DIRECTOR = actor(1007, "school_director", SCHOOL)
