"""The chart and the post's page: who is where on a day, who stands in, and what may be done."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from domain.thai_time import bangkok_date
from tests.served import Client, ServedOffice

TODAY = bangkok_date(datetime.now(UTC))
DAY = timedelta(days=1)
RANK_1, RANK_2 = "นายธีรเดช หัวหน้างาน", "นางชุติมา แผนงาม"


def text_of(page: str) -> str:
    """Return what is read on a page."""
    inside = page[page.index("<main") : page.index("</main>")]
    inline = re.sub(r"</?(?:span|wbr|strong|a)\b[^>]*>", "", inside)
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:500]
    return text_of(answer.text)


def card(client: Client, path: str, id: str) -> str:
    """Return what is read in one card of a page."""
    found = client.get(path).text
    begin = found.index(f'id="{id}"')
    return text_of("<main" + found[begin : found.index("</section>", begin)] + "</main>")


@pytest.fixture(scope="module")
def week(office: ServedOffice) -> ServedOffice:
    """The group's director is away from tomorrow for three days, rank 1 on the second of them."""
    away = {"from_on": TODAY + DAY, "until_on": TODAY + 4 * DAY}
    clerk = office.as_("clerk")
    clerk.done(f"/persons/{office.ids['person:policy']}/absences-recorded", away)
    second = {"from_on": TODAY + 2 * DAY, "until_on": TODAY + 3 * DAY}
    clerk.done(f"/persons/{office.ids['person:head']}/absences-recorded", second)
    return office


def test_the_chart_of_a_day_shows_who_stands_in_on_that_day(week: ServedOffice) -> None:
    """R-H13: ranks follow each other, day by day."""
    unit = f"unit-{week.ids['policy']}"
    director = week.as_("director")
    charts = [
        card(director, f"/organization?on={(TODAY + n * DAY).isoformat()}", unit) for n in range(4)
    ]
    stands = [[name for name in (RANK_1, RANK_2) if f"{name} ปฏิบัติหน้าที่แทน" in one] for one in charts]
    assert stands == [[], [RANK_1], [RANK_2], [RANK_1]]
    assert ["ไม่อยู่" in one for one in charts] == [False, True, True, True]


def test_the_posts_page_shows_the_coming_days(week: ServedOffice) -> None:
    coming = card(week.as_("analyst"), f"/posts/{week.ids['policy_director']}", "coming")
    assert coming.count("ไม่อยู่") == 3
    assert coming.index(RANK_1) < coming.index(RANK_2) < coming.rindex(RANK_1)


def test_a_section_that_is_closed_is_on_the_chart_of_earlier_days_only(
    week: ServedOffice,
) -> None:
    admin = week.as_("admin")
    fields = {"name_th": "กลุ่มงานชั่วคราว", "name_en": "Temporary", "short_name_th": "กช."}
    unit = {**fields, "kind": "section", "parent_id": week.ids["policy"], "from_on": TODAY}
    unit_id = admin.done("/units", unit)["id"]
    end = {"until_on": TODAY + 2 * DAY, "document": "คำสั่งตัวอย่างที่ 9", "reason": "รวมงาน"}
    admin.done(f"/units/{unit_id}/closures", end)
    seen = [
        "กลุ่มงานชั่วคราว" in read(admin, f"/organization?on={(TODAY + n * DAY).isoformat()}")
        for n in (-1, 0, 1, 2)
    ]
    assert seen == [False, True, True, False]
    assert "กลุ่มงานชั่วคราว" in read(admin, f"/units/{unit_id}")


def test_a_unit_keeps_its_former_names_and_the_chart_of_then_bears_them(
    week: ServedOffice,
) -> None:
    admin, unit_id = week.as_("admin"), week.ids["budget_section"]
    new = {"name_th": "กลุ่มงานงบประมาณ", "name_en": "Budget", "short_name_th": "กงป."}
    order = {"from_on": TODAY, "document": "คำสั่งตัวอย่างที่ 8"}
    admin.done(f"/units/{unit_id}/names", {**new, **order})
    assert "กลุ่มงานงบประมาณ" in read(admin, "/organization")
    before = read(admin, f"/organization?on={(TODAY - DAY).isoformat()}")
    assert "กลุ่มงานวิเคราะห์งบประมาณ" in before
    assert "กลุ่มงานวิเคราะห์งบประมาณ" in card(admin, f"/units/{unit_id}", "names")


def test_a_school_is_found_on_the_chart_by_its_name(week: ServedOffice) -> None:
    page = read(week.as_("director"), "/organization?q=กกจาน")
    assert "โรงเรียนบ้านกกจาน" in page
    assert "โรงเรียนบ้านน้ำหมัน" not in page


def test_a_day_that_cannot_be_read_is_said_and_the_chart_is_todays(week: ServedOffice) -> None:
    answer = week.as_("director").get("/organization?on=31/2/2569")
    assert answer.status_code == 200
    assert 'id="on-error"' in answer.text


def test_a_posts_page_shows_its_holder_its_order_and_its_powers_in_words(
    week: ServedOffice,
) -> None:
    path = f"/posts/{week.ids['policy_director']}"
    page = read(week.as_("auditor"), path)
    assert "คำสั่งตัวอย่างที่ 1/" in page
    assert "เกษียนหนังสือ" in card(week.as_("auditor"), path, "powers")
    assert "EndorseLetter" not in page


def test_what_may_be_done_with_a_post_is_offered_to_who_may_only(week: ServedOffice) -> None:
    """The director of the office orders who stands in; the administrator fills and closes posts."""
    path = f"/posts/{week.ids['policy_director']}"
    pages = {name: week.as_(name).get(path).text for name in ("director", "admin", "analyst")}
    offered = {name: f'href="{path}/instruments"' in page for name, page in pages.items()}
    assert offered == {"director": True, "admin": False, "analyst": False}
    assert f'href="{path}/vacancies"' in pages["admin"]
    assert f'href="{path}/vacancies"' not in pages["director"]


def test_the_chart_is_the_offices_own_business(week: ServedOffice) -> None:
    paths = ("/organization", f"/posts/{week.ids['clerk']}", f"/units/{week.ids['policy']}")
    assert [week.as_("school1").get(path).status_code for path in paths] == [404, 404, 404]


def test_work_assigned_is_shown_at_the_post_that_is_to_do_it(week: ServedOffice) -> None:
    """R-H18."""
    clerk = week.ids["clerk"]
    work = {"post_id": clerk, "text": "รวบรวมแบบรายงานของโรงเรียน", "order_reference": "376/2569"}
    given = week.as_("policy").done("/assignments", {**work, "from_on": TODAY})
    assert work["text"] in card(week.as_("clerk"), f"/posts/{clerk}", "assignments")
    led = week.as_("clerk").get(f"/assignments/{given['id']}")
    assert (led.status_code, led.headers["location"]) == (303, f"/posts/{clerk}")


def test_the_page_of_a_past_moment_shows_what_was_known_then(week: ServedOffice) -> None:
    """Nothing was entered by the end of yesterday: the post was not there yet."""
    yesterday = (TODAY - DAY).isoformat()
    answer = week.as_("director").get(f"/posts/{week.ids['clerk']}?as_of={yesterday}")
    assert answer.status_code == 404


@pytest.mark.parametrize("login", ["auditor", "analyst", "deputy", "registrar"])
def test_pages_lead_to_the_orders_that_are_shown_to_their_reader(
    week: ServedOffice, login: str
) -> None:
    """An order's page is its parties' and theirs who may ask of others; the rest read its name."""
    reader, led = week.as_(login), set()
    for path in ("/organization", f"/posts/{week.ids['area_director']}"):
        page = reader.get(path).text
        assert "ปฏิบัติราชการแทน" in page
        led |= set(re.findall(r'href="(/authority/instruments/[^"?]+)"', page))
    assert {order: reader.get(order).status_code for order in led} == dict.fromkeys(led, 200)
    assert bool(led) == (login in ("auditor", "deputy"))
