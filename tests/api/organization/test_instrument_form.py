"""The form of an order: its kind first, then its fields; and what it would change, before it is sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from domain.organization.instrument import instruments
from domain.thai_time import bangkok_date
from tests.api.organization.test_pages import card, read
from tests.filled_forms import FilledForm
from tests.hands import Hands
from tests.served import ServedOffice

TODAY = bangkok_date(datetime.now(UTC))
DAY = timedelta(days=1)
SUBSTITUTE, OTHER = "นางจันทร์เพ็ญ สารบรรณดี", "นางดวงใจ อำนวยการ"


def order(office: ServedOffice, to: str, **fields: Any) -> str:
    """Return the address that opens the form filled with an order."""
    asked = {
        "capacity": "duty_substitute",
        "legal_basis": "คำสั่งมอบหมายงานภายในสำนักงาน",
        "document": "คำสั่งตัวอย่างที่ 20/2569",
        "receivers.0.post_id": office.ids[to],
        "powers": "EndorseLetter",
        "from_on": TODAY.isoformat(),
    }
    return urlencode({name: value for name, value in {**asked, **fields}.items() if value})


@pytest.fixture(scope="module")
def away(office: ServedOffice) -> ServedOffice:
    """The group's director is away for a week, and two letters wait for the group's director."""
    clerk = office.as_("clerk")
    days = {"from_on": TODAY, "until_on": TODAY + 7 * DAY}
    clerk.done(f"/persons/{office.ids['person:policy']}/absences-recorded", days)
    for number in (1, 2):
        letter = {
            "kind": "external",
            "received_on": TODAY,
            "to_unit_id": office.ids["policy"],
            "subject": f"ขอข้อมูลเรื่องที่ {number}",
            "sender_name": "โรงเรียนตัวอย่าง",
        }
        received = office.as_("registrar").done("/letters", letter)
        clerk.done(f"/letters/{received['id']}/intake", {})
    return office


def test_the_kind_is_chosen_first_and_what_does_not_fit_says_why(office: ServedOffice) -> None:
    """R-H11, R-H13: acting for who the Acts name; substitutes by order for the others."""
    director = office.as_("director")
    kinds = card(director, f"/posts/{office.ids['area_director']}/instruments", "kinds")
    assert "ไม่ใช้คำสั่งปฏิบัติหน้าที่แทน" in kinds
    offered = director.get(f"/posts/{office.ids['area_director']}/instruments").text
    assert "instruments?capacity=acting" in offered
    assert "instruments?capacity=duty_substitute" not in offered


@pytest.mark.parametrize(
    ("capacity", "asked", "unasked"),
    [
        ("acting", {"basis", "letter_id", "issuer_unit_id"}, {"powers", "ceiling_satang"}),
        ("on_behalf", {"powers", "ceiling_satang"}, {"basis", "letter_id"}),
        ("duty_substitute", {"powers"}, {"ceiling_satang", "basis", "letter_id"}),
        ("mutual_substitute", {"document"}, {"powers", "ceiling_satang", "letter_id"}),
    ],
)
def test_a_kind_asks_only_for_what_it_needs(
    office: ServedOffice, capacity: str, asked: set[str], unasked: set[str]
) -> None:
    name = "area_director" if capacity in ("acting", "on_behalf") else "policy_director"
    page = office.as_("director").get(f"/posts/{office.ids[name]}/instruments?capacity={capacity}")
    labelled = {one for one in asked | unasked if f'id="f-{one}"' in page.text}
    assert labelled == asked


def test_the_law_is_suggested_and_never_filled_in(office: ServedOffice) -> None:
    path = f"/posts/{office.ids['area_director']}/instruments?capacity=on_behalf"
    page = office.as_("director").get(path).text
    assert '<option value="พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546 มาตรา 45">' in page
    assert FilledForm(page).values["legal_basis"] == ""


def test_it_says_which_items_will_move_before_it_is_sent(away: ServedOffice) -> None:
    """R-H13: the two letters that wait, by their subjects; and nothing is recorded."""
    key = away.ids["policy_director"]
    known = away.state(instruments, key)
    path = f"/posts/{key}/instruments?{order(away, 'registrar')}"
    seen = card(away.as_("director"), path, "preview")
    assert "2 เรื่อง" in seen
    assert all(one in seen for one in ("ขอข้อมูลเรื่องที่ 1", "ขอข้อมูลเรื่องที่ 2", SUBSTITUTE))
    assert away.state(instruments, key) == known


def test_an_order_that_gives_other_powers_moves_nothing(away: ServedOffice) -> None:
    path = f"/posts/{away.ids['policy_director']}/instruments?"
    query = order(away, "registrar", powers="SendBackDraft")
    assert "0 เรื่อง" in card(away.as_("director"), path + query, "preview")


def test_an_order_for_later_says_on_which_days_somebody_stands_in(away: ServedOffice) -> None:
    """The finance group's director is there: the order would wait for the day he is not."""
    path = f"/posts/{away.ids['finance_director']}/instruments?{order(away, 'registrar')}"
    assert "จะเริ่มเองเมื่อ" in card(away.as_("director"), path, "preview")


def test_a_clash_is_said_before_it_is_sent(office: ServedOffice) -> None:
    """R-H09: one acting person per post and moment."""
    director, key = office.as_("director"), office.ids["school_director_1"]
    days = {"from_on": TODAY, "until_on": TODAY + 7 * DAY}
    clerk = office.as_("clerk")
    clerk.done(f"/persons/{office.ids['person:school1']}/absences-recorded", days)
    acting = {
        "capacity": "acting",
        "legal_basis": "พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546 มาตรา 54",
        "document": "คำสั่งตัวอย่างที่ 21/2569",
        "from_on": TODAY,
    }
    given = {**acting, "receivers": [{"post_id": office.ids["school_director_2"]}]}
    director.done(f"/posts/{key}/instruments", given)
    query = order(office, "school_director_3", **acting, powers="")
    seen = card(director, f"/posts/{key}/instruments?{query}", "preview")
    assert "(R-H09)" in seen


def test_the_button_that_looks_records_nothing(away: ServedOffice) -> None:
    director, key = away.as_("director"), away.ids["policy_director"]
    path = f"/posts/{key}/instruments"
    opened = director.get(f"{path}?{order(away, 'registrar')}").text
    known = away.state(instruments, key)
    looked = director.post(
        path, data=FilledForm(opened).values | {"powers": "EndorseLetter", "_look": "1"}
    )
    assert looked.status_code == 200
    assert 'id="preview"' in looked.text
    assert away.state(instruments, key) == known
    sent = director.post(path, data=FilledForm(looked.text).values | {"powers": "EndorseLetter"})
    assert (sent.status_code, sent.headers["location"].partition("?")[0]) == (303, f"/posts/{key}")
    assert len(away.state(instruments, key).entered) == len(known.entered) + 1


def test_the_end_of_an_order_says_what_goes_back(away: ServedOffice) -> None:
    director, key = away.as_("director"), away.ids["policy_director"]
    given = away.state(instruments, key).entered[0]
    query = urlencode(
        {"instrument_id": given.instrument_id, "until_on": TODAY.isoformat(), "reason": "กลับมาแล้ว"}
    )
    seen = card(director, f"/posts/{key}/instruments/endings?{query}", "preview")
    assert "2 เรื่อง" in seen
    assert "จะกลับไป" in seen


def test_the_receiver_finds_his_button_on_the_posts_page(office: ServedOffice) -> None:
    """R-H03."""
    hands, key = Hands(office), office.ids["area_director"]
    delegation = {
        "capacity": "on_behalf",
        "legal_basis": "พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546 มาตรา 45",
        "document": "คำสั่งตัวอย่างที่ 22/2569",
        "receivers": [{"post_id": office.ids["deputy_2"]}],
        "powers": ["AcknowledgeLetter"],
        "from_on": TODAY,
    }
    hands.client("area_director").done(f"/posts/{key}/instruments", delegation)
    button = f'href="/posts/{key}/instruments/acceptances"'
    assert button in office.as_("deputy2").get(f"/posts/{key}").text
    assert button not in office.as_("director").get(f"/posts/{key}").text
    assert "คำสั่งตัวอย่างที่ 22/2569" in read(office.as_("deputy2"), "/inbox")
