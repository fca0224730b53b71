"""The ranks an approval goes up through: who gives an opinion, and who decides last.

The order of ranks is the office's line of command (issue: เสนอผู้บังคับบัญชา). Which posts fill
them on the day, and who holds those, is gathered by the application.
Source: R-W05, R-W06, R-H16.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from domain.message import Part
from domain.refusal import Refusal

ASCENDING = ("section_head", "group_director", "deputy_area_director", "area_director")
DECIDES = ASCENDING[-1]


class Rank(Part, frozen=True):
    """One place on the route. ``due_on`` is the day by which it should have been passed."""

    role: str
    post_id: UUID
    due_on: date | None = None


class RankHolder(Part, frozen=True):
    """A rank and the natural person who fills its post that day (holder or stand-in)."""

    rank: Rank
    person_id: UUID


class RouteOutOfOrder(Refusal):
    """A route rises rank by rank, each at most once, and the area director is its last."""

    code = "route-out-of-order"
    rule = "R-W06"


class NobodyToDecide(Refusal):
    """Nobody fills the area director's post."""

    code = "nobody-to-decide"
    rule = "R-H16"


def require_rising(ranks: Sequence[Rank]) -> None:
    """Refuse a route that is not a rising part of the line of command up to the area director.

    Raises:
        RouteOutOfOrder: a role unknown, out of order or twice, or the last is not the director.
    """
    roles = [rank.role for rank in ranks]
    rising = [role for role in ASCENDING if role in roles]
    if roles != rising or not roles or roles[-1] != DECIDES:
        raise RouteOutOfOrder("ranks out of order", roles=roles)


def route(holders: Collection[RankHolder], authors: Collection[UUID]) -> tuple[Rank, ...]:
    """Return the ranks that can be passed: filled, not by an author, no person twice in a row.

    Where one person fills two neighbouring ranks he speaks in the higher one, so that the route
    never comes to a rank that nobody may pass (R-H16). A rank without a holder is left out. The last
    rank stays also where an author fills it: he decides only by a recorded override.

    Raises:
        NobodyToDecide: nobody fills the area director's post.
        RouteOutOfOrder: a role is not a rank, or two posts of one rank are named.
    """
    able = [
        holder
        for holder in holders
        if holder.person_id not in authors or holder.rank.role == DECIDES
    ]
    if not any(holder.rank.role == DECIDES for holder in able):
        raise NobodyToDecide("no area director who may decide", role=DECIDES)
    unknown = [holder.rank.role for holder in able if holder.rank.role not in ASCENDING]
    if unknown:
        raise RouteOutOfOrder("not a rank", roles=unknown)
    able.sort(key=lambda holder: ASCENDING.index(holder.rank.role))
    ranks = tuple(
        holder.rank
        for place, holder in enumerate(able)
        if place + 1 == len(able) or able[place + 1].person_id != holder.person_id
    )
    require_rising(ranks)
    return ranks
