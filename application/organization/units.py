"""Opening and closing units and posts: what they stand in, and what still stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from application.desk import Asked, Desk
from application.organization.powers import sets_powers_alone
from domain.organization.instrument import instruments
from domain.organization.post import ClosePost, EstablishPost, Post, post
from domain.organization.post import Established as PostEstablished
from domain.organization.role import ONE_IN_AN_OFFICE, Role
from domain.organization.unit import (
    CloseUnit,
    EnterPost,
    Established,
    EstablishUnit,
    there_on,
    unit,
)
from domain.refusal import NotFound


def establish(desk: Desk, unit_id: UUID, asked: Asked[EstablishUnit]) -> None:
    parent_until = until(desk, asked.parent_id) if asked.parent_id is not None else None
    desk.decide(unit, unit_id, asked.command(parent_until=parent_until))


def establish_post(desk: Desk, post_id: UUID, asked: Asked[EstablishPost]) -> None:
    """Establish a post in a unit that is there; of some roles an office has one (R-H06).

    The unit's own stream says so too: who closes it meanwhile decides again, and finds the post.
    """
    others: tuple[UUID, ...] = ()
    if asked.role in ONE_IN_AN_OFFICE:
        others = tuple(of_role(desk, asked.role, asked.from_on or desk.on))
    evidence = {"unit_until": until(desk, asked.unit_id), "others": others}
    desk.decide(post, post_id, asked.command(**evidence))
    desk.ask(unit, asked.unit_id, EnterPost, post_id=post_id, from_on=asked.from_on)


def of_role(desk: Desk, role: Role, on: date) -> Iterator[UUID]:
    """Yield the posts of a role that are there on the day ``on`` or later."""
    for row in desk.rows("posts", role=str(role)):
        state = desk.state(post, row["id"])
        if open_after(state, on):
            yield row["id"]


def open_after(state: Post, on: date) -> bool:
    """Whether a post is there on the day ``on`` or on a later one."""
    return isinstance(state, PostEstablished) and (state.until_on is None or state.until_on > on)


def until(desk: Desk, unit_id: UUID) -> date | None:
    """Return the day on which a unit closes; None is open.

    Raises:
        NotFound
    """
    state = desk.state(unit, unit_id)
    if not isinstance(state, Established):
        raise NotFound(unit_id=unit_id)
    return state.until_on


def close(desk: Desk, unit_id: UUID, asked: Asked[CloseUnit]) -> None:
    """Close a unit in which no post and no unit would be left on that day."""
    state = desk.state(unit, unit_id)
    entered = state.posts if isinstance(state, Established) else ()
    listed = (row["id"] for row in desk.rows("posts", unit_id=unit_id))
    posts = [
        post_id
        for post_id in dict.fromkeys((*entered, *listed))
        if open_after(desk.state(post, post_id), asked.until_on)
    ]
    units = [
        row["id"]
        for row in desk.rows("units", parent_id=unit_id)
        if there_on(desk.state(unit, row["id"]), asked.until_on)
    ]
    command = asked.command(open_posts=tuple(posts), open_units=tuple(units))
    desk.decide(unit, unit_id, command)


def close_post(desk: Desk, post_id: UUID, asked: Asked[ClosePost]) -> None:
    """Close a post for which nobody stands in any longer on that day, and without which the office can
    still set its table of powers."""
    known = desk.state(instruments, post_id).entered
    left = [one for one in known if one.until_on is None or one.until_on > asked.until_on]
    alone = sets_powers_alone(desk, post_id, asked.until_on)
    desk.decide(post, post_id, asked.command(stood_in=len(left), sets_powers_alone=alone))
