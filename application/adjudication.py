"""Judging a stored command again: by the facts its record names, the same right follows (DESIGN §6).

A record of ``v: 2`` says from which versions of which streams it was judged. They must be the versions
that stood when the command was appended, and judged from them the person has the same capacity,
instrument, row of the table of powers, ceiling and rules. ``v: 1`` names no facts and no instrument: it
is judged from whatever stood then, and only post, role and grant can be compared. Nothing here decides
anything: what differs was decided by other rules, or the record is not what was decided by.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from application.authorisation import Authorisation
from application.catalogue import ACTS, POLICY_ACTS
from application.execute import FOUNDING, OF_RIGHT, Right, Who, actor_of, right_of, standing_of
from application.organization.facts import ReadFacts
from domain.decider import Decider
from domain.message import Actor, stream_id
from domain.organization.authority import asks_matter
from domain.refusal import Refusal

S = TypeVar("S")
NAMES_FACTS = 2  # the first version of the record that says from what it was judged
KINDS = {FOUNDING: "founding", OF_RIGHT: "of_right"}


class Folds(Protocol):
    """Streams folded as far as is asked."""

    def state(self, decider: Decider[S], stream: str, version: int) -> S:
        """Return the state at a version that the stream has reached."""
        ...

    def version_before(self, stream: str, position: int) -> int:
        """Return the version that a stream had before ``position``; 0 where it had not begun."""
        ...


@dataclass(frozen=True)
class Verdict:
    """What judging again gave. ``kind`` is by what the command was given: ``powers``, ``of_right``,
    ``founding``, or ``roles`` where the record is older than instruments."""

    kind: str
    differences: tuple[str, ...] = ()


class NotNamed(Exception):  # noqa: N818
    """The judgement asks for a stream that the record does not name."""


class Named:
    """The states of streams at the versions that a record names."""

    def __init__(self, folds: Folds, versions: dict[str, int]) -> None:
        self._folds = folds
        self._versions = versions

    def state(self, decider: Decider[S], key: UUID | str) -> S:
        stream = stream_id(decider.kind, key)
        if stream not in self._versions:
            raise NotNamed(stream)
        return self._folds.state(decider, stream, self._versions[stream])


class Before:
    """The states of streams as they stood before a position."""

    def __init__(self, folds: Folds, position: int) -> None:
        self._folds = folds
        self._position = position

    def state(self, decider: Decider[S], key: UUID | str) -> S:
        stream = stream_id(decider.kind, key)
        version = self._folds.version_before(stream, self._position)
        return self._folds.state(decider, stream, version)


class Adjudicator:
    """Judges records again; what was judged once is remembered, for a day's work is much alike."""

    def __init__(self, folds: Folds) -> None:
        self._folds = folds
        self._judged: dict[Hashable, Verdict] = {}

    def verdict(self, record: Authorisation, position: int, on: date) -> Verdict:
        """Return what judging ``record`` again gives; its first event stands at ``position``.

        ``on`` is the day of that event, for records that do not say by which day they were judged.
        """
        if record.v < NAMES_FACTS:
            return compared(record, ReadFacts(Before(self._folds, position)), on)
        moved = tuple(
            f"{stream} is named at {version}, and stood at {stood}"
            for stream, version in record.facts
            if (stood := self._folds.version_before(stream, position)) != version
        )
        if moved:
            return Verdict(kind_of(record), moved)
        key = same_case(record)
        if key not in self._judged:
            named = Named(self._folds, dict(record.facts))
            self._judged[key] = compared(record, ReadFacts(named), on)
        return self._judged[key]


def same_case(record: Authorisation) -> Hashable:
    """Return everything of a record that its judgement rests on, and what it gave."""
    right = (record.grant, record.ceiling, record.rules, record.matter)
    return (record.command, record.actor, right, record.facts, record.on)


def compared(record: Authorisation, facts: ReadFacts, on: date) -> Verdict:
    """Judge once more and compare."""
    kind = kind_of(record)
    act = ACTS.get(record.command) or POLICY_ACTS.get(record.command)
    if act is None:
        return Verdict(kind, (f"no act is called {record.command}",))
    who = Who(record.person, record.post, instrument_id=record.instrument)
    day = record.on or on
    try:
        standing = standing_of(facts, who, day)
        by = actor_of(facts, standing)
        right = right_of(facts, standing, by.role, act, day, record.matter)
        asked = not act.of_right and asks_matter(facts.powers(), standing, by.role, act.name, day)
    except NotNamed as missing:
        return Verdict(kind, (f"the record does not name {missing}",))
    except Refusal as refusal:
        return Verdict(kind, (f"judged again it is refused: {refusal.code}",))
    if asked and record.matter is None and record.v >= NAMES_FACTS:
        return Verdict(kind, ("a bound asks what it is about, and the record does not say",))
    return Verdict(kind, tuple(differences(record, by, right)))


def differences(record: Authorisation, by: Actor, right: Right) -> list[str]:
    """Say in what a record differs from what was found."""
    pairs: dict[str, tuple[object, object]] = {
        "role": (record.role, by.role),
        "unit": (record.unit, by.unit_id),
        "capacity": (record.capacity, by.capacity),
        "own post": (record.own_post, by.own_post_id),
        "instrument": (record.instrument, by.instrument_id),
        "grant": (record.grant, right.name),
    }
    if record.v >= NAMES_FACTS:
        pairs |= {
            "ceiling": (record.ceiling, right.ceiling_satang),
            "rules": (record.rules, right.rules),
        }
    return [
        f"{what}: recorded {said}, found {found}"
        for what, (said, found) in pairs.items()
        if said != found
    ]


def kind_of(record: Authorisation) -> str:
    return "roles" if record.v < NAMES_FACTS else KINDS.get(record.grant, "powers")
