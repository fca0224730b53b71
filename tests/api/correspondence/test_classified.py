"""Classified letters: their own registers, a bare number for the rest, and no way to tell they are there."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from projections.catalogue import TABLES
from tests.hands import Hands
from tests.served import API, ServedOffice

SUBJECT = "แผนรับเสด็จที่ยังไม่เปิดเผย"
SENDER = "หน่วยข่าวกรองสมมติ"
PDF = b"%PDF-1.4\n% classified\n%%EOF\n"


@pytest.fixture(scope="module")
def hands(office: ServedOffice) -> Hands:
    return Hands(office)


@pytest.fixture(scope="module")
def digest(hands: Hands) -> str:
    return hands.client("registrar").upload(PDF)


@pytest.fixture(scope="module")
def secret(hands: Hands, digest: str) -> UUID:
    """A confidential letter."""
    today = str(hands.dates["$today"])
    key = hands.do(
        "ReceiveLetter",
        {
            "kind": "external",
            "secrecy": "confidential",
            "sender_name": SENDER,
            "reference": "ลับ 77/ข",
            "dated_on": today,
            "received_on": today,
            "subject": SUBJECT,
            "to_unit_id": str(hands.ids["policy"]),
            "enclosures": [{"name": "แผน.pdf", "count": 1, "unit": "ฉบับ", "digest": digest}],
        },
        by="registrar",
    )
    return UUID(str(key))


@pytest.fixture(scope="module")
def draft(hands: Hands) -> UUID:
    """A confidential letter of ours."""
    return UUID(
        str(
            hands.do(
                "DraftLetter",
                {
                    "form": "external",
                    "secrecy": "confidential",
                    "subject": SUBJECT,
                    "to": [{"salutation": "เรียน", "addressee": SENDER}],
                    "body": "ตามที่แจ้ง",
                    "owner_unit_id": str(hands.ids["policy"]),
                },
                by="analyst",
            )
        )
    )


def sorry(answer: Any) -> tuple[int, dict[str, str], bytes]:
    """Return all of an answer that could tell two of them apart."""
    told = {k: v for k, v in answer.headers.items() if k not in ("date", "server")}
    return answer.status_code, told, answer.content


def alike(hands: Hands, who: str, path: str, key: UUID, method: str = "GET", **sent: Any) -> None:
    """The answer about ``key`` is, byte for byte, that about an id that was never given."""
    client, nothing = hands.client(who), uuid4()
    asked = client.request(method, path.replace("{id}", str(key)), **sent)
    other = client.request(method, path.replace("{id}", str(nothing)), **sent)
    assert asked.status_code == 404, (path, asked.status_code)
    assert sorry(asked) == sorry(other)


def test_a_classified_letter_takes_a_number_of_its_own_register(hands: Hands, secret: UUID) -> None:
    """R-U06."""
    row = hands.one("letters", secret)
    assert row["register"] == "receive-classified"


@pytest.mark.parametrize("who", ["policy_director", "analyst", "clerk", "school_director_1"])
@pytest.mark.parametrize(
    "path",
    [
        "/letters/{id}",
        "/letters/{id}/endorsements",
        "/letters/{id}/corrections",
        f"{API}/views/letters/{{id}}",
    ],
)
def test_to_who_is_not_cleared_it_does_not_exist(
    hands: Hands, secret: UUID, who: str, path: str
) -> None:
    """R-U06: page, form and row answer as for nothing."""
    alike(hands, who, path, secret)


def test_its_files_do_not_exist_either(hands: Hands, secret: UUID, digest: str) -> None:
    """R-U06: knowing the digest does not help."""
    alike(hands, "analyst", f"/letters/{{id}}/files/{digest}", secret)
    answer = hands.client("registrar").get(f"/letters/{secret}/files/{digest}")
    assert answer.content == PDF


@pytest.mark.parametrize("version", ["1", "9"])
def test_a_command_on_it_is_answered_as_on_nothing(
    hands: Hands, secret: UUID, version: str
) -> None:
    """R-U06: neither the right nor the wrong version tells that it is there."""
    fields = {"opinion": "x", "assigned_post_id": str(hands.ids["analyst"])}
    headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{version}"'}
    path = f"{API}/letters/{{id}}/endorsements"
    alike(hands, "policy_director", path, secret, "POST", json=fields, headers=headers)


def test_a_form_sent_for_it_is_answered_as_for_nothing(hands: Hands, secret: UUID) -> None:
    """R-U06: a form that does not fit is not looked at first."""
    path = "/letters/{id}/endorsements"
    alike(hands, "policy_director", path, secret, "POST", data={"opinion": ""})


def test_no_list_tells_more_than_its_bare_number(hands: Hands, secret: UUID, draft: UUID) -> None:
    """R-U06: every view, as a list, asked by who is not cleared."""
    words = (SUBJECT, SENDER, "ลับ 77/ข")
    ids = (str(secret), str(draft))
    for who, hides in (
        ("policy_director", (*words, *ids)),
        ("auditor", (*words, *ids)),
        ("administrator", (*words, *ids)),
        ("registrar", words),
        ("area_director", words),
    ):
        for table in TABLES:
            answer = hands.client(who).get(f"{API}/views/{table.name}", params={"limit": 200})
            assert answer.status_code == 200
            text = json.dumps(answer.json(), ensure_ascii=False)
            for hidden in hides:
                assert hidden not in text, (who, table.name, hidden)


def test_the_register_shows_the_bare_number(hands: Hands, secret: UUID) -> None:
    """R-U06."""
    rows = hands.client("analyst").rows("register_lines", register="receive-classified")
    assert [row["number"] for row in rows] == [1]
    telling = {k for k, v in rows[0].items() if v is not None}
    assert telling == {"id", "register", "year", "number", "issued_at", "voided", "valid_from"}
    page = hands.client("analyst").get("/registers?register=receive-classified").text
    assert ">1/" in page
    assert SUBJECT not in page
    known = hands.client("registrar").get("/registers?register=receive-classified").text
    assert SUBJECT not in known, "a list is not a reading"
    assert f"/letters/{secret}" in known


def test_a_search_or_filter_cannot_tell_what_is_hidden(hands: Hands, secret: UUID) -> None:
    """R-U06: a register that hides the words must not answer to them."""
    for view in ("register_lines", "letters", "search", "outgoing_letters"):
        params = {"q": "แผนรับเสด็จ"}
        found = hands.client("analyst").get(f"{API}/views/{view}", params=params).json()
        assert found["items"] == [], view
    filtered = hands.client("analyst").rows("register_lines", letter_id=secret)
    assert filtered == []
    [known] = hands.client("registrar").rows("register_lines", letter_id=secret)
    assert known["letter_id"] == str(secret)
    registrar = hands.client("registrar")
    for view in ("register_lines", "letters", "search", "outgoing_letters"):
        found = registrar.get(f"{API}/views/{view}", params={"q": "แผนรับเสด็จ"}).json()
        assert found["items"] == [], "nor to those who know it, for that would be a reading"
    assert registrar.rows("letters", reference="ลับ 77/ข") == []


def test_its_history_is_hidden_event_by_event(hands: Hands, secret: UUID) -> None:
    """R-U06."""
    [told] = hands.rows("audit_history", stream_id=f"letter/{secret}", name="letter.received")
    answer = hands.client("analyst").get(f"/history/{told['position']}")
    assert answer.status_code == 404
    assert hands.client("area_director").get(f"/history/{told['position']}").status_code == 200


def test_yesterday_does_not_show_it_either(hands: Hands, secret: UUID) -> None:
    """R-U06: as of any moment the rights are those of now."""
    head = hands.office.service.rows.head()
    client = hands.client("analyst")
    assert client.get(f"{API}/views/letters/{secret}", params={"as_of": head}).status_code == 404


def test_a_draft_of_ours_that_is_classified_does_not_exist_either(
    hands: Hands, draft: UUID
) -> None:
    """R-U06."""
    for path in ("/outgoing-letters/{id}", "/outgoing-letters/{id}/paper.pdf"):
        alike(hands, "policy_director", path, draft)
    alike(hands, "policy_director", "/outgoing-letters/{id}/pages/1.png", draft)
    assert hands.client("area_director").get(f"/outgoing-letters/{draft}").status_code == 200


def test_a_classified_letter_is_noted_by_the_area_director_and_in_no_units_register(
    hands: Hands,
) -> None:
    """R-U06: it waits for who is cleared."""
    today = str(hands.dates["$today"])
    key = hands.do(
        "ReceiveLetter",
        {
            "kind": "external",
            "secrecy": "secret",
            "sender_name": SENDER,
            "received_on": today,
            "subject": SUBJECT,
            "to_unit_id": str(hands.ids["office"]),
        },
        by="registrar",
    )
    [waiting] = hands.rows("inbox", letter_id=key)
    assert (waiting["waits_for"], waiting["act"]) == ("role:area_director", "AcknowledgeLetter")
    hands.do("AcknowledgeLetter", {}, of=key, by="area_director")
    assert hands.one("letters", key)["standing"] == "filed"


def test_of_a_top_secret_letter_there_is_number_date_and_holder_only(hands: Hands) -> None:
    """R-U07."""
    today = str(hands.dates["$today"])
    stub = {
        "kind": "external",
        "secrecy": "top_secret",
        "reference": "ลส 1",
        "dated_on": today,
        "received_on": today,
        "to_unit_id": str(hands.ids["office"]),
    }
    assert (
        hands.refused("ReceiveLetter", stub, by="registrar")["code"] == "top-secret-holder-missing"
    )
    held = stub | {"holder": "นายทะเบียนข้อมูลข่าวสารลับ"}
    problem = hands.refused("ReceiveLetter", held | {"subject": "ห้ามเก็บ"}, by="registrar")
    assert problem["code"] == "top-secret-content"
    key = hands.do("ReceiveLetter", held, by="registrar")
    row = hands.one("letters", key)
    assert (row["subject"], row["sender_name"], row["holder"]) == ("", "", held["holder"])


def test_a_school_knows_its_own_letters_and_no_others(hands: Hands) -> None:
    today = str(hands.dates["$today"])
    letter = {
        "kind": "external",
        "received_on": today,
        "subject": "ของโรงเรียนเดียว",
        "sender_unit_id": str(hands.ids["school:42010149"]),
        "to_unit_id": str(hands.ids["policy"]),
    }
    key = UUID(str(hands.do("ReceiveLetter", letter, by="registrar")))
    assert hands.client("school_director_1").get(f"/letters/{key}").status_code == 200
    alike(hands, "school_director_2", "/letters/{id}", key)
    page = hands.client("school_director_2").get("/registers").text
    assert "ของโรงเรียนเดียว" not in page


# Reading is granted, and recorded (R-U06)


def readers(hands: Hands, key: UUID, kind: str = "letter_id") -> list[tuple[str, str]]:
    """Return who read a classified letter, the first first: the person, and the address."""
    hands.office.wait()
    people = {v: k.removeprefix("person:") for k, v in hands.ids.items() if k.startswith("person:")}
    rows = hands.rows("readings", **{kind: key})
    return [(people[row["by_person"]], row["path"]) for row in rows]


def a_secret(hands: Hands, digest: str) -> UUID:
    fields = {
        "kind": "external",
        "secrecy": "secret",
        "sender_name": SENDER,
        "received_on": str(hands.dates["$today"]),
        "subject": SUBJECT,
        "to_unit_id": str(hands.ids["policy"]),
        "enclosures": [{"name": "แผน.pdf", "count": 1, "unit": "ฉบับ", "digest": digest}],
    }
    return UUID(str(hands.do("ReceiveLetter", fields, by="registrar")))


def test_each_view_of_page_row_file_and_event_is_recorded(hands: Hands, digest: str) -> None:
    """R-U06."""
    key = a_secret(hands, digest)
    registrar, director = hands.client("registrar"), hands.client("area_director")
    [told] = hands.rows("audit_history", stream_id=f"letter/{key}", name="letter.received")
    assert readers(hands, key) == []
    assert SUBJECT in registrar.get(f"/letters/{key}").text
    assert director.get(f"/letters/{key}/files/{digest}").content == PDF
    assert director.row("letters", key)["subject"] == SUBJECT
    assert SUBJECT in director.get(f"/history/{told['position']}").text
    assert registrar.get(f"/letters/{key}").status_code == 200
    assert readers(hands, key) == [
        ("registrar", f"/letters/{key}"),
        ("director", f"/letters/{key}/files/{digest}"),
        ("director", f"/views/letters/{key}"),
        ("director", f"/history/{told['position']}"),
        ("registrar", f"/letters/{key}"),
    ]
    alike(hands, "analyst", "/letters/{id}", key)
    assert len(readers(hands, key)) == 5, "who was told nothing has read nothing"


def test_who_is_let_read_reads_in_that_post_until_it_ends(hands: Hands, digest: str) -> None:
    """R-U06."""
    key = a_secret(hands, digest)
    alike(hands, "senior_analyst", "/letters/{id}", key)
    fields = {"post_id": str(hands.ids["senior_analyst"]), "reason": "ต้องวิเคราะห์"}
    hands.do("GrantReading", fields, of=key, by="area_director")
    assert SUBJECT in hands.client("senior_analyst").get(f"/letters/{key}").text
    assert hands.client("senior_analyst").get(f"/letters/{key}/files/{digest}").content == PDF
    # The same person in his other post does not.
    alike(hands, "section_head", "/letters/{id}", key)
    # Nor does he let others read.
    more = {"post_id": str(hands.ids["analyst"]), "reason": "ช่วยกัน"}
    answer = hands.answer("GrantReading", more, of=key, by="senior_analyst")
    assert answer.status_code == 403
    ended = {
        "post_id": str(hands.ids["senior_analyst"]),
        "person_id": str(hands.client("senior_analyst").person_id),
        "reason": "เสร็จแล้ว",
    }
    hands.do("EndReading", ended, of=key, by="registrar")
    alike(hands, "senior_analyst", "/letters/{id}", key)


def test_the_drafter_of_a_classified_letter_reads_what_he_wrote(hands: Hands, draft: UUID) -> None:
    before = len(readers(hands, draft, "outgoing_id"))
    answer = hands.client("analyst").get(f"/outgoing-letters/{draft}")
    assert SUBJECT in answer.text
    assert len(readers(hands, draft, "outgoing_id")) == before + 1
    alike(hands, "analyst_2", "/outgoing-letters/{id}", draft)


def test_a_picture_of_a_classified_paper_is_kept_by_no_browser(hands: Hands, draft: UUID) -> None:
    answer = hands.client("analyst").get(f"/outgoing-letters/{draft}/pages/1.png")
    assert answer.status_code == 200
    assert "max-age" not in answer.headers["cache-control"]


def test_a_form_that_cites_a_classified_letter_is_a_reading(hands: Hands, digest: str) -> None:
    key = a_secret(hands, digest)
    fields = {"post_id": str(hands.ids["analyst"]), "reason": "ตอบหนังสือ"}
    hands.do("GrantReading", fields, of=key, by="area_director")
    address = f"/outgoing-letters/new?answers_letter_id={key}"
    assert SUBJECT in hands.client("analyst").get(address).text
    assert [who for who, _ in readers(hands, key)] == ["analyst"]
    assert hands.client("analyst_2").get(address).status_code == 404


def test_an_auditor_reads_all_but_what_is_classified_and_that_is_recorded(
    hands: Hands, secret: UUID
) -> None:
    """R-M13."""
    fields = {
        "kind": "external",
        "received_on": str(hands.dates["$today"]),
        "subject": "ให้ตรวจสอบได้",
        "sender_name": "หน่วยงานตัวอย่าง",
        "to_unit_id": str(hands.ids["finance"]),
    }
    key = UUID(str(hands.do("ReceiveLetter", fields, by="registrar")))
    auditor = hands.client("auditor")
    assert "ให้ตรวจสอบได้" in auditor.get(f"/letters/{key}").text
    assert readers(hands, key) == [("auditor", f"/letters/{key}")]
    assert hands.client("analyst").get(f"/letters/{key}").status_code == 200
    assert len(readers(hands, key)) == 1, "of others only what is classified is recorded"
    alike(hands, "auditor", "/letters/{id}", secret)


def test_sent_back_and_on_it_waits_for_who_is_cleared(hands: Hands) -> None:
    """R-N17, R-U06: no clerk of the unit is sent to a letter that to him does not exist."""
    today = hands.dates["$today"]
    fields = {
        "kind": "external",
        "secrecy": "confidential",
        "sender_name": SENDER,
        "dated_on": today,
        "received_on": today,
        "subject": SUBJECT,
        "to_unit_id": str(hands.ids["policy"]),
    }
    key = hands.do("ReceiveLetter", fields, by="registrar")
    came = hands.one("inbox", f"letter/{key}")
    let = {"post_id": str(hands.ids["clerk"]), "reason": "ต้องทราบ"}
    hands.do("GrantReading", let, of=key, by="registrar")
    hands.do("ReturnLetter", {"reason": "ไม่ใช่เรื่องของกลุ่ม"}, of=key, by="clerk")
    onward = {"to_unit_id": str(hands.ids["finance"])}
    hands.do("RerouteLetter", onward, of=key, by="registrar")
    waiting = hands.one("inbox", f"letter/{key}")
    assert (waiting["waits_for"], waiting["act"]) == (came["waits_for"], came["act"])
    let["post_id"] = str(hands.ids["finance_director"])
    hands.do("GrantReading", let, of=key, by="area_director")
