"""The matrix of powers as a page shows it: by wing and power, who holds it, on what conditions, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.organization.powers_reading import (
    STATES,
    WINGS,
    State,
    all_powers,
    bounds_text,
    days_text,
    power_name,
    state_of,
    whose,
    wing_of,
)
from api.organization.powers_wanted import NOBODY, Wanted, found
from api.pages import Shown
from api.web.parts import Pill, Tag, Tone
from api.web.words import Words
from domain.organization.power import Grant
from domain.organization.power_changes import row_id
from domain.organization.role import Role

STATE_TONES: Mapping[State, Tone] = {"ahead": "blue", "over": "grey"}


@dataclass(frozen=True)
class Holder:
    """Whose a power is, as a chip that leads on or names its row; ``mark`` says what a draft does to it."""

    label: str
    href: str | None
    row: str
    one_post: bool
    mark: str = ""


@dataclass(frozen=True)
class Line:
    """Rows of the table that say the same but for whose they are."""

    holders: tuple[Holder, ...]
    bounds: str
    days: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Power:
    """A power and its rows; without lines it is nobody's."""

    label: str
    command: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Wing:
    """The powers of one wing."""

    key: str
    label: str
    powers: tuple[Power, ...]


@dataclass(frozen=True)
class Matrix:
    """The matrix, its filters, and how much they leave."""

    wings: tuple[Wing, ...]
    wanted: Wanted
    pills: tuple[Pill, ...]
    wing_pills: tuple[Pill, ...]
    roles: tuple[tuple[str, str], ...]
    posts: tuple[tuple[str, str], ...]
    keeps: Mapping[str, str] = field(default_factory=dict)


def matrix(
    shown: Shown,
    grants: Sequence[Grant],
    wanted: Wanted,
    *,
    edits: bool = False,
    marks: Mapping[Grant, str] | None = None,
    keeps: Mapping[str, str] | None = None,
) -> Matrix:
    """Return the table as wanted. A chip leads to what is its holder's; where the table is edited it names
    its row. ``keeps`` goes along in every link."""
    words = shown.words
    matching = [row for row in grants if wanted.takes(row, words)]
    unheld = unheld_powers(grants, wanted, words)
    chosen = [row for row in matching if state_of(row, wanted.on) == wanted.state]
    every = unheld if wanted.state == NOBODY else in_order(row.command for row in chosen)
    keeps = dict(keeps or {})

    def holder(row: Grant) -> Holder:
        return Holder(
            whose(words, row),
            None if edits else shown.link(of=str(row.post_id or row.role), state=None),
            row_id(row),
            row.post_id is not None,
            (marks or {}).get(row, ""),
        )

    powers = [
        (
            wing_of(name),
            Power(
                power_name(words, name),
                name,
                lines(words, [r for r in chosen if r.command == name], wanted, holder),
            ),
        )
        for name in every
        if wanted.has_wing(name)
    ]
    return Matrix(
        wings=tuple(
            Wing(wing, words.text(f"ui.powers.wing.{wing}"), together)
            for wing in WINGS
            if (together := tuple(power for its, power in powers if its == wing))
        ),
        wanted=wanted,
        pills=state_pills(shown, matching, unheld, wanted, keeps),
        wing_pills=wing_pills(shown, every, wanted, keeps),
        roles=roles_of(words, grants),
        posts=posts_of(shown),
        keeps=keeps,
    )


def state_pills(
    shown: Shown,
    matching: Iterable[Grant],
    unheld: Iterable[str],
    wanted: Wanted,
    keeps: Mapping[str, str],
) -> tuple[Pill, ...]:
    """Return the rows in force on the day, those ahead and those over, and what nobody may do."""
    counts: Counter[str] = Counter(
        state_of(row, wanted.on) for row in matching if wanted.has_wing(row.command)
    )
    counts[NOBODY] = sum(map(wanted.has_wing, unheld))
    return tuple(
        Pill(
            shown.words.text(f"ui.powers.state.{state}"),
            shown.link(state=None if state == "now" else state, **keeps),
            counts[state],
            here=state == wanted.state,
        )
        for state in (*STATES, NOBODY)
    )


def in_order(commands: Iterable[str]) -> list[str]:
    """Return powers as the work goes; those no longer known last."""
    order = {name: n for n, name in enumerate(all_powers())}
    return sorted(set(commands), key=lambda name: (order.get(name, len(order)), name))


def unheld_powers(grants: Iterable[Grant], wanted: Wanted, words: Words) -> list[str]:
    """Return the powers that nobody has on the day, whoever is looked for."""
    held = {row.command for row in grants if state_of(row, wanted.on) == "now"}
    return [
        name
        for name in all_powers()
        if name not in held and found(wanted.q, power_name(words, name))
    ]


def lines(
    words: Words, rows: Sequence[Grant], wanted: Wanted, holder: Callable[[Grant], Holder]
) -> tuple[Line, ...]:
    """Return the rows of one power, those that say the same together."""
    alike: dict[tuple[str, str, State], list[Grant]] = {}
    for row in rows:
        says = (bounds_text(words, row), days_text(words, row), state_of(row, wanted.on))
        alike.setdefault(says, []).append(row)
    return tuple(
        Line(
            tuple(map(holder, together)),
            bounds,
            days,
            (Tag(words.text(f"ui.powers.state.{state}"), STATE_TONES[state]),)
            if state in STATE_TONES
            else (),
        )
        for (bounds, days, state), together in alike.items()
    )


def wing_pills(
    shown: Shown, commands: Iterable[str], wanted: Wanted, keeps: Mapping[str, str]
) -> tuple[Pill, ...]:
    """Return the wings of the powers wanted, each with how many."""
    words = shown.words
    powers = Counter(map(wing_of, commands))
    every = Pill(
        words.text("ui.powers.every_wing"), shown.link(wing=None, **keeps), here=not wanted.wing
    )
    return (
        every,
        *(
            Pill(
                words.text(f"ui.powers.wing.{wing}"),
                shown.link(wing=wing, **keeps),
                powers[wing],
                here=wing == wanted.wing,
            )
            for wing in WINGS
            if powers[wing] or wing == wanted.wing
        ),
    )


def roles_of(words: Words, grants: Iterable[Grant]) -> tuple[tuple[str, str], ...]:
    """Return the roles that the table speaks of, in their order, for a choice."""
    there = {row.role for row in grants}
    return tuple((str(role), words.text(f"value.role.{role}")) for role in Role if role in there)


def posts_of(shown: Shown) -> tuple[tuple[str, str], ...]:
    """Return the posts of the office, in Thai order, for a choice."""
    rows = shown.context.rows.rows("posts")
    lang = shown.words.lang
    titles = [(str(row["id"]), str(row[f"title_{lang}"] or row["title_th"])) for row in rows]
    return tuple(sorted(titles, key=lambda one: one[1]))
