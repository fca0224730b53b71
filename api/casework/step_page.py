"""One step of a case: for whom, until when, what it needs, and what was laid down in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.casework.case_acts import STEP_ACTS, one_main, own_acts
from api.casework.papers import papers_of
from api.casework.reading import row_of, steps_of
from api.casework.wording import (
    label_of,
    role_words,
)
from api.context import Signed
from api.pages import Shown
from api.story import told
from api.web.parts import Act, Cell, Fact, Tag
from domain.casework.case import (
    TransferProposed,
    TransferStep,
)
from domain.refusal import NotFound
from domain.thai_time import bangkok_date
from projections.casework.case_papers import KINDS

pages = APIRouter(include_in_schema=False)


@pages.get("/cases/{id:uuid}/steps/{number:int}")
def step_page(request: Request, id: UUID, number: int, context: Signed) -> Response:
    """One step: for whom, until when, what it needs, and what was laid down in it."""
    shown = Shown(request, context, here="cases")
    row = row_of(shown, id)
    steps = steps_of(shown, id)
    step = next((one for one in steps if one["number"] == number), None)
    if step is None:
        raise NotFound()
    label = shown.words.text
    acts: list[Act] = []
    if shown.as_of is None and context.viewer.all_units:
        names = {label(f"command.{name}") for name in STEP_ACTS.get(number, ())}
        acts = one_main([act for act in own_acts(shown, row, settled=True) if act.label in names])
    story = [
        one
        for one in context.rows.page(
            "audit_history", shown.viewer, shown.ask_story({"case_id": id}, 200)
        ).items
        if of_step(one, number)
    ]
    return shown.html(
        "step.html",
        title=f"{label('ui.steps.step', n=number)} {label_of(shown, step)}",
        case_title=row["subject"],
        case_href=shown.here_as_of(f"/cases/{id}"),
        case_id=id,
        tags=[Tag(label(f"ui.steps.{step_state(step)}"), TONES[step_state(step)])],
        facts=step_facts(shown, row, step),
        acts=acts,
        papers=papers_of(shown, id, number),
        story=told(story, shown.words),
    )


CONTENT_STEPS = {kind.NAME: step for kind, (_, step) in KINDS.items()} | {
    TransferProposed.NAME: TransferStep.PROPOSAL
}


def of_step(row: Mapping[str, Any], number: int) -> bool:
    """Whether a row of the history is about this step: what moved it, or what was laid down in it."""
    if not row["name"].startswith("case."):
        return False
    return (row["facts"] or {}).get("step", CONTENT_STEPS.get(row["name"])) == number


TONES: Mapping[str, Any] = {
    "done": "green",
    "current": "blue",
    "returned": "amber",
    "waiting": "grey",
    "skipped": "grey",
}


def step_state(step: Mapping[str, Any]) -> str:
    return "current" if step["status"] == "open" else str(step["status"])


def step_facts(shown: Shown, row: Mapping[str, Any], step: Mapping[str, Any]) -> list[Fact]:
    label = shown.words.text
    who = role_words(shown, step["role"])
    sub = shown.words.resolve(row["officer_id"]) if step["role"] == "case_officer" else ""
    facts = [
        Fact(label("ui.case.step.whom"), Cell(who, sub=sub)),
        Fact(label("ui.case.step.kind"), Cell(label(f"value.step_kind.{step['kind']}"))),
        Fact(label("ui.case.step.opened_on"), Cell(on=step["opened_on"])),
        Fact(label("ui.case.step.due_on"), Cell(on=step["due_on"], due=bool(step["open"]))),
    ]
    if step["completed_at"] is not None:
        done_on = Cell(on=bangkok_date(step["completed_at"]))
        facts.append(Fact(label("ui.case.step.completed_on"), done_on))
    needs = (
        label("ui.steps.step", n=step["needs"])
        if step["needs"]
        else label("ui.case.step.needs_nothing")
    )
    facts.append(Fact(label("ui.case.step.needs"), Cell(needs)))
    if step["gate"]:
        facts.append(Fact(label("ui.case.step.gate"), Cell(label("ui.case.step.gate_help"))))
    if step["note"]:
        facts.append(Fact(label("ui.case.step.note"), Cell(step["note"])))
    return facts
