"""The catalogue: both languages, figures as people read them, gaps that are seen."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

import pytest

from api.web.words import Lang, MissingWordError, Words, catalogue, load, missing_words
from application.catalogue import ACTS

ENTRIES = {
    "refusal.too-much": {
        "th": "เกินวงเงิน {ceiling_satang} บาท",
        "en": "above the ceiling of {ceiling_satang}",
    },
    "ui.days": {"th": "อีก {n} วัน", "en": "in {n} days", "en_one": "in {n} day"},
    "event.said": {"th": "มอบ {who} ภายใน {due_on}", "en": "assigned {who} until {due_on}"},
    "event.marked": {"th": "เป็น{speed}", "en": "as {speed}"},
    "value.speed.very_fast": {"th": "ด่วนมาก", "en": "very urgent"},
    "ui.baht_unit": {"th": " บาท", "en": " baht"},
    "ui.half": {"th": "ครึ่งเดียว"},
}
THAI = Words("th", strict=True, entries=ENTRIES)
ENGLISH = THAI.reading("en")
SOMEBODY = UUID(int=7)


class Speed(StrEnum):
    VERY_FAST = "very_fast"


def test_money_is_shown_in_baht_and_its_unit_once() -> None:
    """R-B23: satang inside, baht with two decimals on the page."""
    assert THAI.text("refusal.too-much", ceiling_satang=50_000_050) == "เกินวงเงิน 500,000.50 บาท"
    shown = ENGLISH.text("refusal.too-much", ceiling_satang=-100)
    assert shown == "above the ceiling of −1.00 baht"


def test_dates_are_buddhist_and_ids_become_names() -> None:
    """R-T02."""
    words = Words("th", entries=ENTRIES, resolve=lambda key: {SOMEBODY: "นายธีรเดช ศรีสุข"}[key])
    shown = words.text("event.said", who=SOMEBODY, due_on=date(2026, 11, 27))
    assert shown == "มอบ นายธีรเดช ศรีสุข ภายใน 27 พ.ย. 2569"
    in_english = words.reading("en").text("event.said", who="A", due_on=date(2026, 11, 27))
    assert in_english == "assigned A until 27 Nov 2569"


def test_a_moment_is_bangkok_time() -> None:
    """R-T01: an hour before midnight in London is the next day here."""
    at = datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    assert Words("th").moment(at) == "23 พ.ย. 2569 06.05 น."
    assert Words("en").moment(at) == "23 Nov 2569, 06.05"
    assert Words("th").date_typed(at) == "23/11/2569"


def test_thai_digits_are_a_choice() -> None:
    """R-T06: one kind of digits within one view."""
    words = Words("th", digits="thai", entries=ENTRIES)
    assert words.text("refusal.too-much", ceiling_satang=12_345) == "เกินวงเงิน ๑๒๓.๔๕ บาท"
    assert words.text("ui.days", n=12) == "อีก ๑๒ วัน"


def test_english_counts_one_as_one() -> None:
    assert ENGLISH.text("ui.days", n=1) == "in 1 day"
    assert ENGLISH.text("ui.days", n=2) == "in 2 days"
    assert THAI.text("ui.days", n=1) == "อีก 1 วัน"


def test_an_enums_value_has_its_word() -> None:
    assert THAI.text("event.marked", speed=Speed.VERY_FAST) == "เป็นด่วนมาก"


def test_a_gap_is_an_error_in_tests_and_a_visible_key_in_use() -> None:
    with pytest.raises(MissingWordError):
        THAI.text("ui.none")
    with pytest.raises(MissingWordError):
        THAI.text("ui.days")
    assert Words("th", entries=ENTRIES).text("ui.none") == "ui.none"


def test_a_sentence_cannot_reach_into_its_figures() -> None:
    entries = {"x": {"th": "{a.__class__} {a}", "en": "-"}}
    assert Words("th", entries=entries).text("x", a="1") == "{a.__class__} 1"


def test_missing_words_names_what_lacks_a_language() -> None:
    asked = ["ui.half", "ui.days", "ui.none"]
    assert missing_words(asked, ENTRIES) == ["ui.half", "ui.none"]


def test_a_key_stands_in_one_file_only(tmp_path) -> None:
    (tmp_path / "a.toml").write_text('[ui.x]\nth="ก"\nen="a"\n', "utf-8")
    (tmp_path / "b.toml").write_text('[ui.x]\nth="ข"\nen="b"\n', "utf-8")
    with pytest.raises(ValueError, match=r"b\.toml: ui\.x"):
        load(tmp_path)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_no_two_powers_are_called_the_same(lang: Lang) -> None:
    """Who delegates some and not others must tell them apart."""
    said = Words(lang, strict=True)
    called = Counter(said.power(name) for name in ACTS)
    assert [name for name, times in called.items() if times > 1] == []


def test_an_order_typed_as_a_number_is_called_an_order() -> None:
    said = Words("th", strict=True)
    assert said.show("document", "376/2566") == "คำสั่งที่ 376/2566"
    assert said.show("order_reference", "คำสั่ง สพฐ. ที่ 376/2566") == "คำสั่ง สพฐ. ที่ 376/2566"
    assert said.show("number", "376/2566") == "376/2566"


def test_every_entry_has_thai_and_english() -> None:
    assert missing_words(catalogue()) == []
