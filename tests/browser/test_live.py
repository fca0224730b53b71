"""Pages that go on by themselves: what others do appears, and nothing is taken out of anybody's hand."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as NotYet

from tests.acting import Acting
from tests.browser.reader import Visitor, Visitors
from tests.served import Demonstration
from tests.wire import Wire

pytestmark = pytest.mark.browser

SECOND = 1_000
ROWS = "[data-list] tbody tr"
NOT_RELOADED = "window.sameDocument === true"
# All that is shown, but for how far the proof is.
PARTS = (
    "[...document.querySelectorAll('main > :not(.foot), nav, .toasts')]"
    ".map(part => part.innerText.replace(/(ลำดับที่) [\\d,]+/g, '$1'))"
)
HELLO = "#toasts p"


@pytest.fixture
def acting(wire: Wire, demonstration: Demonstration) -> Acting:
    return Acting(wire.service, demonstration.ids)


@pytest.fixture(autouse=True)
def nobody_stays(visitors: Visitors) -> Iterator[None]:
    """Who looked in one test does not look on in the next."""
    yield
    visitors.leave()


def letter(acting: Acting, subject: str, **more: Any) -> str:
    """A letter for the planning group comes in; its clerk has to register it there."""
    fields = {
        "kind": "external",
        "received_on": "2569-11-01",
        "to_unit_id": str(acting.ids["policy"]),
        "subject": subject,
        "sender_name": "หน่วยงานตัวอย่าง",
    }
    return acting.do("ReceiveLetter", fields | more, by="registrar").id


def looking(wire: Wire, visitor: Visitor, path: str) -> Any:
    """Open a page; return it once its browser hears what happens."""
    page = visitor.open(path).page
    page.evaluate("window.sameDocument = true")
    deadline = time.monotonic() + 10
    while wire.streams == 0:
        assert time.monotonic() < deadline, "no stream"
        page.wait_for_timeout(20)
    page.mouse.move(1, 1)
    return page


def shows(page: Any, text: str, within: str = "main", timeout: float = SECOND) -> None:
    """Wait until some text is shown."""
    page.locator(within).get_by_text(text).first.wait_for(timeout=timeout)


def test_a_letter_that_somebody_registers_is_in_the_inbox_within_a_second(
    wire: Wire, visitors: Visitors
) -> None:
    page = looking(wire, visitors("clerk"), "/inbox")
    before = page.locator(ROWS).count()
    visitors("registrar").open("/letters").send(
        {
            "kind": "external",
            "received_on": "1/10/2569",
            "to_unit_id": "กลุ่มนโยบายและแผน",
            "subject": "หนังสือที่มาถึงเอง",
            "sender_name": "หน่วยงานตัวอย่าง",
        }
    )
    shows(page, "หนังสือที่มาถึงเอง")
    assert page.locator(ROWS).count() == before + 1
    assert page.inner_text(HELLO) == "มีรายการใหม่ 1 รายการ"
    assert page.locator("#toasts").get_attribute("role") == "status"
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate(NOT_RELOADED)


def test_the_count_in_the_menu_goes_on_beside_a_form_and_the_form_stays(
    wire: Wire, visitors: Visitors, acting: Acting
) -> None:
    page = looking(wire, visitors("clerk"), "/inbox")
    letter(acting, "หนังสือก่อน")
    shows(page, "หนังสือก่อน")
    page.locator(f"{ROWS} a", has_text="หนังสือก่อน").click()
    page.locator("a.btn", has_text="ส่งคืน").first.click()
    page = looking(wire, visitors("clerk"), page.url.removeprefix(wire.address))
    field = page.locator("form[data-form] textarea, form[data-form] input[type=text]").first
    field.fill("กำลังพิมพ์อยู่")
    count = int(page.locator("nav.side .count").inner_text().split()[0])
    letter(acting, "หนังสือหลัง")
    page.locator("nav.side .count", has_text=str(count + 1)).wait_for(timeout=SECOND)
    assert field.input_value() == "กำลังพิมพ์อยู่"
    assert field.evaluate("field => field === document.activeElement")
    assert page.evaluate(NOT_RELOADED)


def test_what_one_has_in_hand_is_offered_and_not_replaced(
    wire: Wire, visitors: Visitors, acting: Acting
) -> None:
    letter(acting, "หนังสือที่กำลังดู")
    page = looking(wire, visitors("clerk"), "/inbox")
    link = page.locator(f"{ROWS} a", has_text="หนังสือที่กำลังดู").first
    link.focus()
    rows = page.locator(ROWS).count()
    letter(acting, "หนังสือที่เพิ่งมา")
    shows(page, "มีรายการใหม่ 1 รายการ", "#toasts")
    assert page.locator(ROWS).count() == rows
    assert link.evaluate("link => link === document.activeElement")
    page.get_by_role("button", name="แสดง").click()
    shows(page, "หนังสือที่เพิ่งมา")
    assert page.locator(ROWS).count() == rows + 1
    # Let go of, it would have been shown by itself.
    link.focus()
    letter(acting, "หนังสือที่มาทีหลัง")
    shows(page, "มีรายการใหม่ 1 รายการ", "#toasts")
    link.blur()
    shows(page, "หนังสือที่มาทีหลัง")
    assert page.evaluate(NOT_RELOADED)


def test_what_is_open_and_where_one_has_scrolled_to_stay(
    wire: Wire, visitors: Visitors, acting: Acting
) -> None:
    page = looking(wire, visitors("director"), "/")
    details = page.locator("main details").first
    details.locator("summary").click()
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(1, 1)
    page.evaluate("window.scrollTo(0, 200)")
    scrolled = page.evaluate("window.scrollY")
    assert scrolled > 0
    page.wait_for_timeout(2.1 * SECOND)  # a hand that pointed a moment ago has let go
    letter(acting, "หนังสือในภาพรวม")
    position = wire.service.recorder.max_notification_id()
    page.locator(f"#latest #event-{position}").wait_for(timeout=SECOND)
    assert details.evaluate("details => details.open")
    assert page.evaluate("window.scrollY") == scrolled
    assert page.evaluate(NOT_RELOADED)


@pytest.mark.parametrize(
    ("login", "path"), [("school1", "/inbox"), ("analyst4", "/registers"), ("admin", "/history")]
)
def test_of_a_classified_letter_nothing_appears(
    wire: Wire, visitors: Visitors, acting: Acting, login: str, path: str
) -> None:
    """The page has followed to where the letter is, and differs in nothing but how far that is."""
    letter(acting, "เรื่องเปิดเผย")
    page = looking(wire, visitors(login), path)
    if login == "analyst4":  # of whom the plain ones are no secret
        letter(acting, "เรื่องเปิดเผยอีกเรื่อง")
        shows(page, "เรื่องเปิดเผยอีกเรื่อง")
    page.wait_for_timeout(7 * SECOND)  # until what was said is said no more
    before = page.evaluate(PARTS)
    letter(acting, "เรื่องที่ยังไม่เปิดเผย", secrecy="secret")
    position = wire.service.recorder.max_notification_id()
    shows(page, f"{position:,}", ".foot", 3 * SECOND)
    page.wait_for_timeout(300)
    assert page.evaluate(PARTS) == before


def test_a_letter_that_becomes_classified_goes_from_the_page(
    wire: Wire, visitors: Visitors, acting: Acting
) -> None:
    key = letter(acting, "เรื่องที่จะเป็นความลับ")
    page = looking(wire, visitors("analyst4"), "/registers")
    shows(page, "เรื่องที่จะเป็นความลับ")
    raised = {"secrecy": "secret", "reason": "มีข้อมูลที่ไม่ควรเปิดเผย"}
    acting.do("ChangeLetterSecrecy", raised, by="area_director", of=key)
    page.get_by_text("เรื่องที่จะเป็นความลับ").first.wait_for(state="detached", timeout=SECOND)
    assert page.evaluate(NOT_RELOADED)


def test_the_past_does_not_go_on(wire: Wire, visitors: Visitors, acting: Acting) -> None:
    page = visitors("clerk").open("/inbox?as_of=1/11/2569").page
    asked: list[str] = []
    page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))
    letter(acting, "หนังสือของวันนี้")
    page.wait_for_timeout(SECOND)
    assert asked == []
    assert wire.streams == 0


def test_two_tabs_have_one_stream_and_the_second_goes_on_without_the_first(
    wire: Wire, visitors: Visitors, acting: Acting
) -> None:
    clerk = visitors("clerk")
    first = looking(wire, clerk, "/inbox")
    second = visitors.beside(clerk, "/inbox")
    letter(acting, "หนังสือสองแท็บ")
    # A tab that nobody sees asks when it is looked at.
    second.bring_to_front()
    shows(second, "หนังสือสองแท็บ", timeout=2 * SECOND)
    assert wire.streams == 1
    first.goto("about:blank")
    letter(acting, "หนังสือแท็บเดียว")
    shows(second, "หนังสือแท็บเดียว", timeout=3 * SECOND)
    assert wire.streams == 1
    second.close()


def test_who_signs_out_in_another_tab_is_told_so(wire: Wire, visitors: Visitors) -> None:
    clerk = visitors("clerk")
    page = looking(wire, clerk, "/inbox")
    other = visitors.beside(clerk, "/settings")
    other.locator(".person-drop summary").click()
    other.locator('form[action="/session/end"] button').click()
    other.wait_for_url("**/sign-in**")
    page.bring_to_front()
    shows(page, "หน้านี้ไม่ได้ปรับให้เป็นปัจจุบันแล้ว", "#toasts", 5 * SECOND)
    page.get_by_role("button", name="เปิดหน้านี้ใหม่").click()
    page.wait_for_url("**/sign-in**")
    other.close()
    visitors.forget("clerk", 1366)


def test_a_page_catches_up_after_the_server_was_away(
    wire: Wire, visitors: Visitors, demonstration: Demonstration
) -> None:
    page = looking(wire, visitors("clerk"), "/inbox")
    wire.stop()
    with pytest.raises(NotYet):
        shows(page, "หนังสือหลังเปิดเครื่องใหม่", timeout=300)
    wire.start()
    letter(Acting(wire.service, demonstration.ids), "หนังสือหลังเปิดเครื่องใหม่")
    shows(page, "หนังสือหลังเปิดเครื่องใหม่", timeout=10 * SECOND)
    assert page.evaluate(NOT_RELOADED)


def test_without_locks_a_page_looks_every_half_minute(
    wire: Wire, visitors: Visitors, acting: Acting
) -> None:
    """Where a browser has none, over a plain line, a tab does not know of the others."""
    tab = visitors("clerk", 1300).page  # a browser of its own, for its clock
    tab.add_init_script("delete Navigator.prototype.locks")
    tab.clock.install()
    tab.goto(f"{wire.address}/inbox")
    letter(acting, "หนังสือครึ่งนาที")
    with pytest.raises(NotYet):
        shows(tab, "หนังสือครึ่งนาที")
    tab.clock.fast_forward(31 * SECOND)
    shows(tab, "หนังสือครึ่งนาที")
    assert wire.streams == 0
    visitors.forget("clerk", 1300)
