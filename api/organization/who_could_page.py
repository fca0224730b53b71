"""Who could on that day, as a page: the question, and each person with his right or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic_core import PydanticCustomError

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
)
from api.organization.powers_reading import bounds_text
from api.pages import Shown
from api.problems import BadRequest
from application.organization.grounds import Ground
from application.organization.questions import Answer, Bar, Line
from domain.money import read_baht
from domain.organization.power import Grant, PowersSet

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
    named = [(name, shown.words.power(name)) for name in names]
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
    bound = bounds_text(words, line.permit.grant)
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
        bounds=bounds_text(shown.words, grant),
        from_on=grant.in_force_from,
        until_on=grant.in_force_until,
    )


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
    """Return the version of the table of powers that was asked, and the event that set it."""
    if answer.of_right:
        return None
    grounds = [one for line in answer.lines for one in line.grounds if one.name == PowersSet.NAME]
    if not grounds:
        return None
    told = ground_shown(shown, grounds[0])
    if not shown.viewer.of_office:  # the table is the office's own: others are shown the event
        return told
    text = shown.words.text(
        "ui.who_could.version", number=answer.version, document=grounds[0].document
    )
    return replace(told, text=text, href=f"/settings/powers/versions/{answer.version}")


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
