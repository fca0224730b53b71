from __future__ import annotations

from datetime import date

from domain.organization.calendar import (
    AnnounceHolidays,
    Holiday,
    HolidayItem,
    HolidayKnown,
    HolidaysAnnounced,
    HolidayUnknown,
    HolidayWithdrawn,
    WithdrawHoliday,
    calendar,
)
from domain.thai_time import add_working_days
from tests.domain.organization.acting import ASKED, TODAY
from tests.domain.scenario import Scenario

SPECIAL = date(2026, 11, 24)
CABINET = "มติคณะรัฐมนตรี 10 พฤศจิกายน 2569"
nothing = Scenario(calendar)
announced = nothing.given(HolidaysAnnounced((Holiday(SPECIAL, "วันหยุดพิเศษ"),), CABINET))


def announce(*days: date) -> AnnounceHolidays:
    return AnnounceHolidays(
        **ASKED,
        days=tuple(HolidayItem(on=day, name_th="วันหยุดพิเศษ") for day in days),
        source=CABINET,
    )


def withdraw(day: date) -> WithdrawHoliday:
    return WithdrawHoliday(**ASKED, holiday_on=day, source=CABINET)


def test_a_special_holiday_moves_the_end_of_a_period() -> None:
    """R-T13."""
    assert add_working_days(TODAY, 1, nothing.state) == SPECIAL
    after = nothing.when(announce(SPECIAL)).then(
        HolidaysAnnounced((Holiday(SPECIAL, "วันหยุดพิเศษ"),), CABINET)
    )
    assert add_working_days(TODAY, 1, after.state) == date(2026, 11, 25)


def test_a_day_is_announced_once() -> None:
    announced.when(announce(SPECIAL)).refused(HolidayKnown, holiday_on=SPECIAL)
    nothing.when(announce(SPECIAL, SPECIAL)).refused(HolidayKnown, holiday_on=SPECIAL)
    announced.when(announce(date(2026, 11, 25))).events()


def test_a_holiday_may_be_withdrawn_and_announced_again() -> None:
    """R-T13."""
    after = announced.when(withdraw(SPECIAL)).then(HolidayWithdrawn(SPECIAL, CABINET))
    assert after.state == frozenset()
    after.when(withdraw(SPECIAL)).refused(HolidayUnknown)
    after.when(announce(SPECIAL)).events()
