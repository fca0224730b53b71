"""How a case's facts are said: whom a thing waits for, when it is due, its number, its steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from api.pages import Shown
from api.web.parts import Step, Tag, Tone
from domain.thai_time import bangkok_date

STATE_TONES: Mapping[str, Tone] = {"underway": "blue", "ended": "amber", "closed": "green"}
STEP_STATES = {
    "done": "done",
    "open": "current",
    "returned": "returned",
    "skipped": "skipped",
    "waiting": "waiting",
}


def number_of(row: Mapping[str, Any], stem: str = "") -> str:
    """Return a case's number with its opening year: ``12/2569`` (R-W09)."""
    return f"{row[f'{stem}number']}/{row[f'{stem}year']}" if row[f"{stem}number"] else "—"


def asking_units(shown: Shown, row: Mapping[str, Any]) -> list[UUID]:
    """Return the units that asked; to one of them only itself, for the others' asking is theirs."""
    viewer = shown.viewer
    asked: list[UUID] = row["parties"][1:]
    return [unit for unit in asked if viewer.all_units or unit in viewer.units]


def label_of(shown: Shown, row: Mapping[str, Any], stem: str = "label") -> str:
    """Return ``label_th`` or ``label_en`` of a row, in the reader's language."""
    return str(row.get(f"{stem}_{shown.words.lang}") or row.get(f"{stem}_th") or "")


def today(shown: Shown) -> date:
    """Return the day from which due dates are counted: that of the moment looked at."""
    return bangkok_date(shown.as_of_moment or shown.context.at)


def due_words(shown: Shown, due_on: date) -> str:
    """Return ``อีก 2 วัน``, ``วันนี้``, ``เกินกำหนด 1 วัน``."""
    left = (due_on - today(shown)).days
    key = "ui.due.over" if left < 0 else "ui.due.today" if left == 0 else "ui.due.left"
    return shown.words.text(key, n=abs(left))


def role_words(shown: Shown, role: str) -> str:
    return shown.words.text(f"value.role.{role}")


def whom(shown: Shown, waits_for: str, owner_id: UUID | None = None) -> str:
    """Return who something waits for, by name: a person, a post's holder, a role, a unit."""
    kind, _, rest = waits_for.partition(":")
    name = shown.words.resolve
    match kind:
        case "person" | "post" | "unit":
            return name(UUID(rest))
        case "role":
            return role_words(shown, rest)
        case "unit-role":
            unit, _, role = rest.partition(":")
            return f"{role_words(shown, role)} · {name(UUID(unit))}"
    return name(owner_id) if owner_id else "—"


def state_tag(shown: Shown, row: Mapping[str, Any]) -> Tag:
    """Return how far a case is, with the ending where it ended short of its aim."""
    word = shown.words.text(f"ui.case.state.{row['state']}")
    if row["ending"]:
        word = f"{word} · {shown.words.text('value.ending.' + row['ending'])}"
    tone: Tone = "grey" if row["state"] == "closed" and row["ending"] else STATE_TONES[row["state"]]
    return Tag(word, tone)


def stepper(shown: Shown, rows: list[dict[str, Any]], *, linked: bool = True) -> tuple[Step, ...]:
    """Return the steps as the stepper shows them, each with who has it until when."""
    return tuple(
        Step(
            row["number"],
            label_of(shown, row),
            STEP_STATES[row["status"]],  # type: ignore[arg-type]
            step_note(shown, row),
            shown.here_as_of(f"/cases/{row['case_id']}/steps/{row['number']}") if linked else None,
        )
        for row in rows
    )


def step_note(shown: Shown, row: Mapping[str, Any]) -> str:
    """Return when a step was done, or until when it is to be."""
    if row["completed_at"] is not None:
        return shown.words.date(bangkok_date(row["completed_at"]))
    if row["open"] and row["due_on"] is not None:
        return due_words(shown, row["due_on"])
    return ""
