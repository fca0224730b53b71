"""Setting the table of powers, and its versions: which one stood when, by whom and by what document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from application.desk import OFFICE, Asked, Desk
from application.organization.facts import ReadFacts
from domain.message import Actor, AnyRecorded
from domain.organization.authority import fills
from domain.organization.post import Established, post
from domain.organization.power import Grant, InPost, Powers, SetPowers, may_set, powers
from domain.organization.role import Role
from domain.thai_time import bangkok_date


def set_powers(desk: Desk, _key: object, asked: Asked[SetPowers]) -> None:
    """Set the table, if somebody in a post today could set the next one."""
    named = [row for row in asked.grants if row.command == SetPowers.NAME]
    able = tuple(filled_posts(desk, [row.role for row in named], desk.on))
    desk.decide(powers, OFFICE, asked.command(able=able))


def sets_powers_alone(desk: Desk, post_id: UUID, on: date) -> bool:
    """Whether the table of powers lets this post set the next one on the day ``on``, and no other post
    in which somebody may act on that day: gone or vacant, it would lock the office out."""
    table, held = desk.state(powers, OFFICE), desk.state(post, post_id)
    if not isinstance(held, Established) or not may_set(table, InPost(post_id, held.role), on):
        return False
    roles = {row.role for row in table.grants if row.command == SetPowers.NAME}
    others = (one for one in filled_posts(desk, roles, on) if one.post_id != post_id)
    return not any(may_set(table, one, on) for one in others)


def filled_posts(desk: Desk, roles: Iterable[Role], on: date) -> Iterable[InPost]:
    """Yield the posts of these roles in which somebody may act on a day, read from their streams."""
    facts = ReadFacts(desk)
    wanted = sorted({str(role) for role in roles} - {str(Role.SYSTEM)})
    for row in desk.rows("posts", role=wanted) if wanted else ():
        state = facts.post(row["id"])
        if isinstance(state, Established) and fills(facts, row["id"], on) is not None:
            yield InPost(row["id"], state.role)


@dataclass(frozen=True)
class Version:
    """One version of the table: its rows, the document it rests on, and who set it when."""

    number: int
    grants: tuple[Grant, ...]
    document: str
    by: Actor
    at: datetime
    position: int

    @property
    def set_on(self) -> date:
        """The day in Bangkok from which it holds (R-H15)."""
        return bangkok_date(self.at)

    @property
    def table(self) -> Powers:
        return Powers(self.number, self.grants)


def versions(story: Iterable[AnyRecorded]) -> tuple[Version, ...]:
    """Return the versions that the stream of the table tells of, the first one first."""
    return tuple(
        Version(
            one.event.version, one.event.grants, one.event.document, one.by, one.at, one.position
        )
        for one in story
    )


def version_on(known: Sequence[Version], on: date) -> Version | None:
    """Return the version of a day: the one last set by then; before the first there is only the first."""
    set_by_then = [one for one in known if one.set_on <= on]
    return next(iter(set_by_then[-1:] or known[:1]), None)
