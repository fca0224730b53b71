"""One's own posts and absences: in which posts one may act until when, and who stands in meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.context import Context, Signed, standings_today
from api.organization.assignments import assigned, assignment_link
from api.organization.day import Day
from api.organization.posts import RunShown, run_shown
from api.organization.routes import ROUTES
from api.pages import Shown
from api.web.parts import Act
from application.organization.facts import ReadFacts
from application.organization.presence import coming
from application.organization.standings import posts_held
from application.organization.worklist import waits_on, work_of
from domain.organization.absence import Absences, Away
from domain.organization.authority import Standing, standings
from domain.organization.instrument import ISSUES_ACTING
from domain.organization.period import in_force
from domain.organization.post import Established
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)

ONE = timedelta(days=1)
LOOK_AHEAD = 60  # days for which it is asked how long one may act
CALENDAR_DAYS = 28
LONGEST = 62  # days of an absence that are looked at one by one


@dataclass(frozen=True)
class MyPost:
    """A post in which one may act today; ``key`` is what the choice sends."""

    key: str
    title: str
    unit: str
    href: str
    capacity: str
    order: str
    order_href: str | None
    until: date | None
    waiting: int
    current: bool


@dataclass(frozen=True)
class Proposal:
    """Who stands in for one of the posts of who is away, day by day, by the orders there are."""

    title: str
    href: str
    runs: tuple[RunShown, ...]
    nobody: bool
    order_href: str | None
    by_act: bool


@dataclass(frozen=True)
class MyAbsence:
    absence_id: str
    from_on: date
    last_on: date
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class AwayRow:
    """Somebody of the group, and on which days of the calendar he is away."""

    name: str
    days: tuple[bool, ...]
    periods: str


@pages.get("/me")
def me_page(request: Request, context: Signed) -> Response:
    """My posts, my work, my absences; and who of my group is away in the coming weeks."""
    shown = Shown(request, context, here="me")
    label = shown.words.text
    day = Day(shown, bangkok_date(shown.as_of_moment or context.at))
    mine = standings_today(context.person_id, context.service, context.at)
    posts = own_posts(context)
    absences = day.facts.absences(context.person_id)
    rows, first = group_away(day, context)
    return shown.html(
        "me.html",
        title=label("ui.me.title"),
        lead=label("ui.me.lead"),
        posts=[my_post(shown, day.facts, one) for one in mine if was_there(day.facts, one)],
        absences=[my_absence(day, away, posts) for away in ahead(absences, day.on)],
        acts=absence_acts(shown, absences, day.on),
        work=[assignment_link(shown, row, day.on) for row in my_work(shown, posts, day.on)],
        calendar_from=first,
        calendar_days=[first + n * ONE for n in range(CALENDAR_DAYS)],
        calendar=rows,
        today=day.on,
        looks=shown.as_of is not None,
    )


def was_there(facts: ReadFacts, standing: Standing) -> bool:
    """Whether the post had been established by the moment that is looked at."""
    return isinstance(facts.post(standing.post_id), Established)


def own_posts(context: Context) -> list[Mapping[str, Any]]:
    """Return the rows of the posts he holds, posts before duties."""
    held = posts_held(context.rows, context.facts, context.person_id, context.on)
    rows = context.rows.rows("posts", id=held) if held else []
    return sorted(rows, key=lambda row: held.index(row["id"]))


def my_post(shown: Shown, facts: ReadFacts, standing: Standing) -> MyPost:
    context, words = shown.context, shown.words
    state, by = facts.post(standing.post_id), standing.instrument
    assert isinstance(state, Established)
    held = next((h for h in state.holdings if in_force(h.from_on, h.until_on, context.on)), None)
    filters = work_of(facts, standing, context.on) | waits_on(context.on)
    return MyPost(
        key=f"{standing.post_id}.{by.instrument_id}" if by else str(standing.post_id),
        title=words.resolve(standing.post_id),
        unit=words.resolve(state.unit_id),
        href=f"/posts/{standing.post_id}",
        capacity=words.text(f"value.capacity.{standing.capacity}"),
        order=(by.document or by.legal_basis) if by else (held.order_reference if held else ""),
        order_href=f"/authority/instruments/{by.instrument_id}" if by else None,
        until=until_of(facts, standing, context.on),
        waiting=context.rows.count("inbox", shown.viewer, filters),
        current=standing == context.standing,
    )


def until_of(facts: ReadFacts, standing: Standing, today: date) -> date | None:
    """Return the last day on which one may act so, as far as is known; None: no end in sight."""
    chosen = standing.instrument.instrument_id if standing.instrument else None
    for on in (today + n * ONE for n in range(1, LOOK_AHEAD + 1)):
        found = standings(facts, standing.post_id, standing.person_id, on)
        if all((s.instrument.instrument_id if s.instrument else None) != chosen for s in found):
            return on - ONE
    return None


def ahead(absences: Absences, on: date) -> list[Away]:
    found = [away for away in absences.periods if away.until_on > on]
    return sorted(found, key=lambda away: away.from_on)


def absence_acts(shown: Shown, absences: Absences, on: date) -> list[Act]:
    if shown.as_of is not None:
        return []
    wanted: dict[str, Any] = {"RecordAbsence": None}
    if ahead(absences, on):
        wanted["EndAbsence"] = None
    return shown.acts(ROUTES, shown.context.person_id, wanted)


def my_absence(day: Day, away: Away, posts: Sequence[Mapping[str, Any]]) -> MyAbsence:
    first = max(away.from_on, day.on)
    found = proposals(day, posts, first, away.until_on)
    return MyAbsence(str(away.absence_id), away.from_on, away.until_on - ONE, tuple(found))


def proposals(
    day: Day, posts: Sequence[Mapping[str, Any]], from_on: date, until_on: date
) -> list[Proposal]:
    """Return, post by post, who stands in by rule on those days, and where nobody does (R-H06–R-H14)."""
    shown, count = day.shown, min((until_on - from_on).days, LONGEST)
    found = []
    for row in posts:
        runs = coming(day.facts, row["id"], from_on, count)
        held = any(run.presence.holding for run in runs)
        if not held:
            continue
        found.append(
            Proposal(
                row[f"title_{shown.words.lang}"] or row["title_th"],
                f"/posts/{row['id']}",
                tuple(run_shown(day, run) for run in runs),
                any(not run.presence.standing_in for run in runs),
                f"/posts/{row['id']}/instruments" if shown.context.may("IssueInstrument") else None,
                row["role"] in ISSUES_ACTING,
            )
        )
    return found


def my_work(shown: Shown, posts: Sequence[Mapping[str, Any]], on: date) -> list[dict[str, Any]]:
    """Return the work assigned to his posts that is not over."""
    rows = [row for post in posts for row in assigned(shown, post["id"])]
    return [row for row in rows if row["until_on"] is None or row["until_on"] > on]


def group_away(day: Day, context: Context) -> tuple[list[AwayRow], date]:
    """Return who of the reader's unit is away in the four weeks from this Monday on; never why.

    A section's people are those of its group: they stand in for each other.
    """
    rows, first = context.rows, day.on - day.on.weekday() * ONE
    unit_id = group_of(context)
    units = [unit_id, *(row["id"] for row in rows.rows("units", parent_id=unit_id, kind="section"))]
    people = {
        row["person_id"]: None
        for row in rows.rows("posts", unit_id=units)
        if row["person_id"] is not None
    }
    days = [first + n * ONE for n in range(CALENDAR_DAYS)]
    last = days[-1] + ONE
    words, found = day.shown.words, []
    for person_id in people:
        periods = [
            one
            for one in day.facts.absences(person_id).periods
            if one.from_on < last and one.until_on > first
        ]
        if periods:
            found.append(
                AwayRow(
                    words.resolve(person_id),
                    tuple(
                        any(in_force(one.from_on, one.until_on, on) for one in periods)
                        for on in days
                    ),
                    ", ".join(
                        words.text("ui.me.period", from_on=one.from_on, last=one.until_on - ONE)
                        for one in sorted(periods, key=lambda one: one.from_on)
                    ),
                )
            )
    return sorted(found, key=lambda row: row.name), first


def group_of(context: Context) -> UUID:
    """Return the unit whose absences concern the reader: his section's group, else his own unit."""
    row = next(iter(context.rows.rows("units", id=context.unit_id)), None)
    if row is not None and row["kind"] == "section" and row["parent_id"] is not None:
        found: UUID = row["parent_id"]
        return found
    return context.unit_id
