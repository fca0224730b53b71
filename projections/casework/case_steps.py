"""The steps of each case: where each stands, for whom, until when. One row per step of a case.

Table case_steps: id text (``<case>/3``), case_id uuid, number integer; officer_id uuid: the case's
officer; label_th, label_en, kind, role
text; gate boolean; needs integers as text (``3, 4``); status text (``waiting``, ``open``, ``done``,
``skipped``, ``returned``: open once more); open boolean; opened_on, due_on date; completed_at
timestamptz; completed_by text|null: the stream that decided it; note text|null: why it was skipped,
sent back or its day moved.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.casework.case import (
    CaseEnded,
    CaseOpened,
    CaseReopened,
    DeadlineMoved,
    StepCompleted,
    StepOpened,
    StepReopened,
    StepSkipped,
)
from domain.message import Recorded
from projections.table import Change, Insert, Reference, Rights, Table, Update


def step_id(case_id: UUID, number: int) -> str:
    return f"{case_id}/{number}"


def opened(recorded: Recorded[CaseOpened]) -> list[Change]:
    return [
        Insert(
            "case_steps",
            step_id(recorded.id, step.number),
            {
                "case_id": recorded.id,
                "officer_id": recorded.event.officer_id,
                "number": step.number,
                "label_th": step.label_th,
                "label_en": step.label_en,
                "kind": str(step.kind),
                "role": step.role,
                "gate": step.gate,
                "needs": ", ".join(map(str, step.needs)),
                "status": "waiting",
                "open": False,
            },
        )
        for step in recorded.event.steps
    ]


def change(recorded: Recorded[Any], number: int, **row: Any) -> list[Change]:
    return [Update("case_steps", step_id(recorded.id, number), row)]


def step_opened(recorded: Recorded[StepOpened]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        event.step,
        status="open",
        open=True,
        opened_on=event.opened_on,
        due_on=event.due_on,
        note=None,
    )


def completed(recorded: Recorded[StepCompleted]) -> list[Change]:
    reference = recorded.event.reference
    return change(
        recorded,
        recorded.event.step,
        status="done",
        open=False,
        completed_at=recorded.at,
        completed_by=reference.stream_id if reference else None,
    )


def skipped(recorded: Recorded[StepSkipped]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        event.step,
        status="skipped",
        open=False,
        completed_at=recorded.at,
        note=event.reason,
    )


def reopened(recorded: Recorded[StepReopened]) -> list[Change]:
    event = recorded.event
    held_back = [
        one
        for number in event.held_back
        for one in change(
            recorded,
            number,
            status="waiting",
            open=False,
            opened_on=None,
            due_on=None,
            completed_at=None,
            completed_by=None,
        )
    ]
    return [
        *change(
            recorded,
            event.step,
            status="returned",
            open=True,
            opened_on=event.opened_on,
            due_on=event.due_on,
            completed_at=None,
            completed_by=None,
            note=event.reason,
        ),
        *held_back,
    ]


def moved(recorded: Recorded[DeadlineMoved]) -> list[Change]:
    event = recorded.event
    return change(recorded, event.step, due_on=event.to_on, note=event.cause)


def ended(recorded: Recorded[CaseEnded]) -> list[Change]:
    return [
        one for number in recorded.event.left_open for one in change(recorded, number, open=False)
    ]


def taken_up(recorded: Recorded[CaseReopened]) -> list[Change]:
    return [
        one for number in recorded.event.open_steps for one in change(recorded, number, open=True)
    ]


CASE_STEPS = Table(
    name="case_steps",
    version=2,
    key="id",
    key_type="text",
    columns={
        "case_id": "uuid",
        "officer_id": "uuid",
        "number": "integer",
        "label_th": "text",
        "label_en": "text",
        "kind": "text",
        "role": "text",
        "gate": "boolean",
        "needs": "text",
        "status": "text",
        "open": "boolean",
        "opened_on": "date",
        "due_on": "date",
        "completed_at": "timestamptz",
        "completed_by": "text",
        "note": "text",
    },
    on={
        CaseOpened: opened,
        StepOpened: step_opened,
        StepCompleted: completed,
        StepSkipped: skipped,
        StepReopened: reopened,
        DeadlineMoved: moved,
        CaseEnded: ended,
        CaseReopened: taken_up,
    },
    sorts={"step": ("case_id", "number"), "due": ("due_on", "case_id", "number")},
    filters=("case_id", "open", "due_on", "number", "status"),
    references=(
        Reference(
            "case_id",
            "case_status",
            {
                "subject": "subject",
                "case_number": "number",
                "case_year": "year",
                "owner_unit_id": "owner_unit_id",
            },
        ),
    ),
    rights=Rights(through={"case_id": "case_status"}),
    indexes=(("case_id", "number"), ("open", "due_on", "case_id")),
)
