"""One case: what it is, how far, what may be done now, its parts, its story; and one step of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.casework.cases import ROUTES
from api.casework.forms import awaited
from api.casework.panels import Card, Contribution, Link, contributions
from api.casework.papers import Paper, papers_of
from api.casework.wording import (
    asking_units,
    due_words,
    label_of,
    number_of,
    role_words,
    state_tag,
    stepper,
)
from api.context import Signed
from api.files import handed_out
from api.pages import Shown
from api.story import told
from api.web.parts import Act, Cell, Fact, Pill, Tag, Told
from domain.casework.case import (
    OpenedCase,
    StepStatus,
    TransferProposed,
    TransferStep,
    acts_open,
    case,
)
from domain.catalogue import DECIDERS
from domain.refusal import NotFound, NotOpen, Refusal
from domain.thai_time import bangkok_date
from projections.ask import Ask
from projections.casework.case_papers import KINDS

pages = APIRouter(include_in_schema=False)

# Which acts are the work of which step, for the step's own page.
STEP_ACTS: Mapping[int, tuple[str, ...]] = {
    1: ("AttachSpendingFigures",),
    2: ("OpenCommitteeWork", "RecordCommitteeOpinion"),
    3: ("RecordAnalysis",),
    4: ("SetGuidelines",),
    5: ("ProposeTransfer",),
    10: ("RecordResult",),
}
MOST_NAMED = 4
# What the story can be narrowed to: kinds of stream.
ABOUT: Mapping[str, tuple[str, ...]] = {
    "steps": ("case",),
    "letters": ("letter", "outgoing_letter"),
    "money": ("budget_transfer", "budget_line"),
    "decisions": ("approval", "outside_approval", "meeting", "resolution"),
}


def row_of(shown: Shown, case_id: UUID) -> dict[str, Any]:
    row = shown.context.rows.one("case_status", case_id, shown.viewer, shown.as_of)
    if row is None:
        raise NotFound()
    return row


def steps_of(shown: Shown, case_id: UUID) -> list[dict[str, Any]]:
    ask = Ask(filters={"case_id": case_id}, sort="step", limit=99, as_of=shown.as_of)
    return shown.context.rows.page("case_steps", shown.viewer, ask).items


def own_acts(shown: Shown, row: Mapping[str, Any], *, settled: bool = False) -> list[Act]:
    """Return the case's own acts: open, or next to come and why not yet.

    With ``settled`` also those on content that a gate has decided on: for the page of its step.
    """
    state: OpenedCase = shown.context.state(case, row["id"])
    lines = awaited(shown.context, state.file)
    found: dict[str, Refusal | None] = {
        act.command_name: act.refusal
        for act in acts_open(state, lines)
        if worth_saying(act.refusal) and (settled or act.refusal_code != "case-content-settled")
    }
    # A transfer is proposed by drafting it; proposing it once more is for a step that came back.
    if state.file.step(5).status is not StepStatus.OPEN or not state.file.transfers:
        found.pop("ProposeTransfer", None)
    acts = shown.acts(ROUTES, row["id"], found)
    closing = found.get("CloseCase")
    if closing is not None and "open" in closing.figures:
        label = shown.words.text("command.CloseCase")
        why = f"{shown.refusal_text(closing)}: {matters(shown, closing.figures['open'])}"
        acts = [replace(act, reason=why) if act.label == label else act for act in acts]
    words = {shown.words.text(f"command.{name}"): name for name in found}
    over = {name for step, names in STEP_ACTS.items() for name in names if done(state, step)}
    # What is laid down already may be laid down anew, but that is not what comes next.
    return sorted(
        (replace(act, main=act.main and words[act.label] not in over) for act in acts),
        key=lambda act: words[act.label] in over,
    )


def matters(shown: Shown, found: Any) -> str:
    """Return what is open, the first few by name."""
    said = [
        shown.words.text(
            f"value.open_matter.{matter['code']}",
            **{
                name: UUID(value) if name.endswith("_id") else value
                for name, value in matter.items()
            },
        )
        for matter in found[:MOST_NAMED]
    ]
    return ", ".join([*said, *(["…"] if len(found) > MOST_NAMED else [])])


def done(state: OpenedCase, step: int) -> bool:
    return state.file.step(step).status is not StepStatus.OPEN


def worth_saying(refusal: Refusal | None) -> bool:
    """Whether a "not now" helps: not for what belongs to another part of a case's life."""
    if refusal is None:
        return True
    if isinstance(refusal, NotOpen) or refusal.code in (
        "notice-sent-already",
        "result-not-awaited",
    ):
        return False
    return not (refusal.code == "step-not-open" and not refusal.figures.get("needs"))


def one_main(acts: Sequence[Act]) -> list[Act]:
    """Return acts with one solid button: the first that asks for it, and before the others."""
    main = next((act for act in acts if act.main), None)
    if main is None:
        return list(acts)
    return [main, *(replace(act, main=False) for act in acts if act is not main)]


@pages.get("/cases/{id:uuid}")
def case_page(request: Request, id: UUID, context: Signed) -> Response:
    """The heart of the matter."""
    shown = Shown(request, context, here="cases")
    row = row_of(shown, id)
    label = shown.words.text
    steps = steps_of(shown, id)
    own_people = context.viewer.all_units
    others = contributions(shown, row) if own_people else Contribution()
    acts: list[Act] = []
    if shown.as_of is None and own_people:
        acts = one_main([*own_acts(shown, row), *others.acts])
    papers = papers_of(shown, id)
    cards = [
        letters_card(shown, row),
        people_card(shown, row, papers),
        papers_card(shown, row, papers),
        *others.cards,
    ]
    about = request.query_params.get("about", "")
    return shown.html(
        "case.html",
        title=row["subject"],
        lead=label(
            "ui.case.lead",
            number=number_of(row),
            process=row["process_code"],
            fiscal_year=row["fiscal_year"],
        ),
        tags=[state_tag(shown, row), *late_tags(shown, steps)],
        steps=stepper(shown, steps),
        acts=acts,
        reading=shown.as_of is not None,
        outside=not own_people,
        facts=facts_of(shown, row, steps),
        cards=[card for card in cards if card is not None],
        story=case_story(shown, id, about),
        story_pills=story_pills(shown, about),
    )


def late_tags(shown: Shown, steps: Sequence[Mapping[str, Any]]) -> list[Tag]:
    """Return a mark for the step that is overdue the longest, if one is."""
    due = [row["due_on"] for row in steps if row["open"] and row["due_on"]]
    first = min(due, default=None)
    if first is None or first >= bangkok_date(shown.as_of_moment or shown.context.at):
        return []
    return [Tag(due_words(shown, first), "red", "alert-circle")]


def facts_of(
    shown: Shown, row: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]
) -> list[Fact]:
    label = shown.words.text
    done = sum(step["status"] in ("done", "skipped") for step in steps)
    facts = [
        Fact(label("ui.case.number"), Cell(number_of(row))),
        Fact(label("ui.case.process"), Cell(label("ui.case.process_4_4"))),
        Fact(label("field.OpenCase.fiscal_year"), Cell(str(row["fiscal_year"]))),
        Fact(label("ui.case.opened_on"), Cell(on=bangkok_date(row["opened_at"]))),
        Fact(
            label("ui.case.progress"),
            Cell(label("ui.case.steps_done", done=done, all=row["step_count"])),
        ),
    ]
    if row["closed_at"] is not None:
        facts.append(Fact(label("ui.case.closed_on"), Cell(on=bangkok_date(row["closed_at"]))))
    if row["ending"]:
        ending = label(f"value.ending.{row['ending']}")
        facts.append(Fact(label("ui.case.ended_as"), Cell(ending, sub=row["reason"] or "")))
    return facts


def letters_card(shown: Shown, row: Mapping[str, Any]) -> Card | None:
    """The received letters of the case; a letter may belong to several cases (R-W10)."""
    found = shown.context.rows.page(
        "case_letters",
        shown.viewer,
        Ask(filters={"case_id": row["id"]}, limit=100, as_of=shown.as_of),
    ).items
    if not found:
        return None
    return Card(
        "letters",
        shown.words.text("ui.case.letters"),
        links=tuple(
            Link(
                one["letter_subject"] or shown.words.text("ui.classified"),
                shown.here_as_of(f"/letters/{one['letter_id']}"),
                " · ".join(
                    filter(
                        None,
                        (
                            number_of(one, "letter_"),
                            one["letter_reference"],
                            one["letter_from"],
                        ),
                    )
                ),
                icon="inbox",
            )
            for one in found
        ),
    )


def people_card(shown: Shown, row: Mapping[str, Any], papers: Sequence[Paper]) -> Card:
    label, name = shown.words.text, shown.words.resolve
    owner, asking = row["parties"][0], asking_units(shown, row)
    facts = [
        Fact(label("field.OpenCase.officer_id"), Cell(name(row["officer_id"]))),
        Fact(label("field.OpenCase.owner_unit_id"), Cell(name(owner))),
    ]
    facts += [Fact(label("ui.case.asked_by"), Cell(name(unit))) for unit in asking]
    committee = next((paper for paper in papers if paper.kind == "committee"), None)
    facts += (
        [Fact(duty, Cell(who, sub=post)) for who, post, duty in committee.seats]
        if committee
        else []
    )
    return Card("people", label("ui.case.people"), facts=tuple(facts))


def papers_card(shown: Shown, row: Mapping[str, Any], papers: Sequence[Paper]) -> Card | None:
    """The current version of everything laid down, each leading to its step."""
    current = sorted((paper for paper in papers if paper.current), key=lambda paper: paper.step)
    if not current:
        return None
    return Card(
        "papers",
        shown.words.text("ui.case.papers"),
        links=tuple(
            Link(
                paper.title,
                shown.here_as_of(f"/cases/{row['id']}/steps/{paper.step}") + f"#paper-{paper.id}",
                f"{paper.by} · {shown.words.date(bangkok_date(paper.at))}",
                icon="paperclip" if paper.files else "file-text",
            )
            for paper in current
        ),
    )


def case_story(shown: Shown, case_id: UUID, about: str) -> list[Told]:
    filters: dict[str, Any] = {"case_id": case_id}
    if about in ABOUT:
        kinds = ABOUT[about]
        filters["name"] = [
            event.NAME for kind in kinds if kind in DECIDERS for event in DECIDERS[kind].events
        ]
    return shown.story(200, **filters)


def story_pills(shown: Shown, about: str) -> tuple[Pill, ...]:
    label = shown.words.text
    everything = Pill(label("ui.case.about.all"), shown.link(about=None) + "#story", here=not about)
    return (
        everything,
        *(
            Pill(
                label(f"ui.case.about.{name}"),
                shown.link(about=name) + "#story",
                here=about == name,
            )
            for name in ABOUT
        ),
    )


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


@pages.get("/cases/{id:uuid}/files/{digest}")
def case_file(id: UUID, digest: str, context: Signed) -> Response:
    """Hand out a file laid down in a case the viewer may know of."""
    rows = context.rows.page(
        "case_papers", context.viewer, Ask(filters={"case_id": id}, limit=200)
    ).items
    known = {file["digest"]: file for row in rows for file in row["files"] or () if file["digest"]}
    if digest not in known or context.service.office.files.known(digest) is None:
        raise NotFound()
    return handed_out(context, digest, known[digest]["name"], known[digest]["media_type"])
