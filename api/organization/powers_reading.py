"""The table of powers as pages and programs read it: its versions, its wings, its rows in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from api.access.all_accounts import MANAGE, READ
from api.context import Context
from api.web.words import Words
from application.catalogue import ACTS, POLICY_ACTS
from application.organization.grounds import POWERS
from application.organization.powers import Version, versions
from domain.catalogue import COMMANDS
from domain.organization.power import Grant

# Powers that no command of the rules carries: deeds on accounts, and reading their trail.
DEEDS = (MANAGE, READ)
WINGS = (
    "correspondence", "casework", "budget", "approvals", "board", "organization", "access", "other",
)  # fmt: skip
UNDER = {"audit": "access"}  # what is looked into and who may sign in stand together
WING_OF = {command.NAME: command.__module__.split(".")[1] for command in COMMANDS}
ONE_DAY = timedelta(days=1)

State = Literal["now", "ahead", "over"]
STATES: tuple[State, ...] = ("now", "ahead", "over")


def known_versions(context: Context, as_of: int | None = None) -> tuple[Version, ...]:
    """Return the versions of the table, the first one first; those set by ``as_of`` where it is given."""
    story = context.service.story_of(POWERS)
    return versions(one for one in story if as_of is None or one.position <= as_of)


def numbered(known: Sequence[Version], number: int) -> Version | None:
    return next((one for one in known if one.number == number), None)


def after(known: Sequence[Version], version: Version) -> Version | None:
    """Return the version that replaced one, if it was replaced."""
    return numbered(known, version.number + 1)


def all_powers() -> list[str]:
    """Return every power there is to give, by the wing it belongs to."""
    acts = [name for name, act in {**ACTS, **POLICY_ACTS}.items() if not act.of_right]
    return sorted([*acts, *DEEDS], key=lambda name: WINGS.index(wing_of(name)))


def wing_of(command: str) -> str:
    """Return the wing that a power belongs to; ``other`` where no command bears the name any more."""
    if command in DEEDS:
        return "access"
    wing = WING_OF.get(command, "other")
    return UNDER.get(wing, wing)


def power_name(words: Words, command: str) -> str:
    return words.power(command)


def state_of(row: Grant, on: date) -> State:
    """Return whether a row stands on a day, will, or no longer does."""
    if on < row.in_force_from:
        return "ahead"
    return "now" if row.in_force_until is None or on < row.in_force_until else "over"


def bounds_text(words: Words, row: Grant) -> str:
    """Return within which bounds a row gives its power; empty where there are none."""
    parts = [
        words.text("ui.powers.ceiling", ceiling_satang=row.ceiling_satang)
        if row.ceiling_satang is not None
        else "",
        words.text("ui.powers.processes", processes=row.processes) if row.processes else "",
        words.text("ui.powers.fund_sources", fund_sources=row.fund_sources)
        if row.fund_sources
        else "",
        named(words, "scope", row.scopes),
        named(words, "secrecy", row.secrecies),
    ]
    return " · ".join(part for part in parts if part)


def named(words: Words, name: str, values: Sequence[str]) -> str:
    if not values:
        return ""
    texts = tuple(words.maybe(f"value.{name}.{one}") or one for one in values)
    return words.text(f"ui.powers.{name}", values=texts)


def days_text(words: Words, row: Grant) -> str:
    """Return from which day until which last day a row stands."""
    last = row.in_force_until - ONE_DAY if row.in_force_until is not None else None
    return words.text("ui.powers.days", from_on=row.in_force_from, last=last)


def whose(words: Words, row: Grant) -> str:
    """Return whose power a row is: a role's, or one post's."""
    if row.post_id is not None:
        return words.resolve(row.post_id)
    return words.text(f"value.role.{row.role}")


def row_text(words: Words, row: Grant) -> str:
    """Return a row of the table in words, without its power."""
    only = words.text("ui.powers.only_post") if row.post_id is not None else ""
    parts = (whose(words, row), only, bounds_text(words, row), days_text(words, row))
    return " · ".join(part for part in parts if part)
