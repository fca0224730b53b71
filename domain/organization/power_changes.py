"""Changes of the table of powers: what a draft holds, what two versions differ by, whom it touches.

A change names the row as it was and as it is to be, whole: so it can be told that the row has meanwhile
become another, and what is added to one version can be read off any other. Pure data; nothing here
decides who may change the table (``power.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal
from uuid import UUID

import msgspec

from domain.message import Part
from domain.organization.power import Grant
from domain.organization.role import Role

Kind = Literal["added", "removed", "ended", "changed"]
_encoder = msgspec.json.Encoder(order="sorted")


class Change(Part, frozen=True, omit_defaults=True):
    """One row of the table: ``before`` is None for a new one, ``after`` for one taken out."""

    before: Grant | None = None
    after: Grant | None = None

    @property
    def row(self) -> Grant:
        """The row it is about, as it is to be or else as it was."""
        found = self.after or self.before
        assert found is not None, "a change of nothing"
        return found

    @property
    def kind(self) -> Kind:
        """What happens to the row; ``ended`` where all that changes is that it gets an end."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        open_ended = msgspec.structs.replace(self.after, in_force_until=self.before.in_force_until)
        gets_end = self.after.in_force_until is not None
        return "ended" if gets_end and open_ended == self.before else "changed"


def row_id(row: Grant) -> str:
    """Return a name for a row by what it says: the same row has it in every version."""
    return sha256(_encoder.encode(row)).hexdigest()[:16]


@dataclass(frozen=True)
class Applied:
    """A table with the changes made; ``unfit`` are those it cannot take: the row to change is gone,
    the row to add is there already."""

    grants: tuple[Grant, ...]
    unfit: tuple[Change, ...] = ()


def applied(grants: Iterable[Grant], changes: Iterable[Change]) -> Applied:
    """Return ``grants`` with ``changes`` made; a new row stands after those of its command and role."""
    rows, unfit = list(grants), []
    for change in changes:
        before, after = change.before, change.after
        if (before is not None and before not in rows) or (after is not None and after in rows):
            unfit.append(change)
        elif before is None:
            assert after is not None
            rows.insert(place_of(after, rows), after)
        elif after is None:
            rows.remove(before)
        else:
            rows[rows.index(before)] = after
    return Applied(tuple(rows), tuple(unfit))


def place_of(row: Grant, rows: Sequence[Grant]) -> int:
    """Return where a new row goes."""
    alike = (n for n, one in enumerate(rows) if about(one) == about(row))
    return max(alike, default=len(rows) - 1) + 1


def about(row: Grant) -> tuple[str, str, str]:
    """Return what a row gives to whom, without its bounds and dates."""
    return (row.command, str(row.role), str(row.post_id or ""))


def differences(before: Sequence[Grant], after: Sequence[Grant]) -> tuple[Change, ...]:
    """Return what makes ``after`` of ``before``, in the order of the tables.

    What is gone and what is new of the same command, role and post is one row that was changed.
    """
    known, wanted = set(before), set(after)
    gone: dict[tuple[str, str, str], list[Grant]] = {}
    for row in before:
        if row not in wanted:
            gone.setdefault(about(row), []).append(row)
    found = []
    for row in after:
        if row not in known:
            former = gone.get(about(row))
            found.append(Change(former.pop(0) if former else None, row))
    found.extend(Change(row, None) for rows in gone.values() for row in rows)
    return tuple(found)


EffectKind = Literal["gains", "loses", "otherwise"]


@dataclass(frozen=True)
class Effect:
    """What a post gains or loses from a day until another, or has within other bounds."""

    command: str
    kind: EffectKind
    from_on: date
    until_on: date | None


def effects(
    before: Iterable[Grant],
    after: Iterable[Grant],
    role: Role,
    post_id: UUID,
    today: date,
) -> tuple[Effect, ...]:
    """Return what one post may do otherwise from ``today`` on, by command and day.

    Both tables as they are: a row that says the same in both makes no effect.
    """
    old = [row for row in before if touches(row, role, post_id)]
    new = [row for row in after if touches(row, role, post_id)]
    commands = dict.fromkeys(row.command for row in (*old, *new))
    return tuple(
        effect
        for command in commands
        for effect in effects_on(
            command,
            [row for row in old if row.command == command],
            [row for row in new if row.command == command],
            today,
        )
    )


def touches(row: Grant, role: Role, post_id: UUID) -> bool:
    """Whether a row speaks of a post of that role."""
    return row.role == role and row.post_id in (None, post_id)


def effects_on(
    command: str, old: Sequence[Grant], new: Sequence[Grant], today: date
) -> Iterator[Effect]:
    """Yield the days on end on which ``new`` gives otherwise than ``old``."""
    edges = {day for row in (*old, *new) for day in (row.in_force_from, row.in_force_until) if day}
    days = [today, *sorted(day for day in edges if day > today)]
    running: Effect | None = None
    for day in days:
        kind = otherwise(given(old, day), given(new, day))
        if running is not None and kind != running.kind:
            yield Effect(command, running.kind, running.from_on, day)
            running = None
        if kind is not None and running is None:
            running = Effect(command, kind, day, None)
    if running is not None:
        yield running


def given(rows: Iterable[Grant], on: date) -> frozenset[Grant]:
    """Return what is given on a day, whatever its dates and whether to the role or the post alone."""
    return frozenset(
        msgspec.structs.replace(row, in_force_from=on, in_force_until=None, post_id=None)
        for row in rows
        if row.holds_for(row.post_id, on)
    )


def otherwise(was: frozenset[Grant], will_be: frozenset[Grant]) -> EffectKind | None:
    if was == will_be:
        return None
    if not was:
        return "gains"
    return "otherwise" if will_be else "loses"
