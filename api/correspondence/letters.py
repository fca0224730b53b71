"""Received letters: their commands as routes and forms, and their page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api import choices
from api.context import Context
from api.pages import Shown
from api.routes import Form, Route
from api.web.parts import Cell, Fact, Tag, Tone
from application.correspondence import secrecy
from application.correspondence.letter import ACTS
from domain.correspondence.parts import Secrecy
from domain.correspondence.reading import Reader
from domain.organization.role import Role
from domain.thai_time import bangkok_date
from projections.ask import Ask

BY_NAME = {act.name: act for act in (*ACTS, secrecy.LETTER)}
BACK = "/letters/{id}"
OFFICERS = ("policy_and_plan_analyst", "finance_officer", "internal_auditor", "records_clerk")
READERS = tuple(
    str(role)
    for role in Role
    if role not in (Role.ADMINISTRATOR, Role.SCHOOL_DIRECTOR, Role.SYSTEM)
)
UNSEEN = tuple(f"references.{n}.letter_id" for n in (*range(20), "__row__"))


def receiving(context: Context, _key: Any) -> Form:
    return Form(
        choices={
            "to_unit_id": choices.units(context, "group", "office"),
            "sender_unit_id": choices.senders(context),
        },
        values={"received_on": bangkok_date(context.at), "kind": "external"},
        hidden=UNSEEN,
        rows={"enclosures": 1},
        confirms={"letter-seen-before": "duplicate_confirmed"},
    )


def endorsing(context: Context, _key: Any) -> Form:
    """One choice: the post; who holds it that day is the officer."""
    return Form(choices={"assigned_post_id": choices.posts(context, *OFFICERS, unit_only=True)})


def returning(context: Context, _key: Any) -> Form:
    """Only the central registry can send a letter back to who wrote it (R-N17)."""
    return Form(hidden=() if context.role == "central_registrar" else ("to_sender",))


def rerouting(context: Context, _key: Any) -> Form:
    return Form(choices={"to_unit_id": choices.units(context, "group", "office")})


def answering(context: Context, key: Any) -> Form:
    """The letters of ours that may be the answer: those written to answer it, then the latest."""
    rows = context.rows.page(
        "outgoing_letters",
        context.viewer,
        Ask(filters={"state": "dispatched"}, sort="number", limit=100),
    ).items
    own = sorted(rows, key=lambda row: row["answers_letter_id"] != key)
    options = [(str(row["id"]), f"{row['letter_number']} · {row['subject'] or ''}") for row in own]
    return Form(choices={"outgoing_letter_id": options})


def correcting(context: Context, _key: Any) -> Form:
    return Form(choices={"sender_unit_id": choices.senders(context)})


def voiding(context: Context, key: Any) -> Form:
    lines = [row for row in context.rows.rows("register_lines", letter_id=key) if not row["voided"]]
    registers = {row["id"]: row["title_th"] for row in context.rows.rows("registers")}
    line = lines[-1] if lines else None
    values = (
        {"register_id": line["register"], "year": line["year"], "number": line["number"]}
        if line
        else {}
    )
    options = [(row["register"], str(registers.get(row["register"]))) for row in lines]
    return Form(values=values, choices={"register_id": options})


def letting_read(context: Context, _key: Any) -> Form:
    """Everybody of the office may be let read; schools are sent what they are to read."""
    return Form(choices={"post_id": choices.posts(context, *READERS)})


def ending_reading(context: Context, key: Any) -> Form:
    """Those who read it now, each a choice of its own: a post, or a person in a post."""
    state = context.state(BY_NAME["EndReading"].decider, key)
    return ends_of(context, state.readers)


def ends_of(context: Context, readers: Sequence[Reader]) -> Form:
    named = [str(reader.post_id) for reader in readers]
    titles = {str(row["id"]): row["title_th"] for row in context.rows.rows("posts", id=named)}
    people = [reader.person_id for reader in readers if reader.person_id]
    names = {row["id"]: row["name_th"] for row in context.rows.rows("persons", id=people)}
    return Form(
        choices={
            "post_id": [(post_id, str(titles[post_id])) for post_id in dict.fromkeys(named)],
            "person_id": [(str(person), str(names[person])) for person in dict.fromkeys(people)],
        }
    )


def changing_level(context: Context, key: Any) -> Form:
    """Every level but the one it has."""
    state = context.state(BY_NAME["ChangeLetterSecrecy"].decider, key)
    return Form(choices={"secrecy": levels_but(state.secrecy)})


def levels_but(has: Secrecy) -> list[tuple[str, str]]:
    return [(str(level), "") for level in Secrecy if level is not has]


ROUTES = (
    Route("/letters", BY_NAME["ReceiveLetter"], BACK, receiving),
    Route("/letters/{id}/intake", BY_NAME["TakeInLetter"], BACK, icon="inbox", main=True),
    Route("/letters/{id}/endorsements", BY_NAME["EndorseLetter"], BACK, endorsing, main=True),
    Route("/letters/{id}/acknowledgement", BY_NAME["AcknowledgeLetter"], BACK),
    Route("/letters/{id}/reroutings", BY_NAME["RerouteLetter"], BACK, rerouting, main=True),
    Route("/letters/{id}/answer", BY_NAME["AnswerLetter"], BACK, answering),
    Route("/letters/{id}/corrections", BY_NAME["CorrectLetter"], BACK, correcting),
    Route("/letters/{id}/returns", BY_NAME["ReturnLetter"], BACK, returning, warns=True),
    Route("/letters/{id}/void-numbers", BY_NAME["VoidNumber"], BACK, voiding, warns=True),
    Route("/letters/{id}/reading-grants", BY_NAME["GrantReading"], BACK, letting_read, icon="eye"),
    Route(
        "/letters/{id}/secrecy-changes",
        BY_NAME["ChangeLetterSecrecy"],
        BACK,
        changing_level,
        icon="lock",
        warns=True,
    ),
    Route("/letters/{id}/reading-ends", BY_NAME["EndReading"], BACK, ending_reading, warns=True),
)


def reading_facts(shown: Shown, row: Mapping[str, Any], readings: str) -> list[Fact]:
    """Return to whom the reading of a classified letter is granted, and the way to who read it."""
    if row["secrecy"] == Secrecy.NONE or not shown.viewer.of_office:
        return []
    label, resolve = shown.words.text, shown.words.resolve
    named = [[UUID(part) for part in key.split(":")] for key in row["readers"] or ()]
    who = ", ".join(resolve(ids[-1]) for ids in named)
    return [
        Fact(label("ui.readings.granted"), Cell(who or label("ui.readings.by_role"))),
        Fact(label("ui.readings.title"), Cell(label("ui.readings.who_read"), href=readings)),
    ]


URGENCY_TONE: Mapping[str, Tone] = {"most_urgent": "red", "very_urgent": "amber", "urgent": "blue"}


def urgency_tags(shown: Shown, urgency: str | None) -> tuple[Tag, ...]:
    if urgency is None or urgency not in URGENCY_TONE:
        return ()
    word = shown.words.text(f"value.urgency.{urgency}")
    return (Tag(word, URGENCY_TONE[urgency], "alert-triangle"),)
