"""The table of powers changed in a browser: with and without a script, at a desk and on a telephone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.reader import Visitors
from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser

ORDER = "คำสั่งทดสอบที่ 9/2569"


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def end_a_row(page: Any, power: str) -> None:
    """Press the first holder of a power, and draft that it ends on the day the form proposes."""
    page.locator("tr", has_text=power).locator("button.chip").first.click()
    page.wait_for_load_state()
    press(page, "ใส่ในร่างว่าให้สิ้นผล")


def test_a_table_is_drafted_and_set_without_a_script(visitors: Visitors) -> None:
    plain = visitors.without_script("admin").open("/powers")
    end_a_row(plain.page, "ยกเลิกการประชุม")
    assert plain.says("ร่างนี้เปลี่ยน 1 รายการ")
    end_a_row(plain.page, "ลงรับของกลุ่ม")
    assert plain.says("ร่างนี้เปลี่ยน 2 รายการ")
    plain.page.go_back()
    plain.page.go_back()
    assert plain.says("ร่างนี้เปลี่ยน 1 รายการ")
    plain.send({"document": ORDER})
    assert plain.path == "/settings/powers"
    assert plain.says(ORDER)


@pytest.mark.parametrize("width", [1366, 390])
def test_a_draft_has_no_fault_that_axe_finds_and_fits(visitors: Visitors, width: int) -> None:
    visitor = visitors("admin", width).open("/powers")
    end_a_row(visitor.page, "ลงรับหนังสือ")
    assert faults(visitor.page) == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
    visitor.page.locator("button.chip").first.click()
    visitor.page.wait_for_load_state()
    assert faults(visitor.page) == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
