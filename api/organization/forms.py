"""What the forms of the office's own settings offer, and what they are filled with at first."""

from __future__ import annotations

from typing import Any

import msgspec

from api import choices
from api.context import Context
from api.routes import Form
from application.execute import OFFICE
from domain.casework.process import Template, process
from domain.organization.power import powers
from domain.organization.settings import Settings, settings
from domain.thai_time import academic_year, bangkok_date, calendar_year


def unit(context: Context, _key: Any) -> Form:
    return Form(choices={"parent_id": choices.units(context, "office", "group")})


def pupils(context: Context, _key: Any) -> Form:
    return Form(values={"academic_year": academic_year(bangkok_date(context.at))})


def post(context: Context, _key: Any) -> Form:
    return Form(choices={"unit_id": choices.units(context, "office", "group", "section", "school")})


def filling(context: Context, _key: Any) -> Form:
    rows = sorted(context.rows.rows("persons"), key=lambda row: str(row["name_th"]))
    people = [(str(row["id"]), str(row["name_th"])) for row in rows]
    return Form(choices={"person_id": people}, values={"from_on": bangkok_date(context.at)})


def vacating(context: Context, _key: Any) -> Form:
    return Form(values={"until_on": bangkok_date(context.at)})


def table_of_powers(context: Context, _key: Any) -> Form:
    """The table as it is: who changes a row sees all the others."""
    table = context.state(powers, OFFICE)
    grants = [msgspec.structs.asdict(grant) for grant in table.grants]
    return Form(values={"grants": grants})


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
