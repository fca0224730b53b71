"""Changes of the table of powers as a page shows them: row by row, and by the posts they touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.context import Rows
from api.organization.powers_reading import ONE_DAY, WINGS, power_name, row_text, wing_of
from api.pages import Shown
from api.web.parts import Tag, Tone
from api.web.words import Words
from domain.organization.power import Grant
from domain.organization.power_changes import (
    Change,
    Effect,
    EffectKind,
    Kind,
    differences,
    effects,
)
from domain.organization.role import Role

TONES: Mapping[Kind, Tone] = {
    "added": "green",
    "removed": "red",
    "ended": "amber",
    "changed": "blue",
}
ICONS: Mapping[Kind, str] = {
    "added": "plus",
    "removed": "minus",
    "ended": "clock",
    "changed": "pencil",
}
EFFECTS: tuple[EffectKind, ...] = ("gains", "loses", "otherwise")


@dataclass(frozen=True)
class ChangeShown:
    """One change: what it does to which power, the row as it was and as it is to be."""

    tag: Tag
    power: str
    wing: str
    before: str
    after: str


@dataclass(frozen=True)
class PostTouched:
    """A post, and who is in it; ``holder`` is empty where it is vacant."""

    title: str
    holder: str
    href: str


@dataclass(frozen=True)
class Touched:
    """Posts that gain and lose alike."""

    role: str
    posts: tuple[PostTouched, ...]
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    otherwise: tuple[str, ...]


@dataclass(frozen=True)
class PostEffects:
    """A post by its id and role, and what it may do otherwise."""

    row: Mapping[str, Any]
    effects: tuple[Effect, ...]

    @property
    def id(self) -> UUID:
        found: UUID = self.row["id"]
        return found


def change_shown(words: Words, change: Change) -> ChangeShown:
    kind, power = change.kind, power_name(words, change.row.command)
    return ChangeShown(
        Tag(words.text(f"ui.powers.kind.{kind}"), TONES[kind], ICONS[kind]),
        power,
        words.text(f"ui.powers.wing.{wing_of(change.row.command)}"),
        row_text(words, change.before) if change.before else "",
        row_text(words, change.after) if change.after else "",
    )


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Return changes by wing, as the table has them."""
    return sorted(changes, key=lambda one: WINGS.index(wing_of(one.row.command)))


def posts_touched(
    rows: Rows, before: Sequence[Grant], after: Sequence[Grant], from_on: date
) -> list[PostEffects]:
    """Return what each post there is may do otherwise from a day on, by ``after`` than by ``before``."""
    roles = sorted({str(one.row.role) for one in differences(before, after)})
    found = []
    for row in rows.rows("posts", role=roles) if roles else ():
        closed = row["closed_on"] is not None and row["closed_on"] <= from_on
        told = effects(before, after, Role(row["role"]), row["id"], from_on)
        if told and not closed:
            found.append(PostEffects(row, told))
    return sorted(found, key=lambda one: (roles.index(one.row["role"]), str(one.row["title_th"])))


def touched(
    shown: Shown, before: Sequence[Grant], after: Sequence[Grant], from_on: date
) -> list[Touched]:
    """Return the posts that gain or lose something, those that do so alike together."""
    alike: dict[tuple[str, tuple[Effect, ...]], list[PostEffects]] = {}
    for one in posts_touched(shown.context.rows, before, after, from_on):
        alike.setdefault((one.row["role"], one.effects), []).append(one)
    words = shown.words
    return [
        Touched(
            words.text(f"value.role.{role}"),
            tuple(post_touched(words, one, from_on) for one in posts),
            *(
                tuple(effect_text(words, one, from_on) for one in told if one.kind == kind)
                for kind in EFFECTS
            ),
        )
        for (role, told), posts in alike.items()
    ]


def post_touched(words: Words, post: PostEffects, on: date) -> PostTouched:
    row = post.row
    held = row["person_id"] is not None and (row["until_on"] is None or row["until_on"] > on)
    return PostTouched(
        row[f"title_{words.lang}"] or row["title_th"],
        words.resolve(row["person_id"]) if held else "",
        f"/posts/{row['id']}",
    )


def effect_text(words: Words, effect: Effect, today: date) -> str:
    """Return a power, with the days where they are not from today for good."""
    return words.text(
        "ui.powers.effect",
        power=power_name(words, effect.command),
        from_on=effect.from_on if effect.from_on > today else None,
        last=effect.until_on - ONE_DAY if effect.until_on else None,
    )
