"""Questions about authority as pages: who could on that day, what rests on an order, what a person did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic_core import PydanticCustomError

from api.casework.places import place_of
from api.context import Signed
from api.history import people, person_id
from api.organization.asking import (
    NOW,
    THEN,
    Typed,
    answered,
    asked_of,
    day_of,
    may_ask_of_others,
    rows_of,
)
from api.organization.resting import resting_of
from api.pages import Shown
from api.problems import BadRequest
from api.story import told
from api.web.parts import Cell, Fact, Pill
from application.organization.grounds import Ground
from application.organization.questions import Answer, Bar, Line
from application.organization.resting import Resting, Run, days
from domain.money import read_baht
from domain.organization.capacity import Capacity
from domain.organization.instrument import instruments
from domain.organization.power import Grant, PowersSet
from domain.refusal import NotFound

pages = APIRouter(include_in_schema=False)

BOUNDS = ("fund_source", "scope", "secrecy")
ASKED = ("command", "on", "person", "amount", "process", *BOUNDS)


@dataclass(frozen=True)
class GroundShown:
    """An event in words, with what it rests on and when it was recorded."""

    text: str
    recorded: str
    href: str
    late: bool


@dataclass(frozen=True)
class LineShown:
    """One person in one capacity: the sentence says by what right, or why not."""

    person: str
    capacity: str
    may: bool
    sentence: str
    sub: str
    grounds: tuple[GroundShown, ...]
    person_href: str | None = None
    order_href: str | None = None


@pages.get("/authority/who-could")
def who_could_page(request: Request, context: Signed) -> Response:
    """Who could do this on that day, as known then or as known today; and why not the others."""
    shown = Shown(request, context, here="audit")
    label = shown.words.text
    asked = {name: shown.asked(name) for name in ASKED}
    typed, problem = typed_of(shown, asked)
    answer = answered(context, typed) if typed else None
    alone = not may_ask_of_others(context)
    return shown.html(
        "who_could.html",
        title=label("ui.who_could.title"),
        lead=label("ui.who_could.lead_own" if alone else "ui.who_could.lead"),
        asked=asked | {"on": asked["on"] or shown.words.date_typed(context.on)},
        known=typed.known if typed else THEN,
        commands=commands(shown),
        people=() if alone else people(context),
        bounds=bounds(shown),
        problem=problem,
        answer=answer_shown(shown, answer, typed) if answer and typed else None,
    )


def typed_of(shown: Shown, asked: Mapping[str, str]) -> tuple[Typed | None, str]:
    """Return the question as typed, or None and what is wrong with it."""
    words = shown.words
    if not asked["command"]:
        return None, ""
    try:
        satang = read_baht(asked["amount"]) if asked["amount"] else None
    except PydanticCustomError as problem:
        return None, words.error(problem.type, "money")
    try:
        day_of(asked["on"], shown.context.on)
    except BadRequest:
        return None, words.error("date-form", "date")
    return (
        Typed(
            asked["command"],
            asked["on"],
            shown.asked("known") or THEN,
            person_id(asked["person"]) if asked["person"] else None,
            satang,
            asked["process"],
            asked["fund_source"],
            asked["scope"],
            asked["secrecy"],
        ),
        "",
    )


def commands(shown: Shown) -> list[tuple[str, str]]:
    """Return the powers that the table gives, in words, in their order."""
    names = {grant.command for grant in shown.context.facts.powers().grants}
    named = [(name, shown.words.text(f"command.{name}")) for name in names]
    return sorted(named, key=lambda one: one[1])


def bounds(shown: Shown) -> dict[str, list[tuple[str, str]]]:
    """Return what rows of the table are bounded by, beside process and amount: only that is asked."""
    table = shown.context.facts.powers()
    found = {
        "fund_source": {one for grant in table.grants for one in grant.fund_sources},
        "scope": {one for grant in table.grants for one in grant.scopes},
        "secrecy": {one for grant in table.grants for one in grant.secrecies},
    }
    return {
        name: [(one, shown.words.maybe(f"value.{name}.{one}") or one) for one in sorted(values)]
        for name, values in found.items()
        if values
    }


def answer_shown(shown: Shown, answer: Answer, typed: Typed) -> dict[str, Any]:
    """Return an answer as the page shows it: who may, who may not, and who is far from it."""
    label, on = shown.words.text, answer.question.on
    one = asked_of(shown.context, typed)
    known = (
        label(f"ui.who_could.known_{typed.known}")
        if typed.known in (THEN, NOW)
        else label("ui.who_could.known_at", position=answer.position)
    )
    lines = [line_shown(shown, line, answer) for line in answer.lines]
    near = [
        said
        for said, line in zip(lines, answer.lines, strict=True)
        if line.near or (one is not None and not line.may)
    ]
    return {
        "heading": label(
            "ui.who_could.heading", command=label(f"command.{answer.question.act.name}"), on=on
        ),
        "known": label("ui.who_could.as_known", known=known, position=answer.position),
        "may": [said for said in lines if said.may],
        "near": near,
        "far": [said for said in lines if not said.may and said not in near],
        "rows": [grant_text(shown, row) for row in answer.rows],
        "bars": [bar_shown(shown, bar) for bar in answer.bars],
        "notes": notes(shown, answer),
        "table": table_shown(shown, answer),
        "of_one": one is not None,
        "nobody": label("ui.who_could.nobody_one" if one else "ui.who_could.nobody"),
    }


def notes(shown: Shown, answer: Answer) -> list[str]:
    found = []
    if answer.of_right:
        found.append("of_right")
    elif not answer.version:
        found.append("no_table")
    elif not answer.rows:
        found.append("no_row")
    if answer.replaced:
        found.append("replaced")
    return [shown.words.text(f"ui.who_could.{name}") for name in found]


def line_shown(shown: Shown, line: Line, answer: Answer) -> LineShown:
    words, standing = shown.words, line.standing
    title = words.resolve(standing.post_id)
    instrument = standing.instrument
    asker = may_ask_of_others(shown.context)
    return LineShown(
        person=words.resolve(standing.person_id),
        capacity=title
        if instrument is None
        else words.text(
            "ui.who_could.stands_in",
            capacity=words.text(f"value.capacity.{standing.capacity}"),
            post=title,
        ),
        may=line.may,
        sentence=sentence(shown, line, answer),
        sub=words.text(
            "ui.who_could.by_order", document=instrument.document or instrument.legal_basis
        )
        if instrument
        else "",
        grounds=own_grounds(shown, line.grounds),
        person_href=f"/authority/persons/{standing.person_id}" if asker else None,
        order_href=f"/authority/instruments/{instrument.instrument_id}" if instrument else None,
    )


def sentence(shown: Shown, line: Line, answer: Answer) -> str:
    """Return by what right, or why not, as said of somebody."""
    words = shown.words
    if line.refusal is not None:
        figures = line.refusal.figures
        said = words.text(f"ui.why.{line.refusal.code}", **figures)
        return f"{said} ({line.refusal.rule})" if line.refusal.rule else said
    if line.permit is None:
        return words.text("ui.who_could.of_right")
    bound = grant_bounds(shown, line.permit.grant)
    said = words.text("ui.who_could.by_row", version=answer.version, bounds=bound)
    ceiling = line.ceiling_satang
    if ceiling is not None and ceiling != line.permit.grant.ceiling_satang:
        said += " · " + words.text("ui.who_could.order_ceiling", ceiling_satang=ceiling)
    return said


def grant_text(shown: Shown, grant: Grant) -> str:
    """Return a row of the table in words: to whom, within which bounds, from when until when."""
    return shown.words.text(
        "ui.who_could.row",
        role=shown.words.text(f"value.role.{grant.role}"),
        post=grant.post_id,
        bounds=grant_bounds(shown, grant),
        from_on=grant.in_force_from,
        until_on=grant.in_force_until,
    )


def grant_bounds(shown: Shown, grant: Grant) -> str:
    words = shown.words
    parts = [
        words.text("ui.who_could.ceiling", ceiling_satang=grant.ceiling_satang)
        if grant.ceiling_satang is not None
        else "",
        words.text("ui.who_could.processes", processes=grant.processes) if grant.processes else "",
        ", ".join(grant.fund_sources),
        ", ".join(grant.scopes),
        ", ".join(words.text(f"value.secrecy.{one}") for one in grant.secrecies),
    ]
    return " · ".join(part for part in parts if part)


def bar_shown(shown: Shown, bar: Bar) -> LineShown:
    words, instrument = shown.words, bar.instrument
    return LineShown(
        person="",
        capacity=words.text(
            "ui.who_could.stands_in",
            capacity=words.text(f"value.capacity.{instrument.capacity}"),
            post=words.resolve(bar.post_id),
        ),
        may=False,
        sentence=words.text(
            f"ui.why.{bar.why}", from_on=instrument.from_on, until_on=instrument.until_on
        ),
        sub=words.text(
            "ui.who_could.by_order", document=instrument.document or instrument.legal_basis
        ),
        grounds=own_grounds(shown, bar.grounds),
        order_href=f"/authority/instruments/{instrument.instrument_id}",
    )


def own_grounds(shown: Shown, grounds: Sequence[Ground]) -> tuple[GroundShown, ...]:
    """Return what a line rests on; the table of powers, which they all do, is told once above them."""
    return tuple(ground_shown(shown, one) for one in grounds if one.name != PowersSet.NAME)


def table_shown(shown: Shown, answer: Answer) -> GroundShown | None:
    """Return the event that set the table of powers which was asked."""
    if answer.of_right:
        return None
    grounds = [one for line in answer.lines for one in line.grounds if one.name == PowersSet.NAME]
    return ground_shown(shown, grounds[0]) if grounds else None


def ground_shown(shown: Shown, ground: Ground) -> GroundShown:
    words = shown.words
    said = words.text(
        f"ui.ground.{ground.name}",
        document=ground.document,
        from_on=ground.from_on,
        until_on=ground.until_on,
    )
    return GroundShown(
        said,
        words.text("ui.ground.at", at=ground.at, position=ground.position),
        f"/history/{ground.position}",
        ground.late,
    )


@pages.get("/authority/instruments/{id:uuid}")
def instrument_page(request: Request, id: UUID, context: Signed) -> Response:
    """One order: its text, who stands in day by day, the decisions that rest on it, what its end moves."""
    shown = Shown(request, context, here="audit")
    label = shown.words.text
    rows = rows_of(context, id)
    first = rows[0]
    acts = context.rows.page(
        "audit_history", shown.viewer, shown.ask(filters={"instrument_id": id}, sort="newest")
    )
    return shown.html(
        "instrument.html",
        title=first["document"] or first["legal_basis"],
        lead=label(
            "ui.who_could.stands_in",
            capacity=label(f"value.capacity.{first['capacity']}"),
            post=shown.words.resolve(first["post_id"]),
        ),
        facts=order_facts(shown, rows),
        receivers=receivers_shown(shown, rows),
        several=len(posts_in(rows)) > 1,
        runs=[run for post_id in posts_in(rows) for run in runs_shown(shown, post_id, id)],
        story=told(acts.items, shown.words),
        count=acts.count,
        more=shown.link(cursor=acts.next) if acts.next else None,
        own_story=told(own_events(shown, rows, id), shown.words),
        touches=[touch_shown(shown, one) for one in resting_of(context, rows)],
    )


def posts_in(rows: Sequence[Mapping[str, Any]]) -> list[UUID]:
    """Return the posts in which an instrument stands: one, but for a group that stands in mutually."""
    return list(dict.fromkeys(row["post_id"] for row in rows))


def order_facts(shown: Shown, rows: Sequence[Mapping[str, Any]]) -> list[Fact]:
    """Return what an order says, each under the words of the form it was entered with."""
    words, row = shown.words, rows[0]
    named = lambda name: words.text(f"field.IssueInstrument.{name}")  # noqa: E731 - one word long
    issuer = row["issuer_unit_id"] or row["issuer_post_id"]
    found = [
        (named("basis"), words.text(f"value.basis.{row['basis']}")),
        (named("legal_basis"), row["legal_basis"]),
        (named("document"), row["document"]),
        (words.text("ui.order.issuer"), words.resolve(issuer) if issuer else ""),
        (named("from_on"), words.date(row["from_on"])),
        (
            named("until_on"),
            words.date(row["until_on"]) if row["until_on"] else words.text("ui.order.open_end"),
        ),
        (words.text("ui.order.ended_by"), row["ended_by_document"]),
        (
            words.text("ui.order.accepted"),
            words.date(row["accepted_on"])
            if row["accepted_on"]
            else words.text("ui.order.not_accepted")
            if row["capacity"] == Capacity.ON_BEHALF
            else "",
        ),
        (
            named("powers"),
            ", ".join(words.text(f"command.{one}") for one in row["powers"])
            or words.text("ui.order.all_powers"),
        ),
        (
            named("ceiling_satang"),
            words.show("ceiling_satang", row["ceiling_satang"])
            if row["ceiling_satang"] is not None
            else "",
        ),
        (named("subjects"), ", ".join(row["subjects"])),
        (named("conditions"), row["conditions"]),
    ]
    return [Fact(label, Cell(str(value))) for label, value in found if value]


def receivers_shown(shown: Shown, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return who stands in, by rank; of a group whose members stand in for each other, its members."""
    ranked = len(posts_in(rows)) == 1
    named = [
        shown.words.text(
            "ui.order.receiver",
            rank=row["rank"] if ranked and len(rows) > 1 else None,
            person=row["receiver_id"],
            post=shown.words.resolve(row["receiver_post_id"]),
        )
        for row in rows
    ]
    return list(dict.fromkeys(named))


def runs_shown(shown: Shown, post_id: UUID, instrument_id: UUID) -> list[dict[str, Any]]:
    """Return who stands in when: the status by day, judged as every command is."""
    context, words = shown.context, shown.words
    found = context.state(instruments, post_id).find(instrument_id)
    if found is None:
        return []
    return [
        {
            "days": words.text("ui.order.days", from_on=run.from_on, last=last_day(run)),
            "who": words.show("persons", run.persons)
            if run.persons
            else words.text("ui.order.nobody"),
            "post": words.resolve(post_id),
            "stands": bool(run.persons),
            "why": words.text(f"ui.why.{run.why}", from_on=found.from_on, until_on=found.until_on)
            if run.why
            else "",
            "today": run.from_on <= context.on < run.until_on,
        }
        for run in days(context.facts, post_id, found, context.on)
    ]


def last_day(run: Run) -> Any:
    """Return the last day of a run, or nothing where it is its first."""
    last = run.until_on.fromordinal(run.until_on.toordinal() - 1)
    return last if last > run.from_on else None


def own_events(
    shown: Shown, rows: Sequence[Mapping[str, Any]], instrument_id: UUID
) -> list[Mapping[str, Any]]:
    """Return what happened to the order itself, newest first."""
    streams = [f"{instruments.kind}/{post_id}" for post_id in posts_in(rows)[:1]]
    found = shown.context.rows.page(
        "audit_history", shown.viewer, shown.ask_story({"stream_id": streams[0]}, 200)
    )
    return [
        row
        for row in found.items
        if (row["facts"] or {}).get("instrument_id") == str(instrument_id)
    ]


def touch_shown(shown: Shown, resting: Resting) -> dict[str, Any]:
    """Return what goes back to the holder if the order is ended today."""
    words = shown.words
    return {
        "who": words.text(
            "ui.order.goes_back",
            person=resting.persons,
            post=words.resolve(resting.post_id),
            n=len(resting.inbox),
        ),
        "inbox": [
            {
                "act": words.text(f"command.{row['act']}"),
                "subject": row["letter_subject"]
                or row["title"]
                or row["case_subject"]
                or words.text("ui.classified"),
                "href": place_of(row),
            }
            for row in resting.inbox
        ],
        "seats": [
            {
                "title": seat[f"title_{words.lang}"] or seat["title_th"],
                "body": words.resolve(seat["body_id"]),
                "href": f"/bodies/{seat['body_id']}",
            }
            for seat in resting.seats
        ],
        "approvals": [
            {
                "subject": row["case_subject"] or words.text("ui.classified"),
                "href": f"/approvals/{row['id']}",
            }
            for row in resting.approvals
        ],
    }


@pages.get("/authority/persons/{id:uuid}")
def person_page(request: Request, id: UUID, context: Signed) -> Response:
    """What a person did in each capacity, as far as the viewer may know it; of oneself always."""
    shown = Shown(request, context, here="audit")
    if not context.rows.rows("persons", id=id) or not (
        id == context.person_id or may_ask_of_others(context)
    ):
        raise NotFound()
    label = shown.words.text
    chosen = shown.asked("capacity")
    filters: dict[str, Any] = {"by_person": id}
    if chosen in list(Capacity):
        filters["capacity"] = chosen
    page = context.rows.page(
        "audit_history", shown.viewer, shown.ask(filters=filters, sort="newest")
    )
    return shown.html(
        "person_acts.html",
        title=shown.words.resolve(id),
        lead=label("ui.acts_of.lead"),
        pills=capacity_pills(shown, id, chosen),
        story=told(page.items, shown.words),
        more=shown.link(cursor=page.next) if page.next else None,
    )


def capacity_pills(shown: Shown, person_id: UUID, chosen: str) -> list[Pill]:
    """Return the capacities in which he did something, each with how much."""
    label = shown.words.text
    counts = {
        str(capacity): shown.context.rows.count(
            "audit_history",
            shown.viewer,
            {"by_person": person_id, "capacity": str(capacity)},
            shown.as_of,
        )
        for capacity in Capacity
    }
    pills = [Pill(label("ui.acts_of.all"), shown.link(capacity=None), here=chosen not in counts)]
    return pills + [
        Pill(
            label(f"value.capacity.{capacity}"),
            shown.link(capacity=capacity),
            count,
            here=capacity == chosen,
        )
        for capacity, count in counts.items()
        if count
    ]
