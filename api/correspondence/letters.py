"""Received letters: their commands, their page, the registers and what waits."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api import choices
from api.casework.of_letter import cases_card, opening_acts
from api.context import Context, Signed
from api.pages import Shown
from api.routes import Form, Route
from api.web.parts import Cell, Column, Empty, Fact, Listing, Pill, Row, Tag
from application.correspondence.letter import ACTS
from domain.correspondence.letter import letter
from domain.correspondence.letter.openings import acts_open
from domain.refusal import NotFound
from domain.thai_time import bangkok_date
from projections.ask import Ask

BY_NAME = {act.name: act for act in ACTS}
BACK = "/letters/{id}"
OFFICERS = ("policy_and_plan_analyst", "records_clerk", "finance_officer")


def receiving(context: Context, _key: Any) -> Form:
    return Form(
        choices={"to_unit_id": choices.groups(context), "sender_unit_id": choices.senders(context)},
        values={"received_on": bangkok_date(context.at), "kind": "external"},
        rows={"enclosures": 1},
        confirms={"letter-seen-before": "duplicate_confirmed"},
    )


def endorsing(context: Context, _key: Any) -> Form:
    return Form(
        choices={
            "assigned_post_id": choices.posts(context, *OFFICERS, unit_only=True),
        }
    )


def rerouting(context: Context, _key: Any) -> Form:
    return Form(choices={"to_unit_id": choices.groups(context)})


def correcting(context: Context, _key: Any) -> Form:
    return Form(choices={"sender_unit_id": choices.senders(context)})


def voiding(context: Context, key: Any) -> Form:
    lines = [row for row in context.rows.rows("register_lines", letter_id=key) if not row["voided"]]
    line = lines[-1] if lines else None
    values = (
        {"register_id": line["register"], "year": line["year"], "number": line["number"]}
        if line
        else {}
    )
    return Form(values=values)


ROUTES = (
    Route("/letters", BY_NAME["ReceiveLetter"], BACK, receiving),
    Route("/letters/{id}/intake", BY_NAME["TakeInLetter"], BACK, icon="inbox", main=True),
    Route("/letters/{id}/endorsements", BY_NAME["EndorseLetter"], BACK, endorsing, main=True),
    Route("/letters/{id}/acknowledgement", BY_NAME["AcknowledgeLetter"], BACK),
    Route("/letters/{id}/reroutings", BY_NAME["RerouteLetter"], BACK, rerouting, main=True),
    Route("/letters/{id}/answer", BY_NAME["AnswerLetter"], BACK),
    Route("/letters/{id}/corrections", BY_NAME["CorrectLetter"], BACK, correcting),
    Route("/letters/{id}/returns", BY_NAME["ReturnLetter"], BACK, warns=True),
    Route("/letters/{id}/void-numbers", BY_NAME["VoidNumber"], BACK, voiding, warns=True),
)

pages = APIRouter(include_in_schema=False)

URGENCY_TONE = {"most_urgent": "red", "very_urgent": "amber", "urgent": "blue"}


def urgency_tags(shown: Shown, urgency: str | None) -> tuple[Tag, ...]:
    if urgency in (None, "normal"):
        return ()
    return (
        Tag(shown.words.text(f"value.urgency.{urgency}"), URGENCY_TONE[urgency], "alert-triangle"),
    )  # type: ignore[index,arg-type]


@pages.get("/registers")
def register_page(request: Request, context: Signed) -> Response:
    """The registers, one at a time, with the columns of forms 13 and 14 (R-N13, R-N14)."""
    shown = Shown(request, context, here="registers")
    registers = context.rows.page("registers", shown.viewer, Ask(limit=100)).items
    chosen = request.query_params.get("register") or (registers[0]["id"] if registers else "")
    page = context.rows.page(
        "register_lines", shown.viewer, shown.ask(filters={"register": chosen}, sort="newest")
    )
    label = shown.words.text
    listing = Listing(
        id="register",
        caption=label("ui.menu.registers"),
        columns=tuple(
            Column(key, label(f"ui.register.{key}"))
            for key in ("number", "reference", "dated", "from", "to", "subject", "remarks")
        ),
        rows=tuple(register_row(shown, line) for line in page.items),
        empty=Empty(label("ui.register.empty"), label("ui.register.empty_help"), icon="file-text"),
        pills=tuple(
            Pill(
                shown.words.name(_Named(found), "title"),
                shown.link(register=found["id"]),
                here=found["id"] == chosen,
            )
            for found in registers
        ),
        counted=page.count,
        next=shown.link()
        and page.next
        and f"{shown.link()}{'&' if '?' in shown.link() else '?'}cursor={page.next}",
        verified_to=context.rows.verified_to(),
    )
    return shown.html("list.html", title=label("ui.menu.registers"), listing=listing, does=())


class _Named:
    def __init__(self, row: dict[str, Any]) -> None:
        self.__dict__.update(row)


def register_row(shown: Shown, line: dict[str, Any]) -> Row:
    href = f"/letters/{line['letter_id']}" if line["letter_id"] else None
    subject = line["subject"] or line["letter_subject"] or shown.words.text("ui.classified")
    remarks = ""
    if line["voided"]:
        remarks = shown.words.text("ui.register.voided", reason=line["void_reason"])
    return Row(
        id=line["id"].replace("/", "-"),
        href=href,
        quiet=line["voided"],
        cells={
            "number": Cell(f"{line['number']}/{line['year']}"),
            "reference": Cell(line["reference"] or line["letter_reference"] or "—"),
            "dated": Cell(on=line["dated_on"] or line["letter_dated_on"]),
            "from": Cell(line["from_name"] or line["from_th"] or line["letter_from"] or "—"),
            "to": Cell(line["to_th"] or line["to_name"] or "—"),
            "subject": Cell(subject, href=href, tags=urgency_tags(shown, line["letter_urgency"])),
            "remarks": Cell(remarks),
        },
    )


@pages.get("/letters/{id}")
def letter_page(request: Request, id: str, context: Signed) -> Response:
    """One letter: what it is, what may be done, its story."""
    shown = Shown(request, context, here="registers")
    row = context.rows.one("letters", uuid_or_none(id), shown.viewer, shown.as_of)
    if row is None:
        raise NotFound()
    state = context.state(letter, id)
    label = shown.words.text
    facts = [
        Fact(
            label("ui.register.number"),
            Cell(f"{row['number']}/{row['year']}" if row["number"] else "—"),
        ),
        Fact(label("ui.letter.unit_number"), Cell(row["unit_number"] or "—")),
        Fact(label("field.ReceiveLetter.sender_name"), Cell(row["sender_name"])),
        Fact(label("field.ReceiveLetter.reference"), Cell(row["reference"] or "—")),
        Fact(label("field.ReceiveLetter.dated_on"), Cell(on=row["dated_on"])),
        Fact(label("field.ReceiveLetter.received_on"), Cell(on=row["received_on"])),
        Fact(label("ui.letter.unit"), Cell(row["unit_th"] or "—")),
        Fact(label("ui.letter.officer"), Cell(row["officer_th"] or "—")),
    ]
    return shown.html(
        "letter.html",
        title=row["subject"] or label("ui.classified"),
        lead=" · ".join(filter(None, (row["sender_name"], row["reference"]))),
        row=row,
        tags=[
            *urgency_tags(shown, row["urgency"]),
            Tag(label(f"value.standing.{row['standing']}"), "grey"),
        ],
        facts=facts,
        files=row["enclosures"] or [],
        acts=[
            *opening_acts(shown, id, state),
            *(() if shown.as_of else shown.acts(ROUTES, id, acts_open(state))),
        ],
        cases=cases_card(shown, row["id"]),
        story=shown.story(stream_id=f"letter/{id}"),
    )


def uuid_or_none(typed: str) -> Any:
    from uuid import UUID  # noqa: PLC0415

    try:
        return UUID(typed)
    except ValueError as problem:
        raise NotFound() from problem
