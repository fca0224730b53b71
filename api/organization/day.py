"""A day of the office: who holds a post and who stands in on it, as charts and pages show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.organization.asking import OrdersKnown
from api.pages import Shown
from application.organization.facts import OfStreams, ReadFacts
from application.organization.presence import Presence, presence
from domain.message import stream_id
from domain.organization.post import Established as EstablishedPost
from domain.organization.post import there_on as post_there_on
from domain.organization.unit import (
    Called,
    Established,
    Unit,
    called_on,
    there_on,
    unit,
)


@dataclass(frozen=True)
class StandIn:
    """Somebody who stands in for a post on the day, and as what."""

    name: str
    capacity: str
    href: str | None


@dataclass(frozen=True)
class PostShown:
    """A post on the chart. ``holder`` is empty where it is vacant."""

    id: str
    title: str
    href: str
    duty: bool
    holder: str
    away: bool
    order: str
    standing_in: tuple[StandIn, ...]


class Day:
    """The office on one day, as it was known at the moment the page looks at."""

    def __init__(self, shown: Shown, on: date) -> None:
        self.shown = shown
        self.on = on
        self.orders = OrdersKnown(shown.context)
        context = shown.context
        if shown.as_of is None:
            self.facts = context.facts
            self._streams: Any = context.office.streams
        else:
            self._streams = context.service.streams_at(shown.as_of)
            self.facts = ReadFacts(OfStreams(self._streams))

    def read(self, streams: Sequence[str]) -> None:
        """Read many streams at once, where the past is looked at."""
        if self.shown.as_of is not None:
            self._streams.read(streams)

    def unit(self, unit_id: UUID) -> Unit:
        found: Unit = self._streams.known(unit, stream_id(unit.kind, unit_id), fresh=False).state
        return found

    def called(self, unit_id: UUID) -> Called | None:
        """Return what a unit is called on the day; None where it is not there."""
        state = self.unit(unit_id)
        if not isinstance(state, Established) or not there_on(state, self.on):
            return None
        return called_on(state, self.on)

    def name(self, called: Called) -> str:
        return (called.name_en if self.shown.words.lang == "en" else "") or called.name_th

    def post(self, row: Mapping[str, Any]) -> PostShown | None:
        """Return a post as it stands on the day; None where it is not there."""
        state = self.facts.post(row["id"])
        if not isinstance(state, EstablishedPost) or not post_there_on(state, self.on):
            return None
        return post_shown(self, row, presence(self.facts, row["id"], self.on))


def post_shown(day: Day, row: Mapping[str, Any], found: Presence) -> PostShown:
    words, holding = day.shown.words, found.holding
    return PostShown(
        id=str(row["id"]),
        title=row[f"title_{words.lang}"] or row["title_th"],
        href=f"/posts/{row['id']}",
        duty=row["kind"] == "duty",
        holder=words.resolve(holding.person_id) if holding else "",
        away=found.holder_away,
        order=holding.order_reference if holding else "",
        standing_in=stand_ins(day, found),
    )


def stand_ins(day: Day, found: Presence) -> tuple[StandIn, ...]:
    words = day.shown.words
    return tuple(
        StandIn(
            words.resolve(one.person_id),
            words.text(f"value.capacity.{one.capacity}"),
            day.orders.href(one.instrument.instrument_id) if one.instrument else None,
        )
        for one in found.standing_in
    )
