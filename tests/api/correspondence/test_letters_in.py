"""A letter comes in: registered, taken in, endorsed, sent back, put right; each rule over HTTP."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from domain.thai_time import bangkok_date, calendar_year
from tests.hands import Hands
from tests.served import ServedOffice

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
numbers = count(1)


@pytest.fixture(scope="module")
def hands(office: ServedOffice) -> Hands:
    return Hands(office)


def body(hands: Hands, **more: Any) -> dict[str, Any]:
    """A school's letter, unlike any other."""
    today = hands.dates["$today"]
    number = next(numbers)
    letter = {
        "kind": "external",
        "sender_unit_id": str(hands.ids["school:42010149"]),
        "sender_name": "โรงเรียนบ้านกกจาน",
        "reference": f"ศธ 04999.149/{number}",
        "dated_on": str(today - timedelta(days=1)),
        "received_on": str(today),
        "subject": f"ขอรับการสนับสนุน ครั้งที่ {number}",
        "to_unit_id": str(hands.ids["policy"]),
    }
    return letter | more


def received(hands: Hands, **more: Any) -> UUID:
    return UUID(str(hands.do("ReceiveLetter", body(hands, **more), by="registrar")))


def taken_in(hands: Hands, **more: Any) -> UUID:
    key = received(hands, **more)
    hands.do("TakeInLetter", {}, of=key, by="clerk")
    return key


def endorse(hands: Hands, key: UUID) -> Any:
    fields = {"opinion": "มอบดำเนินการ", "assigned_post_id": str(hands.ids["analyst"])}
    return hands.answer("EndorseLetter", fields, of=key, by="policy_director")


# Registering


def test_a_letter_takes_the_next_number_of_the_receive_register_of_the_calendar_year(
    hands: Hands,
) -> None:
    """R-N05, R-N13: numbers run on; the year is the Buddhist calendar year of the day."""
    first = hands.answer("ReceiveLetter", body(hands), by="registrar").json()["numbers"][0]
    second = hands.answer("ReceiveLetter", body(hands), by="registrar").json()["numbers"][0]
    assert first["register"] == second["register"] == "receive"
    assert second["number"] == first["number"] + 1
    assert first["year"] == calendar_year(hands.dates["$today"])


def test_the_line_shows_the_day_it_came_beside_the_day_it_was_registered(hands: Hands) -> None:
    """R-N20: the register's moment is the clock's; a day before today is only said."""
    came = hands.dates["$today"] - timedelta(days=3)
    key = received(hands, received_on=str(came), dated_on=str(came))
    row = hands.one("letters", key)
    assert row["received_on"] == came
    assert bangkok_date(row["registered_at"]) == hands.dates["$today"]


def test_a_letter_that_has_not_come_yet_is_not_registered(hands: Hands) -> None:
    """R-N20."""
    later = str(hands.dates["$today"] + timedelta(days=1))
    problem = hands.refused("ReceiveLetter", body(hands, received_on=later), by="registrar")
    assert problem["code"] == "letter-received-in-future"


@pytest.mark.parametrize("reference", ["", "ที่ พิเศษ ๑/ก-ข", "04349/ว3694"])
def test_their_number_is_never_refused_for_its_form(hands: Hands, reference: str) -> None:
    """R-N02."""
    assert received(hands, reference=reference, sender_name=f"ผู้ส่ง {next(numbers)}")


def test_a_sender_chosen_as_a_unit_need_not_be_typed(hands: Hands) -> None:
    key = received(hands, sender_name="")
    assert hands.one("letters", key)["sender_name"] == "โรงเรียนบ้านกกจาน"


def test_defects_and_references_stay_with_the_letter(hands: Hands) -> None:
    """R-N11, R-L11."""
    cited = {"reference": "ศธ 04999/1", "agency": "สพป.เลย เขต 3"}
    key = received(hands, defects="ขาด 1 แผ่น\nไม่ลงนาม", references=[cited])
    row = hands.one("letters", key)
    assert row["defects"] == ["ขาด 1 แผ่น", "ไม่ลงนาม"]
    assert row["references"][0]["reference"] == "ศธ 04999/1"
    page = hands.client("registrar").get(f"/letters/{key}").text
    assert "ขาด 1 แผ่น" in page
    assert "ศธ 04999/1" in page


def test_an_uploaded_file_comes_back_byte_for_byte(hands: Hands) -> None:
    """R-L09, R-S03."""
    client = hands.client("registrar")
    digest = client.upload(PDF)
    key = received(
        hands, enclosures=[{"name": "แบบ.pdf", "count": 1, "unit": "ฉบับ", "digest": digest}]
    )
    answer = client.get(f"/letters/{key}/files/{digest}")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"


def test_a_file_that_was_never_handed_in_is_refused(hands: Hands) -> None:
    missing = [{"name": "แบบ.pdf", "count": 1, "unit": "ฉบับ", "digest": "0" * 64}]
    problem = hands.refused("ReceiveLetter", body(hands, enclosures=missing), by="registrar")
    assert problem["code"] == "file-missing"


# Seen before


def test_same_sender_number_and_date_is_warned_of_and_may_be_confirmed(hands: Hands) -> None:
    letter = body(hands)
    earlier = hands.do("ReceiveLetter", letter, by="registrar")
    problem = hands.refused("ReceiveLetter", letter, by="registrar")
    assert problem["code"] == "letter-seen-before"
    assert problem["letters"] == [str(earlier)]
    key = hands.do("ReceiveLetter", letter | {"duplicate_confirmed": True}, by="registrar")
    page = hands.client("registrar").get(f"/letters/{key}").text
    assert "ลงรับโดยทราบแล้ว" in page


@pytest.mark.parametrize(
    "other",
    [
        {"reference": "ศธ 04999.149/อื่น"},
        {"dated_on": "2569-01-05"},
        {"sender_unit_id": None, "sender_name": "โรงเรียนอื่น"},
    ],
)
def test_another_number_date_or_sender_is_another_letter(
    hands: Hands, other: dict[str, Any]
) -> None:
    letter = body(hands)
    hands.do("ReceiveLetter", letter, by="registrar")
    assert hands.answer("ReceiveLetter", letter | other, by="registrar").status_code == 201


def test_the_form_asks_for_the_confirmation_only_after_the_warning(hands: Hands) -> None:
    client, letter = hands.client("registrar"), body(hands)
    hands.do("ReceiveLetter", letter, by="registrar")
    question = 'type="checkbox" id="f-duplicate_confirmed"'
    assert question not in client.get("/letters").text
    warned = client.post("/letters", data=letter)
    assert warned.status_code == 409
    assert question in warned.text
    assert "หนังสือจากผู้ส่ง เลขที่ และวันที่เดียวกัน" in warned.text
    assert letter["subject"] in warned.text  # nothing typed is lost
    confirmed = client.post("/letters", data=letter | {"duplicate_confirmed": "true"})
    assert confirmed.status_code == 303


# Through the office


def test_the_group_takes_the_letter_in_by_its_own_number(hands: Hands) -> None:
    """R-N16: two levels, two numbers, two stamps (R-N12)."""
    key = received(hands)
    number = hands.answer("TakeInLetter", {}, of=key, by="clerk").json()["numbers"][0]
    assert number["register"] == "receive-policy-and-planning"
    page = hands.client("clerk").get(f"/letters/{key}").text
    assert page.count('class="stamp"') == 2
    assert hands.refused("TakeInLetter", of=key, by="clerk")["code"] == "letter-already-taken-in"


def test_a_letter_is_endorsed_only_once_it_is_taken_in(hands: Hands) -> None:
    """R-N16, R-W04."""
    key = received(hands)
    assert endorse(hands, key).json()["code"] == "letter-not-taken-in"
    hands.do("TakeInLetter", {}, of=key, by="clerk")
    assert endorse(hands, key).status_code == 200


def test_an_endorsement_names_a_post_and_its_holder_that_day_is_the_officer(hands: Hands) -> None:
    key = taken_in(hands)
    assert endorse(hands, key).status_code == 200
    row = hands.one("letters", key)
    assert row["officer_id"] == hands.ids["person:analyst"]
    assert row["officer_post_id"] == hands.ids["analyst"]
    fields = {"opinion": "x", "assigned_post_id": str(hands.ids["analyst"]), "assigned_to": "x"}
    answer = hands.answer("EndorseLetter", fields, of=key, by="policy_director")
    assert answer.status_code == 422  # who that is, is not the caller's to say


def test_the_endorsement_form_asks_for_one_officer(hands: Hands) -> None:
    key = taken_in(hands)
    page = hands.client("policy_director").get(f"/letters/{key}/endorsements").text
    assert page.count("<select") == 1
    assert "นางสาวพิมพ์ชนก ลองทำ · นักวิเคราะห์นโยบายและแผน ชำนาญการ" in page


def test_the_director_of_another_group_does_not_endorse_it(hands: Hands) -> None:
    """R-N15."""
    key = taken_in(hands)
    fields = {"opinion": "x", "assigned_post_id": str(hands.ids["finance_officer"])}
    problem = hands.refused("EndorseLetter", fields, of=key, by="finance_director")
    assert problem["code"] == "letter-elsewhere"
    stands, yours = (hands.one("units", problem[name]) for name in ("unit_id", "your_unit_id"))
    for lang in ("th", "en"):
        assert stands[f"name_{lang}"] in problem[lang]
        assert yours[f"name_{lang}"] in problem[lang]


def test_a_letter_is_sent_back_at_each_level_with_its_reason(hands: Hands) -> None:
    """R-N17: the group to the registry, which sends it elsewhere or back to the sender."""
    key = taken_in(hands)
    reason = {"reason": "ไม่ใช่เรื่องของกลุ่ม"}
    hands.do("ReturnLetter", reason, of=key, by="clerk")
    assert hands.one("letters", key)["standing"] == "at_registry"
    rerouted = {"to_unit_id": str(hands.ids["finance"])}
    hands.do("RerouteLetter", rerouted, of=key, by="registrar")
    assert hands.one("letters", key)["unit_id"] == hands.ids["finance"]
    hands.do("ReturnLetter", {"reason": "ส่งผิดสำนักงาน", "to_sender": True}, of=key, by="registrar")
    assert hands.one("letters", key)["standing"] == "returned"


def test_a_letter_is_noted_and_filed_without_a_case(hands: Hands) -> None:
    key = taken_in(hands)
    hands.do("AcknowledgeLetter", {"note": "ทราบ"}, of=key, by="policy_director")
    assert hands.one("letters", key)["standing"] == "filed"
    waiting = [row for row in hands.rows("inbox", letter_id=key) if row["open"]]
    assert waiting == []


# Numbers and corrections


def test_a_voided_number_keeps_its_line_with_the_reason_and_is_not_used_again(
    hands: Hands,
) -> None:
    """R-N08."""
    answer = hands.answer("ReceiveLetter", body(hands), by="registrar").json()
    number, key = answer["numbers"][0], answer["id"]
    fields = {
        "register_id": "receive",
        "year": number["year"],
        "number": number["number"],
        "reason": "ลงรับผิดเล่ม",
    }
    hands.do("VoidNumber", fields, of=key, by="registrar")
    assert hands.refused("VoidNumber", fields, of=key, by="registrar")["code"] == "not-open"
    page = hands.client("registrar").get("/registers?register=receive").text
    assert f"{number['number']}/{number['year']}" in page
    assert "ลงรับผิดเล่ม" in page
    following = hands.answer("ReceiveLetter", body(hands), by="registrar").json()["numbers"][0]
    assert following["number"] == number["number"] + 1


def test_a_number_of_another_letter_is_not_voided_here(hands: Hands) -> None:
    """R-N08."""
    number = hands.answer("ReceiveLetter", body(hands), by="registrar").json()["numbers"][0]
    key = received(hands)
    fields = {"register_id": "receive", "year": number["year"], "number": number["number"]}
    problem = hands.refused("VoidNumber", fields | {"reason": "ผิด"}, of=key, by="registrar")
    assert problem["code"] == "number-not-of-letter"


def test_a_correction_is_a_further_event_that_names_the_wrong_one(hands: Hands) -> None:
    """R-W13: both wordings stay to be read."""
    key = received(hands, subject="เรื่องที่พิมพ์ผิด")
    fields = {"reason": "พิมพ์ผิด", "subject": "เรื่องที่ถูกต้อง"}
    hands.do("CorrectLetter", fields, of=key, by="registrar")
    first, corrected = hands.office.events(f"letter/{key}")
    [told] = hands.rows("audit_history", stream_id=f"letter/{key}", name="letter.received")
    assert first.subject == "เรื่องที่พิมพ์ผิด"
    assert corrected.wrong_position == told["position"]
    page = hands.client("registrar").get(f"/letters/{key}").text
    assert "<del>เรื่องที่พิมพ์ผิด</del>" in page.replace("\u2060", "")
    assert "เรื่องที่ถูกต้อง" in page


def test_a_letter_put_right_is_found_by_its_old_words_and_its_new(hands: Hands) -> None:
    """R-W13."""
    key = received(hands, subject="ขอซื้อเครื่องปรับอากาศ")
    fields = {"reason": "พิมพ์ผิด", "subject": "ขอซ่อมเครื่องกรองน้ำ"}
    hands.do("CorrectLetter", fields, of=key, by="registrar")
    client = hands.client("registrar")
    for words in ("เครื่องปรับอากาศ", "เครื่องกรองน้ำ"):
        for view in ("letters", "search", "register_lines"):
            found = client.get(f"/api/v1/views/{view}", params={"q": words}).json()["items"]
            assert len(found) == 1, (view, words)
            assert str(key) in str(found[0])


def test_the_office_opens_its_list_on_the_present_year_and_finds_a_line(hands: Hands) -> None:
    """R-N13: the columns of form 13."""
    received(hands, subject="ขออนุญาตใช้ห้องประชุมใหญ่")
    client = hands.client("registrar")
    page = client.get("/registers", params={"register": "receive", "q": "ห้องประชุมใหญ่"}).text
    assert "ขออนุญาตใช้" in page
    for column in ("เลขทะเบียนรับ", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ"):
        assert f">{column}" in page.replace("\n", "").replace("  ", "")
    assert str(hands.dates["$calendar_year"]) in page
