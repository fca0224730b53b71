from __future__ import annotations

from typing import Any

from domain.casework.process import (
    DefineProcess,
    NeedNotEarlier,
    ProcessDefined,
    Step,
    StepItem,
    StepKind,
    StepsOutOfOrder,
    Template,
    Undefined,
    process,
)
from tests.domain.casework.matter import ASKED
from tests.domain.scenario import Scenario

nothing = Scenario(process)


def step(number: int, *needs: int, **changed: Any) -> StepItem:
    fields = {
        "number": number,
        "label_th": "ศึกษา",
        "label_en": "Study",
        "kind": StepKind.STUDY,
        "role": "case_officer",
        "working_days": 5,
        "needs": needs,
    }
    return StepItem(**(fields | changed))


def define(*steps: StepItem) -> DefineProcess:
    return DefineProcess(**ASKED, code="4.4", title_th="โอนงบ", title_en="Transfer", steps=steps)


def stored(number: int, *needs: int) -> Step:
    return Step(number, "ศึกษา", "Study", StepKind.STUDY, "case_officer", 5, needs)


def test_a_process_is_defined_in_versions() -> None:
    """R-W01."""
    first = ProcessDefined("4.4", 1, "โอนงบ", "Transfer", (stored(1), stored(2, 1)))
    second = ProcessDefined("4.4", 2, "โอนงบ", "Transfer", (stored(1),))
    assert nothing.state == Undefined()
    defined = nothing.when(define(step(1), step(2, 1))).then(first)
    again = defined.when(define(step(1))).then(second)
    assert again.state == Template("4.4", 2, "โอนงบ", "Transfer", (stored(1),))


def test_a_gate_is_marked_in_the_template() -> None:
    """R-W08."""
    (event,) = nothing.when(define(step(1), step(2, 1, gate=True))).events()
    assert [s.gate for s in event.steps] == [False, True]


def test_steps_are_numbered_without_gaps() -> None:
    """R-W01."""
    nothing.when(define(step(1), step(3))).refused(StepsOutOfOrder, numbers=[1, 3])
    nothing.when(define(step(2))).refused(StepsOutOfOrder)
    nothing.when(define(step(2), step(1))).refused(StepsOutOfOrder)


def test_a_step_needs_earlier_steps_only() -> None:
    """R-W01: a circle of needs would never open."""
    nothing.when(define(step(1), step(2, 2))).refused(NeedNotEarlier, step=2)
    nothing.when(define(step(1, 2), step(2))).refused(NeedNotEarlier, step=1)
    nothing.when(define(step(1), step(2, 1, 1))).refused(NeedNotEarlier)
    nothing.when(define(step(1), step(2, 1))).events()
