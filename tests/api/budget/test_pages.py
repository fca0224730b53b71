"""The budget's pages: what they show, and their forms."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from infrastructure.demo.matter import Matter
from tests.api.budget.money import (
    WORKSHOP,
    agreed_by_board,
    hands,
    line,
    numbers,
    set_powers,
    submitted,
)
from tests.hands import Hands, matter
from tests.served import ServedOffice


@pytest.fixture(scope="module")
def pending(office: ServedOffice) -> Matter:
    return submitted(office, 12_345)


def page(played: Matter | Hands, path: str, by: str = "analyst", **parameters: Any) -> str:
    at_work = hands(played) if isinstance(played, Matter) else played
    answer = at_work.client(by).get(path, params=parameters)
    assert answer.status_code == 200, answer.text[:500]
    return str(answer.text)


def plain(text: str) -> str:
    """Return what a page says, without its tags."""
    return unescape(re.sub(r"<[^>]+>", "", text))


def test_the_register_says_what_it_is_and_adds_up_what_it_shows(pending: Matter) -> None:
    at_work = hands(pending)
    year = at_work.dates["$fiscal_year"]
    text = page(pending, "/budget")
    assert "ไม่ใช่บัญชีของรัฐ" in plain(text)
    rows = at_work.rows("budget_balances", fiscal_year=year)
    for programme in {row["programme"] for row in rows}:
        total = sum(row["free_satang"] for row in rows if row["programme"] == programme)
        assert programme in plain(text)
        assert f"{total / 100:,.2f}" in text
    assert "รอการโอน" in text  # the workshop's line has a transfer pending


def test_the_register_is_filtered_by_year_category_and_owner(pending: Matter) -> None:
    at_work = hands(pending)
    last = plain(page(pending, "/budget", year=at_work.dates["$fiscal_year"] - 1))
    assert "ปิดแล้ว" in last
    assert "อบรมเชิงปฏิบัติการ" not in last
    subsidies = plain(page(pending, "/budget", category="subsidy"))
    assert "เงินอุดหนุนค่าจัดการเรียนการสอน" in subsidies
    assert "อบรมเชิงปฏิบัติการ" not in subsidies
    owned = plain(page(pending, "/budget", owner=at_work.ids["supervision"]))
    assert "อบรมเชิงปฏิบัติการ" in owned
    assert "เงินอุดหนุนค่าจัดการเรียนการสอน" not in owned
    for odd in ({"year": "๒๕"}, {"category": "x"}, {"owner": "x"}, {"year": "9" * 30}):
        page(pending, "/budget", **odd)


def test_a_line_shows_its_figures_its_surplus_and_what_is_pending(pending: Matter) -> None:
    text = page(pending, f"/budget/lines/{hands(pending).ids[WORKSHOP]}")
    row = line(pending, WORKSHOP)
    for satang in (row["allocated_satang"], row["free_satang"], row["held_out_satang"]):
        assert f"{satang / 100:,.2f}" in text
    assert "ผ่านเกณฑ์ 118 คน" in plain(text)
    assert f"/transfers/{pending.transfer}" in text
    assert "รหัสตัวอย่าง" in plain(text)


def test_a_past_moment_shows_the_line_as_it_was(pending: Matter) -> None:
    at_work = hands(pending)
    path = f"/budget/lines/{at_work.ids[WORKSHOP]}"
    [opened] = [
        row
        for row in at_work.rows("audit_history", stream_id=f"budget_line/{at_work.ids[WORKSHOP]}")
        if row["name"] == "budget_line.opened"
    ]
    view = f"/api/v1/views/budget_balances/{at_work.ids[WORKSHOP]}"
    client = at_work.client("analyst")
    then = client.get(view, params={"as_of": str(opened["position"])}).json()
    assert (then["allocated_satang"], then["surplus_satang"]) == (0, None)
    answer = client.get(path, params={"as_of": "2400-01-01"})
    assert answer.status_code == 404


def test_a_transfer_shows_before_and_after_scope_and_who_must_approve(pending: Matter) -> None:
    """R-B13, R-B14"""
    text = page(pending, f"/transfers/{pending.transfer}")
    row = hands(pending).one("budget_transfers", pending.transfer)
    for each in row["lines"]:
        assert f"{each['balance_before_satang'] / 100:,.2f}" in text
        assert f"{each['balance_after_satang'] / 100:,.2f}" in text
    for said in ("ภายในแผนงานเดียวกัน", "งบรายจ่ายเดียวกัน", "กพท.", "ผู้ว่าราชการจังหวัด", "ครบเงื่อนไข"):
        assert said in plain(text)
    assert f"/approvals/new?subject=budget_transfer/{pending.transfer}" in text
    assert str(pending.case) in text
    assert str(pending.transfer) in page(pending, "/transfers")
    assert str(pending.transfer) not in page(pending, "/transfers", state="posted")
    assert str(pending.transfer) in page(pending, f"/cases/{pending.case}")


def test_the_finance_officer_is_told_why_he_may_not_post_yet(pending: Matter) -> None:
    """R-B12"""
    text = page(pending, f"/transfers/{pending.transfer}", by="finance_officer")
    assert "ยังบันทึกการโอนไม่ได้ เพราะยังขาดผลเห็นชอบหรืออนุมัติของ กพท., ผู้ว่าราชการจังหวัด" in plain(text)
    assert f"/transfers/{pending.transfer}/posting" not in text


def test_a_page_that_is_not_there_or_not_his_is_the_same(pending: Matter) -> None:
    at_work = hands(pending)
    school = at_work.client("school_director_1")
    hidden = school.get(f"/transfers/{pending.transfer}")
    nowhere = school.get("/transfers/11111111-1111-4111-8111-111111111111")
    assert (hidden.status_code, nowhere.status_code) == (404, 404)
    for path in ("/transfers/x", "/budget/lines/x"):
        assert school.get(path).status_code == 404


def fields_of(text: str) -> dict[str, str]:
    """Return what the form's hidden fields send."""
    return {
        name: value
        for name, value in re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)"', text)
    }


def drafted_by_form(played: Matter, amounts: tuple[str, str]) -> Any:
    client, ids = hands(played).client("analyst"), hands(played).ids
    form = client.get("/transfers/new", params={"case_id": str(played.case)})
    assert form.status_code == 200
    assert f'<option value="{played.case}" selected>' in form.text
    sent = fields_of(form.text) | {
        "case_id": str(played.case),
        "lines.0.direction": "from",
        "lines.0.line_id": str(ids[WORKSHOP]),
        "lines.0.amount_satang": amounts[0],
        "lines.0.is_surplus": "true",
        "lines.0.effect_on_target": "ไม่กระทบ",
        "lines.1.direction": "to",
        "lines.1.line_id": str(ids["line:water"]),
        "lines.1.amount_satang": amounts[1],
        "lines.1.is_surplus": "true",  # left over from before the direction was changed
        "lines.1.effect_on_target": "น้ำดื่มสะอาด",
        "lines.1.target.text": "จุดบริการน้ำดื่ม",
        "lines.1.target.planned": "๒",
        "lines.1.target.unit": "จุด",
        "reason": "จัดหาน้ำดื่มสะอาด",
    }
    return client.post("/transfers/new", data=sent)


@pytest.fixture
def before_step_5(office: ServedOffice) -> Matter:
    return matter(office, next(numbers), 1000).play("prepare")


def test_the_form_takes_a_direction_and_baht_for_a_sign_and_satang(before_step_5: Matter) -> None:
    """R-B14, R-B23"""
    answer = drafted_by_form(before_step_5, ("1,234.50", "๑๒๓๔.๕"))
    assert answer.status_code == 303, answer.text[-2000:]
    transfer_id = answer.headers["location"].split("/")[2].split("?")[0]
    row = hands(before_step_5).one("budget_transfers", transfer_id)
    assert [each["satang"] for each in row["lines"]] == [-123_450, 123_450]
    assert [each["is_surplus"] for each in row["lines"]] == [True, False]
    assert row["lines"][1]["target"] == {"text": "จุดบริการน้ำดื่ม", "planned": 2, "unit": "จุด"}
    shown = hands(before_step_5).client("analyst").get(f"/transfers/{transfer_id}/revisions")
    assert 'value="1,234.50"' in shown.text


def test_what_the_rule_refuses_stands_above_the_form_with_its_figures(
    before_step_5: Matter,
) -> None:
    """R-B14: nothing typed is lost."""
    answer = drafted_by_form(before_step_5, ("100", "99.99"))
    assert answer.status_code == 409
    assert "ยอดโอนออก 100.00 บาท ไม่เท่ากับยอดรับโอน 99.99 บาท" in plain(answer.text)
    assert "จัดหาน้ำดื่มสะอาด" in answer.text
    unread = drafted_by_form(before_step_5, ("100.001", "100"))
    assert unread.status_code == 422
    assert "100.001" in unread.text


def test_the_posting_is_a_press_of_a_button_on_a_page_that_says_what_it_is(
    office: ServedOffice,
) -> None:
    """R-B12"""
    set_powers(office, ["area_committee"])
    played = agreed_by_board(office, 1000)
    client = hands(played).client("finance_officer")
    form = client.get(f"/transfers/{played.transfer}/posting")
    assert "ไม่ใช่บัญชีของรัฐ" in plain(form.text)
    answer = client.post(f"/transfers/{played.transfer}/posting", data=fields_of(form.text))
    assert answer.status_code == 303
    shown = client.get(answer.headers["location"])
    assert "บันทึกในทะเบียนคุมแล้ว" in plain(shown.text)


def test_every_form_of_the_budget_can_be_opened(pending: Matter) -> None:
    at_work = hands(pending)
    of_line = f"/budget/lines/{at_work.ids[WORKSHOP]}"
    for by, path in (
        ("finance_officer", "/budget/years"),
        ("finance_officer", f"/budget/years/{at_work.dates['$fiscal_year']}/closing"),
        ("finance_officer", "/budget/lines/new"),
        ("administrator", "/transfer-powers/new"),
        ("supervision_director", f"{of_line}/surplus-declarations"),
        ("finance_officer", f"{of_line}/certifications"),
        ("finance_officer", f"{of_line}/allocations"),
        ("finance_officer", f"{of_line}/reservations"),
        ("finance_officer", f"{of_line}/reservation-releases"),
        ("finance_officer", f"{of_line}/commitments"),
        ("finance_officer", f"{of_line}/commitment-releases"),
        ("finance_officer", f"{of_line}/disbursements"),
        ("analyst", f"/transfers/{pending.transfer}/submission"),
        ("analyst", f"/transfers/{pending.transfer}/amendments"),
        ("analyst", f"/transfers/{pending.transfer}/revisions"),
        ("analyst", f"/transfers/{pending.transfer}/withdrawal"),
        ("policy_director", f"/transfers/{pending.transfer}/returns"),
    ):
        assert "<form" in page(pending, path, by=by), path
