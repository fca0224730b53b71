"""The office's chart on a day: groups, sections and posts, who holds them and who stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.organization.asking import day_of
from api.organization.day import Day, PostShown
from api.organization.settings import does, settled_for_office
from api.pages import Shown
from api.problems import BadRequest
from api.web.parts import Cell, Column, Empty, Listing, Row, Tag
from domain.message import stream_id
from domain.thai_text import search_key
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)

INSIDE = ("office", "group", "section")
DOES = (("EstablishUnit", "/units"), ("EstablishPost", "/posts"), ("RegisterPerson", "/persons"))


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
    below: dict[UUID | None, list[Mapping[str, Any]]] = defaultdict(list)
    for row in units:
        below[row["parent_id"]].append(row)
    return [found for row in below[None] if (found := unit_shown(day, row, below, posts))]


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
