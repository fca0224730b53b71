"""Administrators read no matter, but by breaking the glass: named, reasoned, told, recorded."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from api.context import now
from tests.hands import Hands, matter
from tests.served import API, ServedOffice

REASON = "หน้าเรื่องนี้แสดงผลผิด ต้องตรวจข้อมูลที่บันทึก"


@pytest.fixture(scope="module")
def hands(office: ServedOffice) -> Hands:
    return Hands(office)


@pytest.fixture(scope="module")
def case_id(office: ServedOffice) -> UUID:
    played = matter(office).play("open")
    return played.case


def number_of(hands: Hands, case_id: UUID) -> str:
    row = hands.one("case_status", case_id)
    return f"{row['number']}/{row['year']}"


def test_without_it_no_matter_is_there_for_an_administrator(hands: Hands, case_id: UUID) -> None:
    admin = hands.client("administrator")
    assert admin.get(f"/cases/{case_id}").status_code == 404
    for view in ("case_status", "letters", "inbox", "search", "budget_balances", "meetings"):
        assert admin.rows(view) == [], view
    names = {row["name"].partition(".")[0] for row in admin.rows("audit_history", limit=200)}
    assert "post" in names
    assert not names & {"letter", "case", "budget_line"}
    assert admin.rows("units", limit=5)
    assert admin.get("/").headers["location"] == "/settings"
    page = admin.get("/settings").text
    assert 'href="/cases' not in page
    assert 'href="/settings"' in page


def test_it_opens_one_thing_tells_its_owner_and_ends(hands: Hands, case_id: UUID) -> None:
    fields = {"thing": "case", "number": number_of(hands, case_id), "reason": REASON}
    broken = hands.do("BreakGlass", fields, by="administrator")
    admin = hands.client("administrator")
    page = admin.get(f"/cases/{case_id}")
    assert page.status_code == 200
    assert [row["id"] for row in admin.rows("case_status")] == [str(case_id)]
    assert admin.rows("letters") == [], "the case, and nothing beside it"
    [waiting] = hands.client("analyst").rows("inbox", act="NoteBreak")
    assert waiting["waits_for"] == f"person:{hands.ids['person:analyst']}"
    assert REASON in hands.client("analyst").get(f"/break-glass/{broken}/note").text
    assert hands.answer("NoteBreak", of=broken, by="policy_director").status_code == 404
    hands.do("NoteBreak", {}, of=broken, by="analyst")
    assert hands.one("break_glasses", broken)["noted_by"] == hands.ids["person:analyst"]
    [read] = hands.rows("readings", about=f"case/{case_id}")
    assert read["by_person"] == admin.person_id
    assert REASON in hands.client("auditor").get("/break-glass").text
    later = hands.office.http.app.dependency_overrides
    later[now] = lambda: now() + timedelta(hours=4, seconds=1)
    try:
        # The session is over by then: what is asked is the rule, with a session of that hour.
        hands.office.service.access.known = _still(hands.office.service.access.known)
        assert admin.get(f"/cases/{case_id}").status_code == 404
    finally:
        later.clear()
        del hands.office.service.access.known


def _still(known):
    """A session that is not over yet, whatever the hour."""
    return lambda token, at, source, **more: known(
        token, at - timedelta(hours=4, seconds=1), source, **more
    )


def test_who_is_no_administrator_needs_no_glass(hands: Hands, case_id: UUID) -> None:
    fields = {"thing": "case", "number": number_of(hands, case_id), "reason": REASON}
    assert hands.answer("BreakGlass", fields, by="analyst").status_code == 403


def test_it_lets_read_and_not_act(hands: Hands, case_id: UUID) -> None:
    answer = hands.answer("CloseCase", {}, of=case_id, by="administrator")
    assert answer.status_code == 403


def test_behind_it_is_no_classified_letter(hands: Hands) -> None:
    """R-U06: the answer is that for a number that was never given."""
    hands.do(
        "ReceiveLetter",
        {
            "kind": "external",
            "secrecy": "confidential",
            "sender_name": "หน่วยงานตัวอย่าง",
            "received_on": str(hands.dates["$today"]),
            "subject": "ลับ",
            "to_unit_id": str(hands.ids["office"]),
        },
        by="registrar",
    )
    [row] = hands.rows("letters", register="receive-classified")
    for number in (row["number"], 99999):
        fields = {"thing": "letter", "number": f"{number}/{row['year']}", "reason": REASON}
        if number == row["number"] and hands.rows("letters", register="receive", number=number):
            continue  # the plain register has a letter with that number
        problem = hands.refused("BreakGlass", fields, by="administrator")
        assert problem["code"] == "break-glass-nothing-behind"


def test_a_letter_is_opened_and_one_classified_since_is_not(hands: Hands, case_id: UUID) -> None:
    [letter] = hands.rows("letters", register="receive", number=1)
    fields = {"thing": "letter", "number": f"1/{letter['year']}", "reason": REASON}
    hands.do("BreakGlass", fields, by="administrator")
    admin = hands.client("administrator")
    assert admin.row("letters", letter["id"])["subject"] == letter["subject"]
    assert admin.get(f"{API}/views/letters").json()["count"] == 1


def test_who_has_left_is_not_waited_for(office: ServedOffice) -> None:
    """The director of the unit is told in his place; whoever left after it was told, the head notes it."""
    hands = Hands(office)
    played = matter(office, 7).play("open")
    fields = {"thing": "case", "number": number_of(hands, played.case), "reason": REASON}
    before = hands.do("BreakGlass", fields, by="administrator")
    left = {"until_on": str(hands.dates["$today"]), "reason": "ย้าย"}
    officer = hands.one("break_glasses", before)["owner_id"]
    for row in hands.rows("posts", person_id=officer):
        hands.do("VacatePost", left, of=row["id"], by="administrator")
    after = hands.do("BreakGlass", fields, by="administrator")
    assert hands.one("break_glasses", after)["owner_id"] is None
    waiting = hands.one("inbox", f"break_glass/{after}")["waits_for"]
    assert waiting == f"unit-role:{hands.ids['policy']}:group_director"
    hands.do("NoteBreak", {}, of=after, by="policy_director")
    assert hands.answer("NoteBreak", of=before, by="policy_director").status_code == 404
    hands.do("NoteBreak", {}, of=before, by="area_director")
