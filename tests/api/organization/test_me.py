"""My posts, my absences, and the work that waits where I stand in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest

from domain.organization.absence import absence
from domain.thai_time import bangkok_date
from tests.api.organization.test_pages import card, read, text_of
from tests.filled_forms import FilledForm
from tests.served import API, Client, ServedOffice

TODAY = bangkok_date(datetime.now(UTC))
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def week(office: ServedOffice) -> ServedOffice:
    """The group's director is away from today on, rank 1 too; the analyst from tomorrow on."""
    clerk = office.as_("clerk")
    for login, first, back in (("policy", 0, 3), ("head", 0, 3), ("analyst", 1, 3)):
        days = {"from_on": TODAY + first * DAY, "until_on": TODAY + back * DAY, "note": "ลาป่วย"}
        clerk.done(f"/persons/{office.ids[f'person:{login}']}/absences-recorded", days)
    letter = {
        "kind": "external",
        "received_on": TODAY,
        "to_unit_id": office.ids["policy"],
        "subject": "ขอข้อมูลโรงเรียนขนาดเล็ก",
        "sender_name": "โรงเรียนตัวอย่าง",
    }
    received = office.as_("registrar").done("/letters", letter)
    clerk.done(f"/letters/{received['id']}/intake", {})
    return office


def test_it_says_in_which_posts_one_may_act_until_when_and_by_which_order(
    week: ServedOffice,
) -> None:
    """R-H15: rank 2 stands in as long as the director and rank 1 are away."""
    mine = card(week.as_("analyst3"), "/me", "my-posts")
    assert "ผู้ดำรงตำแหน่ง" in mine
    assert "ปฏิบัติหน้าที่แทน" in mine
    assert "คำสั่งตัวอย่างที่ 2" in mine
    last = TODAY + 2 * DAY
    assert f"ถึง {last.day} " in mine


def test_who_stands_in_for_nobody_sees_only_his_own_posts(week: ServedOffice) -> None:
    assert "ปฏิบัติหน้าที่แทน" not in card(week.as_("finance"), "/me", "my-posts")


def test_the_inbox_says_where_else_work_waits_and_leads_there(week: ServedOffice) -> None:
    """The letter waits for the group's director; rank 2 is told so, chooses that post and finds it."""
    client = Client(week, "analyst3", None)
    before = client.get("/inbox").text
    assert "มี 1 เรื่องรอ" in read(client, "/inbox")
    assert "ขอข้อมูลโรงเรียนขนาดเล็ก" not in text_of(before)
    key = before.partition('class="elsewhere"')[2].partition('name="post" value="')[2]
    post_id, _, instrument_id = key.partition('"')[0].partition(".")
    chosen = client.post(
        f"{API}/session/post", json={"post_id": post_id, "instrument_id": instrument_id}
    )
    assert chosen.status_code == 200, chosen.text
    week.http.cookies.clear()
    client.headers = {"Authorization": f"Bearer {chosen.json()['token']}"}
    there = client.get("/inbox").text
    assert "ขอข้อมูลโรงเรียนขนาดเล็ก" in text_of(there)
    assert 'class="elsewhere"' not in there


def test_why_somebody_is_away_is_shown_to_nobody(week: ServedOffice) -> None:
    """R-I12."""
    for login in ("analyst3", "analyst", "director", "admin"):
        assert "ลาป่วย" not in week.as_(login).get("/me").text


def test_the_groups_calendar_shows_who_is_away(week: ServedOffice) -> None:
    calendar = card(week.as_("analyst3"), "/me", "calendar")
    assert "นางอรุณรัตน์ แบบอย่าง" in calendar
    assert "นางอรุณรัตน์ แบบอย่าง" not in card(week.as_("finance"), "/me", "calendar")


def test_ones_absence_shows_who_stands_in_post_by_post(week: ServedOffice) -> None:
    """R-H14: another of the three takes the analyst's post; the clerk's post nobody."""
    mine = card(week.as_("analyst"), "/me", "my-absences")
    assert any(name in mine for name in ("นายกิตติภพ ช่วยงาน", "นายนพดล ติดตามผล"))
    assert "ไม่มีผู้ทำการแทน" not in mine


def test_before_it_is_recorded_the_form_says_who_would_stand_in_and_that_nobody_does(
    week: ServedOffice,
) -> None:
    """R-H13: no order names a substitute for the finance officer."""
    person_id = week.ids["person:finance"]
    known = week.state(absence, person_id)
    days = {"from_on": (TODAY + DAY).isoformat(), "until_on": (TODAY + 3 * DAY).isoformat()}
    path = f"/persons/{person_id}/absences?{urlencode(days)}"
    assert "ไม่มีผู้ทำการแทน" in card(week.as_("finance"), path, "preview")
    assert week.state(absence, person_id) == known


def test_an_absence_that_overlaps_is_said_before_it_is_sent(week: ServedOffice) -> None:
    days = {"from_on": (TODAY + DAY).isoformat(), "until_on": (TODAY + 2 * DAY).isoformat()}
    path = f"/persons/{week.ids['person:analyst']}/absences?{urlencode(days)}"
    assert "บันทึกการไม่อยู่ช่วง" in card(week.as_("analyst"), path, "preview")


def test_one_records_his_absence_and_comes_back_to_his_page(week: ServedOffice) -> None:
    client, person_id = week.as_("finance"), week.ids["person:finance"]
    path = f"/persons/{person_id}/absences"
    filled = FilledForm(client.get(path).text).values
    typed = {"from_on": (TODAY + 5 * DAY).isoformat(), "until_on": (TODAY + 6 * DAY).isoformat()}
    sent = client.post(path, data={**filled, **typed})
    assert (sent.status_code, sent.headers["location"].partition("?")[0]) == (303, "/me")
    week.wait()
    assert "ต้องมีคำสั่งของสำนักงาน" in card(client, "/me", "my-absences")


def test_work_assigned_is_on_ones_page(week: ServedOffice) -> None:
    """R-H18."""
    work = {
        "post_id": week.ids["clerk"],
        "text": "รวบรวมแบบติดตามแผน",
        "order_reference": "376/2569",
        "from_on": TODAY,
    }
    week.as_("policy").done("/assignments", work)
    assert "รวบรวมแบบติดตามแผน" in card(week.as_("clerk"), "/me", "my-work")


def test_of_anothers_absence_nobody_is_told_whether_there_is_one(week: ServedOffice) -> None:
    """A version that is stale, or right, is answered like the id of nobody (R-I06)."""
    client, away, nobody = week.as_("finance"), week.ids["person:analyst"], UUID(int=7)
    days = {"from_on": str(TODAY + 40 * DAY), "until_on": str(TODAY + 41 * DAY)}
    answers = set()
    for person_id, version in ((away, 9), (away, 1), (away, 0), (nobody, 9)):
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{version}"'}
        path = f"{API}/persons/{person_id}/absences"
        answer = client.post(path, json=days, headers=headers)
        answers.add((answer.status_code, answer.content))
        assert client.get(f"/persons/{person_id}/absences").status_code == 404
    assert len(answers) == 1
    assert {status for status, _ in answers} == {404}


def test_an_administrator_reads_the_events_of_absences_as_those_of_orders(
    week: ServedOffice,
) -> None:
    """They are how the office is arranged; why somebody is away is sealed for them as for all."""
    admin, analyst = week.as_("admin"), week.as_("analyst")
    week.wait()
    told = week.service.rows.rows("audit_history", name="absence.recorded")
    assert told
    page = admin.get(f"/history/{told[0]['position']}")
    assert page.status_code == 200
    assert "ลาป่วย" not in page.text
    assert analyst.get(f"/history/{told[0]['position']}").status_code == 200
    letter = week.service.rows.rows("audit_history", name="letter.received")
    assert admin.get(f"/history/{letter[0]['position']}").status_code == 404
