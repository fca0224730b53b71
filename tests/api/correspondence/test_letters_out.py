"""A letter of ours: drafted, checked, signed, numbered, sent, on paper, delivered, answered."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.correspondence.letter import Received, Standing, letter
from domain.correspondence.outgoing_letter import LetterDispatched, LetterRendered, LetterSigned
from tests.hands import Hands
from tests.served import ServedOffice

numbers = count(1)
PATIENCE_SECONDS = 20.0


@pytest.fixture(scope="module")
def hands(office: ServedOffice) -> Hands:
    return Hands(office)


def content(hands: Hands, **more: Any) -> dict[str, Any]:
    school = str(hands.ids["school:42010149"])
    said = {
        "form": "external",
        "subject": f"เชิญประชุมชี้แจงงบประมาณ ครั้งที่ {next(numbers)}",
        "to": [
            {
                "unit_id": school,
                "salutation": "เรียน",
                "addressee": "ผู้อำนวยการโรงเรียนบ้านกกจาน",
            }
        ],
        "body": "ด้วยสำนักงานจะประชุมชี้แจง\nจึงเรียนมาเพื่อเข้าร่วมประชุม",
        "closing": "ขอแสดงความนับถือ",
        "owner_unit_id": str(hands.ids["policy"]),
        "phone": "042-000-000",
    }
    return said | more


def drafted(hands: Hands, **more: Any) -> UUID:
    return UUID(str(hands.do("DraftLetter", content(hands, **more), by="analyst")))


def seen(hands: Hands, key: UUID) -> dict[str, Any]:
    return {"digest": hands.one("outgoing_letters", key)["digest"]}


def checked(hands: Hands, **more: Any) -> UUID:
    key = drafted(hands, **more)
    hands.do("CheckLetter", seen(hands, key), of=key, by="policy_director")
    return key


def signature(hands: Hands, key: UUID) -> dict[str, Any]:
    return seen(hands, key) | {"intent": "ข้าพเจ้าลงนามในหนังสือฉบับนี้"}


def signed(hands: Hands, **more: Any) -> UUID:
    key = checked(hands, **more)
    hands.do("SignLetter", signature(hands, key), of=key, by="area_director")
    return key


def sent(hands: Hands, dispatch: dict[str, Any] | None = None, **more: Any) -> UUID:
    key = signed(hands, **more)
    hands.do("DispatchLetter", dispatch or {}, of=key, by="registrar")
    return key


def rendered(hands: Hands, key: UUID) -> dict[str, Any]:
    """Wait until the outbox has made the paper; return the letter's row."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        row = hands.one("outgoing_letters", key)
        if row["paper_digest"] is not None:
            return dict(row)
        time.sleep(0.05)
    raise AssertionError("no paper was made")


def shown(page: str) -> str:
    """Return a page's text without the marks that keep words together."""
    return re.sub(r"<[^>]+>", "", page)


def words_of(pdf: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    source = folder / "paper.pdf"
    source.write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-layout", str(source), "-"], capture_output=True, check=True
    )
    return told.stdout.decode()


# Before it is signed


@pytest.mark.parametrize("part", ["subject", "to", "body", "owner_unit_id"])
def test_a_letter_is_checked_once_nothing_required_is_missing(hands: Hands, part: str) -> None:
    """R-L04."""
    empty = {"subject": "", "to": [], "body": "", "owner_unit_id": None}
    key = drafted(hands, **{part: empty[part]})
    problem = hands.refused("CheckLetter", seen(hands, key), of=key, by="policy_director")
    assert problem["code"] == "letter-incomplete"
    assert problem["missing"] == [part]


def test_what_is_checked_and_signed_is_the_version_seen(hands: Hands) -> None:
    """R-W07: a revision voids the check, and an old digest is refused."""
    key = checked(hands)
    old = seen(hands, key)
    hands.do("ReviseDraft", content(hands, subject="แก้ไขแล้ว"), of=key, by="analyst")
    problem = hands.refused("SignLetter", signature(hands, key), of=key, by="area_director")
    assert problem["code"] == "letter-not-checked"
    problem = hands.refused("CheckLetter", old, of=key, by="policy_director")
    assert problem["code"] == "letter-moved-on"


def test_a_draft_sent_back_waits_for_its_revision(hands: Hands) -> None:
    """R-W04."""
    key = drafted(hands)
    hands.do("SendBackDraft", {"reason": "ขอให้อ้างหนังสือเดิม"}, of=key, by="policy_director")
    [waiting] = [row for row in hands.rows("inbox", outgoing_id=key) if row["open"]]
    assert waiting["act"] == "ReviseDraft"
    assert "ขอให้อ้างหนังสือเดิม" in hands.client("analyst").get(f"/outgoing-letters/{key}").text
    hands.do("ReviseDraft", content(hands), of=key, by="analyst")
    [waiting] = [row for row in hands.rows("inbox", outgoing_id=key) if row["open"]]
    assert waiting["act"] == "CheckLetter"


def test_who_drafts_does_not_sign_where_another_can(hands: Hands) -> None:
    """R-H16: a drafter who was given the power is still not the one to sign."""
    state = hands.rows("audit_history", name="powers.set")[-1]["facts"]
    granted = [{k: v for k, v in row.items() if v is not None} for row in state["grants"]]
    since = state["grants"][0]["in_force_from"]
    more = {"command": "SignLetter", "role": "policy_and_plan_analyst", "in_force_from": since}
    hands.do("SetPowers", {"grants": [*granted, more], "document": "ทดสอบ"}, by="administrator")
    key = checked(hands)
    problem = hands.refused("SignLetter", signature(hands, key), of=key, by="analyst")
    assert problem["code"] == "drafter-may-not-sign"
    excused = signature(hands, key) | {"override_reason": "ไม่มีผู้อื่น"}
    problem = hands.refused("SignLetter", excused, of=key, by="analyst")
    assert problem["code"] == "drafter-may-not-sign"  # others can: a reason does not help
    hands.do("SignLetter", signature(hands, key), of=key, by="analyst_2")
    hands.do("SetPowers", {"grants": granted, "document": "ทดสอบ"}, by="administrator")


def test_a_deputy_does_not_sign_for_the_office_without_a_delegation(hands: Hands) -> None:
    """R-H17, R-H18: assignment of work gives no power to sign."""
    key = checked(hands)
    answer = hands.answer("SignLetter", signature(hands, key), of=key, by="deputy_1")
    assert answer.status_code == 403


def test_the_signature_records_person_post_method_intent_and_the_block_as_it_stood(
    hands: Hands,
) -> None:
    """R-S02, R-L15, R-H15."""
    key = signed(hands)
    event = hands.office.events(f"outgoing_letter/{key}")[-1]
    assert isinstance(event, LetterSigned)
    assert event.digest == hands.one("outgoing_letters", key)["digest"]
    given = event.signature
    assert (given.person_id, given.post_id, given.capacity) == (
        hands.ids["person:director"],
        hands.ids["area_director"],
        "holder",
    )
    assert given.intent == "ข้าพเจ้าลงนามในหนังสือฉบับนี้"
    assert given.block.name == "นายสมภพ ตัวอย่างดี"
    assert given.block.position.startswith("ผู้อำนวยการสำนักงานเขตพื้นที่")
    assert given.block.capacity_lines == ()


# Number and dispatch


def test_number_and_date_are_taken_when_it_is_sent_not_before(hands: Hands) -> None:
    """R-N10, R-N01: code, stroke, number; no year."""
    key = checked(hands)
    assert hands.refused("DispatchLetter", of=key, by="registrar")["code"] == "letter-not-signed"
    hands.do("SignLetter", signature(hands, key), of=key, by="area_director")
    assert hands.one("outgoing_letters", key)["number"] is None
    [number] = hands.answer("DispatchLetter", {}, of=key, by="registrar").json()["numbers"]
    row = hands.one("outgoing_letters", key)
    assert number["register"] == "send"
    assert row["letter_number"] == f"ศธ 04999/{number['number']}"
    assert row["dispatched_on"] == hands.dates["$today"]


def test_send_numbers_run_on_without_gaps(hands: Hands) -> None:
    """R-N05: what is refused takes no number."""
    first = hands.one("outgoing_letters", sent(hands))["number"]
    key = signed(hands)
    late = {"reply_due_on": "2560-01-01"}
    assert (
        hands.refused("DispatchLetter", late, of=key, by="registrar")["code"]
        == "letter-reply-due-past"
    )
    hands.do("DispatchLetter", {}, of=key, by="registrar")
    assert hands.one("outgoing_letters", key)["number"] == first + 1


def test_the_send_register_shows_it_with_the_columns_of_form_14(hands: Hands) -> None:
    """R-N14."""
    key = sent(hands)
    row = hands.one("outgoing_letters", key)
    page = shown(hands.client("registrar").get("/registers?register=send").text)
    for part in (f"{row['number']}/{row['year']}", row["letter_number"], row["to_names"]):
        assert part in page
    for column in ("เลขทะเบียนส่ง", "การปฏิบัติ", "หมายเหตุ"):
        assert column in page


def test_paper_needs_a_reason(hands: Hands) -> None:
    """R-E01."""
    key = signed(hands)
    problem = hands.refused("DispatchLetter", {"delivery": "paper"}, of=key, by="registrar")
    assert problem["code"] == "paper-needs-reason"
    told = {"delivery": "paper", "delivery_reason": "ผู้รับไม่มีระบบ"}
    hands.do("DispatchLetter", told, of=key, by="registrar")


def test_a_letter_that_answers_another_has_answered_it_once_it_is_sent(hands: Hands) -> None:
    asked = {
        "kind": "external",
        "received_on": str(hands.dates["$today"]),
        "subject": "ขอหารือ",
        "sender_unit_id": str(hands.ids["school:42010149"]),
        "reply_due_on": str(hands.dates["$today"]),
        "to_unit_id": str(hands.ids["policy"]),
    }
    question = UUID(str(hands.do("ReceiveLetter", asked, by="registrar")))
    hands.do("TakeInLetter", {}, of=question, by="clerk")
    [owed] = hands.rows("follow_ups", letter_id=question)
    assert owed["open"]
    form = hands.client("analyst").get(f"/outgoing-letters/new?answers_letter_id={question}").text
    assert "ผู้อำนวยการโรงเรียนบ้านกกจาน" in form
    key = sent(hands, answers_letter_id=str(question))
    state = hands.office.state(letter, question)
    assert isinstance(state, Received)
    assert (state.standing, state.answers) == (Standing.FILED, {key})
    [owed] = hands.rows("follow_ups", letter_id=question)
    assert not owed["open"]


# The paper


def test_a_draft_prints_as_a_draft_and_the_letter_as_it_was_sent(
    hands: Hands, tmp_path: Path
) -> None:
    """R-L04, R-N01, R-L10, R-L15: what the paper says is what was recorded."""
    key = drafted(hands)
    client = hands.client("analyst")
    draft = words_of(client.get(f"/outgoing-letters/{key}/paper.pdf").content, tmp_path)
    assert "(ร่าง)" in draft
    hands.do("CheckLetter", seen(hands, key), of=key, by="policy_director")
    hands.do("SignLetter", signature(hands, key), of=key, by="area_director")
    hands.do("DispatchLetter", {}, of=key, by="registrar")
    rendered(hands, key)
    answer = client.get(f"/outgoing-letters/{key}/paper.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    final = words_of(answer.content, tmp_path)
    assert "(ร่าง)" not in final
    for printed in (
        "ศธ ๐๔๙๙๙/",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเลย เขต ๓",
        "ผู้อำนวยการโรงเรียนบ้านกกจาน",
        "จึงเรียนมาเพื่อเข้าร่วมประชุม",
        "ขอแสดงความนับถือ",
        "(นายสมภพ ตัวอย่างดี)",
        "กลุ่มนโยบายและแผน",
        "โทร. ๐๔๒-๐๐๐-๐๐๐",
    ):
        assert printed in final, printed


def test_a_memorandum_names_the_unit_that_writes(hands: Hands, tmp_path: Path) -> None:
    """R-L05."""
    key = drafted(hands, form="internal", closing="")
    pdf = hands.client("analyst").get(f"/outgoing-letters/{key}/paper.pdf").content
    text = words_of(pdf, tmp_path)
    assert "บันทึกข้อความ" in text
    assert "กลุ่มนโยบายและแผน สำนักงานเขตพื้นที่" in text
    assert "ขอแสดงความนับถือ" not in text


def test_the_marks_of_urgency_are_stamped_on_the_paper(hands: Hands, tmp_path: Path) -> None:
    """R-U04."""
    key = drafted(hands, urgency="most_urgent")
    pdf = hands.client("analyst").get(f"/outgoing-letters/{key}/paper.pdf").content
    assert "ด่วนที่สุด" in words_of(pdf, tmp_path)


def test_what_is_typed_is_printed_and_never_run(hands: Hands, tmp_path: Path) -> None:
    key = drafted(hands, subject='#panic("x") $x$ @y <z>')
    pdf = hands.client("analyst").get(f"/outgoing-letters/{key}/paper.pdf").content
    assert '#panic("x")' in words_of(pdf, tmp_path)


def test_the_paper_is_made_once_kept_and_recorded_under_the_dispatch(hands: Hands) -> None:
    """R-S01, R-S03: the file's digest stands in an event of the office's own post."""
    key = sent(hands)
    row = rendered(hands, key)
    pdf = hands.client("analyst").get(f"/outgoing-letters/{key}/paper.pdf").content
    assert sha256(pdf).hexdigest() == row["paper_digest"]
    assert len(pdf) == row["paper_bytes"]
    [told] = hands.rows(
        "audit_history", stream_id=f"outgoing_letter/{key}", name="outgoing_letter.rendered"
    )
    assert told["cause"] == row["dispatched_position"]
    assert told["role"] == "system"


def test_its_pages_are_seen_as_pictures(hands: Hands) -> None:
    key = drafted(hands)
    client = hands.client("policy_director")
    page = client.get(f"/outgoing-letters/{key}").text
    assert f"/outgoing-letters/{key}/pages/1.png" in page
    picture = client.get(f"/outgoing-letters/{key}/pages/1.png")
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(f"/outgoing-letters/{key}/pages/2.png").status_code == 404


def test_the_check_shows_which_version_is_checked(hands: Hands) -> None:
    """R-W07: the form carries the digest, which nobody types."""
    key = drafted(hands)
    client = hands.client("policy_director")
    form = client.get(f"/outgoing-letters/{key}/check").text
    digest = seen(hands, key)["digest"]
    assert f'name="digest" value="{digest}"' in form
    answer = client.post(f"/outgoing-letters/{key}/check", data={"digest": digest})
    assert answer.status_code == 303
    hands.office.wait()
    assert hands.one("outgoing_letters", key)["state"] == "checked"


# After it is sent


def test_delivery_is_known_for_each_addressee(hands: Hands) -> None:
    """R-E02, R-S07, R-E08."""
    two = [
        {"salutation": "เรียน", "addressee": "ผู้อำนวยการโรงเรียนบ้านกกจาน"},
        {"salutation": "เรียน", "addressee": "ผู้อำนวยการโรงเรียนบ้านน้ำหมัน"},
    ]
    key = sent(hands, to=two)
    rendered(hands, key)
    went = {"address": "a@example.invalid", "sent_at": "23/11/2560 09:00"}
    arrived = went | {"arrived_at": "23/11/2560 09:05", "addressee": 1}
    hands.do("RecordDelivery", arrived, of=key, by="registrar")
    again = hands.refused("RecordDelivery", arrived, of=key, by="registrar")
    assert again["code"] == "letter-already-delivered"
    failed = {"addressee": 2, "address": "b@example.invalid", "reason": "ตู้เต็ม"}
    hands.do("RecordDeliveryFailure", failed, of=key, by="registrar")
    page = hands.client("registrar").get(f"/outgoing-letters/{key}").text
    assert "ส่งถึงแล้ว" in page
    assert "ตู้เต็ม" in page


def test_an_answer_asked_for_is_followed_up_until_it_comes(hands: Hands) -> None:
    due = str(hands.dates["$today"])
    key = sent(hands, {"reply_due_on": due})
    [owed] = [row for row in hands.rows("follow_ups", outgoing_id=key) if row["kind"] == "reply"]
    assert owed["open"]
    assert str(owed["due_on"]) == due
    hands.do("RecordReminder", {"reply_due_on": due}, of=key, by="registrar")
    reply = {
        "kind": "external",
        "received_on": due,
        "subject": "ตอบ",
        "sender_unit_id": str(hands.ids["school:42010149"]),
        "to_unit_id": str(hands.ids["policy"]),
    }
    answer = hands.do("ReceiveLetter", reply, by="registrar")
    hands.do("RecordReply", {"letter_id": str(answer)}, of=key, by="registrar")
    [owed] = [row for row in hands.rows("follow_ups", outgoing_id=key) if row["kind"] == "reply"]
    assert not owed["open"]
    problem = hands.refused("RecordReminder", {"reply_due_on": due}, of=key, by="registrar")
    assert problem["code"] == "letter-no-reply-awaited"


def test_a_school_knows_a_letter_to_it_once_it_is_sent(hands: Hands) -> None:
    key = signed(hands)
    mine, other = hands.client("school_director_1"), hands.client("school_director_2")
    assert mine.get(f"/outgoing-letters/{key}").status_code == 404
    hands.do("DispatchLetter", {}, of=key, by="registrar")
    assert mine.get(f"/outgoing-letters/{key}").status_code == 200
    assert other.get(f"/outgoing-letters/{key}").status_code == 404
    assert other.get(f"/outgoing-letters/{key}/paper.pdf").status_code == 404


# The outbox


def test_a_paper_that_cannot_be_made_is_noted_and_somebody_is_told(hands: Hands) -> None:
    """A character no type face holds: the letter has gone, and the administrator must know."""
    key = sent(hands, subject="เชิญประชุม 😀")
    until = time.monotonic() + PATIENCE_SECONDS
    owed: list[Any] = []
    while time.monotonic() < until and not owed:
        rows = hands.rows("follow_ups", outgoing_id=key)
        owed = [row for row in rows if row["kind"] == "paper" and row["open"]]
        time.sleep(0.05)
    assert owed
    assert owed[0]["waits_for"] == "role:administrator"
    [told] = [
        row
        for row in hands.rows("audit_history", stream_id="policy/paper")
        if row["facts"]["about"] == f"outgoing_letter/{key}"
    ]
    assert told["facts"]["code"] == "paper-not-printed"


def test_an_outbox_begun_again_renders_nothing_twice(hands: Hands) -> None:
    """Whatever was pending when it stopped is made by the next, each once."""
    service = hands.office.service
    service.outbox.stop()
    key = sent(hands)
    assert hands.one("outgoing_letters", key)["paper_digest"] is None
    service.pause()
    service.start()
    rendered(hands, key)
    # A look at rows that are behind asks for the same command: it is answered, not done again.
    behind = dict(hands.one("outgoing_letters", key)) | {"paper_digest": None}
    service.outbox._paper(behind)
    kinds = [type(event) for event in hands.office.events(f"outgoing_letter/{key}")]
    assert kinds.count(LetterRendered) == 1
    assert kinds[-2:] == [LetterDispatched, LetterRendered]
