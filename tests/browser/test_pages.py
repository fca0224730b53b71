"""Every page at a desk's and a telephone's width: no accessibility fault, nothing out of its frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.reader import Visitors

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text("utf-8")
PAGES = (
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
    ("auditor", "/history"),
    ("auditor", "/authority/who-could?command=DecideApproval&known=now&amount=900000&process=4.4"),
    ("analyst", "/authority/who-could?command=DecideApproval"),
    ("analyst", "/search?q=โรงเรียน"),
    ("admin", "/settings"),
    ("clerk", "/settings/powers"),
    ("clerk", "/settings/powers/versions"),
    ("clerk", "/settings/powers/differences"),
    ("admin", "/powers"),
    ("admin", "/powers/rows?command=SignLetter"),
    ("admin", "/accounts"),
    ("auditor", "/access-log"),
    ("registrar", "/account"),
    ("registrar", "/account/sessions"),
    ("registrar", "/account/password"),
    ("registrar", "/account/tokens/new"),
    ("analyst", "/style"),
)


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize(("login", "path"), PAGES)
def test_a_page_has_no_fault_that_axe_finds(
    visitors: Visitors, login: str, path: str, width: int
) -> None:
    page = visitors(login, width).open(path).page
    assert faults(page) == []


@pytest.mark.parametrize(("login", "path"), PAGES)
def test_a_page_fits_a_telephone(visitors: Visitors, login: str, path: str) -> None:
    page = visitors(login, 390).open(path).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


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
