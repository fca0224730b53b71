"""Years, dates in print, and working days, on both sides of every edge."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.thai_time import (
    BANGKOK,
    academic_year,
    add_working_days,
    bangkok_date,
    calendar_year,
    fiscal_quarter,
    fiscal_year,
    format_date,
    format_moment,
    is_working_day,
    next_working_day,
    working_days_between,
)

MORNING = datetime(2023, 10, 19, 2, 30, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)
SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)

days = st.dates(date(1941, 1, 1), date(2150, 12, 31))
holiday_tables = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40)


def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends() -> None:
    """R-B01."""
    assert (fiscal_year(date(2023, 10, 19)), fiscal_quarter(date(2023, 10, 19))) == (2567, 1)


def test_the_fiscal_year_turns_on_1_october() -> None:
    """R-B01."""
    assert fiscal_year(date(2024, 9, 30)) == 2567
    assert fiscal_year(date(2024, 10, 1)) == 2568


@pytest.mark.parametrize(
    ("month", "quarter"), [(10, 1), (12, 1), (1, 2), (3, 2), (4, 3), (6, 3), (7, 4), (9, 4)]
)
def test_the_first_quarter_is_october_to_december(month: int, quarter: int) -> None:
    """R-B01."""
    assert fiscal_quarter(date(2024, month, 15)) == quarter


def test_the_register_year_turns_at_midnight_in_bangkok() -> None:
    """R-N05, R-T01."""
    last = datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC)
    assert calendar_year(bangkok_date(last)) == 2567
    assert calendar_year(bangkok_date(last + timedelta(seconds=1))) == 2568


def test_the_academic_year_turns_on_16_may() -> None:
    """R-T04."""
    assert academic_year(date(2026, 5, 15)) == 2568
    assert academic_year(date(2026, 5, 16)) == 2569


def test_years_before_2484_are_not_converted() -> None:
    """R-T03."""
    assert calendar_year(date(1941, 1, 1)) == 2484
    with pytest.raises(ValueError, match="2484"):
        calendar_year(date(1940, 12, 31))
    assert format_date(date(1940, 12, 31)) == "31 ธันวาคม ค.ศ. 1940"


def test_an_instant_without_a_zone_has_no_day() -> None:
    """R-T01."""
    with pytest.raises(ValueError, match="zone"):
        bangkok_date(datetime(2026, 1, 1))


def test_a_letter_date_is_day_full_month_and_buddhist_year() -> None:
    """R-L10, R-T06."""
    assert format_date(date(2023, 10, 19)) == "19 ตุลาคม 2566"
    assert format_date(date(2023, 10, 19), digits="thai") == "๑๙ ตุลาคม ๒๕๖๖"


def test_a_short_date_keeps_the_four_digits_of_its_year() -> None:
    """R-T05."""
    assert format_date(date(2023, 10, 19), short=True) == "19 ต.ค. 2566"


def test_leap_days_follow_the_common_era() -> None:
    """R-T02: 2567 has a 29 February though 543 years hide it; 2568 has none."""
    assert format_date(date(2024, 2, 29)) == "29 กุมภาพันธ์ 2567"
    assert date(2024, 1, 1) + timedelta(days=59) == date(2024, 2, 29)
    assert format_date(date(2025, 1, 1) + timedelta(days=59)) == "1 มีนาคม 2568"


def test_a_moment_is_printed_in_bangkok_time() -> None:
    """R-T01."""
    assert format_moment(MORNING) == "19 ตุลาคม 2566 เวลา 09.30 น."
    assert format_moment(MORNING, short=True, digits="thai") == "๑๙ ต.ค. ๒๕๖๖ ๐๙.๓๐ น."
    assert format_moment(MORNING.astimezone(BANGKOK)) == format_moment(MORNING)


def test_the_office_works_monday_to_friday_save_holidays() -> None:
    """R-T13."""
    assert is_working_day(FRIDAY, ())
    assert not is_working_day(SATURDAY, ())
    assert not is_working_day(MONDAY - timedelta(days=1), ())
    assert is_working_day(MONDAY, ())
    assert not is_working_day(MONDAY, {MONDAY})


def test_the_first_day_of_a_period_is_not_counted() -> None:
    """R-T14."""
    assert add_working_days(MONDAY, 1, ()) == TUESDAY
    assert add_working_days(FRIDAY, 1, ()) == MONDAY
    assert add_working_days(MONDAY, 5, ()) == date(2026, 11, 30)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day() -> None:
    """R-T14."""
    assert add_working_days(FRIDAY, 1, {MONDAY}) == TUESDAY
    assert next_working_day(SATURDAY, {MONDAY}) == TUESDAY
    assert next_working_day(TUESDAY, {MONDAY}) == TUESDAY


def test_no_days_end_the_same_day_or_on_the_next_working_one() -> None:
    """R-U02: the most urgent level is the same working day."""
    assert add_working_days(FRIDAY, 0, ()) == FRIDAY
    assert add_working_days(SATURDAY, 0, ()) == MONDAY


def test_a_period_is_never_negative() -> None:
    with pytest.raises(ValueError, match="-1"):
        add_working_days(FRIDAY, -1, ())


def test_days_overdue_are_counted_in_working_days() -> None:
    assert working_days_between(FRIDAY, TUESDAY, ()) == 2
    assert working_days_between(FRIDAY, TUESDAY, {MONDAY}) == 1
    assert working_days_between(TUESDAY, FRIDAY, ()) == -2
    assert working_days_between(FRIDAY, FRIDAY, ()) == 0


@given(st.dates(date(2026, 1, 1), date(2026, 9, 1)), st.integers(1, 40), holiday_tables)
def test_a_period_holds_as_many_working_days_as_it_was_given(
    start: date, count: int, holidays: frozenset[date]
) -> None:
    """R-T13, R-T14."""
    end = add_working_days(start, count, holidays)
    assert is_working_day(end, holidays)
    assert working_days_between(start, end, holidays) == count


@given(days)
def test_a_fiscal_year_holds_the_nine_months_of_its_own_calendar_year(on: date) -> None:
    """R-B01."""
    assert fiscal_year(on) - calendar_year(on) == (1 if on.month in (10, 11, 12) else 0)
