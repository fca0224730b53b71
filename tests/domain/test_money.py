"""Baht in figures and words, and as people type it (R-B23)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from domain.fields import MAX_SATANG
from domain.money import baht_text, format_baht, read_baht
from domain.thai_text import thai_digits

amounts = st.integers(-MAX_SATANG, MAX_SATANG)


@pytest.mark.parametrize(
    ("satang", "printed"),
    [(123450, "1,234.50"), (0, "0.00"), (5, "0.05"), (100, "1.00"), (-123456789, "−1,234,567.89")],
)
def test_money_is_printed_with_two_decimals_and_a_true_minus(satang: int, printed: str) -> None:
    """R-B23."""
    assert format_baht(satang) == printed


@pytest.mark.parametrize(
    ("satang", "words"),
    [
        (2100, "ยี่สิบเอ็ดบาทถ้วน"),
        (10100, "หนึ่งร้อยเอ็ดบาทถ้วน"),
        (123450, "หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบสตางค์"),
        (0, "ศูนย์บาทถ้วน"),
        (1, "หนึ่งสตางค์"),
        (25, "ยี่สิบห้าสตางค์"),
        (100, "หนึ่งบาทถ้วน"),
        (1000, "สิบบาทถ้วน"),
        (1100, "สิบเอ็ดบาทถ้วน"),
        (2000, "ยี่สิบบาทถ้วน"),
        (101, "หนึ่งบาทหนึ่งสตางค์"),
        (121, "หนึ่งบาทยี่สิบเอ็ดสตางค์"),
        (100_000_000, "หนึ่งล้านบาทถ้วน"),
        (100_000_100, "หนึ่งล้านเอ็ดบาทถ้วน"),
        (1_100_000_000, "สิบเอ็ดล้านบาทถ้วน"),
        (2_134_567_800, "ยี่สิบเอ็ดล้านสามแสนสี่หมื่นห้าพันหกร้อยเจ็ดสิบแปดบาทถ้วน"),
        (100_000_000_000_000, "หนึ่งล้านล้านบาทถ้วน"),
        (-2100, "ลบยี่สิบเอ็ดบาทถ้วน"),
    ],
)
def test_an_amount_in_words_is_as_forms_want_it(satang: int, words: str) -> None:
    """R-B23."""
    assert baht_text(satang) == words


@pytest.mark.parametrize(
    ("typed", "satang"),
    [
        ("1,234.50", 123450),
        ("1234.5", 123450),
        (" ๑,๒๓๔.๕๐ ", 123450),
        ("20", 2000),
        ("20,000.00 บาท", 2_000_000),
        ("๒๐ บาท", 2000),
        ("฿20", 2000),
        ("20.", 2000),
        ("-0.05", -5),
        ("90,000,000,000,000.00", MAX_SATANG),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, satang: int) -> None:
    """R-B23."""
    assert read_baht(typed) == satang


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.234", "money-decimals"),
        ("1.000", "money-decimals"),
        ("1,23", "money-form"),
        ("1e3", "money-form"),
        (".50", "money-form"),
        ("", "money-form"),
        ("ยี่สิบ", "money-form"),
        ("² ", "money-form"),
        ("9" * 41, "money-form"),
        ("90,000,000,000,000.01", "money-range"),
    ],
)
def test_what_is_not_an_amount_is_refused(typed: str, code: str) -> None:
    """R-B23: no rounding, no guessing."""
    with pytest.raises(PydanticCustomError) as refused:
        read_baht(typed)
    assert refused.value.type == code


@given(amounts)
def test_what_is_printed_reads_back_as_the_same_satang(satang: int) -> None:
    """R-B23."""
    assert read_baht(format_baht(satang)) == satang
    assert read_baht(thai_digits(format_baht(satang))) == satang


@given(amounts, amounts)
def test_no_two_amounts_share_their_words(one: int, other: int) -> None:
    """R-B23."""
    assert (baht_text(one) == baht_text(other)) == (one == other)
