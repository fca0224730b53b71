"""The pages of the table of powers: the matrix, versions, differences."""

from __future__ import annotations

import pytest

from tests.api.organization.test_pages import read
from tests.api.organization.test_powers import LATER, ORDER, TODAY, second
from tests.served import ServedOffice

__all__ = ["second"]  # the fixture: an office whose table has two versions
TABLE = "/settings/powers"


def test_the_matrix_says_whose_a_power_is_on_what_conditions_and_until_when(
    second: ServedOffice,
) -> None:
    page = read(second.as_("clerk"), TABLE)
    assert f"ฉบับที่ 2 ใช้อยู่ {ORDER}" in page
    assert "สั่งการ ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา วงเงินไม่เกิน 500,000.00 บาท" in page
    assert "EndorseLetter" not in page


def test_it_is_narrowed_to_a_role_a_post_a_word_and_a_wing(second: ServedOffice) -> None:
    clerk = second.as_("clerk")
    assert "ลงรับหนังสือ" in read(clerk, f"{TABLE}?of=central_registrar")
    assert "ลงรับหนังสือ เจ้าหน้าที่" not in read(clerk, f"{TABLE}?of=area_director")
    of_post = read(clerk, f"{TABLE}?of={second.ids['registrar']}")
    assert "ลงรับหนังสือ" in of_post
    assert "เสนอเรื่องให้สั่งการ" not in of_post
    assert "500,000.00" in read(clerk, f"{TABLE}?q=500,000")
    assert "ลงรับหนังสือ" not in read(clerk, f"{TABLE}?wing=budget")
    assert "ไม่พบอำนาจตามที่เลือก" in read(clerk, f"{TABLE}?q=ไม่มีคำนี้")


def test_a_day_shows_what_is_in_force_on_it(second: ServedOffice) -> None:
    """R-H15: the version of that day, and of it the rows that stand."""
    clerk = second.as_("clerk")
    today, later = (read(clerk, f"{TABLE}?q=ยุติเรื่อง&on={day.isoformat()}") for day in (TODAY, LATER))
    assert "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา ตั้งแต่" not in today
    assert "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา ตั้งแต่" in later
    ahead = read(clerk, f"{TABLE}?q=ยุติเรื่อง&state=ahead")
    assert "ยังไม่มีผล ตั้งแต่" in ahead
    wrong = clerk.get(f"{TABLE}?on=31/2/2569")
    assert wrong.status_code == 200
    assert 'id="p-on-error"' in wrong.text


def test_powers_that_nobody_has_are_found(second: ServedOffice) -> None:
    """Before the office was, nobody had any."""
    page = read(second.as_("clerk"), f"{TABLE}?state=nobody&on=1/1/2560")
    assert "ลงรับหนังสือ ไม่มีผู้มีอำนาจ จึงไม่มีใครทำได้" in page


def test_an_earlier_version_is_read_as_it_was(second: ServedOffice) -> None:
    page = read(second.as_("clerk"), f"{TABLE}/versions/1")
    assert "ฉบับที่ 1 ถูกแทนด้วยฉบับที่ 2" in page
    assert "500,000.00" not in page
    assert second.as_("clerk").get(f"{TABLE}/versions/9").status_code == 404
    listed = read(second.as_("clerk"), f"{TABLE}/versions")
    assert "4 รายการที่เปลี่ยน" in listed
    assert ORDER in listed


def test_differences_name_who_gains_and_who_loses(second: ServedOffice) -> None:
    page = read(second.as_("clerk"), f"{TABLE}/differences?before=1&after=2")
    assert "ถอน ปิดปีงบประมาณ งบประมาณ เดิม นักวิชาการเงินและบัญชี" in page
    assert "เสีย ปิดปีงบประมาณ" in page
    assert "นางสุพัตรา บัญชีชัด" in page
    assert "สองฉบับนี้ไม่ต่างกัน" in read(second.as_("clerk"), f"{TABLE}/differences?before=2&after=2")


@pytest.mark.parametrize("path", ["", "/versions", "/versions/1", "/differences"])
def test_the_table_is_the_offices_own_business(second: ServedOffice, path: str) -> None:
    assert second.as_("school1").get(f"{TABLE}{path}").status_code == 404


def test_the_page_of_a_past_moment_knows_no_later_version(second: ServedOffice) -> None:
    yesterday = "1/1/2568"
    assert "ยังไม่มีตารางอำนาจ" in read(second.as_("clerk"), f"{TABLE}?as_of={yesterday}")


def test_a_post_and_an_answer_lead_to_the_version_they_rest_on(second: ServedOffice) -> None:
    post = f"/posts/{second.ids['policy_director']}"
    assert f'href="/settings/powers/versions/2?of={second.ids["policy_director"]}"' in (
        second.as_("clerk").get(post).text
    )
    asked = "/authority/who-could?command=EndCase&known=now"
    assert 'href="/settings/powers/versions/2"' in second.as_("auditor").get(asked).text
