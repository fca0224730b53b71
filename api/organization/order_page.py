"""An order as a page: its text, on which days it holds, what rests on it and what its end would touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.casework.places import place_of
from api.context import Signed
from api.organization.asking import (
    rows_of,
)
from api.organization.resting import resting_of
from api.pages import Shown
from api.story import told
from api.web.parts import Cell, Fact
from application.organization.resting import Resting, Run, days
from domain.organization.capacity import Capacity
from domain.organization.instrument import instruments

pages = APIRouter(include_in_schema=False)


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
        title=shown.words.show("document", first["document"] or first["legal_basis"]),
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

    def named(name: str) -> str:
        return words.text(f"field.IssueInstrument.{name}")

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
            ", ".join(words.power(one) for one in row["powers"])
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
