"""The letters that tell a result, or an ending: one run, one confirmation, all or none."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from application.catalogue import ACTS
from application.desk import Asked, Desk
from application.matter import matter_of
from domain.casework.case import Ended, StepStatus, Underway, case
from domain.correspondence.letter_set import SignLetters
from domain.correspondence.outgoing_letter import LetterSigned
from infrastructure.demo.matter import TO, Matter
from tests.hands import matter
from tests.served import ServedOffice

REPORT, NOTIFY = 8, 9
INTENT = "ข้าพเจ้าลงนามในหนังสือแต่ละฉบับ"
numbers = count(400)


def posted(office: ServedOffice) -> Matter:
    return matter(office, next(numbers)).play("post")


@pytest.fixture(scope="module")
def told(office: ServedOffice) -> Matter:
    """A matter that is posted, its letters drafted in one run: ``told.set`` and ``told.rows``."""
    played = posted(office)
    played.set = draft(played)
    return played


def draft(played: Matter) -> UUID:
    fields = {"transfer_id": played.transfer}
    return UUID(str(played.hand.do("DraftResultLetters", fields, by="analyst")))


def letters(played: Matter, set_id: UUID) -> list[Any]:
    return sorted(
        played.hand.rows("outgoing_letters", batch_id=set_id), key=lambda row: row["to_names"]
    )


def listed(rows: list[Any]) -> dict[str, Any]:
    return {"letters": [{"letter_id": row["id"], "digest": row["digest"]} for row in rows]}


def step(played: Matter, number: int) -> StepStatus:
    state = played.hand.office.state(case, played.case)
    assert isinstance(state, Underway)
    return state.file.step(number).status


def check_and_sign(played: Matter, set_id: UUID) -> None:
    fields = listed(letters(played, set_id))
    played.hand.do("CheckLetters", fields, of=set_id, by="policy_director")
    played.hand.do("SignLetters", fields | {"intent": INTENT}, of=set_id, by="area_director")


# What is written


def test_nothing_is_told_before_it_is_posted(office: ServedOffice) -> None:
    """R-B12."""
    played = matter(office, next(numbers)).play("prepare")
    fields = {"transfer_id": str(played.transfer)}
    problem = played.hand.refused("DraftResultLetters", fields, by="analyst")
    assert problem["code"] == "letters-before-posting"


def test_one_run_writes_the_report_a_letter_per_school_and_a_memo_per_group(told: Matter) -> None:
    """Process 4.4, steps 8 and 9; Finance and Assets always."""
    rows = letters(told, told.set)
    purposes = sorted((row["purpose"], row["form"], row["to_names"]) for row in rows)
    assert purposes == [
        ("notify_group", "internal", "ผู้อำนวยการกลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา"),
        ("notify_group", "internal", "ผู้อำนวยการกลุ่มบริหารงานการเงินและสินทรัพย์"),
        ("notify_school", "external", "ผู้อำนวยการโรงเรียนบ้านกกจาน"),
        ("notify_school", "external", "ผู้อำนวยการโรงเรียนบ้านน้ำหมัน"),
        ("report_to_obec", "external", "เลขาธิการคณะกรรมการการศึกษาขั้นพื้นฐาน"),
    ]


def test_a_school_reads_its_own_lines_only(told: Matter) -> None:
    for row in letters(told, told.set):
        units = {cells[2] for table in row["facts"] for cells in table["rows"]}
        if row["purpose"] == "notify_school":
            assert units == {row["to_names"].removeprefix("ผู้อำนวยการ")}
        elif row["purpose"] == "report_to_obec":
            assert len(units) == 3


def test_they_quote_the_resolution_and_every_approval(told: Matter) -> None:
    """R-B07, R-G01."""
    for row in letters(told, told.set):
        text = "\n".join(row["body"])
        assert re.search(r"มติที่ประชุม กพท\. ครั้งที่ \d+/25\d\d วาระที่ 5\.1", text)
        assert f"ลย 0017/{told.number}" in text


def test_the_report_holds_all_lines_reasons_and_the_sum_in_words(told: Matter) -> None:
    """R-B07, R-B23."""
    [row] = [r for r in letters(told, told.set) if r["purpose"] == "report_to_obec"]
    [table] = row["facts"]
    assert len(table["rows"]) == 3
    assert table["total"][4] == "2,000.00"
    assert table["note"] == "(สองพันบาทถ้วน)"
    assert "บรรเทาหนี้ค่าสาธารณูปโภคค้างชำระ" in "\n".join(row["body"])


def test_who_asked_is_answered_with_the_letter_it_sent(told: Matter) -> None:
    """R-L11."""
    rows = letters(told, told.set)
    [asked] = [row for row in rows if "กกจาน" in row["to_names"]]
    assert [r["letter_id"] for r in asked["references"]] == [str(told.letter)]
    [other] = [row for row in rows if "น้ำหมัน" in row["to_names"]]
    assert other["references"] == []


def ask(played: Matter, school: Any) -> Any:
    """A further school's letter comes and joins the case; return the letter."""
    hand = played.hand
    asking = {
        "kind": "external",
        "sender_unit_id": school,
        "reference": f"ศธ 04999.151/{played.number}",
        "dated_on": played.today,
        "received_on": played.today,
        "subject": "ขอรับการสนับสนุนค่าซ่อมแซม",
        "to_unit_id": hand.ids["policy"],
    }
    letter = hand.do("ReceiveLetter", asking, by="registrar")
    joining = {"letter_id": letter, "asking_unit_id": school}
    hand.do("AddLetter", joining, of=played.case, by="analyst")
    return letter


def test_a_school_that_asked_and_got_no_line_is_told_so(office: ServedOffice) -> None:
    """R-L11: its wish fell away, yet it is owed an answer before the case can close."""
    played = matter(office, next(numbers)).play("open")
    hand = played.hand
    letter = ask(played, hand.ids["school:42010151"])
    played.prepare()
    played.check()
    played.agree()
    played.ask_governor()
    played.post()
    set_id = draft(played)
    [row] = [row for row in letters(played, set_id) if "ห้วยมุ่น" in row["to_names"]]
    assert (row["purpose"], row["facts"]) == ("notify_school", [])
    assert "ไม่มีรายการของโรงเรียนบ้านห้วยมุ่น" in "\n".join(row["body"])
    assert [r["letter_id"] for r in row["references"]] == [str(letter)]
    check_and_sign(played, set_id)
    assert step(played, NOTIFY) is StepStatus.OPEN
    hand.do("DispatchLetters", {}, of=set_id, by="registrar")
    assert step(played, NOTIFY) is StepStatus.DONE


def test_a_school_that_first_asks_after_the_letters_went_is_written_to_before_closing(
    office: ServedOffice,
) -> None:
    """A further run writes to it alone; the case closes once that letter has gone."""
    played = matter(office, next(numbers)).play("tell")
    hand, end = played.hand, f"case/{played.case}/end"
    ask(played, hand.ids["school:42010151"])
    owed = hand.one("inbox", end)
    assert (owed["open"], owed["act"]) == (True, "DraftResultLetters")
    assert hand.one("follow_ups", end)["open"]
    for line in TO:
        result = {"transfer_id": played.transfer, "line_id": hand.ids[line], "achieved": "ครบ"}
        hand.do("RecordResult", result, of=played.case, by="analyst")
    problem = hand.refused("CloseCase", of=played.case, by="analyst")
    assert [one["code"] for one in problem["open"]] == ["notice-missing"]
    set_id = draft(played)
    [row] = letters(played, set_id)
    assert "ห้วยมุ่น" in row["to_names"]
    check_and_sign(played, set_id)
    hand.do("DispatchLetters", {}, of=set_id, by="registrar")
    assert (hand.one("inbox", end)["act"], hand.one("follow_ups", end)["open"]) == (
        "CloseCase",
        False,
    )
    hand.do("CloseCase", {}, of=played.case, by="analyst")
    assert hand.one("case_status", played.case)["state"] == "closed"


def test_a_second_run_is_refused_while_the_first_stands(told: Matter) -> None:
    fields = {"transfer_id": str(told.transfer)}
    problem = told.hand.refused("DraftResultLetters", fields, by="analyst")
    assert problem["code"] == "letters-already-drafted"


# Checked, signed and sent together


def test_one_letter_that_moved_on_refuses_the_whole_list(office: ServedOffice) -> None:
    """R-W07: the signatory signs the listed versions; nothing half-done is left."""
    played = posted(office)
    set_id = draft(played)
    hand, rows = played.hand, letters(played, set_id)
    hand.do("CheckLetters", listed(rows), of=set_id, by="policy_director")
    old, one = listed(rows), rows[0]
    revised = {
        "form": one["form"],
        "subject": "แก้ไขคำ",
        "to": one["to"],
        "body": "\n".join(one["body"]),
        "owner_unit_id": one["owner_unit_id"],
    }
    hand.do("ReviseDraft", revised, of=one["id"], by="analyst")
    problem = hand.refused("SignLetters", old | {"intent": INTENT}, of=set_id, by="area_director")
    assert problem["code"] == "letter-moved-on"
    assert {row["state"] for row in letters(played, set_id)} == {"draft", "checked"}
    again = letters(played, set_id)
    [changed] = [row for row in again if row["id"] == one["id"]]
    assert changed["facts"] == one["facts"]  # tables come from the records, whatever is retyped
    problem = hand.refused("DispatchLetters", of=set_id, by="registrar")
    assert problem["code"] == "letter-not-signed"
    assert all(row["number"] is None for row in letters(played, set_id))
    redone = {"digest": changed["digest"]}
    hand.do("CheckLetter", redone, of=one["id"], by="policy_director")
    signing = listed(letters(played, set_id)) | {"intent": INTENT}
    hand.do("SignLetters", signing, of=set_id, by="area_director")
    hand.do("DispatchLetters", {}, of=set_id, by="registrar")
    assert step(played, NOTIFY) is StepStatus.DONE


def test_nobody_acts_through_a_set_on_a_letter_he_may_not_know(office: ServedOffice) -> None:
    """R-U06: raised since it was written, it is checked and sent by who may know it, or not at all."""
    played = posted(office)
    set_id, hand = draft(played), played.hand
    one = letters(played, set_id)[0]["id"]
    raising = {"secrecy": "secret", "reason": "มีข้อมูลที่กระทบต่อราชการ"}
    hand.do("ChangeOutgoingSecrecy", raising, of=one, by="area_director")
    fields = listed(letters(played, set_id))
    answer = hand.answer("CheckLetters", fields, of=set_id, by="policy_director")
    assert answer.status_code == 404
    let = {"post_id": str(hand.ids["policy_director"]), "reason": "ต้องตรวจ"}
    hand.do("GrantOutgoingReading", let, of=one, by="area_director")
    check_and_sign(played, set_id)
    ending = {"post_id": str(hand.ids["registrar"]), "reason": "ไม่ต้องทราบแล้ว"}
    hand.do("EndOutgoingReading", ending, of=one, by="area_director")
    answer = hand.answer("DispatchLetters", {}, of=set_id, by="registrar")
    assert answer.status_code == 404
    assert {row["state"] for row in letters(played, set_id)} == {"signed"}
    again = {"post_id": str(hand.ids["registrar"]), "reason": "ต้องส่ง"}
    hand.do("GrantOutgoingReading", again, of=one, by="area_director")
    hand.do("DispatchLetters", {}, of=set_id, by="registrar")
    assert hand.one("outgoing_letters", one)["register"] == "send-classified"


def test_a_set_is_as_secret_as_its_gravest_letter(office: ServedOffice) -> None:
    """R-B09: a row of the table of powers bounded by secrecy is asked of a set as of its letters."""
    played = posted(office)
    set_id, hand = draft(played), played.hand
    assert secrecy_asked(hand, set_id) == "none"
    one = letters(played, set_id)[-1]["id"]
    raising = {"secrecy": "confidential", "reason": "มีข้อมูลที่กระทบต่อราชการ"}
    hand.do("ChangeOutgoingSecrecy", raising, of=one, by="area_director")
    assert secrecy_asked(hand, set_id) == "confidential"
    hand.do("WithdrawDraft", {"reason": "เขียนใหม่"}, of=one, by="analyst")
    assert secrecy_asked(hand, set_id) == "none"


def secrecy_asked(hand: Any, set_id: UUID) -> str | None:
    """Return the level that the table of powers is asked about when somebody signs the set."""
    office, by, today = (
        hand.office.service.office,
        hand.actor("area_director"),
        hand.dates["$today"],
    )
    desk = Desk(
        office.streams, office.lookup, office.files, by, datetime.now(UTC), today, UUID(int=0)
    )
    asked = Asked(SignLetters, {}, by, today)
    return matter_of(desk, ACTS["SignLetters"], set_id, asked).secrecy


def test_each_letter_has_its_own_signature_and_number_and_the_steps_are_done(
    told: Matter,
) -> None:
    """R-W07, R-N10; steps 8 and 9 are complete once everything of theirs has gone."""
    hand, set_id = told.hand, told.set
    assert step(told, REPORT) is StepStatus.OPEN
    check_and_sign(told, set_id)
    for row in letters(told, set_id):
        event = hand.office.events(f"outgoing_letter/{row['id']}")[-1]
        assert isinstance(event, LetterSigned)
        assert event.digest == row["digest"]
    answer = hand.answer("DispatchLetters", {}, of=set_id, by="registrar").json()
    issued = [number["number"] for number in answer["numbers"]]
    assert issued == list(range(issued[0], issued[0] + 5))
    assert step(told, REPORT) is StepStatus.DONE
    assert step(told, NOTIFY) is StepStatus.DONE
    waiting = hand.rows("inbox", stream_id=f"letter_set/{set_id}")
    assert [row["open"] for row in waiting] == [False]


def test_a_step_waits_for_its_last_letter(office: ServedOffice) -> None:
    """Sent one by one, the step is done with the last of them."""
    played = posted(office)
    set_id = draft(played)
    check_and_sign(played, set_id)
    rows = [row for row in letters(played, set_id) if row["purpose"].startswith("notify")]
    for row in rows:
        assert step(played, NOTIFY) is StepStatus.OPEN
        played.hand.do("DispatchLetter", {}, of=row["id"], by="registrar")
    assert step(played, NOTIFY) is StepStatus.DONE
    assert step(played, REPORT) is StepStatus.OPEN


def test_the_set_is_signed_on_a_page_that_lists_each_version(office: ServedOffice) -> None:
    """The form carries a pair of letter and digest for each; nobody types them."""
    played = posted(office)
    set_id, hand = draft(played), played.hand
    client = hand.client("policy_director")
    page = client.get(f"/letter-sets/{set_id}").text
    assert f"/letter-sets/{set_id}/check" in page
    form = client.get(f"/letter-sets/{set_id}/check").text
    fields = dict(re.findall(r'name="(letters\.\d+\.(?:letter_id|digest))" value="([^"]+)"', form))
    assert len(fields) == 2 * 5
    answer = client.post(f"/letter-sets/{set_id}/check", data=fields)
    assert answer.status_code == 303
    hand.office.wait()
    assert {row["state"] for row in letters(played, set_id)} == {"checked"}
    signer = hand.client("area_director")
    form = signer.get(f"/letter-sets/{set_id}/signatures").text
    fields = dict(re.findall(r'name="(letters\.\d+\.(?:letter_id|digest))" value="([^"]+)"', form))
    assert len(fields) == 2 * 5
    answer = signer.post(f"/letter-sets/{set_id}/signatures", data=fields | {"intent": INTENT})
    assert answer.status_code == 303


# Endings


def test_who_asked_is_told_how_the_case_ended(office: ServedOffice) -> None:
    """Every other ending also needs a letter to the asking school before closing."""
    played = matter(office, next(numbers)).play("open")
    hand = played.hand
    before = {"case_id": str(played.case)}
    problem = hand.refused("DraftEndingLetters", before, by="analyst")
    assert problem["code"] == "letters-before-ending"
    ending = {"ending": "withdrawn", "reason": "โรงเรียนขอถอนเรื่อง"}
    hand.do("EndCase", ending, of=played.case, by="area_director")
    page = hand.client("analyst").get(f"/cases/{played.case}").text
    assert f"/ending-letters?case_id={played.case}" in page
    set_id = UUID(str(hand.do("DraftEndingLetters", before, by="analyst")))
    [row] = letters(played, set_id)
    assert row["to_names"] == "ผู้อำนวยการโรงเรียนบ้านกกจาน"
    assert "โรงเรียนขอถอนเรื่อง" in "\n".join(row["body"])
    check_and_sign(played, set_id)
    state = hand.office.state(case, played.case)
    assert isinstance(state, Ended)
    assert not state.file.notices
    hand.do("DispatchLetters", {}, of=set_id, by="registrar")
    state = hand.office.state(case, played.case)
    assert state.file.notices == {hand.ids["school:42010149"]}
    hand.do("CloseCase", {}, of=played.case, by="analyst")


# The governor's letter


def test_the_request_quotes_resolution_amount_and_the_legal_basis_stated(
    office: ServedOffice,
) -> None:
    """R-B11: the basis has no default; R-G01; the transfer table and the extract are annexed."""
    played = matter(office, next(numbers)).play("agree")
    hand = played.hand
    fields = {"transfer_id": str(played.transfer)}
    answer = hand.answer("DraftGovernorRequest", fields, by="analyst")
    assert answer.status_code == 422
    page = hand.client("analyst").get(f"/cases/{played.case}").text
    assert f"/governor-requests?transfer_id={played.transfer}" in page
    basis = {"legal_basis": "คำสั่งมอบอำนาจตัวอย่างที่ 9"}
    key = hand.do("DraftGovernorRequest", fields | basis, by="analyst")
    row = hand.one("outgoing_letters", key)
    text = "\n".join(row["body"])
    for quoted in ("คำสั่งมอบอำนาจตัวอย่างที่ 9", "2,000.00 บาท (สองพันบาทถ้วน)", "วาระที่ 5.1"):
        assert quoted in text
    assert row["to_names"] == "ผู้ว่าราชการจังหวัดเลย"
    extract, table = row["facts"]
    assert "มติที่ประชุม กพท." in extract["title"]
    assert len(table["rows"]) == 3
    assert [one["name"] for one in row["enclosures"]][1] == table["title"]
