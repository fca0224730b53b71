"""The units and people of these tests. All are invented."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.message import Actor

REGISTRY = UUID(int=1)
PLANNING = UUID(int=2)
FINANCE = UUID(int=3)
SCHOOL = UUID(int=4)
OFFICE = UUID(int=5)

TODAY = date(2026, 11, 23)  # a Monday, 23 พฤศจิกายน 2569


def actor(person: int, role: str, unit_id: UUID, capacity: str = "holder") -> Actor:
    return Actor(UUID(int=person), UUID(int=person + 100), role, unit_id, capacity)


REGISTRAR = actor(11, "central_registrar", REGISTRY)
CLERK = actor(12, "records_clerk", PLANNING)
DIRECTOR = actor(13, "group_director", PLANNING)
OFFICER = actor(14, "policy_and_plan_analyst", PLANNING)
FINANCE_CLERK = actor(15, "records_clerk", FINANCE)
AREA_DIRECTOR = actor(16, "area_director", OFFICE)
ADMINISTRATOR = actor(17, "administrator", OFFICE)
SYSTEM = actor(18, "system", OFFICE)
