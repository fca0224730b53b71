"""What the forms of the office's own settings offer, and what they are filled with at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import msgspec
from pydantic import ValidationError

from api import choices
from api.context import Context
from api.finding import desk_of
from api.naming import Names
from api.routes import Form
from api.web.words import Words
from application.act import body_of
from application.desk import OFFICE, Asked
from application.organization.absences import record as record_absence
from application.organization.facts import ReadFacts
from application.organization.powers import sets_powers_alone
from application.organization.presence import Days, coming
from application.organization.standings import appointed_to
from domain.casework.process import Template, process
from domain.organization.absence import RecordAbsenceFor
from domain.organization.absence import absence as absences
from domain.organization.person import Registered, person
from domain.organization.role import Role
from domain.organization.settings import Settings, settings
from domain.organization.unit import Established as EstablishedUnit
from domain.organization.unit import called_on
from domain.organization.unit import unit as units
from domain.refusal import NotFound, Refusal
from domain.thai_time import academic_year, bangkok_date, calendar_year

LONGEST_DAYS = 62  # of an absence, looked at one by one


def unit(context: Context, _key: Any) -> Form:
    return Form(choices={"parent_id": choices.units(context, "office", "group")})


def pupils(context: Context, _key: Any) -> Form:
    return Form(values={"academic_year": academic_year(bangkok_date(context.at))})


def renaming(context: Context, key: UUID) -> Form:
    """The names as they are, to be changed."""
    state = context.state(units, key)
    if not isinstance(state, EstablishedUnit):
        raise NotFound(unit_id=key)
    called = called_on(state, context.on)
    values = {"name_th": called.name_th, "name_en": called.name_en}
    return Form(
        values={**values, "short_name_th": called.short_name_th, "from_on": context.on},
        intro=called.name_th,
    )


def closing(context: Context, _key: UUID) -> Form:
    return Form(values={"until_on": context.on})


def assignment(context: Context, _key: Any) -> Form:
    return Form(
        choices={"post_id": choices.posts(context, *map(str, Role))},
        values={"from_on": context.on},
    )


def post(context: Context, _key: Any) -> Form:
    return Form(choices={"unit_id": choices.units(context, "office", "group", "section", "school")})


def filling(context: Context, _key: Any) -> Form:
    rows = sorted(context.rows.rows("persons"), key=lambda row: str(row["name_th"]))
    people = [(str(row["id"]), str(row["name_th"])) for row in rows]
    return Form(choices={"person_id": people}, values={"from_on": bangkok_date(context.at)})


def vacating(context: Context, key: Any) -> Form:
    """Whoever leaves may go; the form says if nobody is left to set the table of powers."""
    today = bangkok_date(context.at)
    return Form(
        values={"until_on": today},
        template="vacancy_form.html",
        more={"alone": sets_powers_alone(desk_of(context), UUID(str(key)), today)},
    )


def words_of(context: Context) -> Words:
    return Words("th", resolve=Names(context.service, "th"))


@dataclass(frozen=True)
class PostMeanwhile:
    """Who stands in for one post, days on end."""

    post_id: UUID
    days: tuple[Days, ...]


@dataclass(frozen=True)
class Meanwhile:
    """Who would stand in, post by post, by the orders there are; ``refusal`` is what stands in the way."""

    runs: tuple[PostMeanwhile, ...] = ()
    refusal: Refusal | None = None


def absence(context: Context, key: UUID) -> Form:
    """Days on which somebody is away, and who stands in for his posts meanwhile."""
    if not isinstance(context.state(person, key), Registered):
        raise NotFound(person_id=key)
    whole = Form(
        values={"from_on": context.on},
        template="absence_form.html",
        more={"looked": None},
    )

    def fitted(values: Mapping[str, Any]) -> Form:
        return replace(whole, more={"looked": meanwhile(context, key, values)})

    return replace(whole, fit=fitted)


def meanwhile(context: Context, key: UUID, values: Mapping[str, Any]) -> Meanwhile | None:
    """Return who would stand in while he is away; None while the days are not typed yet.

    Judged as the command itself would be, at a desk of which nothing is kept.
    """
    try:
        body = body_of(RecordAbsenceFor).model_validate(values)
    except ValidationError:
        return None
    desk = desk_of(context)
    asked = Asked(RecordAbsenceFor, dict(body), desk.by, desk.on)
    try:
        record_absence(desk, key, asked)
    except Refusal as refusal:
        return Meanwhile(refusal=refusal)
    facts, first, until = ReadFacts(desk), asked.from_on, asked.until_on
    count = min((until - first).days, LONGEST_DAYS)
    found = []
    for post_id in appointed_to(context.rows, key):
        days = tuple(coming(facts, post_id, first, count))
        if any(run.presence.person_id == key for run in days):
            found.append(PostMeanwhile(post_id, days))
    return Meanwhile(tuple(found))


def returning(context: Context, key: UUID) -> Form:
    words = words_of(context)
    periods = context.state(absences, key).periods
    return Form(
        choices={
            "absence_id": [
                (
                    str(away.absence_id),
                    f"{words.date(away.from_on)} – {words.date(away.until_on)}",
                )
                for away in periods
                if away.until_on > context.on
            ]
        },
        values={"until_on": context.on},
    )


def office_settings(context: Context, _key: Any) -> Form:
    known = context.state(settings, OFFICE)
    if not isinstance(known, Settings):
        return Form()
    return Form(
        values={
            "handling_days": msgspec.structs.asdict(known.handling_days),
            "report_due_days": known.report_due_days,
            "name_th": known.name_th,
            "name_en": known.name_en,
            "address_th": known.address_th,
            "phone": known.phone,
            "keeps_classified": known.keeps_classified,
            "classified_document": known.classified_document,
        }
    )


def register(context: Context, key: Any) -> Form:
    found = next(iter(context.rows.rows("registers", id=key)), None)
    values: dict[str, Any] = {"calendar_year": calendar_year(bangkok_date(context.at))}
    if found is not None:
        values |= {name: found[name] for name in ("title_th", "title_en", "kind", "unit_id")}
        values["secrecy"] = found["secrecy"]
    return Form(choices={"unit_id": choices.units(context, "group")}, values=values)


def letter_code(context: Context, key: Any) -> Form:
    found = next(iter(context.rows.rows("registers", id=key)), None)
    return Form(values={"letter_code": found["letter_code"]} if found else {})


def definition(context: Context, key: Any) -> Form:
    """A process as it is defined, to be changed into its next version."""
    known = context.state(process, key)
    if not isinstance(known, Template):
        return Form(values={"code": key}, rows={"steps": 3})
    steps = [msgspec.structs.asdict(step) for step in known.steps]
    return Form(
        values={
            "code": known.code,
            "title_th": known.title_th,
            "title_en": known.title_en,
            "steps": steps,
        },
        hidden=("code",),
    )
