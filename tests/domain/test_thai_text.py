"""Thai digits, search keys and sort keys."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.thai_text import (
    RUN_OF_MARKS,
    arabic_digits,
    search_key,
    search_key_loose,
    sort_key,
    thai_digits,
)

thai = st.text(st.characters(min_codepoint=0x0E00, max_codepoint=0x0E5B) | st.sampled_from(" .aB1"))
anything = st.text() | thai


def test_thai_digits_are_for_print_and_arabic_ones_for_storage() -> None:
    """R-T06."""
    assert thai_digits("ที่ ศธ 04349/ว3694") == "ที่ ศธ ๐๔๓๔๙/ว๓๖๙๔"
    assert arabic_digits("ศธ ๐๔๓๔๙/ว๓๖๙๔") == "ศธ 04349/ว3694"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("กํา", "กำ"),  # sara am in two pieces
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),  # the tone between the pieces
        ("นำ้", "น้ำ"),  # the tone after sara am
        ("เเม่", "แม่"),  # two sara e for sara ae
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),  # the tone typed before the vowel
        ("สิทธ\u0e4c\u0e34", "สิทธ\u0e34\u0e4c"),
        ("งบ\u200bประมาณ\ufeff", "งบประมาณ"),
        ("งบ\u00adประ\u200eมาณ", "งบประมาณ"),  # a soft hyphen and a mark of direction, pasted
        ("ศธ ๐๔๓๔๙", "ศธ 04349"),
        ("  OBEC \n\u00a0 สพฐ. ", "obec สพฐ."),
    ],
)
def test_what_looks_the_same_is_found_the_same(typed: str, found: str) -> None:
    """R-T09, R-T10."""
    assert search_key(typed) == search_key(found) == found


def test_words_that_differ_in_tone_are_not_confused_at_first() -> None:
    assert len({search_key(word) for word in ("ขาว", "ข่าว", "ข้าว")}) == 3
    assert {search_key_loose(word) for word in ("ขาว", "ข่าว", "ข้าว")} == {"ขาว"}


def test_sara_am_stays_one_letter() -> None:
    """R-T09: NFKC alone would leave three characters."""
    assert len(search_key("กำ")) == 2


@given(anything)
@example("ำำ้")
@example("เ่เ")
@example("ุ์ฺ")
def test_a_search_key_is_its_own_search_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
    assert search_key_loose(search_key_loose(text)) == search_key_loose(text)


@given(
    st.text(st.sampled_from("กา\u0e33\u0e31\u0e34\u0e39\u0e3a\u0e47\u0e48\u0e4b\u0e4c\u0e4d\u0e4e"))
)
def test_marks_in_any_order_are_found_the_same(text: str) -> None:
    """R-T09: of the marks on one letter only which they are counts, not which was typed first."""
    vowels, tones = "\u0e31\u0e34\u0e39\u0e3a\u0e47", "\u0e48\u0e4b\u0e4c\u0e4e"
    classes = [vowels, tones, "\u0e4d", "\u0e33"]
    for run in RUN_OF_MARKS.findall(search_key(text)):
        ranks = [next(rank for rank, of in enumerate(classes) if mark in of) for mark in run]
        assert ranks == sorted(ranks)
        for rank in range(2):
            alike = [mark for mark in run if mark in classes[rank]]
            assert alike == sorted(alike)


@given(thai)
def test_a_word_typed_in_thai_digits_is_found_by_arabic_ones(text: str) -> None:
    """R-T06."""
    assert search_key(thai_digits(text)) == search_key(arabic_digits(text))


def test_names_sort_as_in_a_thai_dictionary() -> None:
    """R-T08."""
    wanted = ["ขอนแก่น", "โคราช", "ชัยนาท", "เชียงราย", "ทวน", "ไทย", "พะเยา", "แพร่", "ลพบุรี", "เลย"]
    assert sorted(sorted(wanted), key=sort_key) == wanted
    assert sorted(wanted) != wanted


@pytest.mark.parametrize(
    "wanted",
    [
        ["ขาว", "ขาวๆ", "ข่าว", "ข้าว", "เข้า"],  # tones decide only among equal letters
        ["กา", "ก้า", "การ"],
        ["เกา", "เก่า", "เก้า"],
        ["ศธ", "ศธ.", "ศน"],  # punctuation only when all else is equal
        ["บ้าน 1", "บ้านนา"],
        ["กะ", "กัน", "กา", "กำ", "กิน", "เก", "แก", "โก", "ใก", "ไก"],
    ],
)
def test_letters_first_then_tones_then_punctuation(wanted: list[str]) -> None:
    """R-T08."""
    assert sorted(reversed(wanted), key=sort_key) == wanted


@given(thai, thai)
def test_a_sort_key_sorts_the_same_byte_by_byte(one: str, other: str) -> None:
    """R-T08: the database compares bytes (C), this language code points."""
    keys = sort_key(one), sort_key(other)
    assert (keys[0] < keys[1]) == (keys[0].encode() < keys[1].encode())
    assert (keys[0] == keys[1]) == (search_key(one) == search_key(other))
