"""What other wings show on a case's page: each adds a function, called with the page and the case.

A wing that holds a part of the matter (its transfer, approval, meeting, letters) says here what may
be done with that part now, and shows it in cards of its own::

    @panel
    def approvals(shown: Shown, case: Mapping[str, Any]) -> Contribution: ...

``case`` is the row of ``case_status``. Acts come after the case's own; of all acts the first ``main``
one stays solid. What the viewer may not know is not there, as on any page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from api.pages import Shown
from api.web.parts import Act, Fact, MoneyRow, Tag


@dataclass(frozen=True)
class Link:
    """A line of a card that leads to a thing: its name, a line below it, its state."""

    label: str
    href: str | None = None
    sub: str = ""
    tags: tuple[Tag, ...] = ()
    icon: str = "file-text"


@dataclass(frozen=True)
class Card:
    """A card of a case's page, with what it holds: from top to bottom text, facts, links, money.

    ``place``: ``main`` is the wide column, ``side`` the narrow one, ``wide`` the page's whole width
    (for tables of money). ``more`` is a further link, as label and address.
    """

    id: str
    title: str
    text: str = ""
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    money: tuple[MoneyRow, ...] = ()
    place: Literal["main", "side", "wide"] = "side"
    more: tuple[str, str] | None = None


@dataclass(frozen=True)
class Contribution:
    acts: tuple[Act, ...] = ()
    cards: tuple[Card, ...] = ()


Panel = Callable[[Shown, Mapping[str, Any]], Contribution]
PANELS: list[Panel] = []


def panel(function: Panel) -> Panel:
    """Have ``function`` asked for every case's page."""
    PANELS.append(function)
    return function


def contributions(shown: Shown, case: Mapping[str, Any]) -> Contribution:
    """Return what all wings show of this case, in the order in which they were added."""
    found = [ask(shown, case) for ask in PANELS]
    return Contribution(
        tuple(act for one in found for act in one.acts),
        tuple(card for one in found for card in one.cards),
    )
