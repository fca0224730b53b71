"""Letting somebody read a classified letter: who holds the post named, and as what (R-U06)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from application.act import CarryOut
from application.desk import Asked, Desk
from domain.decider import Decider
from domain.organization.post import Established, PostVacant, holder_on, post
from domain.organization.role import Role
from domain.refusal import NotFound


def director_post(desk: Desk) -> UUID | None:
    """Return the area director's post, if the office has one."""
    return post_of(desk, Role.AREA_DIRECTOR)


def post_of(desk: Desk, role: Role) -> UUID | None:
    """Return a post that has this role, if the office has one."""
    for row in desk.glance("posts", role=str(role)):
        state = desk.state(post, row["id"])
        if isinstance(state, Established) and state.role is role:
            return UUID(str(row["id"]))
    return None


def grant_reading(kind: Decider[Any]) -> CarryOut:
    """Return how the reading of a letter of this kind is granted: to who holds the post today."""

    def carry_out(desk: Desk, letter_id: UUID, asked: Asked[Any]) -> None:
        named = desk.state(post, asked.post_id)
        if not isinstance(named, Established):
            raise NotFound(post_id=asked.post_id)
        holder = holder_on(named, desk.on)
        if holder is None:
            raise PostVacant(until_on=desk.on, post_id=asked.post_id)
        desk.decide(kind, letter_id, asked.command(holder=holder, role=str(named.role)))

    return carry_out
