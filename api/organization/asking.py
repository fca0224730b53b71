"""What a question about authority asks, read from an address; and whom one may ask about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from pydantic_core import PydanticCustomError

from api.context import Context
from api.pages import parse_moment
from api.problems import BadRequest
from application.catalogue import ACTS
from application.organization.questions import (
    ASKERS,
    Answer,
    Past,
    Question,
    who_may,
    why_not,
)
from application.organization.standings import posts_held
from domain.fields import paper_date
from domain.organization.power import Matter
from domain.refusal import NotFound, NotPermitted
from domain.thai_time import BANGKOK

DAY = timedelta(days=1)
THEN, NOW = "then", "now"


@dataclass(frozen=True)
class Typed:
    """A question as it is typed: ``on`` in either era, ``known`` is ``then``, ``now``, a position or a
    moment; ``person_id`` narrows it to one person, with what bars him."""

    command: str
    on: str = ""
    known: str = THEN
    person_id: UUID | None = None
    amount_satang: int | None = None
    process: str = ""
    fund_source: str = ""
    scope: str = ""
    secrecy: str = ""

    @property
    def matter(self) -> Matter | None:
        """What it is about, or None where nothing was said of it."""
        said = Matter(
            self.process or None,
            self.amount_satang,
            (self.fund_source,) if self.fund_source else (),
            self.scope or None,
            self.secrecy or None,
        )
        return None if said == Matter() else said


def may_ask_of_others(context: Context) -> bool:
    return context.role in ASKERS


def asked_of(context: Context, typed: Typed) -> UUID | None:
    """Return the one person asked about, or None for everybody.

    Raises:
        NotPermitted: about another, by who may ask about himself only.
    """
    if may_ask_of_others(context):
        return typed.person_id
    if typed.person_id not in (None, context.person_id):
        raise NotPermitted("of oneself only", person_id=typed.person_id)
    return context.person_id


def answered(context: Context, typed: Typed) -> Answer:
    """Return the answer to a question as typed.

    Raises:
        BadRequest: no such command, day or moment.
        NotPermitted: about another, by who may ask about himself only.
    """
    person_id = asked_of(context, typed)
    return answer_at(
        question_of(typed, context.on),
        past_of(context, typed),
        posts_of(context.rows.rows("posts")),
        person_id,
    )


def answer_at(
    question: Question, past: Past, posts: Sequence[UUID], person_id: UUID | None
) -> Answer:
    if person_id is None:
        return who_may(question, past, posts)
    return why_not(question, past, posts, person_id)


def question_of(typed: Typed, today: date) -> Question:
    if typed.command not in ACTS:
        raise BadRequest(command=typed.command)
    return Question(ACTS[typed.command], day_of(typed.on, today), typed.matter)


def day_of(typed: str, today: date) -> date:
    """Return the day in question, today where none is typed."""
    if not typed.strip():
        return today
    try:
        on = paper_date(typed)
    except PydanticCustomError as problem:
        raise BadRequest(on=typed) from problem
    assert isinstance(on, date)
    return on


def past_of(context: Context, typed: Typed) -> Past:
    return context.service.streams_at(position_of(context, typed))


def position_of(context: Context, typed: Typed) -> int:
    """Return up to where the log is read: the end of the day in question, today, or as was said."""
    known = typed.known.strip() or THEN
    if known == NOW:
        return context.rows.head()
    if known == THEN:
        return context.rows.position_at(end_of(day_of(typed.on, context.on)))
    if known.isascii() and known.isdigit() and len(known) < 16:
        return int(known)
    return context.rows.position_at(parse_moment(known))


def end_of(on: date) -> datetime:
    """Return the last microsecond of a day in Bangkok."""
    return datetime.combine(on, time(), BANGKOK) + DAY - timedelta(microseconds=1)


def posts_of(rows: Sequence[Mapping[str, Any]]) -> list[UUID]:
    """Return the posts there are, in Thai order."""
    return [row["id"] for row in sorted(rows, key=lambda row: str(row["title_th"]))]


def rows_of(context: Context, instrument_id: UUID) -> list[Mapping[str, Any]]:
    """Return the rows of an instrument, which its parties and who may ask of others may know.

    Raises:
        NotFound: there is none, or it is not his to know of.
    """
    rows = context.rows.rows("instruments", instrument_id=instrument_id)
    mine = set(posts_held(context.rows, context.facts, context.person_id, context.on))
    parties = {
        row[name] for row in rows for name in ("post_id", "receiver_post_id", "issuer_post_id")
    }
    named = {row["receiver_id"] for row in rows}
    if not rows or not (
        may_ask_of_others(context)
        or parties & (mine | {context.post_id})
        or context.person_id in named
    ):
        raise NotFound()
    return sorted(rows, key=lambda row: (str(row["post_id"]), row["rank"]))


class OrdersKnown:
    """Which orders' pages somebody may open: found with the first that he may have to be asked for.

    A page names orders to everybody, and leads to those that ``rows_of`` will show.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def href(self, instrument_id: UUID) -> str | None:
        known = may_ask_of_others(self._context) or instrument_id in self._ids
        return f"/authority/instruments/{instrument_id}" if known else None

    @cached_property
    def _ids(self) -> frozenset[UUID]:
        context = self._context
        held = posts_held(context.rows, context.facts, context.person_id, context.on)
        posts = list({*held, context.post_id})
        party: tuple[dict[str, Any], ...] = (
            *({name: posts} for name in ("post_id", "receiver_post_id", "issuer_post_id")),
            {"receiver_id": context.person_id},
        )
        found = (row for equals in party for row in context.rows.rows("instruments", **equals))
        return frozenset(row["instrument_id"] for row in found)
