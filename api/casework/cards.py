"""What a case's page shows beside its story: its facts, letters, people and papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.casework.panels import Card, Link
from api.casework.papers import Paper
from api.casework.wording import (
    asking_units,
    number_of,
)
from api.pages import Shown
from api.web.parts import Cell, Fact
from domain.thai_time import bangkok_date
from projections.ask import Ask


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
