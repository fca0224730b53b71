"""The office's chart on a day: groups, sections and posts, who holds them and who stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.budget.reading import one
from api.context import Signed
from api.organization.asking import day_of
from api.organization.routes import ROUTES
from api.organization.settings import does, settled_for_office
from api.pages import Shown
from api.problems import BadRequest
from api.web.parts import Act, Cell, Column, Empty, Fact, Listing, Row, Tag
from application.organization.facts import OfStreams, ReadFacts
from application.organization.presence import Presence, presence
from domain.message import stream_id
from domain.organization.post import Established as EstablishedPost
from domain.organization.post import there_on as post_there_on
from domain.organization.unit import (
    Called,
    Established,
    Unit,
    UnitIsClosed,
    UnitKind,
    called_on,
    there_on,
    unit,
)
from domain.refusal import Refusal
from domain.thai_text import search_key
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)

INSIDE = ("office", "group", "section")
DOES = (("EstablishUnit", "/units"), ("EstablishPost", "/posts"), ("RegisterPerson", "/persons"))


@dataclass(frozen=True)
class StandIn:
    """Somebody who stands in for a post on the day, and as what."""

    name: str
    capacity: str
    href: str


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


@dataclass(frozen=True)
class UnitShown:
    """A unit on the chart, with its posts and what is below it."""

    id: str
    name: str
    short_name: str
    href: str
    posts: tuple[PostShown, ...]
    below: tuple[UnitShown, ...] = field(default=())


@dataclass(frozen=True)
class BodyShown:
    """A committee or governing body that is in force on the day."""

    name: str
    href: str
    basis: str
    seats: int


class Day:
    """The office on one day, as it was known at the moment the page looks at."""

    def __init__(self, shown: Shown, on: date) -> None:
        self.shown = shown
        self.on = on
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
        return post_shown(self.shown, row, presence(self.facts, row["id"], self.on))


def post_shown(shown: Shown, row: Mapping[str, Any], found: Presence) -> PostShown:
    resolve, holding = shown.words.resolve, found.holding
    return PostShown(
        id=str(row["id"]),
        title=row[f"title_{shown.words.lang}"] or row["title_th"],
        href=f"/posts/{row['id']}",
        duty=row["kind"] == "duty",
        holder=resolve(holding.person_id) if holding else "",
        away=found.holder_away,
        order=holding.order_reference if holding else "",
        standing_in=stand_ins(shown, found),
    )


def stand_ins(shown: Shown, found: Presence) -> tuple[StandIn, ...]:
    return tuple(
        StandIn(
            shown.words.resolve(one.person_id),
            shown.words.text(f"value.capacity.{one.capacity}"),
            f"/authority/instruments/{one.instrument.instrument_id}" if one.instrument else "",
        )
        for one in found.standing_in
    )


@pages.get("/organization")
def organization_page(request: Request, context: Signed) -> Response:
    """The chart of a day: office, groups, sections, posts with holders, and who stands in."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    label, words = shown.words.text, shown.words
    today = bangkok_date(shown.as_of_moment or context.at)
    problem = ""
    try:
        on = day_of(shown.asked("on"), today)
    except BadRequest:
        on, problem = today, words.error("date-form", "date")
    day = Day(shown, on)
    return shown.html(
        "organization.html",
        title=label("ui.organization.title"),
        lead=label("ui.organization.lead", on=on),
        does=does(shown, DOES),
        on=on,
        on_typed=shown.asked("on"),
        problem=problem,
        today=today,
        top=chart(day),
        bodies=bodies(day),
        schools=schools(day),
    )


def chart(day: Day) -> list[UnitShown]:
    """Return the units of the office that are there on the day, each with its posts."""
    rows = day.shown.context.rows
    units = sorted(rows.rows("units", kind=list(INSIDE)), key=lambda row: str(row["sort_key"]))
    posts: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.rows("posts", unit_id=[row["id"] for row in units]):
        posts[row["unit_id"]].append(row)
    day.read(
        [
            *(stream_id("unit", row["id"]) for row in units),
            *(
                stream_id(kind, row["id"])
                for held in posts.values()
                for row in held
                for kind in ("post", "instrument")
            ),
        ]
    )
    learn(day, [row for held in posts.values() for row in held])
    below: dict[UUID | None, list[Mapping[str, Any]]] = defaultdict(list)
    for row in units:
        below[row["parent_id"]].append(row)
    return [found for row in below[None] if (found := unit_shown(day, row, below, posts))]


def learn(day: Day, rows: Sequence[Mapping[str, Any]]) -> None:
    """Find the names of who holds these posts with one query."""
    resolve = day.shown.words.resolve
    if hasattr(resolve, "learn"):
        resolve.learn([row["person_id"] for row in rows if row["person_id"]])


def unit_shown(
    day: Day,
    row: Mapping[str, Any],
    below: Mapping[UUID | None, Sequence[Mapping[str, Any]]],
    posts: Mapping[UUID, Sequence[Mapping[str, Any]]],
) -> UnitShown | None:
    called = day.called(row["id"])
    if called is None:
        return None
    inner = [unit_shown(day, unit_row, below, posts) for unit_row in below.get(row["id"], ())]
    return UnitShown(
        id=str(row["id"]),
        name=day.name(called),
        short_name=called.short_name_th,
        href=f"/units/{row['id']}",
        posts=posts_shown(day, posts.get(row["id"], ())),
        below=tuple(found for found in inner if found is not None),
    )


# Heads stand first, then posts of the establishment, then duties by order.
HEADS = ("area_director", "deputy_area_director", "group_director", "section_head")


def posts_shown(day: Day, rows: Sequence[Mapping[str, Any]]) -> tuple[PostShown, ...]:
    def rank(row: Mapping[str, Any]) -> tuple[int, bool, str]:
        role = row["role"]
        head = HEADS.index(role) if role in HEADS else len(HEADS)
        return head, row["kind"] == "duty", str(row["title_th"])

    found = (day.post(row) for row in sorted(rows, key=rank))
    return tuple(post for post in found if post is not None)


def bodies(day: Day) -> list[BodyShown]:
    """Return the committees and governing bodies in force on the day (R-G01)."""
    shown = day.shown
    page = shown.context.rows.page("bodies", shown.viewer, shown.ask(limit=100))
    return [
        BodyShown(
            row[f"name_{shown.words.lang}"] or row["name_th"],
            f"/bodies/{row['id']}",
            row["legal_basis"],
            len(row["seats"] or ()),
        )
        for row in page.items
        if row["in_force_from"] <= day.on
        and (row["in_force_until"] is None or day.on < row["in_force_until"])
    ]


def schools(day: Day) -> Listing:
    """Schools, found by name or code; each with its director where he has a post here."""
    shown, label = day.shown, day.shown.words.text
    typed = shown.asked("q")
    ask = shown.ask(filters={"kind": "school"}, search=tuple(search_key(typed).split()), limit=50)
    page = shown.context.rows.page("units", shown.viewer, ask)
    units = [row["id"] for row in page.items]
    heads = {
        row["unit_id"]: row
        for row in shown.context.rows.rows("posts", role="school_director", unit_id=units)
    }
    learn(day, list(heads.values()))
    rows = [school_row(day, row, heads.get(row["id"])) for row in page.items]
    keeps = {"on": shown.asked("on")} if shown.asked("on") else {}
    return Listing(
        id="schools",
        caption=label("ui.settings.units_of.school"),
        columns=tuple(
            Column(key, label(f"ui.organization.school.{key}"))
            for key in ("subject", "code", "holder")
        ),
        rows=tuple(row for row in rows if row is not None),
        empty=Empty(label("ui.organization.no_school"), icon="building"),
        search_action="/organization",
        search_label=label("ui.settings.search_units"),
        search_value=typed,
        search_keeps=keeps,
        counted=page.count,
        next=shown.link(cursor=page.next) if page.next else None,
    )


def school_row(day: Day, row: Mapping[str, Any], head: Mapping[str, Any] | None) -> Row | None:
    called = day.called(row["id"])
    if called is None:
        return None
    label = day.shown.words.text
    post = day.post(head) if head is not None else None
    tags = (Tag(label("ui.organization.away"), "amber", "clock"),) if post and post.away else ()
    return Row(
        id=str(row["id"]),
        cells={
            "subject": Cell(day.name(called), href=f"/units/{row['id']}"),
            "code": Cell(row["code"] or ""),
            "holder": Cell(
                post.holder or label("ui.settings.vacant"),
                href=post.href,
                tags=tags,
                sub=" · ".join(f"{one.capacity}: {one.name}" for one in post.standing_in),
            )
            if post
            else Cell(),
        },
    )


@pages.get("/units/{id:uuid}")
def unit_page(request: Request, id: UUID, context: Signed) -> Response:
    """One unit: its names with their days, what is in it today, and what may be changed."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    row = one(shown, "units", id)
    day = Day(shown, bangkok_date(shown.as_of_moment or context.at))
    state = day.unit(id)
    assert isinstance(state, Established)
    rows = context.rows
    posts = rows.rows("posts", unit_id=id)
    learn(day, posts)
    below = sorted(rows.rows("units", parent_id=id, kind=list(INSIDE)), key=by_name)
    label = shown.words.text
    return shown.html(
        "unit.html",
        title=day.name(called_on(state, day.on)),
        lead=label(f"value.unit_kind.{row['kind']}"),
        closed=state.until_on if state.until_on is not None and state.until_on <= day.on else None,
        acts=unit_acts(shown, id, state),
        facts=unit_facts(shown, row, state),
        names=names_shown(day, state),
        posts=posts_shown(day, posts),
        below=[found for inner in below if (found := unit_shown(day, inner, {}, {}))],
        story=shown.story(stream_id=f"unit/{id}"),
    )


def by_name(row: Mapping[str, Any]) -> str:
    return str(row["sort_key"])


def unit_acts(shown: Shown, id: UUID, state: Established) -> list[Act]:
    """Return what may be done with a unit; a closed one takes nothing more."""
    if shown.as_of is not None:
        return []
    closed = UnitIsClosed(until_on=state.until_on) if state.until_on is not None else None
    acts: dict[str, Refusal | None] = {"RenameUnit": closed, "CloseUnit": closed}
    if state.kind is UnitKind.SCHOOL:
        acts["ChangePupils"] = None
    found = shown.acts(ROUTES, id, acts)
    if state.kind is not UnitKind.OUTSIDE and shown.context.may("EstablishPost") and not closed:
        words = shown.words.text("command.EstablishPost")
        found.append(Act(words, f"/posts?unit_id={id}", "plus"))
    return found


def unit_facts(shown: Shown, row: Mapping[str, Any], state: Established) -> list[Fact]:
    label = shown.words.text
    facts = [Fact(label("field.EstablishUnit.short_name_th"), Cell(row["short_name_th"]))]
    if state.parent_id is not None:
        parent = Cell(shown.words.resolve(state.parent_id), href=f"/units/{state.parent_id}")
        facts.append(Fact(label("field.EstablishUnit.parent_id"), parent))
    if row["code"]:
        facts.append(Fact(label("field.EstablishUnit.code"), Cell(row["code"])))
    if row["pupils"] is not None:
        year = label("ui.settings.academic_year", n=row["academic_year"])
        pupils = Cell(shown.words.in_digits(str(row["pupils"])), sub=year)
        facts.append(Fact(label("field.ChangePupils.pupils"), pupils))
    if state.from_on is not None:
        facts.append(Fact(label("field.EstablishUnit.from_on"), Cell(on=state.from_on)))
    if state.until_on is not None:
        facts.append(Fact(label("field.CloseUnit.until_on"), Cell(on=state.until_on)))
    return facts


def names_shown(day: Day, state: Established) -> list[Fact]:
    """Return a unit's names, the latest first, each with its first day; none where it has but one."""
    if len(state.called) < 2:
        return []
    label = day.shown.words.text
    ordered = sorted(state.called, key=lambda one: one.from_on or date.min, reverse=True)
    return [
        Fact(
            label("ui.organization.name_from", on=called.from_on)
            if called.from_on
            else label("ui.organization.name_first"),
            Cell(day.name(called), sub=called.short_name_th),
        )
        for called in ordered
    ]
