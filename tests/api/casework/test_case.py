"""A case over HTTP: its letters, steps, gates, returns, its end; each rule as an auditor would say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from domain.casework.case import DeadlineMoved, StepReopened
from domain.organization.calendar import calendar
from domain.thai_time import add_working_days, is_working_day
from infrastructure.demo.matter import Matter
from tests.hands import matter
from tests.served import ServedOffice

numbers = count(1)


@pytest.fixture
def opened(office: ServedOffice) -> Matter:
    """A case just opened with a school's letter."""
    return matter(office, next(numbers)).play("open")


@pytest.fixture
def prepared(opened: Matter) -> Matter:
    """Its steps 1 to 5 are done."""
    opened.prepare()
    return opened


def steps(played: Matter) -> dict[int, Mapping[str, Any]]:
    rows = played.hand.rows("case_steps", case_id=played.case)
    return {row["number"]: row for row in rows}


def statuses(played: Matter) -> list[str]:
    return [steps(played)[number]["status"] for number in range(1, 11)]


def act(played: Matter, name: str, fields: Mapping[str, Any], by: str = "analyst") -> None:
    played.hand.do(name, fields, of=played.case, by=by)


def refused(
    played: Matter, name: str, fields: Mapping[str, Any] | None = None, by: str = "analyst"
) -> Any:
    return played.hand.refused(name, fields, of=played.case, by=by)


def another_letter(played: Matter) -> Any:
    """Another letter, of another school, at the group."""
    again = matter(played.hand.office, next(numbers))
    again.receive()
    return again.letter


# Opening


def test_a_case_takes_its_number_from_the_case_register_with_its_opening_year(
    opened: Matter,
) -> None:
    """R-W09."""
    row = opened.hand.one("case_status", opened.case)
    assert row["number"] >= 1
    assert row["year"] == opened.hand.dates["$calendar_year"]


def test_the_cases_are_numbered_without_gaps(opened: Matter) -> None:
    """R-W09, R-N08."""
    opened.hand.rows("case_status")
    taken = sorted(row["number"] for row in opened.hand.rows("case_status"))
    assert taken == list(range(1, len(taken) + 1))


def test_a_case_has_the_ten_steps_of_the_manual_and_begins_with_the_first(opened: Matter) -> None:
    """R-W01, R-B10: the fifth reads as a proposal, for nothing is allocated by it."""
    assert statuses(opened) == ["open", *["waiting"] * 9]
    assert steps(opened)[5]["label_th"] == "จัดทำข้อเสนอจัดสรรเงินเหลือจ่าย"
    assert [n for n, step in steps(opened).items() if step["gate"]] == [6, 7]


def test_a_running_case_keeps_the_steps_it_began_with(office: ServedOffice, opened: Matter) -> None:
    """R-W01."""
    before = [steps(opened)[n]["label_th"] for n in range(1, 11)]
    known = office.as_("admin").rows("audit_history", name="process.defined")[0]["facts"]
    changed = [step | {"label_th": f"ใหม่ {step['number']}"} for step in known["steps"]]
    fields = {key: known[key] for key in ("code", "title_th", "title_en")} | {"steps": changed}
    office.as_("admin").done("/processes/4.4/definitions", fields)
    assert [steps(opened)[n]["label_th"] for n in range(1, 11)] == before
    later = matter(office, next(numbers)).play("open")
    assert steps(later)[1]["label_th"] == "ใหม่ 1"
    fields["steps"] = known["steps"]
    office.as_("admin").done("/processes/4.4/definitions", fields)


def test_a_case_may_be_opened_without_a_letter(office: ServedOffice) -> None:
    """Issue, item 2."""
    analyst = office.as_("analyst")
    answer = analyst.done(
        "/cases",
        {
            "fiscal_year": matter(office).hand.dates["$fiscal_year"],
            "subject": "รอบพิจารณาเงินเหลือจ่าย",
            "officer_id": analyst.person_id,
            "owner_unit_id": office.ids["policy"],
        },
    )
    assert answer["numbers"][0]["register"] == "case"
    assert analyst.rows("case_letters", case_id=answer["id"]) == []


def test_a_case_is_not_opened_for_an_officer_or_unit_that_is_none(office: ServedOffice) -> None:
    analyst = office.as_("analyst")
    fields = {
        "fiscal_year": 2570,
        "subject": "ทดสอบ",
        "officer_id": office.ids["policy"],
        "owner_unit_id": office.ids["policy"],
    }
    assert analyst.act("/cases", fields).status_code == 404


def test_who_is_not_granted_it_opens_no_case(office: ServedOffice) -> None:
    assert office.as_("finance").act("/cases", {}).status_code in (403, 422)
    body = {
        "fiscal_year": 2570,
        "subject": "ทดสอบ",
        "officer_id": office.as_("finance").person_id,
        "owner_unit_id": office.ids["finance"],
    }
    assert office.as_("finance").act("/cases", body).status_code == 403


# Letters


def test_many_letters_belong_to_one_case_and_one_letter_to_many(opened: Matter) -> None:
    """R-W10."""
    second = another_letter(opened)
    act(opened, "AddLetter", {"letter_id": second})
    again = matter(opened.hand.office, next(numbers))
    again.letter = second
    again.open()
    pairs = opened.hand.rows("case_letters", letter_id=second)
    assert {row["case_id"] for row in pairs} == {opened.case, again.case}
    assert len(opened.hand.rows("case_letters", case_id=opened.case)) == 2


def test_a_letter_joins_a_case_once(opened: Matter) -> None:
    """R-W10."""
    problem = refused(opened, "AddLetter", {"letter_id": opened.letter})
    assert problem["code"] == "letter-in-case-already"


def test_a_unit_that_asks_by_a_later_letter_is_a_party_too(opened: Matter) -> None:
    """R-W10: who asked is to be told, and may look."""
    school = opened.hand.ids["school:42010150"]
    fields = {"letter_id": another_letter(opened), "asking_unit_id": school}
    act(opened, "AddLetter", fields)
    assert school in opened.hand.one("case_status", opened.case)["parties"]


# Steps 1 to 5


def test_steps_3_to_5_go_on_while_the_committee_works_and_6_needs_all_five(opened: Matter) -> None:
    """R-B10; issue, item 3."""
    opened.prepare()
    assert statuses(opened) == [*["done"] * 5, "open", *["waiting"] * 4]


def test_the_committee_gives_its_opinion_on_content_that_is_there(opened: Matter) -> None:
    """R-W06."""
    problem = refused(
        opened,
        "RecordCommitteeOpinion",
        {"opinion": "เห็นควร", "favourable": True, "met_on": opened.today},
    )
    assert problem["code"] == "step-not-open"
    assert problem["needs"] == [1]


def test_figures_need_a_file_that_is_kept(opened: Matter) -> None:
    """Issue, item 3: the dated spending figures attached."""
    fields = {
        "figures_on": opened.today,
        "source_unit_id": opened.hand.ids["finance"],
        "files": [{"name": "ผล.pdf", "count": 1, "unit": "ฉบับ", "digest": "0" * 64}],
    }
    answer = opened.hand.answer("AttachSpendingFigures", fields, of=opened.case, by="analyst")
    assert answer.status_code == 409
    assert statuses(opened)[0] == "open"


def test_figures_of_a_day_to_come_are_refused(opened: Matter) -> None:
    digest = opened.hand.file(b"%PDF-1.4\n%%EOF\n")
    fields = {
        "figures_on": opened.today + timedelta(days=1),
        "source_unit_id": opened.hand.ids["finance"],
        "files": [{"name": "ผล.pdf", "count": 1, "unit": "ฉบับ", "digest": digest}],
    }
    assert refused(opened, "AttachSpendingFigures", fields)["code"] == "case-date-in-future"


def test_a_change_after_the_committees_opinion_calls_it_again(prepared: Matter) -> None:
    """R-W07."""
    act(prepared, "SetGuidelines", {"text": "เน้นโรงเรียนขนาดเล็ก", "methods": "คัดเลือกตามความจำเป็น"})
    assert statuses(prepared)[1] == "returned"
    assert statuses(prepared)[5] == "waiting"
    reopened = [
        event
        for event in prepared.hand.office.events(f"case/{prepared.case}")
        if isinstance(event, StepReopened)
    ]
    assert str(reopened[-1].cause) == "guidelines_changed"


def test_a_favourable_opinion_passes_no_gate(prepared: Matter) -> None:
    """R-W06: opinion is not decision."""
    prepared.check()
    assert statuses(prepared)[5] == "open"


# Skipping and returning


def test_a_gate_is_not_skipped(prepared: Matter) -> None:
    """R-W08."""
    problem = refused(prepared, "SkipStep", {"step": 6, "reason": "เร่งด่วน"}, by="policy_director")
    assert (problem["code"], problem["rule"]) == ("gate-not-skipped", "R-W08")


def test_another_step_is_skipped_with_a_reason_by_a_role_with_that_right(opened: Matter) -> None:
    """R-W08."""
    fields = {"step": 1, "reason": "ใช้ข้อมูลรอบก่อน"}
    denied = opened.hand.answer("SkipStep", fields, of=opened.case, by="analyst")
    assert denied.status_code == 403
    act(opened, "SkipStep", fields, by="policy_director")
    assert statuses(opened)[0] == "skipped"
    assert steps(opened)[1]["note"] == "ใช้ข้อมูลรอบก่อน"


def test_a_skip_without_a_reason_is_no_skip(opened: Matter) -> None:
    """R-W08."""
    for reason in ("", "   "):
        answer = opened.hand.answer(
            "SkipStep", {"step": 1, "reason": reason}, of=opened.case, by="policy_director"
        )
        assert answer.status_code == 422


def test_a_matter_is_sent_back_as_often_as_it_must_be(prepared: Matter) -> None:
    """R-W02, R-W03: a loop without a limit; what rests on the step waits again."""
    for round_no in (1, 2, 3):
        fields = {"step": 4, "reason": f"ปรับแนวทางครั้งที่ {round_no}"}
        act(prepared, "ReturnToStep", fields, by="area_director")
        assert statuses(prepared)[3:6] == ["returned", "waiting", "waiting"]
        words = {"text": f"แนวทางที่ปรับแล้ว {round_no}", "methods": "ตามที่ประชุมให้ปรับ"}
        act(prepared, "SetGuidelines", words)
        act(prepared, "ProposeTransfer", {"transfer_id": prepared.transfer})
    found = prepared.hand.office.events(f"case/{prepared.case}")
    returned = [e for e in found if isinstance(e, StepReopened) and str(e.cause) == "returned"]
    assert len(returned) == 3


def test_only_a_transfer_of_the_case_is_proposed_in_it(prepared: Matter, opened: Matter) -> None:
    """R-B12."""
    other = matter(opened.hand.office, next(numbers)).play("open")
    answer = opened.hand.answer(
        "ProposeTransfer", {"transfer_id": prepared.transfer}, of=other.case, by="analyst"
    )
    assert answer.status_code == 404


# Gates


def test_the_boards_resolution_completes_step_6_and_leaves_its_mark(prepared: Matter) -> None:
    """R-W12, R-B10."""
    prepared.check()
    prepared.agree()
    step = steps(prepared)[6]
    assert step["status"] == "done"
    assert step["completed_by"].startswith("resolution/")
    assert statuses(prepared)[6] == "open"


def test_without_the_governor_in_the_table_step_7_goes_with_the_resolution(
    office: ServedOffice,
) -> None:
    """R-B10: the governor's step is turned off by kind of transfer and by date."""
    admin = office.as_("admin")
    known = admin.rows("audit_history", name="transfer_powers.set")[0]["facts"]
    names = ("row_id", "same_programme", "same_category", "changes_item", "allows_personnel")
    names = (*names, "allows_across_agencies", "document", "in_force_from", "in_force_until")
    rows = [{name: row[name] for name in names} for row in known["rows"]]
    of_all = [
        row | {"authorities": old["authorities"]}
        for row, old in zip(rows, known["rows"], strict=True)
    ]
    admin.done(
        "/transfer-powers", {"rows": [row | {"authorities": ["area_committee"]} for row in rows]}
    )
    try:
        played = matter(office, next(numbers)).play("agree")
        assert statuses(played)[5:9] == ["done", "done", "open", "open"]
        assert steps(played)[7]["completed_by"].startswith("transfer_powers/")
    finally:
        admin.done("/transfer-powers", {"rows": of_all})


# Days


def holidays(played: Matter) -> frozenset[date]:
    return played.hand.office.state(calendar, "office")


def test_a_step_is_due_by_working_days_the_first_not_counted(opened: Matter) -> None:
    """R-T13, R-T14: step 1 has three working days."""
    step = steps(opened)[1]
    assert step["opened_on"] == opened.today
    assert step["due_on"] == add_working_days(opened.today, 3, holidays(opened))


def test_a_late_holiday_moves_the_days_of_open_steps_only_and_leaves_an_event(
    opened: Matter,
) -> None:
    """R-T13: in the very append that announces it."""
    before = steps(opened)[1]["due_on"]
    admin = opened.hand.office.as_("admin")
    sudden = before
    answer = admin.done(
        "/holidays",
        {"days": [{"on": sudden, "name_th": "วันหยุดกรณีพิเศษ"}], "source": "มติ ครม. ตัวอย่าง"},
    )
    assert answer["events"][0] == "calendar.holidays_announced"
    after = steps(opened)[1]
    assert after["due_on"] > before
    assert is_working_day(after["due_on"], holidays(opened))
    moved = opened.hand.office.events(f"case/{opened.case}")[-1]
    assert isinstance(moved, DeadlineMoved)
    assert (moved.from_on, moved.to_on, moved.cause) == (before, after["due_on"], "มติ ครม. ตัวอย่าง")
    admin.done("/holidays/withdrawals", {"holiday_on": sudden, "source": "ยกเลิก"})
    assert steps(opened)[1]["due_on"] == before


# The end


def test_a_case_short_of_its_aim_is_ended_with_its_reason_and_tells_who_asked(
    opened: Matter,
) -> None:
    """Issue, items 5, 6 and 9."""
    fields = {"ending": "not_agreed", "reason": "ไม่เข้าหลักเกณฑ์"}
    denied = opened.hand.answer("EndCase", fields, of=opened.case, by="analyst")
    assert denied.status_code == 403
    act(opened, "EndCase", fields, by="area_director")
    row = opened.hand.one("case_status", opened.case)
    assert (row["state"], row["ending"], row["open"]) == ("ended", "not_agreed", True)
    problem = refused(opened, "CloseCase")
    assert problem["code"] == "case-has-open-matters"
    assert problem["open"][0]["code"] == "notice-missing"
    owed = opened.hand.one("follow_ups", f"case/{opened.case}/end")
    assert (owed["kind"], owed["open"]) == ("notice", True)
    assert not opened.hand.one("inbox", f"case/{opened.case}/1")["open"]


def test_an_ended_case_is_taken_up_again_where_it_stood(opened: Matter) -> None:
    """Issue, item 10."""
    act(opened, "EndCase", {"ending": "withdrawn", "reason": "ถอน"}, by="area_director")
    act(opened, "ReopenCase", {"reason": "ยื่นใหม่"}, by="area_director")
    assert opened.hand.one("case_status", opened.case)["state"] == "underway"
    assert opened.hand.one("inbox", f"case/{opened.case}/1")["open"]
    assert not opened.hand.one("follow_ups", f"case/{opened.case}/end")["open"]


def test_a_notice_is_a_letter_that_was_sent_to_who_asked(opened: Matter) -> None:
    act(opened, "EndCase", {"ending": "withdrawn", "reason": "ถอน"}, by="area_director")
    fields = {
        "asking_unit_id": opened.hand.ids["school:42010149"],
        "outgoing_letter_id": opened.letter,
    }
    answer = opened.hand.answer("RecordNotice", fields, of=opened.case, by="analyst")
    assert answer.status_code == 404


def test_a_whole_matter_is_followed_up_to_its_close_and_may_be_reopened(
    office: ServedOffice,
) -> None:
    """Issue, item 10; R-B07: the report is due so many days after the approval."""
    played = matter(office, next(numbers)).play("ask_governor")
    report = steps(played)[8]
    assert timedelta(days=15) <= report["due_on"] - played.today < timedelta(days=25)
    problem = refused(played, "CloseCase")
    assert problem["code"] == "case-has-open-matters"
    played.post()
    owed = [
        row
        for row in played.hand.rows("follow_ups", case_id=played.case)
        if row["kind"] == "result"
    ]
    assert len(owed) == 2
    assert all(row["open"] for row in owed)
    ended = refused(played, "EndCase", {"ending": "withdrawn", "reason": "ถอน"}, by="area_director")
    assert (ended["code"], ended["rule"]) == ("case-has-postings", "R-B12")
    played.tell()
    assert statuses(played) == [*["done"] * 9, "open"]
    played.close()
    row = played.hand.one("case_status", played.case)
    assert (row["state"], row["open"]) == ("closed", False)
    left = played.hand.rows("follow_ups", case_id=played.case, open=True)
    assert {row["kind"] for row in left} <= {"resolution_report", "reply"}
    act(played, "ReopenCase", {"reason": "ตรวจสอบผลเพิ่มเติม"}, by="policy_director")
    assert played.hand.one("case_status", played.case)["open"]
