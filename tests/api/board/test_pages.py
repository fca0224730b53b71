"""The pages of approvals and the board: what they show, what their forms send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from itertools import count
from typing import Any

import pytest

from domain.board.meeting import Open, meeting
from domain.budget.transfer import budget_transfer
from domain.budget.transfer_power import Authority
from infrastructure.demo.matter import Matter
from tests.filled_forms import FilledForm
from tests.hands import matter
from tests.served import ServedOffice

SECRETARY = "assistant_secretary"
numbers = count(1)


@pytest.fixture(scope="module")
def agreed(office: ServedOffice) -> Matter:
    return matter(office, next(numbers)).play("check")


def page(played: Matter, by: str, path: str, status: int = 200) -> str:
    answer = played.hand.client(by).get(path)
    assert answer.status_code == status, f"{path}: {answer.status_code}"
    return unescape(answer.text)


def read(played: Matter, by: str, path: str) -> str:
    """Return a page's words, without its tags."""
    return re.sub(r"<[^>]+>", "", page(played, by, path))


def send(played: Matter, by: str, path: str, fields: Mapping[str, Any]) -> Any:
    """Send a form as a browser does: everything that stood in it, with ``fields`` on top."""
    action = path.partition("?")[0]
    client = played.hand.client(by)
    same_site = {"Sec-Fetch-Site": "same-origin"}
    data = {**FilledForm(page(played, by, path)).values, **fields}
    return client.post(action, data=data, headers=same_site)


def faults(text: str) -> list[str]:
    """Return what a form says stands in the way."""
    return re.findall(r'<div class="problems".*?</div>', text, re.S)


def test_a_round_shows_the_exact_version_and_the_way_up(agreed: Matter) -> None:
    """R-W07: the digest, in short, of what was put up."""
    text = read(agreed, "policy_director", f"/approvals/{agreed.approval}")
    assert agreed.row("approvals", agreed.approval)["digest"][:12] in text
    for word in ("หัวหน้ากลุ่มงาน", "เห็นควร", "เห็นชอบให้เสนอ กพท.", "เส้นทางการเสนอ"):
        assert word in text


def test_a_school_does_not_know_of_another_schools_matter(agreed: Matter) -> None:
    """The same 404 as for what is not there."""
    page(agreed, "school_director_3", f"/approvals/{agreed.approval}", 404)
    rows = agreed.hand.client("school_director_3").rows("approvals")
    assert rows == []


def test_a_meeting_is_held_by_its_forms_alone(office: ServedOffice, agreed: Matter) -> None:
    """Called, its agenda filled, opened seat by seat, resolved, closed: without the interface."""
    sent = send(agreed, SECRETARY, "/meetings/new", {"place": "ห้องประชุมใหญ่"})
    assert sent.status_code == 303, faults(sent.text)
    office.wait()
    [row] = agreed.hand.rows("meetings", place="ห้องประชุมใหญ่")
    key = agreed.meeting = row["id"]
    item = f"/meetings/{key}/items?case_id={agreed.case}"
    assert "โอนเงินเหลือจ่าย" in read(agreed, SECRETARY, item)
    more = {"case_id": str(agreed.case), "section": "for_consideration"}
    assert send(agreed, SECRETARY, item, more).status_code == 303

    attendance = f"/meetings/{key}/attendance"
    text = read(agreed, SECRETARY, attendance)
    assert "ต้องมาอย่างน้อย 5 คน" in text
    away = {f"seats.{number}.presence": "leave" for number in range(5)}
    refused = send(agreed, SECRETARY, attendance, {"opened_time": "00.10", **away})
    assert refused.status_code == 409
    assert "(R-G03)" in refused.text
    there = {"opened_time": "00.10", "seats.8.presence": "official_duty"}
    assert send(agreed, SECRETARY, attendance, there).status_code == 303
    assert isinstance(office.state(meeting, key), Open)
    office.wait()

    shown = read(agreed, SECRETARY, f"/meetings/{key}")
    for word in ("ครบองค์ประชุม", "ร่วมพิจารณา 8 จาก 9 คน", "ติดราชการ", "บันทึกมติ"):
        assert word in shown
    resolving = f"/meetings/{key}/resolutions?item_no=5.1"
    votes = {f"votes.{number}.vote": "for" for number in range(7)} | {"votes.7.vote": "against"}
    counted = {"outcome": "agreed", "voting": "counted", **votes}
    assert send(agreed, SECRETARY, resolving, counted).status_code == 303
    office.wait()
    assert office.state(budget_transfer, agreed.transfer).approved == (Authority.AREA_COMMITTEE,)
    closing = send(agreed, SECRETARY, f"/meetings/{key}/closing", {"closed_time": "23.50"})
    assert closing.status_code == 303
    office.wait()
    after = read(agreed, SECRETARY, f"/meetings/{key}")
    number = f"{row['meeting_no']}/{row['meeting_year']}"
    assert f"มติที่ประชุม กพท. ครั้งที่ {number} วาระที่ 5.1" in after
    minutes = read(agreed, SECRETARY, f"/meetings/{key}/minutes")
    for word in ("ผู้มาประชุม", "ผู้ไม่มาประชุม", f"ครั้งที่ {number}", "เห็นด้วย 7 ไม่เห็นด้วย 1"):
        assert word in minutes


def test_the_list_says_what_waits_and_what_is_to_be_reported(agreed: Matter) -> None:
    """R-G12: the body's own list."""
    text = read(agreed, SECRETARY, "/meetings")
    assert "มติที่รอรายงานผลต่อที่ประชุม" in text
    assert "วาระที่ 5.1" in text


def test_every_page_speaks_both_languages_and_of_a_past_moment(agreed: Matter) -> None:
    [resolution] = agreed.hand.rows("resolutions", case_id=agreed.case)
    [body] = agreed.hand.rows("bodies")
    paths = (
        "/meetings",
        f"/meetings/{agreed.meeting}",
        f"/meetings/{agreed.meeting}/minutes",
        f"/resolutions/{resolution['id']}",
        f"/bodies/{body['id']}",
        f"/approvals/{agreed.approval}",
    )
    for path in paths:
        for language in ("th", "en"):
            client = agreed.hand.client("policy_director")
            answer = client.get(path, headers={"Cookie": f"thabian_lang={language}"})
            assert answer.status_code == 200, path
            assert "no word for" not in answer.text
        # What is recorded today is there at the end of today.
        past = page(agreed, "policy_director", f"{path}?as_of={agreed.today}")
        assert "as-of-strip" in past


def test_seats_are_set_by_the_page(agreed: Matter) -> None:
    """A new seat gets its id from the office; those that were there keep theirs."""
    [before] = agreed.hand.rows("bodies")
    path = f"/bodies/{before['id']}/seats"
    number = len(before["seats"])
    new = {
        f"seats.{number}.title_th": "ที่ปรึกษา",
        f"seats.{number}.title_en": "Adviser",
        f"seats.{number}.kind": "expert",
        f"seats.{number}.position": "member",
        f"seats.{number}.votes": "true",
        f"seats.{number}.person_id": str(agreed.hand.ids["person:admin"]),
    }
    sent = send(agreed, "administrator", path, new)
    assert sent.status_code == 303, faults(sent.text)
    agreed.hand.office.wait()
    [after] = agreed.hand.rows("bodies")
    kept = [seat["seat_id"] for seat in after["seats"]]
    assert kept[:number] == [seat["seat_id"] for seat in before["seats"]]
    assert len(set(kept)) == number + 1
