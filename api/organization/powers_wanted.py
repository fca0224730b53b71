"""What of the table of powers a page's address wants: whose, which wing, which words, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic_core import PydanticCustomError

from api.organization.powers_reading import STATES, WINGS, power_name, row_text, wing_of
from api.pages import Shown
from api.web.words import Words
from domain.fields import paper_date
from domain.organization.power import Grant
from domain.organization.power_changes import touches
from domain.organization.role import Role
from domain.thai_text import search_key

NOBODY = "nobody"


@dataclass(frozen=True)
class Wanted:
    """What of the table is wanted, as the address says it; ``of`` is a role's name or a post's id."""

    on: date
    on_typed: str = ""
    problem: str = ""
    of: str = ""
    wing: str = ""
    q: str = ""
    state: str = "now"
    post: tuple[Role, UUID] | None = None

    def has_wing(self, command: str) -> bool:
        """Whether a power is of the wing that is wanted."""
        return self.wing in ("", wing_of(command))

    def takes(self, row: Grant, words: Words) -> bool:
        """Whether a row is wanted, of whatever wing and day."""
        mine = touches(row, *self.post) if self.post else self.of in ("", str(row.role))
        return mine and found(self.q, f"{power_name(words, row.command)} {row_text(words, row)}")


def found(typed: str, text: str) -> bool:
    """Whether a text holds every word typed."""
    key = search_key(text)
    return all(part in key for part in search_key(typed).split())


def wanted_of(shown: Shown, today: date) -> Wanted:
    """Return what the page's address wants; a day that cannot be read is said, and today taken."""
    on, problem, typed = today, "", shown.asked("on")
    if typed:
        try:
            read = paper_date(typed)
            assert isinstance(read, date)
            on = read
        except PydanticCustomError as wrong:
            problem = shown.words.error(wrong.type, "date")
    of, state = shown.asked("of"), shown.asked("state")
    return Wanted(
        on,
        typed,
        problem,
        of,
        shown.asked("wing") if shown.asked("wing") in WINGS else "",
        shown.asked("q"),
        state if state in (*STATES, NOBODY) else "now",
        post_named(shown, of),
    )


def post_named(shown: Shown, of: str) -> tuple[Role, UUID] | None:
    """Return the post whose powers are wanted, if it is a post's."""
    try:
        post_id = UUID(of)
    except ValueError:
        return None
    rows = shown.context.rows.rows("posts", id=post_id)
    return (Role(rows[0]["role"]), post_id) if rows else None
