"""Quorum: how many members have to be there, for the meeting and for each item (R-G03, R-G07).

The fraction and whether a recused member counts as present are settings of the body. A member is
whoever holds a voting seat on the day; an attendee or a secretary without a vote counts nowhere.
"""

from __future__ import annotations

from domain.message import Part
from domain.refusal import Refusal


class QuorumRule(Part, frozen=True):
    """At least ``numerator``/``denominator`` of the members, as the body was established."""

    numerator: int
    denominator: int
    recused_count_as_present: bool


class QuorumFigures(Part, frozen=True):
    """What the rule looked at. ``present`` are those who count; ``recused`` those left out of it
    or, where the body says so, among them.
    """

    members: int
    needed: int
    present: int
    recused: int = 0


class QuorumNotReached(Refusal):
    """Too few members are there to open the meeting."""

    code = "quorum-not-reached"
    rule = "R-G03"


class QuorumLost(Refusal):
    """Too few members take part in this item: its resolution would be void."""

    code = "quorum-lost"
    rule = "R-G07"


def needed(members: int, rule: QuorumRule) -> int:
    """Return the least number that is at least the fraction of ``members``, never below one."""
    return max(1, -(-members * rule.numerator // rule.denominator))


def quorum(members: int, present: int, recused: int, rule: QuorumRule) -> QuorumFigures:
    """Return the figures for ``present`` members, ``recused`` of whom take no part in the item."""
    counted = present if rule.recused_count_as_present else present - recused
    return QuorumFigures(members, needed(members, rule), counted, recused)


def require_quorum(figures: QuorumFigures, refusal: type[Refusal]) -> None:
    """Raise ``refusal`` with its figures where too few are present."""
    if figures.present < figures.needed:
        raise refusal(
            "below the quorum",
            members=figures.members,
            needed=figures.needed,
            present=figures.present,
            recused=figures.recused,
        )
