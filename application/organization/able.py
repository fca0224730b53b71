"""Who may give a command on a day, in whichever post and capacity: where a rule asks whether another can.

Judged like every command, on the matter it would be about: who may give it on other matters only is no
other who can (R-H16).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from application.organization.facts import ReadFacts, States
from domain.message import Command
from domain.organization.authority import all_standings, away, permit, role_of
from domain.organization.power import Matter
from domain.refusal import NotPermitted

Find = Callable[..., list[Mapping[str, Any]]]


def able_in(
    states: States, post_id: UUID, command: type[Command], on: date, matter: Matter | None = None
) -> tuple[UUID, ...]:
    """Return who may give ``command`` in the post on a day: who is there before who is away.

    Without ``matter``: on some matter at least.
    """
    facts = ReadFacts(states)
    table, role = facts.powers(), role_of(facts.post(post_id))
    found: dict[UUID, bool] = {}
    for standing in all_standings(facts, post_id, on):
        try:
            permit(table, standing, role, command.NAME, on, matter=matter, signs=command.SIGNS)
        except NotPermitted:
            continue
        found[standing.person_id] = away(facts, standing.person_id, on)
    return tuple(sorted(found, key=found.__getitem__))


def able(
    states: States, find: Find, command: type[Command], on: date, matter: Matter | None = None
) -> frozenset[UUID]:
    """Return everybody in the office who may give ``command`` on a day, as ``able_in`` each.

    ``find`` finds rows of the read models: the posts of the roles to which the table gives it.
    """
    grants = ReadFacts(states).powers().grants
    roles = sorted({str(grant.role) for grant in grants if grant.command == command.NAME})
    posts = [row["id"] for row in find("posts", role=roles)] if roles else []
    return frozenset(
        person for post_id in posts for person in able_in(states, post_id, command, on, matter)
    )
