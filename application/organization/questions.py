"""Who may do what, why not I, and who could have on a day: asked of the same judgement as every command.

A question has two times (RELIABILITY §6): the day it is about, ``on``, and the position up to which the
log is read: what was known then. Facts entered later about that day count where the later position is
asked. The table of powers is no such fact: a version holds from the day on which it was set (R-H15), and
before the first there is only the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from application.act import Act
from application.desk import Known
from application.organization.facts import OfStreams, ReadFacts
from application.organization.grounds import POWERS, Ground, grounds_of
from application.organization.powers import version_on, versions
from domain.decider import Decider
from domain.message import AnyRecorded, stream_id
from domain.organization.absence import absence
from domain.organization.authority import (
    Facts,
    Permit,
    Standing,
    StoodInFor,
    acting_in,
    all_standings,
    away,
    first_present,
    permit,
    person_of,
    receiver_on,
    role_of,
)
from domain.organization.capacity import Capacity
from domain.organization.instrument import Basis, Instrument, instruments
from domain.organization.post import Established, holder_on, post
from domain.organization.power import Grant, Matter, Powers, grants_for
from domain.organization.role import Role
from domain.refusal import NotPermitted

S = TypeVar("S")

# Who may ask about others: they answer for others' acts, or look into them; administrators see to the
# structure. Everybody may ask about himself.
ASKERS = frozenset(
    {
        Role.AREA_DIRECTOR,
        Role.DEPUTY_AREA_DIRECTOR,
        Role.GROUP_DIRECTOR,
        Role.INTERNAL_AUDITOR,
        Role.INSPECTOR,
        Role.ADMINISTRATOR,
    }
)


class Past(Protocol):
    """The log up to a position (``infrastructure/streams_at.py``)."""

    @property
    def position(self) -> int: ...
    def read(self, streams: Sequence[str]) -> None: ...
    def story(self, stream: str) -> Sequence[AnyRecorded]: ...
    def known(self, decider: Decider[S], stream: str, *, fresh: bool = True) -> Known[S]: ...


@dataclass(frozen=True)
class Question:
    """May ``act`` be done on the day ``on``? Without ``matter``: on some matter at least."""

    act: Act
    on: date
    matter: Matter | None = None


@dataclass(frozen=True)
class Line:
    """One person, in one post and capacity: by what right, or why not."""

    standing: Standing
    role: str
    permit: Permit | None
    refusal: NotPermitted | None
    grounds: tuple[Ground, ...]

    @property
    def may(self) -> bool:
        return self.refusal is None

    @property
    def ceiling_satang(self) -> int | None:
        return self.permit.ceiling_satang if self.permit else None

    @property
    def near(self) -> bool:
        """Whether the table gives this to the post, though not to him or not for this matter."""
        return self.refusal is not None and type(self.refusal) is not NotPermitted


@dataclass(frozen=True)
class Bar:
    """An instrument that names him and is not in force for him that day, with the reason.

    ``why`` is ``not-begun``, ``over``, ``not-accepted``, ``holder-there``, ``post-filled``,
    ``order-goes-before``, ``rank-goes-before``, ``away-himself`` or ``left-his-post``.
    """

    post_id: UUID
    instrument: Instrument
    why: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class Answer:
    """Every line, those who may first, from what was recorded up to ``position``; ``version`` is that of
    the table asked (0: there was none).

    ``of_right`` says that the table is not asked: it is everybody's. ``replaced`` says that the table
    was replaced after that day.
    """

    question: Question
    position: int
    version: int
    of_right: bool
    replaced: bool
    lines: tuple[Line, ...]
    rows: tuple[Grant, ...] = ()
    bars: tuple[Bar, ...] = ()


def table_on(past: Past, on: date) -> Powers:
    """Return the table of powers of a day: the version last set by then, else the first one."""
    chosen = version_on(versions(past.story(POWERS)), on)
    return chosen.table if chosen else Powers()


def who_may(question: Question, past: Past, posts: Sequence[UUID]) -> Answer:
    """Return who may, and who not and why, of everybody who holds or stands in for one of ``posts``."""
    read_ahead(past, posts, question.on)
    facts = ReadFacts(OfStreams(past))
    table = table_on(past, question.on)
    lines = [line for post_id in posts for line in lines_of(question, past, facts, table, post_id)]
    last = past.story(POWERS)[-1:]
    return Answer(
        question,
        past.position,
        table.version,
        question.act.of_right,
        any(one.event.version != table.version for one in last),
        tuple(sorted(lines, key=lambda line: (not line.may, not line.near))),
        tuple(grant for grant in table.grants if grant.command == question.act.name),
    )


def read_ahead(past: Past, posts: Sequence[UUID], on: date) -> None:
    """Read what the judgement will ask for, in two goes: the posts, then the people."""
    past.read([stream_id(kind, one) for one in posts for kind in (post.kind, instruments.kind)])
    facts = ReadFacts(OfStreams(past))
    people = {holder_on(facts.post(one), on) for one in posts} - {None}
    past.read([stream_id(absence.kind, str(one)) for one in sorted(people, key=str)])


def lines_of(
    question: Question, past: Past, facts: ReadFacts, table: Powers, post_id: UUID
) -> Iterator[Line]:
    """Yield a line for everybody who may act in the post that day, and for its holder if he may not."""
    on = question.on
    held = facts.post(post_id)
    if not isinstance(held, Established) or held.role == Role.SYSTEM:
        return
    holder = holder_on(held, on)
    acts_himself = False
    for standing in all_standings(facts, post_id, on):
        acts_himself |= standing.capacity is Capacity.HOLDER
        yield judged(question, past, facts, table, standing)
    acting = acting_in(facts, post_id, on)
    if holder is not None and not acts_himself and acting is not None:
        standing = Standing(holder, post_id, Capacity.HOLDER, None, post_id)
        by = grounds_of(acting, facts, past.story, on, table.version)
        refusal = StoodInFor("somebody acts", person_id=acting.person_id)
        yield Line(standing, role_of(held), None, refusal, by)


def judged(
    question: Question, past: Past, facts: ReadFacts, table: Powers, standing: Standing
) -> Line:
    """Return what the judgement says of one capacity."""
    role = role_of(facts.post(standing.post_id))
    grounds = grounds_of(standing, facts, past.story, question.on, table.version)
    act = question.act
    if act.of_right:
        return Line(standing, role, None, None, grounds)
    try:
        found = permit(
            table,
            standing,
            role,
            act.name,
            question.on,
            matter=question.matter,
            signs=act.command.SIGNS,
        )
    except NotPermitted as refusal:
        return Line(standing, role, None, refusal, grounds)
    return Line(standing, role, found, None, grounds)


def why_not(question: Question, past: Past, posts: Sequence[UUID], person_id: UUID) -> Answer:
    """Return what one person may and may not: every post of his, and every instrument that names him
    but is not in force for him that day."""
    answer = who_may(question, past, posts)
    facts = ReadFacts(OfStreams(past))
    return replace(
        answer,
        lines=tuple(line for line in answer.lines if line.standing.person_id == person_id),
        bars=tuple(bars(question, past, facts, answer.version, posts, person_id)),
    )


def bars(
    question: Question,
    past: Past,
    facts: ReadFacts,
    version: int,
    posts: Iterable[UUID],
    person_id: UUID,
) -> Iterator[Bar]:
    """Yield the instruments that would let him stand in where the power is, and why they do not."""
    on = question.on
    table = table_on(past, on)
    for post_id in posts:
        role = role_of(facts.post(post_id))
        if not any(grants_for(table, role, question.act.name, on, post_id)):
            continue
        for instrument in facts.instruments(post_id).entered:
            if instrument.powers and question.act.name not in instrument.powers:
                continue
            why = bar_of(facts, post_id, instrument, on, person_id)
            if why:
                standing = Standing(person_id, post_id, instrument.capacity, instrument)
                yield Bar(
                    post_id,
                    instrument,
                    why,
                    grounds_of(standing, facts, past.story, on, version),
                )


def bar_of(facts: Facts, post_id: UUID, instrument: Instrument, on: date, person_id: UUID) -> str:
    """Return why an instrument that names a person is not in force for him on ``on``; empty where it
    is, or does not name him."""
    named = [one for one in instrument.receivers if one.person_id == person_id]
    by_post = [
        one
        for one in instrument.receivers
        if one.person_id is None and holder_on(facts.post(one.post_id), on) == person_id
    ]
    if not (named or by_post) or receiver_on(facts, post_id, instrument, on, person_id):
        return ""
    if on < instrument.from_on:
        return "not-begun"
    if instrument.until_on is not None and on >= instrument.until_on:
        return "over"
    if not instrument.in_period(on):
        return "not-accepted"
    if not any(person_of(facts, one, on) == person_id for one in (*named, *by_post)):
        return "left-his-post"
    return waits(facts, post_id, instrument, on, person_id)


def waits(facts: Facts, post_id: UUID, instrument: Instrument, on: date, person_id: UUID) -> str:
    """Return what an instrument waits for that is in its period and names him."""
    holder = holder_on(facts.post(post_id), on)
    if instrument.capacity is Capacity.INTERIM:
        return "post-filled"
    if not away(facts, holder, on):
        return "holder-there"
    if instrument.capacity is Capacity.ACTING and instrument.basis is Basis.LAW:
        return "order-goes-before"
    if away(facts, person_id, on) or first_present(facts, instrument, on) is None:
        return "away-himself"
    return "rank-goes-before"
