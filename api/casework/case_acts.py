"""What may be done with a case now, and what comes next of it and why not yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from api.casework.cases import ROUTES
from api.casework.forms import awaited
from api.pages import Shown
from api.web.parts import Act
from domain.casework.case import (
    OpenedCase,
    StepStatus,
    acts_open,
    case,
)
from domain.refusal import NotOpen, Refusal

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
    return [
        replace(act, main=False, again=True) if words[act.label] in over else act for act in acts
    ]


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
