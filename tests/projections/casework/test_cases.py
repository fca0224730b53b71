"""One event of a case in, changes of its rows out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.casework.case import (
    CaseClosed,
    CaseEnded,
    CaseEvent,
    CaseReopened,
    DeadlineMoved,
    Ending,
    LetterAdded,
    NoticeSent,
    ReopenCause,
    ResultRecorded,
    StepCompleted,
    StepOpened,
    StepReference,
    StepReopened,
    StepSkipped,
)
from domain.message import Event, Number, Recorded
from projections.casework.case_letters import CASE_LETTERS
from projections.casework.case_papers import CASE_PAPERS
from projections.casework.case_status import CASE_STATUS
from projections.casework.case_steps import CASE_STEPS
from projections.casework.follow_ups import FOLLOW_UPS
from projections.casework.inbox import INBOX
from projections.casework.search import SEARCH
from projections.table import Change, Insert, Table, Update
from tests.domain.casework.matter import (
    FIGURES,
    GROUP,
    LETTER,
    LINE,
    OFFICER,
    OTHER_LETTER,
    OTHER_SCHOOL,
    SCHOOL,
    TODAY,
    TRANSFER,
    case_opened,
)

CASE = UUID(int=99)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def recorded(event: Event, number: Number | None = None, stream: str = "case") -> Recorded[Any]:
    return Recorded(
        position=7,
        stream_id=f"{stream}/{CASE}",
        version=1,
        event=event,
        at=AT,
        by=OFFICER,
        command_id=UUID(int=1),
        command="OpenCase",
        case_id=CASE,
        number=number,
    )


def changes(table: Table, event: CaseEvent | Event, **more: Any) -> list[Change]:
    return table.project(recorded(event, **more))


def test_an_opened_case_has_its_number_and_its_parties() -> None:
    """R-W09."""
    [row] = changes(CASE_STATUS, case_opened(), number=Number("case", 2569, 4))
    assert isinstance(row, Insert)
    assert row.key == CASE
    assert (row.row["number"], row.row["year"]) == (4, 2569)
    assert row.row["parties"] == [GROUP, SCHOOL]
    assert row.row["state"] == "underway"


def test_who_asks_later_becomes_a_party() -> None:
    added = LetterAdded(OTHER_LETTER, OTHER_SCHOOL, (GROUP, SCHOOL, OTHER_SCHOOL))
    assert changes(CASE_STATUS, added) == [
        Update("case_status", CASE, {"parties": [GROUP, SCHOOL, OTHER_SCHOOL]})
    ]
    [pair] = changes(CASE_LETTERS, added)
    assert pair.key == f"{CASE}/{OTHER_LETTER}"


def test_the_letters_of_an_opened_case_are_its_letters() -> None:
    """R-W10."""
    assert [row.key for row in changes(CASE_LETTERS, case_opened())] == [f"{CASE}/{LETTER}"]


def test_an_end_short_of_the_aim_and_a_closed_case_say_so() -> None:
    [ended] = changes(CASE_STATUS, CaseEnded(Ending.WITHDRAWN, "ถอน"))
    assert isinstance(ended, Update)
    assert (ended.row["state"], ended.row["ending"]) == ("ended", "withdrawn")
    [closed] = changes(CASE_STATUS, CaseClosed(None))
    assert isinstance(closed, Update)
    assert (closed.row["state"], closed.row["open"], closed.row["ending"]) == (
        "closed",
        False,
        None,
    )
    [again] = changes(CASE_STATUS, CaseReopened("มีข้อมูลใหม่"))
    assert isinstance(again, Update)
    assert (again.row["state"], again.row["open"]) == ("underway", True)


def test_every_step_has_its_row_from_the_beginning() -> None:
    """R-W01."""
    rows = changes(CASE_STEPS, case_opened())
    assert [row.key for row in rows] == [f"{CASE}/{number}" for number in range(1, 11)]
    assert {row.row["status"] for row in rows if isinstance(row, Insert)} == {"waiting"}


def test_a_step_opens_is_done_skipped_and_comes_back() -> None:
    [opened] = changes(CASE_STEPS, StepOpened(3, TODAY, date(2026, 11, 30), "case_officer"))
    assert isinstance(opened, Update)
    assert (opened.key, opened.row["status"], opened.row["open"]) == (f"{CASE}/3", "open", True)
    [done] = changes(CASE_STEPS, StepCompleted(6, StepReference("resolution/1")))
    assert isinstance(done, Update)
    assert (done.row["status"], done.row["completed_by"]) == ("done", "resolution/1")
    [skipped] = changes(CASE_STEPS, StepSkipped(1, "ใช้ข้อมูลเดิม", "group_director"))
    assert isinstance(skipped, Update)
    assert (skipped.row["status"], skipped.row["note"]) == ("skipped", "ใช้ข้อมูลเดิม")
    back = changes(
        CASE_STEPS,
        StepReopened(4, ReopenCause.RETURNED, TODAY, TODAY, "case_officer", (5, 6), "แก้ไข"),
    )
    assert [(row.key, row.row["status"]) for row in back if isinstance(row, Update)] == [
        (f"{CASE}/4", "returned"),
        (f"{CASE}/5", "waiting"),
        (f"{CASE}/6", "waiting"),
    ]


def test_a_moved_day_is_shown_with_its_cause() -> None:
    """R-T13."""
    moved = DeadlineMoved(2, TODAY, date(2026, 12, 1), "มติ ครม.")
    [row] = changes(CASE_STEPS, moved)
    assert isinstance(row, Update)
    assert row.row == {"due_on": date(2026, 12, 1), "note": "มติ ครม."}
    assert [type(change) for change in changes(INBOX, moved)] == [Update]
    assert [change.key for change in changes(FOLLOW_UPS, moved)] == [f"case/{CASE}/2"]


def test_a_step_waits_for_the_officer_and_is_owed_by_whose_step_it_is() -> None:
    """Issue, item 10: what waits for whom."""
    waiting = changes(INBOX, case_opened())
    assert {row.row["waits_for"] for row in waiting if isinstance(row, Insert)} == {
        f"person:{OFFICER.person_id}"
    }
    assert not any(row.row["open"] for row in waiting if isinstance(row, Insert))
    assert all(change.table == "inbox" for change in waiting)
    assert all(change.table == "follow_ups" for change in changes(FOLLOW_UPS, case_opened()))


def test_the_last_step_done_lets_the_case_be_closed() -> None:
    rows = changes(INBOX, StepCompleted(10, is_last=True))
    assert [(row.key, row.row["open"]) for row in rows if isinstance(row, Update)] == [
        (f"case/{CASE}/10", False),
        (f"case/{CASE}/end", True),
    ]


def test_who_asked_is_owed_a_notice_until_the_last_is_told() -> None:
    """Issue, item 9."""
    ended = CaseEnded(Ending.NOT_AGREED, "ไม่เห็นชอบ", (6,), (SCHOOL, OTHER_SCHOOL))
    owed = {
        row.key: row.row["open"] for row in changes(FOLLOW_UPS, ended) if isinstance(row, Update)
    }
    assert owed == {f"case/{CASE}/6": False, f"case/{CASE}/end": True}
    assert changes(FOLLOW_UPS, NoticeSent(SCHOOL, LETTER, left=1)) == []
    [settled] = changes(FOLLOW_UPS, NoticeSent(OTHER_SCHOOL, LETTER, left=0))
    assert settled == Update("follow_ups", f"case/{CASE}/end", {"open": False})


def test_a_case_taken_up_again_waits_where_it_stood() -> None:
    rows = changes(INBOX, CaseReopened("มีข้อมูลใหม่", (6,)))
    assert [(row.key, row.row["open"]) for row in rows if isinstance(row, Update)] == [
        (f"case/{CASE}/end", False),
        (f"case/{CASE}/6", True),
    ]


def test_a_result_settles_what_its_line_owes() -> None:
    """Issue, item 10."""
    result = ResultRecorded(TRANSFER, LINE, "ซ่อม 1 หลัง", "ครบ", "", 1)
    assert changes(FOLLOW_UPS, result) == [
        Update("follow_ups", f"budget_transfer/{TRANSFER}/result/{LINE}", {"open": False})
    ]


def test_what_is_laid_down_keeps_every_version_and_no_unit_outside_knows_it() -> None:
    [row] = changes(CASE_PAPERS, FIGURES)
    assert isinstance(row, Insert)
    assert (row.key, row.row["kind"], row.row["step"]) == (f"{CASE}/7", "figures", 1)
    assert row.row["parties"] == []
    assert row.row["files"][0]["name"] == "รายงานการใช้จ่าย"
    assert "files" not in row.row["content"]


def test_a_case_is_found_by_its_subject_with_and_without_tone_marks() -> None:
    [row] = changes(SEARCH, case_opened(subject="จ้างซ่อมบ้านพักครู"), number=Number("case", 2569, 4))
    assert isinstance(row, Insert)
    assert "บ้าน" in row.row["text"]
    assert "4/2569" in row.row["text"]
    assert "บาน" in row.row["text_loose"]
