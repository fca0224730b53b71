"""What was laid down in the steps of a case, as its pages show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.pages import Shown
from api.web.parts import Cell, Fact
from projections.ask import Ask


@dataclass(frozen=True)
class Paper:
    """One version of what was laid down. ``texts`` are label and paragraphs, in their order."""

    id: str
    step: int
    kind: str
    title: str
    by: str
    at: datetime
    current: bool
    facts: tuple[Fact, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    seats: tuple[tuple[str, str, str], ...] = ()
    lines: tuple[tuple[str, int, str], ...] = ()
    files: tuple[Mapping[str, Any], ...] = ()


def papers_of(shown: Shown, case_id: UUID, step: int | None = None) -> list[Paper]:
    """Return what was laid down, newest first; the latest of each kind is the current one."""
    filters: dict[str, Any] = {"case_id": case_id} | ({} if step is None else {"step": step})
    rows = shown.context.rows.page(
        "case_papers", shown.viewer, Ask(filters=filters, limit=200, as_of=shown.as_of)
    ).items
    seen: set[object] = set()
    found = []
    for row in rows:
        one = (row["kind"], row["content"].get("line_id"))
        found.append(paper_of(shown, row, current=one not in seen))
        seen.add(one)
    return found


def paper_of(shown: Shown, row: Mapping[str, Any], *, current: bool) -> Paper:
    kind, content = row["kind"], row["content"]
    label = shown.words.text
    parts = READERS[kind](shown, content)
    title = label(f"ui.case.paper.{kind}")
    if row["version"] and row["version"] > 1:
        title = f"{title} · {label('ui.case.paper.version', n=row['version'])}"
    return Paper(
        id=row["id"].rpartition("/")[2],
        step=row["step"],
        kind=kind,
        title=title,
        by=shown.words.resolve(row["by_person"]),
        at=row["at"],
        current=current,
        files=tuple(row["files"] or ()),
        **parts,
    )


def figures(shown: Shown, content: Mapping[str, Any]) -> dict[str, Any]:
    label = shown.words.text
    source = shown.words.resolve(UUID(content["source_unit_id"]))
    return {
        "facts": (
            Fact(
                label("field.AttachSpendingFigures.figures_on"),
                Cell(on=date.fromisoformat(content["figures_on"])),
            ),
            Fact(label("field.AttachSpendingFigures.source_unit_id"), Cell(source)),
        ),
        "texts": noted(label("field.AttachSpendingFigures.note"), content["note"]),
    }


def committee(shown: Shown, content: Mapping[str, Any]) -> dict[str, Any]:
    label = shown.words.text
    order = f"{content['order_reference']}/{content['order_year']}"
    return {
        "facts": (
            Fact(label("field.OpenCommitteeWork.order_reference"), Cell(order)),
            Fact(
                label("field.OpenCommitteeWork.meeting_on"),
                Cell(on=date.fromisoformat(content["meeting_on"])),
            ),
        ),
        "seats": tuple(
            (seat["name"], seat["post_title"], label(f"value.committee_duty.{seat['duty']}"))
            for seat in content["seats"]
        ),
    }


def opinion(shown: Shown, content: Mapping[str, Any]) -> dict[str, Any]:
    label = shown.words.text
    view = "favourable" if content["favourable"] else "unfavourable"
    return {
        "facts": (
            Fact(
                label("field.RecordCommitteeOpinion.met_on"),
                Cell(on=date.fromisoformat(content["met_on"])),
            ),
            Fact(
                label("field.RecordCommitteeOpinion.opinion"), Cell(label(f"ui.case.paper.{view}"))
            ),
        ),
        "texts": noted("", content["opinion"]),
    }


def analysis(shown: Shown, content: Mapping[str, Any]) -> dict[str, Any]:
    ids = [UUID(line["line_id"]) for line in content["surplus_lines"]]
    names = items(shown, ids)
    return {
        "texts": noted("", content["spending_against_results"]),
        "lines": tuple(
            (names.get(line["line_id"], ""), line["surplus_satang"], line["note"])
            for line in content["surplus_lines"]
        ),
    }


def guidelines(shown: Shown, content: Mapping[str, Any]) -> dict[str, Any]:
    label = shown.words.text
    return {
        "texts": (
            *noted(label("field.SetGuidelines.text"), content["text"]),
            *noted(label("field.SetGuidelines.methods"), content["methods"]),
        )
    }


def result(shown: Shown, content: Mapping[str, Any]) -> dict[str, Any]:
    label = shown.words.text
    item = items(shown, [UUID(content["line_id"])]).get(content["line_id"], "")
    report = content.get("letter_id")
    link = Cell(label("ui.case.open_letter"), href=f"/letters/{report}") if report else Cell()
    return {
        "facts": (
            Fact(label("field.RecordResult.line_id"), Cell(item)),
            Fact(label("ui.case.target"), Cell(content["target"])),
            Fact(label("field.RecordResult.letter_id"), link),
        ),
        "texts": (
            *noted(label("field.RecordResult.achieved"), content["achieved"]),
            *noted(label("field.RecordResult.note"), content["note"]),
        ),
    }


def items(shown: Shown, ids: Sequence[UUID]) -> dict[str, str]:
    """Return budget lines' items by id as text."""
    rows = shown.context.rows.rows("budget_balances", id=list(ids)) if ids else []
    return {str(row["id"]): str(row["item"]) for row in rows}


def noted(label: str, text: str) -> tuple[tuple[str, str], ...]:
    return ((label, text),) if text else ()


READERS = {
    "figures": figures,
    "committee": committee,
    "opinion": opinion,
    "analysis": analysis,
    "guidelines": guidelines,
    "result": result,
}
