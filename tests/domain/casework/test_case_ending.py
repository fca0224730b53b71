"""Results, endings short of the aim, notices, closing and re-opening."""

from __future__ import annotations

from uuid import UUID

from domain.casework.case import (
    CaseClosed,
    CaseEnded,
    CaseHasOpenMatters,
    CaseHasPostings,
    CaseReopened,
    Ending,
    LetterAdded,
    NoticeSent,
    NoticeSentAlready,
    ResultChangeUnexplained,
    ResultNotAwaited,
    ResultRecorded,
    StepCompleted,
    StepNotOpen,
    StepStatus,
    UnitDidNotAsk,
)
from domain.refusal import NotOpen
from tests.domain.casework.matter import (
    APPROVED,
    AWAITED,
    LINE,
    NOTICE,
    OPENED,
    OTHER_LETTER,
    OTHER_LINE,
    OTHER_SCHOOL,
    READY,
    SCHOOL,
    TOLD,
    TRANSFER,
    add,
    analyse,
    case_opened,
    close,
    end,
    given,
    nothing,
    notify,
    open_case,
    opening,
    reopen,
    report,
    return_to,
)


def result(line: UUID, target: str, version: int = 1, note: str = "") -> ResultRecorded:
    return ResultRecorded(TRANSFER, line, target, "ครบ", note, version, OTHER_LETTER)


ROOF = result(LINE, "ซ่อมหลังคา 1 หลัง")
TRAINING = result(OTHER_LINE, "อบรม 40 คน")
ENDED = CaseEnded(Ending.NOT_AGREED, "ไม่เห็นชอบ", left_open=(6,), to_notify=(SCHOOL,))

followed_up = given((*TOLD, ROOF, TRAINING, StepCompleted(10)))
ended = given((*READY, ENDED))


def test_the_last_awaited_result_completes_the_follow_up() -> None:
    """Issue, item 10."""
    one = given(TOLD).when(report(LINE)).then(ROOF)
    one.when(report(OTHER_LINE)).then(TRAINING, StepCompleted(10, is_last=True))


def test_a_result_is_set_against_the_target_as_planned() -> None:
    """The target comes from the posted line and not from who reports."""
    (event, *_) = given(TOLD).when(report(OTHER_LINE)).events()
    assert event.target == AWAITED[1].target


def test_no_result_before_the_follow_up() -> None:
    given(APPROVED).when(report()).refused(StepNotOpen, step=10, needs=[8, 9])


def test_only_lines_that_received_money_have_a_result() -> None:
    given(TOLD).when(report(awaited=AWAITED[1:])).refused(ResultNotAwaited, line_id=LINE)


def test_a_result_changes_only_with_its_reason() -> None:
    """R-M05."""
    followed_up.when(report(LINE)).refused(ResultChangeUnexplained, version=2)
    again = result(LINE, "ซ่อมหลังคา 1 หลัง", version=2, note="นับใหม่")
    followed_up.when(report(LINE, note="นับใหม่")).then(again)


def test_a_case_closes_when_nothing_of_its_own_is_open() -> None:
    """Issue, item 10."""
    closed = followed_up.when(close(AWAITED)).then(CaseClosed(None))
    closed.when(close(AWAITED)).refused(NotOpen)
    closed.when(add()).refused(NotOpen)


def test_an_open_or_waiting_step_keeps_a_case_open() -> None:
    missing = ({"code": "step-open", "step": 10, "status": "open"},)
    given(TOLD).when(close()).refused(CaseHasOpenMatters, count=1, open=missing)
    given(APPROVED).when(close()).refused(CaseHasOpenMatters, count=3)


def test_a_result_still_awaited_keeps_a_case_open() -> None:
    """Step 10 was done for one line; then a further transfer was posted."""
    early = given((*TOLD, ROOF, StepCompleted(10)))
    early.when(close(AWAITED[:1])).then(CaseClosed(None))
    early.when(close(AWAITED)).refused(
        CaseHasOpenMatters,
        open=(
            {
                "code": "result-missing",
                "transfer_id": str(TRANSFER),
                "line_id": str(OTHER_LINE),
            },
        ),
    )


def test_a_case_may_end_short_of_its_aim() -> None:
    given(READY).when(end()).then(ENDED)
    ended.when(end()).refused(NotOpen)
    ended.when(analyse()).refused(NotOpen)


def test_where_money_was_moved_a_case_does_not_just_end() -> None:
    """R-B12."""
    given(TOLD).when(end(AWAITED)).refused(CaseHasPostings, lines=2)


def test_every_school_that_asked_is_told_before_an_ended_case_closes() -> None:
    """Issue, item 9."""
    two = nothing.given(case_opened(asking_unit_ids=(SCHOOL, OTHER_SCHOOL)), opening(1), ENDED)
    one = two.when(notify(SCHOOL)).then(NoticeSent(SCHOOL, NOTICE, left=1))
    one.when(close()).refused(
        CaseHasOpenMatters, open=({"code": "notice-missing", "unit_id": str(OTHER_SCHOOL)},)
    )
    both = one.when(notify(OTHER_SCHOOL)).then(NoticeSent(OTHER_SCHOOL, NOTICE))
    both.when(close()).then(CaseClosed(Ending.NOT_AGREED))


def test_a_school_that_asked_later_is_told_too() -> None:
    """R-W10."""
    joined = given(OPENED).given(*given(OPENED).when(add(OTHER_LETTER, OTHER_SCHOOL)).events())
    late = joined.given(ENDED, NoticeSent(SCHOOL, NOTICE))
    late.when(close()).refused(CaseHasOpenMatters, count=1)


def test_an_ended_case_that_nobody_asked_for_closes_at_once() -> None:
    alone = nothing.given(case_opened(asking_unit_ids=()), opening(1), ENDED)
    alone.when(close()).then(CaseClosed(Ending.NOT_AGREED))


def test_a_notice_goes_once_to_each_who_asked() -> None:
    ended.when(notify(OTHER_SCHOOL)).refused(UnitDidNotAsk, unit_id=OTHER_SCHOOL)
    told = ended.when(notify()).then(NoticeSent(SCHOOL, NOTICE))
    told.when(notify()).refused(NoticeSentAlready, unit_id=SCHOOL)
    given(READY).when(notify()).refused(NotOpen)


def test_a_closed_case_is_reopened_with_a_reason_where_it_stood() -> None:
    """Issue, item 10."""
    closed = followed_up.given(CaseClosed(None))
    again = closed.when(reopen()).then(CaseReopened("มีข้อมูลใหม่"))
    assert again.state.file.steps == followed_up.state.file.steps
    back = again.given(*again.when(return_to(10)).events())
    assert back.state.file.step(10).status is StepStatus.OPEN
    followed_up.when(reopen()).refused(NotOpen)
    nothing.when(reopen()).refused(NotOpen)


def test_an_ended_case_taken_up_again_goes_on_and_owes_new_notices() -> None:
    """Who was told how it ended must be told once more how it ended after all."""
    again = (
        ended.given(NoticeSent(SCHOOL, NOTICE))
        .when(reopen())
        .then(CaseReopened("มีข้อมูลใหม่", open_steps=(6,)))
    )
    again.when(analyse()).events()
    again.given(ENDED).when(close()).refused(CaseHasOpenMatters, count=1)


def test_a_reopened_case_is_not_opened_anew() -> None:
    followed_up.given(CaseClosed(None)).when(open_case()).refused(NotOpen)


def test_a_school_that_first_asks_after_the_letters_went_is_written_to_before_closing() -> None:
    """Issue, item 9."""
    done = given((*TOLD, ROOF, StepCompleted(10)))
    parties = (done.state.file.owner_unit_id, SCHOOL, OTHER_SCHOOL)
    late = done.when(add(OTHER_LETTER, OTHER_SCHOOL)).then(
        LetterAdded(OTHER_LETTER, OTHER_SCHOOL, parties, asks_late=True)
    )
    late.when(close()).refused(
        CaseHasOpenMatters, open=({"code": "notice-missing", "unit_id": str(OTHER_SCHOOL)},)
    )
    late.when(notify(SCHOOL)).refused(NoticeSentAlready, unit_id=SCHOOL)
    told = late.when(notify(OTHER_SCHOOL)).then(NoticeSent(OTHER_SCHOOL, NOTICE))
    told.when(close()).then(CaseClosed(None))


def test_who_asks_before_the_letters_go_or_has_one_of_them_is_owed_no_other() -> None:
    before = given(APPROVED).when(add(OTHER_LETTER, OTHER_SCHOOL)).events()
    assert not before[0].asks_late
    written_to = add(OTHER_LETTER, OTHER_SCHOOL).model_copy(update={"written_to": True})
    assert not given(TOLD).when(written_to).events()[0].asks_late
    again = given(TOLD).when(add(OTHER_LETTER, SCHOOL)).events()
    assert not again[0].asks_late


def test_a_notice_before_the_last_step_does_not_say_that_the_case_may_close() -> None:
    late = given(TOLD).given(*given(TOLD).when(add(OTHER_LETTER, OTHER_SCHOOL)).events())
    late.when(notify(OTHER_SCHOOL)).then(NoticeSent(OTHER_SCHOOL, NOTICE, closable=False))
