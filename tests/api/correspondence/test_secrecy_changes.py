"""Letters raised and lowered over HTTP: who may, and what everybody sees of yesterday afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest

from projections.catalogue import TABLES
from tests.hands import Hands
from tests.served import API, ServedOffice

SUBJECT = "แผนเคลื่อนย้ายครุภัณฑ์ยามวิกาล"
OTHER = "การรักษาความปลอดภัยห้องสอบคัดเลือก"
GONE = "การเปิดตู้นิรภัยของสำนักงานสมมติ"
SENDER = "หน่วยราชการสมมติ"
REFERENCE = "ตย 0101/88"
WHY = "มีข้อมูลที่กระทบต่อราชการ"
PDF = b"%PDF-1.4\n% raised later\n%%EOF\n"


@pytest.fixture(scope="module")
def hands(office: ServedOffice) -> Hands:
    return Hands(office)


@pytest.fixture(scope="module")
def school(hands: Hands) -> str:
    return str(hands.ids["school:42010149"])


def a_letter(hands: Hands, **said: Any) -> UUID:
    today = str(hands.dates["$today"])
    fields = {
        "kind": "external",
        "sender_name": SENDER,
        "reference": REFERENCE,
        "dated_on": today,
        "received_on": today,
        "subject": SUBJECT,
        "to_unit_id": str(hands.ids["policy"]),
        "duplicate_confirmed": True,
    }
    return UUID(str(hands.do("ReceiveLetter", fields | said, by="registrar")))


def change(hands: Hands, key: UUID, secrecy: str, by: str = "area_director", **said: Any) -> Any:
    fields = {"secrecy": secrecy, "reason": WHY} | said
    return hands.answer("ChangeLetterSecrecy", fields, of=key, by=by)


def raised(hands: Hands, secrecy: str = "secret", **said: Any) -> tuple[UUID, int]:
    """A letter that everybody knew, raised since; and the position of yesterday, when it was open."""
    key = a_letter(hands, **said)
    yesterday, _ = then_of(hands)
    answer = change(hands, key, secrecy)
    assert answer.status_code == 200, answer.text
    hands.office.wait()
    return key, yesterday


def then_of(hands: Hands) -> tuple[int, str]:
    """Return where the log stands now; and for pages, which ask by the minute, the end of today."""
    hands.office.wait()
    return hands.office.service.rows.head(), str(hands.dates["$today"])


def telling(text: str, key: UUID) -> list[str]:
    return [one for one in (SUBJECT, REFERENCE, str(key)) if one in text]


# Classify a letter, then ask for yesterday (DESIGN §5)


def test_yesterday_is_shown_by_the_level_of_today_as_well(hands: Hands, school: str) -> None:
    """R-U05, R-U06: page, row, file, event and search of when it was open, asked for now."""
    digest = hands.client("registrar").upload(PDF)
    enclosed = {"name": "แผน.pdf", "count": 1, "unit": "ฉบับ", "digest": digest}
    key = a_letter(hands, sender_unit_id=school, enclosures=[enclosed])
    yesterday, moment = then_of(hands)
    [told] = hands.rows("audit_history", stream_id=f"letter/{key}", name="letter.received")
    who = ("analyst", "policy_director", "auditor", "school_director_1")
    addresses = (
        f"/letters/{key}",
        f"/letters/{key}?as_of={moment}",
        f"{API}/views/letters/{key}",
        f"{API}/views/letters/{key}?as_of={yesterday}",
        f"{API}/views/letters/{key}/history",
        f"/letters/{key}/files/{digest}",
        f"/history/{told['position']}",
    )
    for one in who:
        assert SUBJECT in hands.client(one).get(f"/letters/{key}?as_of={moment}").text
    assert change(hands, key, "secret").status_code == 200
    hands.office.wait()
    for one in who:
        client, nothing = hands.client(one), str(uuid4())
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 404, (one, address)
            as_nothing = client.get(address.replace(str(key), nothing))
            assert as_nothing.status_code == 404, address
            assert not telling(answer.text.replace(address, ""), key), (one, address)
    # Who is to know it sees the level then, and the level now.
    director = hands.client("area_director")
    then = director.get(f"{API}/views/letters/{key}?as_of={yesterday}").json()
    assert (then["secrecy"], then["subject"]) == ("none", SUBJECT)
    assert director.row("letters", key)["secrecy"] == "secret"
    page = director.get(f"/letters/{key}").text
    assert "ปรับชั้นความลับของหนังสือจาก" in page


def test_no_list_search_count_or_page_tells_of_yesterday(hands: Hands, school: str) -> None:
    """R-U06: every view, now and as of when it was open, and what is exported of it."""
    key, yesterday = raised(hands, sender_unit_id=school, subject=OTHER, reference="")
    told = (OTHER, str(key))
    for who in ("analyst", "policy_director", "auditor", "administrator", "school_director_1"):
        client = hands.client(who)
        for table in TABLES:
            for as_of in ({}, {"as_of": yesterday}):
                if as_of and table.append_only:
                    continue
                answer = client.get(f"{API}/views/{table.name}", params={"limit": 200} | as_of)
                assert answer.status_code in (200, 403, 404), (who, table.name)
                assert not [one for one in told if one in answer.text], (who, table.name, as_of)
        for view in ("letters", "search", "register_lines"):
            for as_of in ({}, {"as_of": yesterday}):
                found = client.get(f"{API}/views/{view}", params={"q": OTHER} | as_of)
                assert found.json()["items"] == [], (who, view, as_of)
        taken = client.get(f"{API}/exports/letters", params={"form": "csv"})
        assert not [one for one in told if one in taken.text], who
        for address in ("/", "/registers", "/letters", "/history", "/follow-ups", "/cases"):
            assert not [one for one in told if one in client.get(address).text], (who, address)
        found = client.get("/search", params={"q": OTHER}).text
        assert str(key) not in found, who


def test_its_receive_line_stays_as_a_bare_number_beside_one_of_the_classified_register(
    hands: Hands,
) -> None:
    """R-N08, R-U06."""
    key, _ = raised(hands)
    lines = {row["register"]: row for row in hands.rows("register_lines", letter_id=key)}
    assert set(lines) == {"receive", "receive-classified"}
    assert hands.one("letters", key)["number"] == lines["receive"]["number"]
    shown = hands.client("analyst").rows("register_lines", register="receive")
    [bare] = [row for row in shown if row["id"] == lines["receive"]["id"]]
    assert {k for k, v in bare.items() if v is not None} == {
        "id",
        "register",
        "year",
        "number",
        "issued_at",
        "voided",
        "valid_from",
    }
    # Lowered, both lines show in full again, and no number more is given.
    assert change(hands, key, "none").status_code == 200
    hands.office.wait()
    assert len(hands.rows("register_lines", letter_id=key)) == 2
    assert len(hands.client("analyst").rows("register_lines", letter_id=key)) == 2


def test_what_waits_goes_to_who_may_know_it_and_back(hands: Hands, school: str) -> None:
    """R-U06: at the unit until raised, with the area director while classified."""
    key = a_letter(hands, reply_due_on=str(hands.dates["$today"]))

    def waiting() -> tuple[Any, ...]:
        [row] = hands.rows("inbox", letter_id=key)
        [owed] = hands.rows("follow_ups", letter_id=key)
        return row["waits_for"], row["act"], row["open"], owed["waits_for"]

    before = waiting()
    assert before[1:3] == ("TakeInLetter", True)
    change(hands, key, "confidential")
    director = "role:area_director"
    assert waiting() == (director, "AcknowledgeLetter", True, director)
    for who, seen in (("clerk", False), ("policy_director", False), ("area_director", True)):
        answer = hands.client(who).get(f"{API}/views/inbox", params={"limit": 200})
        assert (str(key) in answer.text) is seen, who
    change(hands, key, "none")
    assert waiting() == before


def test_the_officer_who_has_it_in_hand_goes_on_with_it(hands: Hands) -> None:
    """R-U06: need to know."""
    key = a_letter(hands)
    hands.do("TakeInLetter", {}, of=key, by="clerk")
    given = {"opinion": "โปรดดำเนินการ", "assigned_post_id": str(hands.ids["analyst"])}
    hands.do("EndorseLetter", given, of=key, by="policy_director")
    assert change(hands, key, "secret").status_code == 200
    assert SUBJECT in hands.client("analyst").get(f"/letters/{key}").text
    [waiting] = hands.rows("inbox", letter_id=key)
    assert (waiting["waits_for"], waiting["act"]) == (f"post:{hands.ids['analyst']}", "OpenCase")
    assert hands.client("registrar").get(f"/letters/{key}").status_code == 200
    for who in ("policy_director", "clerk", "section_head"):
        assert hands.client(who).get(f"/letters/{key}").status_code == 404
    readings = hands.rows("readings", letter_id=key)
    assert len(readings) == 2, "from now on each view is recorded, and none was before"


def test_who_was_let_read_starts_anew_once_it_was_open(hands: Hands) -> None:
    key, _ = raised(hands)
    let = {"post_id": str(hands.ids["senior_analyst"]), "reason": "ต้องวิเคราะห์"}
    hands.do("GrantReading", let, of=key, by="area_director")
    assert hands.client("senior_analyst").get(f"/letters/{key}").status_code == 200
    assert change(hands, key, "none").status_code == 200
    assert SUBJECT in hands.client("analyst").get(f"/letters/{key}").text
    assert hands.one("letters", key)["readers"] == []
    assert change(hands, key, "secret").status_code == 200
    assert hands.client("senior_analyst").get(f"/letters/{key}").status_code == 404


# The act


@pytest.mark.parametrize(
    "who", ["registrar", "policy_director", "section_head", "analyst", "clerk", "auditor"]
)
def test_nobody_else_of_the_office_changes_it(hands: Hands, who: str) -> None:
    """R-U05: the table of powers names the head of the office."""
    assert change(hands, a_letter(hands), "secret", by=who).status_code == 403


def test_an_administrator_or_a_school_changes_none(hands: Hands, school: str) -> None:
    key = a_letter(hands, sender_unit_id=school)
    for who in ("administrator", "school_director_1", "school_director_2"):
        assert change(hands, key, "secret", by=who).status_code in (403, 404)
    assert hands.one("letters", key)["secrecy"] == "none"


def test_each_refusal_says_what_to_do(hands: Hands) -> None:
    """R-U05, R-U07."""
    key = a_letter(hands, secrecy="confidential")

    def problem(secrecy: str, **said: Any) -> Mapping[str, Any]:
        answer = change(hands, key, secrecy, **said)
        assert answer.status_code == 409, answer.text
        found: Mapping[str, Any] = answer.json()
        return found

    assert problem("confidential")["code"] == "secrecy-same"
    assert problem("top_secret")["code"] == "secrecy-top-secret-outside"
    assert problem("none")["code"] == "secrecy-owner-notice-missing"
    assert change(hands, key, "none", reason="").status_code == 422
    assert change(hands, key, "none", owner_notice="ที่ ตย 1 ลว. 1 ธ.ค. 69").status_code == 200


def test_the_same_command_twice_is_one_and_two_at_once_are_one(hands: Hands) -> None:
    key, repeated = a_letter(hands), str(uuid4())
    seen = hands.client("area_director").get(f"{API}/views/letters/{key}").headers.get("etag")
    body = {"secrecy": "secret", "reason": WHY}
    path = f"{API}/letters/{key}/secrecy-changes"

    def send(idempotency_key: str) -> Any:
        headers = {"Idempotency-Key": idempotency_key, "If-Match": seen or '"1"'}
        return hands.client("area_director").request("POST", path, json=body, headers=headers)

    first, again = send(repeated), send(repeated)
    assert (first.status_code, again.status_code) == (200, 200), (first.text, again.text)
    assert len(hands.rows("register_lines", letter_id=key)) == 2
    other = a_letter(hands)
    path = f"{API}/letters/{other}/secrecy-changes"
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(send, (str(uuid4()), str(uuid4()))))
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert sorted(answer.status_code for answer in answers)[1] in (409, 412)
    assert len(hands.rows("register_lines", letter_id=other)) == 2


def test_the_form_asks_for_the_level_and_the_reason(hands: Hands) -> None:
    key = a_letter(hands)
    form = hands.client("area_director").get(f"/letters/{key}/secrecy-changes").text
    for asked in ('name="secrecy"', 'name="reason"', 'name="owner_notice"', "ปรับชั้นความลับ"):
        assert asked in form
    assert 'value="none"' not in form
    assert (
        f"/letters/{key}/secrecy-changes"
        in hands.client("area_director").get(f"/letters/{key}").text
    )
    assert (
        f"/letters/{key}/secrecy-changes" not in hands.client("clerk").get(f"/letters/{key}").text
    )


# Letters of ours


def a_draft(hands: Hands, school: str, subject: str = SUBJECT) -> UUID:
    fields = {
        "form": "external",
        "subject": subject,
        "to": [{"unit_id": school, "salutation": "เรียน", "addressee": "ผู้อำนวยการโรงเรียน"}],
        "body": "ตามที่แจ้ง",
        "owner_unit_id": str(hands.ids["policy"]),
    }
    return UUID(str(hands.do("DraftLetter", fields, by="analyst")))


def sent(hands: Hands, key: UUID, dispatcher: str = "registrar") -> None:
    digest = hands.one("outgoing_letters", key)["digest"]
    hands.do("CheckLetter", {"digest": digest}, of=key, by="policy_director")
    sign = {"digest": digest, "intent": "ข้าพเจ้าลงนาม"}
    hands.do("SignLetter", sign, of=key, by="area_director")
    hands.do("DispatchLetter", {}, of=key, by=dispatcher)


def change_out(hands: Hands, key: UUID, secrecy: str, by: str = "area_director") -> Any:
    fields = {"secrecy": secrecy, "reason": WHY}
    return hands.answer("ChangeOutgoingSecrecy", fields, of=key, by=by)


def test_a_letter_that_a_school_holds_is_shown_to_it_no_more(hands: Hands, school: str) -> None:
    """R-U06: its paper stays in the school's hands, and the event names who is to be told."""
    key = a_draft(hands, school, GONE)
    sent(hands, key)
    at_school = hands.client("school_director_1")
    yesterday, moment = then_of(hands)
    assert GONE in at_school.get(f"/outgoing-letters/{key}").text
    number = hands.one("outgoing_letters", key)["letter_number"]
    assert change_out(hands, key, "confidential").status_code == 200
    hands.office.wait()
    for who in ("school_director_1", "policy_director", "auditor"):
        client = hands.client(who)
        for address in (
            f"/outgoing-letters/{key}",
            f"/outgoing-letters/{key}?as_of={moment}",
            f"/outgoing-letters/{key}/paper.pdf",
            f"{API}/views/outgoing_letters/{key}?as_of={yesterday}",
        ):
            assert client.get(address).status_code == 404, (who, address)
        for view in ("outgoing_letters", "search", "register_lines", "deliveries", "inbox"):
            answer = client.get(f"{API}/views/{view}", params={"limit": 200})
            assert GONE not in answer.text, (who, view)
            assert str(key) not in answer.text, (who, view)
    [told] = hands.rows(
        "audit_history", stream_id=f"outgoing_letter/{key}", name="outgoing_letter.secrecy_changed"
    )
    assert told["facts"]["holders"] == [school]
    lines = {row["register"]: row for row in hands.rows("register_lines", outgoing_id=key)}
    assert lines["send-classified"]["reference"] == number
    row = hands.one("outgoing_letters", key)
    assert (row["letter_number"], row["secrecy"], row["marked"]) == (number, "confidential", "none")
    drafter = hands.client("analyst").get(f"/outgoing-letters/{key}")
    assert GONE in drafter.text
    assert change_out(hands, key, "none").status_code == 200
    assert GONE in at_school.get(f"/outgoing-letters/{key}").text


def test_a_signed_letter_that_is_raised_is_checked_and_signed_anew(
    hands: Hands, school: str
) -> None:
    """R-W07."""
    key = a_draft(hands, school)
    digest = hands.one("outgoing_letters", key)["digest"]
    hands.do("CheckLetter", {"digest": digest}, of=key, by="policy_director")
    sign = {"digest": digest, "intent": "ข้าพเจ้าลงนาม"}
    hands.do("SignLetter", sign, of=key, by="area_director")
    assert change_out(hands, key, "confidential").status_code == 200
    row = hands.one("outgoing_letters", key)
    assert (row["state"], row["signature"], row["marked"]) == ("draft", None, "confidential")
    assert row["digest"] != digest
    [waiting] = hands.rows("inbox", outgoing_id=key)
    assert waiting["act"] == "CheckLetter"
    let = {"post_id": str(hands.ids["policy_director"]), "reason": "ต้องตรวจ"}
    hands.do("GrantOutgoingReading", let, of=key, by="area_director")
    sent(hands, key)
    assert hands.one("outgoing_letters", key)["register"] == "send-classified"


def test_a_revision_does_not_lower_what_is_classified(hands: Hands, school: str) -> None:
    """R-U05."""
    key = a_draft(hands, school)
    assert change_out(hands, key, "confidential").status_code == 200
    row = hands.one("outgoing_letters", key)
    fields = {
        "form": "external",
        "subject": row["subject"],
        "to": row["to"],
        "body": "ข้อความใหม่",
        "owner_unit_id": str(hands.ids["policy"]),
    }
    problem = hands.refused("ReviseDraft", fields, of=key, by="analyst")
    assert problem["code"] == "secrecy-not-revised"
    hands.do("ReviseDraft", fields | {"secrecy": "confidential"}, of=key, by="analyst")
    form = hands.client("analyst").get(f"/outgoing-letters/{key}/revisions").text
    assert json.dumps("confidential")[1:-1] in form
