"""What of cases waits for somebody: rows of ``inbox``, and what is owed: rows of ``follow_ups``.

The rows of all steps begin with the case, not yet open, for the case alone knows its officer and the
words of its steps; later events only open and close them. ``<case>/end`` waits for the case to be
closed, or for those who asked to be told how it ended.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.casework.case import (
    CaseClosed,
    CaseEnded,
    CaseOpened,
    CaseReopened,
    DeadlineMoved,
    LetterAdded,
    NoticeSent,
    StepCompleted,
    StepOpened,
    StepReopened,
    StepSkipped,
)
from domain.casework.process import Step
from domain.message import AnyRecorded, Recorded
from projections.casework.following import follows, settled
from projections.casework.waiting import at_person, at_role, done, waits
from projections.table import Change, Project, Update

# What the officer does next in a step of process 4.4; elsewhere a step is said to be done.
ACTS = {
    1: "AttachSpendingFigures",
    2: "OpenCommitteeWork",
    3: "RecordAnalysis",
    4: "SetGuidelines",
    5: "DraftTransfer",
    6: "SubmitTransfer",
    7: "DraftLetter",
    8: "DraftLetter",
    9: "DraftLetter",
    10: "RecordResult",
}
OFFICER = "case_officer"
BOARD = "board"


def key(case_id: UUID, part: int | str) -> str:
    return f"case/{case_id}/{part}"


def owed_by(step: Step, officer_id: UUID) -> str:
    """A step of another body is owed by that body; the officer sees to it all the same."""
    return at_person(officer_id) if step.role == OFFICER else at_role(step.role)


def opened(recorded: Recorded[CaseOpened]) -> list[Change]:
    event = recorded.event
    officer = at_person(event.officer_id)
    of_case: dict[str, Any] = {"case_id": recorded.id, "open": False}
    rows: list[Change] = []
    for step in event.steps:
        one = key(recorded.id, step.number)
        words: dict[str, Any] = {
            "step": step.number,
            "title_th": step.label_th,
            "title_en": step.label_en,
        }
        act = ACTS.get(step.number, "CompleteStep")
        rows += waits(recorded, one, officer, act=act, **of_case, **words)
        owed = owed_by(step, event.officer_id)
        rows += follows(recorded, one, owed, kind="step", **of_case, **words)
    end = key(recorded.id, "end")
    rows += waits(recorded, end, officer, act="CloseCase", **of_case)
    rows += follows(recorded, end, officer, kind="notice", **of_case)
    return rows


def begins(recorded: AnyRecorded, part: int | str, **row: Any) -> list[Change]:
    """It waits, and is owed, from now on."""
    one = key(recorded.id, part)
    now: dict[str, Any] = {"open": True, "since": recorded.at, **row}
    return [Update("inbox", one, now), Update("follow_ups", one, now)]


def over(recorded: AnyRecorded, part: int | str) -> list[Change]:
    one = key(recorded.id, part)
    return [*done(recorded, one), *settled(recorded, one)]


def ends_by(recorded: AnyRecorded, act: str) -> list[Change]:
    """The officer may end the matter by ``act`` now."""
    row = {"open": True, "since": recorded.at, "act": act}
    return [Update("inbox", key(recorded.id, "end"), row)]


def step_begins(recorded: Recorded[StepOpened] | Recorded[StepReopened]) -> list[Change]:
    """What is put before the board waits as the transfer's own row: here it is only owed."""
    event = recorded.event
    now = begins(recorded, event.step, due_on=event.due_on)
    return [change for change in now if event.role != BOARD or change.table != "inbox"]


def step_opened(recorded: Recorded[StepOpened]) -> list[Change]:
    return step_begins(recorded)


def step_done(recorded: Recorded[StepCompleted] | Recorded[StepSkipped]) -> list[Change]:
    last = ends_by(recorded, "CloseCase") if recorded.event.is_last else []
    return [*over(recorded, recorded.event.step), *last]


def reopened(recorded: Recorded[StepReopened]) -> list[Change]:
    event = recorded.event
    held_back = [change for number in event.held_back for change in over(recorded, number)]
    return [*step_begins(recorded), *held_back, *over(recorded, "end")]


def moved(recorded: Recorded[DeadlineMoved]) -> list[Change]:
    one, due = key(recorded.id, recorded.event.step), {"due_on": recorded.event.to_on}
    return [Update("inbox", one, due), Update("follow_ups", one, due)]


def ended(recorded: Recorded[CaseEnded]) -> list[Change]:
    event = recorded.event
    left = [change for number in event.left_open for change in over(recorded, number)]
    if not event.to_notify:
        return [*left, *ends_by(recorded, "CloseCase")]
    return [*left, *begins(recorded, "end"), *ends_by(recorded, "RecordNotice")]


def asks_late(recorded: Recorded[LetterAdded]) -> list[Change]:
    """Who asks after the letters went out is owed one too, before the case closes."""
    if not recorded.event.asks_late:
        return []
    return [*begins(recorded, "end"), *ends_by(recorded, "DraftResultLetters")]


def notice_sent(recorded: Recorded[NoticeSent]) -> list[Change]:
    if recorded.event.left:
        return []
    if not recorded.event.closable:
        return over(recorded, "end")
    return [*settled(recorded, key(recorded.id, "end")), *ends_by(recorded, "CloseCase")]


def closed(recorded: Recorded[CaseClosed]) -> list[Change]:
    return over(recorded, "end")


def taken_up(recorded: Recorded[CaseReopened]) -> list[Change]:
    again = [change for number in recorded.event.open_steps for change in begins(recorded, number)]
    return [*over(recorded, "end"), *again]


PARTS: dict[type[Any], Project] = {
    CaseOpened: opened,
    StepOpened: step_opened,
    StepCompleted: step_done,
    StepSkipped: step_done,
    StepReopened: reopened,
    DeadlineMoved: moved,
    CaseEnded: ended,
    LetterAdded: asks_late,
    NoticeSent: notice_sent,
    CaseClosed: closed,
    CaseReopened: taken_up,
}


def of_table(name: str, project: Project) -> Project:
    """Return the changes that ``project`` makes to one of the two tables."""
    return lambda recorded: [change for change in project(recorded) if change.table == name]


WAITING = {kind: of_table("inbox", project) for kind, project in PARTS.items()}
FOLLOWED = {kind: of_table("follow_ups", project) for kind, project in PARTS.items()}
