"""Opening a case, its letters, and how its steps open, complete, come back and are due."""

from __future__ import annotations

from datetime import date

import pytest

from domain.casework.case import (
    CaseOpened,
    CompleteStep,
    ContentSettled,
    DeadlineMoved,
    GateNotSkipped,
    LetterAdded,
    LetterInCase,
    NoDeadlineMoves,
    OtherProcess,
    ReopenCause,
    StepCompleted,
    StepDoneByContent,
    StepNotDone,
    StepNotOpen,
    StepOpened,
    StepReopened,
    StepSkipped,
    StepStatus,
    StepUnknown,
    moved_deadlines,
)
from domain.casework.process import Template
from domain.refusal import NotOpen
from tests.domain.casework.matter import (
    AGREED,
    APPROVED,
    BOARD,
    CALLED,
    DRAFTED,
    GROUP,
    HOLIDAYS,
    LETTER,
    OPENED,
    OTHER_LETTER,
    OTHER_SCHOOL,
    READY,
    SCHOOL,
    STEPPING,
    STEPS,
    STUDIED,
    TODAY,
    TOLD,
    add,
    analyse,
    attach,
    case_opened,
    complete,
    give_opinion,
    given,
    guide,
    move,
    nothing,
    open_case,
    opening,
    propose,
    return_to,
    skip,
)

DUE = date(2026, 11, 30)


def reopened(step: int, *held_back: int) -> StepReopened:
    return StepReopened(
        step,
        ReopenCause.RETURNED,
        TODAY,
        DUE,
        "case_officer",
        held_back,
        "ที่ประชุมไม่เห็นชอบ",
    )


def test_a_case_copies_the_steps_of_the_version_it_begins_with() -> None:
    """R-W01."""
    nothing.when(open_case()).then(case_opened(), opening(1))
    assert opening(1).due_on == DUE


def test_a_case_may_be_opened_without_a_letter() -> None:
    """Processes 4.4, notes: it starts from the spending figures as often."""
    opened = case_opened(asking_unit_ids=(), letter_ids=())
    asked = open_case(asking_unit_ids=(), letter_ids=())
    nothing.when(asked).then(opened, opening(1))


def test_a_case_is_opened_once() -> None:
    given(OPENED).when(open_case()).refused(NotOpen)
    nothing.when(attach()).refused(NotOpen)


def test_a_school_named_twice_asked_once() -> None:
    begun = nothing.when(open_case(asking_unit_ids=(SCHOOL, SCHOOL))).events()[0]
    assert isinstance(begun, CaseOpened)
    assert begun.asking_unit_ids == (SCHOOL,)


def test_many_letters_belong_to_one_case_each_once() -> None:
    """R-W10."""
    after = (
        given(OPENED)
        .when(add(OTHER_LETTER, OTHER_SCHOOL))
        .then(LetterAdded(OTHER_LETTER, OTHER_SCHOOL, (GROUP, SCHOOL, OTHER_SCHOOL)))
    )
    assert after.state.file.asking_unit_ids == (SCHOOL, OTHER_SCHOOL)
    after.when(add(OTHER_LETTER)).refused(LetterInCase, letter_id=OTHER_LETTER)
    after.when(add(LETTER)).refused(LetterInCase)


def test_steps_open_when_what_they_need_is_done() -> None:
    """R-W01."""
    steps = given(STUDIED).state.file.steps
    assert [s.step.number for s in steps if s.status is StepStatus.OPEN] == [2, 3]


def test_the_board_step_opens_only_when_steps_1_to_5_are_done() -> None:
    """Issue, item 3."""
    given(CALLED).when(complete(6)).refused(StepNotOpen, step=6, needs=[2])
    assert opening(6) in given(CALLED).when(give_opinion()).events()


def test_steps_3_to_5_go_on_while_the_committee_works() -> None:
    """Issue, item 3."""
    assert given(DRAFTED).state.file.step(2).status is StepStatus.OPEN
    assert given(DRAFTED).state.file.step(5).done


def test_a_gate_is_completed_by_what_was_decided_elsewhere() -> None:
    after = given(READY).when(complete(6)).then(StepCompleted(6, BOARD), opening(7))
    after.when(complete(6)).refused(StepNotOpen, step=6, status=StepStatus.DONE)


def test_the_governors_approval_opens_both_report_and_notification() -> None:
    given(AGREED).when(complete(7)).then(StepCompleted(7, BOARD), opening(8), opening(9))


def test_the_report_is_due_so_many_days_after_the_approval() -> None:
    """R-B07, R-T14: calendar days, set by the office; a last day on a holiday moves."""
    by_rule = CompleteStep(**STEPPING, step=7, completed_by=BOARD, report_due_on=date(2026, 12, 5))
    after = (
        given(AGREED)
        .when(by_rule)
        .then(
            StepCompleted(7, BOARD),
            StepOpened(8, TODAY, date(2026, 12, 8), "case_officer", is_fixed=True),
            opening(9),
        )
    )
    moved = after.when(move(HOLIDAYS | {date(2026, 12, 8)})).events()
    assert DeadlineMoved(8, date(2026, 12, 8), date(2026, 12, 9), "วันหยุดพิเศษ") in moved


def test_follow_up_opens_when_report_and_notification_are_both_done() -> None:
    one = given(APPROVED).when(complete(9)).then(StepCompleted(9, BOARD))
    one.when(complete(8)).then(StepCompleted(8, BOARD), opening(10))


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, 10])
def test_a_step_with_content_is_completed_by_its_content_only(step: int) -> None:
    given(TOLD).when(complete(step)).refused(StepDoneByContent, step=step)


def test_a_step_the_process_does_not_have_is_refused() -> None:
    given(TOLD).when(complete(11)).refused(StepUnknown, step=11, steps=10)
    given(TOLD).when(skip(99)).refused(StepUnknown)


def test_a_case_of_another_process_holds_no_content_of_this_one() -> None:
    """R-B10."""
    other = Template("1.3", 1, "ประชุม", "Meeting", STEPS)
    elsewhere = nothing.given(case_opened(other), opening(1))
    elsewhere.when(attach()).refused(OtherProcess, process_code="1.3")
    elsewhere.when(analyse()).refused(OtherProcess)
    elsewhere.when(complete(1)).then(StepCompleted(1, BOARD), opening(2), opening(3))


def test_a_returned_step_is_open_again_and_what_rests_on_it_waits() -> None:
    """D2: back to step 4; the committee's opinion stands until the guidelines change."""
    after = given(READY).when(return_to(4)).then(reopened(4, 5, 6))
    steps = after.state.file.steps
    waiting = [s.step.number for s in steps if s.status is StepStatus.WAITING]
    assert waiting == [5, 6, 7, 8, 9, 10]
    assert after.state.file.step(2).done
    after.when(complete(6)).refused(StepNotOpen, needs=[4, 5])


def test_a_returned_step_may_be_confirmed_unchanged() -> None:
    """D2: same guidelines, same transfer: the committee is not called again."""
    returned = given(READY).when(return_to(4)).then(reopened(4, 5, 6))
    again = returned.given(*returned.when(guide()).events())
    events = again.when(propose()).events()
    assert events[1:] == [StepCompleted(5), opening(6)]


def test_a_gate_passed_may_be_returned_to() -> None:
    given(APPROVED).when(return_to(6)).then(reopened(6, 7, 8, 9))


def test_one_returns_to_what_was_done() -> None:
    given(READY).when(return_to(6)).refused(StepNotDone, step=6)
    given(READY).when(return_to(7)).refused(StepNotDone, step=7)


def test_a_gate_is_never_skipped() -> None:
    """R-W08."""
    given(READY).when(skip(6)).refused(GateNotSkipped, step=6)
    given(AGREED).when(skip(7)).refused(GateNotSkipped, step=7)


def test_another_step_is_skipped_with_reason_and_role() -> None:
    """R-W08."""
    skipped = StepSkipped(8, "ทำแล้วในรอบก่อน", "policy_and_plan_analyst")
    one = given(APPROVED).when(skip(8)).then(skipped)
    one.when(complete(9)).then(StepCompleted(9, BOARD), opening(10))
    one.when(skip(8)).refused(StepNotOpen, status=StepStatus.SKIPPED)
    given(OPENED).when(skip(2)).refused(StepNotOpen, needs=[1])


def test_a_late_holiday_moves_open_deadlines_and_leaves_an_event() -> None:
    """R-T13."""
    holidays = HOLIDAYS | {date(2026, 11, 25)}
    moved = [DeadlineMoved(n, DUE, date(2026, 12, 1), "วันหยุดพิเศษ") for n in (2, 3)]
    after = given(STUDIED).when(move(holidays)).then(*moved)
    assert after.state.file.step(2).due_on == date(2026, 12, 1)
    after.when(move(holidays)).refused(NoDeadlineMoves)
    after.when(move(HOLIDAYS)).events()


def test_a_holiday_after_the_last_day_moves_nothing() -> None:
    """R-T13, R-T14: the last day itself moves, the day after it does not."""
    given(STUDIED).when(move(HOLIDAYS | {date(2026, 12, 1)})).refused(NoDeadlineMoves)
    on_last_day = moved_deadlines(given(STUDIED).state.file, HOLIDAYS | {DUE}, "x")
    assert [(d.step, d.to_on) for d in on_last_day] == [
        (2, date(2026, 12, 1)),
        (3, date(2026, 12, 1)),
    ]


def test_what_a_gate_has_decided_on_changes_only_after_a_return() -> None:
    """R-W07."""
    given(AGREED).when(guide("แนวทางใหม่")).refused(ContentSettled, step=4, gate=6)
    given(AGREED).when(propose(digest="b" * 64)).refused(ContentSettled)
    given(AGREED).when(analyse("ใหม่")).refused(ContentSettled)
    returned = given(AGREED).when(return_to(4)).then(reopened(4, 5, 6, 7))
    returned.when(guide("แนวทางใหม่")).events()
