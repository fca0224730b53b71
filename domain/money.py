"""Money in print and as typed. Inside the program it is whole satang, never a float (R-B23)."""

from __future__ import annotations

import re

from pydantic_core import PydanticCustomError

from domain.fields import MAX_SATANG
from domain.thai_text import arabic_digits

MINUS = "\u2212"
TYPED = re.compile(r"([-\u2212]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]*))?")
LONGEST = 40
DIGIT_NAMES = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
PLACE_NAMES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
MILLION = 1_000_000


def format_baht(satang: int) -> str:
    """Return ``1,234.50``: baht with two decimals; a debit has a true minus sign."""
    baht, rest = divmod(abs(satang), 100)
    return f"{MINUS if satang < 0 else ''}{baht:,}.{rest:02}"


def baht_text(satang: int) -> str:
    """Return the amount in words, as forms want it: ``ยี่สิบเอ็ดบาทถ้วน`` (R-B23)."""
    baht, rest = divmod(abs(satang), 100)
    words = f"{_in_words(baht)}บาท" if baht or not rest else ""
    words += f"{_in_words(rest)}สตางค์" if rest else "ถ้วน"
    return f"ลบ{words}" if satang < 0 else words


def read_baht(text: str) -> int:
    """Return the satang of an amount typed in baht: ``1,234.50``, ``๑๒๓๔.๕``, ``-20``, ``20 บาท``.

    Raises:
        PydanticCustomError: not an amount (``money-form``), more than two decimals
            (``money-decimals``), or too large (``money-range``).
    """
    bare = arabic_digits(text.strip().removesuffix("บาท").removeprefix("฿").strip())
    typed = TYPED.fullmatch(bare) if len(text) <= LONGEST else None
    if typed is None:
        raise PydanticCustomError("money-form", "an amount in baht is written 1,234.50")
    sign, baht, decimals = typed[1], typed[2].replace(",", ""), typed[3] or ""
    if len(decimals) > 2:
        raise PydanticCustomError("money-decimals", "an amount has at most two decimals")
    satang = int(baht) * 100 + int(decimals.ljust(2, "0"))
    if satang > MAX_SATANG:
        raise PydanticCustomError("money-range", "an amount this large cannot be kept")
    return -satang if sign else satang


def _in_words(number: int) -> str:
    """Return a whole number in Thai words; millions of millions repeat ล้าน."""
    if number == 0:
        return "ศูนย์"
    millions, rest = divmod(number, MILLION)
    above = f"{_in_words(millions)}ล้าน" if millions else ""
    return above + _below_a_million(rest, follows=bool(millions))


def _below_a_million(number: int, follows: bool) -> str:
    words = ""
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            continue
        words += _digit_name(digit, place, follows) + PLACE_NAMES[place]
        follows = True
    return words


def _digit_name(digit: int, place: int, follows: bool) -> str:
    """Return the digit's name: ยี่ of twenty, nothing of ten, เอ็ด of a one after other digits."""
    if place == 1 and digit <= 2:
        return "" if digit == 1 else "ยี่"
    return "เอ็ด" if place == 0 and digit == 1 and follows else DIGIT_NAMES[digit]
