"""The page of a received letter: its stamps, what it is, what may be done, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from api.casework.of_letter import cases_card, opening_acts
from api.context import Signed
from api.correspondence.letters import ROUTES, reading_facts, urgency_tags
from api.pages import Shown
from api.web.parts import Act, Cell, Fact, Tag, Tone
from application.correspondence.register import RECEIVE
from domain.correspondence.letter import letter
from domain.correspondence.letter.openings import acts_open
from domain.correspondence.parts import LetterReference
from domain.refusal import NotFound
from projections.ask import Ask

pages = APIRouter(include_in_schema=False)

STANDING_TONE: Mapping[str, Tone] = {
    "with_unit": "blue",
    "at_registry": "amber",
    "filed": "green",
    "returned": "amber",
    "void": "red",
}


@pages.get("/letters/{id}")
def letter_page(request: Request, id: str, context: Signed) -> Response:
    """One letter: its stamps, what it is, what may be done, what became of it."""
    shown = Shown(request, context, here="registers")
    key = key_of(id)
    row = context.rows.one("letters", key, shown.viewer, shown.as_of)
    if row is None:
        raise NotFound()
    label = shown.words.text
    told = context.rows.page(
        "audit_history",
        shown.viewer,
        shown.ask_story({"stream_id": f"letter/{id}"}, 200),
    ).items
    return shown.html(
        "letter.html",
        title=row["subject"] or label("ui.classified"),
        lead=" · ".join(filter(None, (row["sender_name"], row["reference"]))),
        row=row,
        tags=tags_of(shown, row),
        stamps=stamps_of(shown, key),
        facts=facts_of(shown, row),
        references=msgspec.convert(row["references"] or [], list[LetterReference]),
        defects=row["defects"] or [],
        files=row["enclosures"] or [],
        cases=cases_card(shown, key),
        answers=answers_of(shown, key),
        corrections=corrections_of(shown, told),
        seen_before=seen_before_of(shown, told),
        acts=() if shown.as_of else acts_of(shown, key),
        story=shown.story(stream_id=f"letter/{id}"),
    )


def tags_of(shown: Shown, row: Mapping[str, Any]) -> list[Tag]:
    label = shown.words.text
    tags = []
    if row["secrecy"] != "none":
        tags.append(Tag(label(f"value.secrecy.{row['secrecy']}"), "red", "lock"))
    standing = row["standing"]
    return [
        *tags,
        *urgency_tags(shown, row["urgency"]),
        Tag(label(f"value.standing.{standing}"), STANDING_TONE[standing]),
    ]


def acts_of(shown: Shown, key: UUID) -> list[Act]:
    """Return the letter's acts, and the draft of an answer to it."""
    state = shown.context.state(letter, key)
    open_acts = acts_open(state)
    acts = [*opening_acts(shown, str(key), state), *shown.acts(ROUTES, key, open_acts)]
    if "AnswerLetter" in open_acts and shown.context.may("DraftLetter"):
        href = f"/outgoing-letters/new?answers_letter_id={key}"
        acts.append(Act(shown.words.text("ui.letter.draft_answer"), href, "pencil"))
    return acts


def stamps_of(shown: Shown, key: UUID) -> list[dict[str, Any]]:
    """Return a receive stamp per register (form 12: number, date, time), the office's first (R-N12)."""
    ask = Ask(filters={"letter_id": key}, sort="oldest", limit=50, as_of=shown.as_of)
    lines = shown.context.rows.page("register_lines", shown.viewer, ask).items
    registers = {row["id"]: row for row in shown.context.rows.rows("registers")}
    resolve, office = shown.words.resolve, shown.words.text("ui.office")
    ordered = sorted(lines, key=lambda line: line["issued_at"])
    return [
        {
            # The central registry receives for the office (R-N16), so the office's name stands there.
            "unit": office
            if line["register"] == RECEIVE
            else resolve(registers[line["register"]]["unit_id"]),
            "number": f"{line['number']}/{line['year']}",
            "at": line["issued_at"],
            "voided": line["voided"],
            "reason": line["void_reason"],
        }
        for line in ordered
    ]


def facts_of(shown: Shown, row: Mapping[str, Any]) -> list[Fact]:
    label, resolve = shown.words.text, shown.words.resolve
    field = "field.ReceiveLetter."
    facts = [
        Fact(label(field + "kind"), Cell(label(f"value.letter_kind.{row['kind']}"))),
        Fact(label(field + "sender_name"), Cell(row["sender_name"] or "")),
        Fact(label(field + "reference"), Cell(row["reference"] or "")),
        Fact(label(field + "dated_on"), Cell(on=row["dated_on"])),
        Fact(label(field + "received_on"), Cell(on=row["received_on"])),
        Fact(label("ui.letter.registered"), Cell(shown.words.moment(row["registered_at"]))),
        Fact(label("ui.letter.unit"), Cell(resolve(row["unit_id"]))),
        Fact(
            label("ui.letter.officer"),
            Cell(resolve(row["officer_id"]) if row["officer_id"] else ""),
        ),
    ]
    if row["reply_due_on"]:
        due = row["standing"] in ("with_unit", "at_registry")
        facts.append(Fact(label(field + "reply_due_on"), Cell(on=row["reply_due_on"], due=due)))
    if row["deliver_by"]:
        facts.append(Fact(label(field + "deliver_by"), Cell(shown.words.moment(row["deliver_by"]))))
    if row["holder"]:
        facts.append(Fact(label(field + "holder"), Cell(row["holder"])))
    return [*facts, *reading_facts(shown, row, f"/letters/{row['id']}/readings")]


def answers_of(shown: Shown, key: UUID) -> list[dict[str, Any]]:
    ask = Ask(filters={"answers_letter_id": key}, sort="newest", limit=20, as_of=shown.as_of)
    return shown.context.rows.page("outgoing_letters", shown.viewer, ask).items


def corrections_of(shown: Shown, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was put right, field by field, the latest first (R-W13)."""
    found = []
    for row in told:
        if row["name"] != "letter.corrected":
            continue
        facts = row["facts"]
        changes: list[dict[str, str | None]] = [
            {
                "field": shown.words.text(f"field.ReceiveLetter.{change['field']}"),
                "was": worded(shown, change["field"], change["was"]),
                "now": worded(shown, change["field"], change["now"]),
            }
            for change in facts["corrections"]
        ]
        if facts["private_sender_corrected"]:
            name = shown.words.text("field.ReceiveLetter.private_sender")
            changes.append({"field": name, "was": None, "now": None})
        found.append(
            {
                "at": row["at"],
                "who": shown.words.resolve(row["by_person"]),
                "reason": facts["reason"],
                "wrong": facts["wrong_position"],
                "changes": changes,
            }
        )
    return found


def worded(shown: Shown, field: str, value: str | None) -> str:
    """Return a value of a correction, kept as text, as people read it."""
    match field:
        case _ if not value:
            return shown.words.text("ui.nothing")
        case "kind":
            return shown.words.text(f"value.letter_kind.{value}")
        case "urgency":
            return shown.words.text(f"value.urgency.{value}")
        case "sender_unit_id":
            return shown.words.resolve(UUID(value))
        case "dated_on" | "received_on" | "reply_due_on":
            return shown.words.date(date.fromisoformat(value))
        case "deliver_by":
            return shown.words.moment(datetime.fromisoformat(value))
    return value


def seen_before_of(shown: Shown, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the earlier letters of which the registry was warned, as far as the viewer knows them."""
    received = [row["facts"] for row in told if row["name"] == "letter.received"]
    ids = [UUID(one) for facts in received for one in facts.get("seen_before", ())]
    rows = [shown.context.rows.one("letters", one, shown.viewer) for one in ids]
    return [row for row in rows if row is not None]


def key_of(typed: str) -> UUID:
    """Return an id of an address.

    Raises:
        NotFound: it is none.
    """
    try:
        return UUID(typed)
    except ValueError as problem:
        raise NotFound() from problem
