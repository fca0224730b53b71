"""Holidays of fixed date, as a sample: a real office enters what the Cabinet announces (R-T13)."""

from __future__ import annotations

from datetime import date, timedelta

FIXED = (
    (1, 1, "วันขึ้นปีใหม่"),
    (4, 6, "วันจักรี"),
    (4, 13, "วันสงกรานต์"),
    (4, 14, "วันสงกรานต์"),
    (4, 15, "วันสงกรานต์"),
    (5, 4, "วันฉัตรมงคล"),
    (6, 3, "วันเฉลิมพระชนมพรรษาสมเด็จพระบรมราชินี"),
    (7, 28, "วันเฉลิมพระชนมพรรษาพระบาทสมเด็จพระเจ้าอยู่หัว"),
    (8, 12, "วันแม่แห่งชาติ"),
    (10, 13, "วันนวมินทรมหาราช"),
    (10, 23, "วันปิยมหาราช"),
    (12, 5, "วันพ่อแห่งชาติ"),
    (12, 10, "วันรัฐธรรมนูญ"),
    (12, 31, "วันสิ้นปี"),
)


def holidays(first_year: int, years: int) -> list[tuple[date, str]]:
    """Return the fixed holidays of ``years`` C.E. years, and the working days that stand in for them."""
    found: dict[date, str] = {}
    for year in range(first_year, first_year + years):
        for month, day, name in FIXED:
            found[date(year, month, day)] = name
    for on, name in sorted(found.items()):
        if on.weekday() >= 5:
            instead = on
            while instead.weekday() >= 5 or instead in found:
                instead += timedelta(days=1)
            found[instead] = f"ชดเชย{name}"
    return sorted(found.items())
