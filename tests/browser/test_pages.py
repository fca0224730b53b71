"""Every page at a desk's and a telephone's width: no accessibility fault, nothing out of its frame."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.browser.reader import Visitors

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text("utf-8")
DIRECTOR = "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"
GROUP = "กลุ่มนโยบายและแผน"
HEAD = "ผู้อำนวยการกลุ่มนโยบายและแผน"
STAND_IN = "บันทึกผู้ทำการแทน"
# A way is an address, and the links that are followed from there.
WAYS = (
    ("registrar", "/"),
    ("registrar", "/letters"),
    ("registrar", "/registers"),
    ("analyst", "/inbox"),
    ("analyst", "/cases"),
    ("analyst", "/cases/new"),
    ("analyst", "/budget"),
    ("analyst", "/outgoing-letters"),
    ("secretary", "/meetings"),
    ("analyst", "/follow-ups"),
    ("analyst", "/search?q=โรงเรียน"),
    ("analyst", "/style"),
    # Who is who, and in whose place.
    ("policy", "/organization"),
    ("policy", f"/organization » {GROUP}"),
    ("policy", "/organization?q=บ้านกกจาน » โรงเรียนบ้านกกจาน"),
    ("policy", f"/organization » {HEAD}"),
    ("admin", f"/organization » {HEAD}"),
    ("policy", f"/organization » {HEAD} » การส่งมอบงาน"),
    ("policy", "/organization » คณะกรรมการเขตพื้นที่"),
    ("policy", "/me"),
    ("policy", "/me » แจ้งวันที่ไม่อยู่"),
    ("director", f"/organization » {HEAD} » {STAND_IN}"),
    ("director", f"/organization » {HEAD} » {STAND_IN} » ปฏิบัติหน้าที่แทน"),
    ("director", f"/organization » {DIRECTOR} » {STAND_IN} » ปฏิบัติราชการแทน"),
    ("director", f"/organization » {DIRECTOR} » สิ้นสุดการทำการแทน"),
    # Who could, and what was done.
    ("auditor", "/organization » ปฏิบัติราชการแทน"),
    ("analyst", "/authority/who-could"),
    ("analyst", "/authority/who-could?command=DecideApproval"),
    ("auditor", "/authority/who-could?command=DecideApproval&known=now&amount=900000&process=4.4"),
    ("auditor", "/authority/who-could?command=DecideApproval » นายสมภพ ตัวอย่างดี"),
    ("auditor", "/history"),
    ("auditor", "/history/300"),
    ("auditor", "/readings"),
    ("inspector", "/exports"),
    ("admin", "/break-glass"),
    ("admin", "/break-glass » เปิดอ่านกรณีจำเป็น"),
    ("auditor", "/break-glass"),
    # One's own account, and all accounts.
    ("registrar", "/account"),
    ("registrar", "/account/sessions"),
    ("registrar", "/account/sessions/ending"),
    ("registrar", "/account/password"),
    ("registrar", "/account/second-factor"),
    ("registrar", "/account/log"),
    ("registrar", "/account/tokens"),
    ("registrar", "/account/tokens/new"),
    ("admin", "/accounts"),
    ("admin", "/accounts » นางอรุณรัตน์ แบบอย่าง"),
    ("admin", "/accounts » นางอรุณรัตน์ แบบอย่าง » ตั้งรหัสผ่านใหม่"),
    ("admin", "/accounts/new"),
    ("admin", "/service-tokens"),
    ("auditor", "/access-log"),
    ("admin", "/access-rules"),
    # What the office has settled.
    ("admin", "/settings"),
    ("admin", "/office-settings"),
    ("admin", "/settings/holidays"),
    ("admin", "/settings/posts"),
    ("admin", "/settings/powers"),
    ("admin", "/settings/processes"),
    ("admin", "/settings/registers"),
    ("admin", "/settings/units"),
    ("admin", "/settings/units?kind=school"),
)


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize(("login", "way"), WAYS)
def test_a_page_is_in_order(visitors: Visitors, login: str, way: str, width: int) -> None:
    visitor = visitors(login, width)
    visitor.complaints.clear()
    in_order(visitor.go(way).page, width, visitor.complaints)


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("path", ["/sign-in", "/invitation", "/nothing-here"])
def test_a_page_for_anybody_is_in_order(visitors: Visitors, path: str, width: int) -> None:
    page = visitors.nobody(path, width)
    in_order(page, width)
    page.context.close()


@pytest.mark.parametrize("width", [1366, 390])
def test_what_an_order_would_change_is_in_order(visitors: Visitors, width: int) -> None:
    """The preview of a form, with its answer above the fields; nothing is kept."""
    visitor = visitors("director", width)
    visitor.go(f"/organization » {HEAD} » {STAND_IN} » ปฏิบัติหน้าที่แทน")
    visitor.complaints.clear()
    visitor.fill(
        {
            "legal_basis": "คำสั่งภายในของสำนักงาน",
            "document": "77/2569",
            "receivers.0.post_id": "นางชุติมา แผนงาม",
            "from_on": "1/12/2569",
            "until_on": "8/12/2569",
        }
    )
    visitor.page.locator("[name=_look]").click()
    visitor.page.wait_for_load_state()
    assert visitor.page.locator(".preview").count() == 1
    in_order(visitor.page, width, visitor.complaints)


@pytest.mark.parametrize("width", [1366, 390])
def test_the_second_factor_is_set_up_in_order(visitors: Visitors, width: int) -> None:
    """The page with the secret to scan: shown once, confirmed by the first code."""
    visitor = visitors("monitor", width).open("/account/second-factor")
    visitor.complaints.clear()
    visitor.send({"password": visitors.password("monitor")})
    assert visitor.page.locator("[name=code]").count() == 1
    in_order(visitor.page, width, visitor.complaints)


def in_order(page: Any, width: int, complaints: Sequence[str] = ()) -> None:
    """No accessibility fault, nothing out of its frame, no error in the console."""
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert list(complaints) == []


def test_english_is_a_switch(visitors: Visitors) -> None:
    page = visitors("analyst").open("/cases").page
    page.get_by_role("link", name="English").first.click()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").inner_text() == "Cases"
    page.goto(page.url.partition("/cases")[0] + "/language/th?back=/cases")
    assert page.evaluate("document.documentElement.lang") == "th"


def test_the_pages_work_by_keyboard(visitors: Visitors) -> None:
    """`/` goes to the search, Tab reaches the skip link first."""
    page = visitors("analyst").open("/cases").page
    page.keyboard.press("Tab")
    assert "skip" in page.evaluate("document.activeElement.className")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_the_pages_work_without_javascript(visitors: Visitors) -> None:
    plain = visitors.without_script("registrar")
    plain.open("/letters").send(
        {
            "kind": "external",
            "received_on": "1/10/2569",
            "to_unit_id": "กลุ่มนโยบายและแผน",
            "subject": "ทดสอบโดยไม่ใช้สคริปต์",
            "sender_name": "หน่วยงานตัวอย่าง",
        }
    )
    assert plain.path.startswith("/letters/")


def faults(page: Any) -> list[str]:
    """Return what axe-core finds: rule, place."""
    # By the debugging protocol: the page's own policy allows no foreign script.
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    answer = session.send(
        "Runtime.evaluate",
        {
            "expression": "axe.run().then(r => r.violations.flatMap("
            "v => v.nodes.map(n => v.id + ' ' + n.target.join(' '))))",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    session.detach()
    found: list[str] = answer["result"]["value"]
    return found
