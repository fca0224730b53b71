"""The limits of what may be typed: text, dates on paper, money. Used by commands.

Text is stored NFC (R-T09) without zero-width characters (R-T10); control and bidirectional
override characters are refused. A date may be typed in the Buddhist or the Common Era, in Thai or
Arabic digits; a two-digit year is refused (R-T05). Money is whole satang (R-B23).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError, PydanticKnownError

# Nothing is seen of these: zero-width characters, the soft hyphen, marks of direction.
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u180e\u200e\u200f"))
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
DOUBLED_TONE = re.compile(r"[\u0e48-\u0e4b]{2,}")
DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
DATE = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d+))")
MAX_SATANG = 9_000_000_000_000_000


def clean(text: str) -> str:
    """Return ``text`` as it is stored; refuse what cannot be shown or hides what is shown."""
    stored = unicodedata.normalize("NFC", text.translate(ZERO_WIDTH)).strip()
    if FORBIDDEN.search(stored):
        raise PydanticCustomError("text-control", "a control or text-direction character")
    if DOUBLED_TONE.search(stored):
        raise PydanticCustomError("text-doubled-tone", "two tone marks on one letter")
    return stored


def one_line(text: str) -> str:
    """Return ``text`` cleaned; refuse a line break."""
    stored = clean(text)
    if "\n" in stored or "\r" in stored:
        raise PydanticCustomError("text-one-line", "a line break where one line is wanted")
    return stored


def said(text: str) -> str:
    """Return ``text``; refuse it if cleaning left nothing: a reason of one space is no reason."""
    if not text:
        raise PydanticKnownError("string_too_short", {"min_length": 1})
    return text


def paper_date(typed: object) -> object:
    """Read a date as people write it: ISO or day/month/year, B.E. 2400–2700 or C.E. 1900–2100.

    Raises:
        PydanticCustomError: a two-digit year, a year of neither era, or no such day.
    """
    if not isinstance(typed, str):
        if isinstance(typed, date):
            return typed
        raise PydanticCustomError("date-form", "a date is a text such as 2569-11-23")
    match = DATE.fullmatch(typed.strip().translate(DIGITS))
    if match is None:
        raise PydanticCustomError("date-form", "a date is written 23/11/2569 or 2026-11-23")
    parts = match.groups()
    year, month, day = (
        (parts[0], parts[1], parts[2]) if parts[0] else (parts[5], parts[4], parts[3])
    )
    if len(year) != 4:
        raise PydanticCustomError("year-digits", "a year has four digits")
    number = int(year)
    if 2400 <= number <= 2700:
        number -= 543
    elif not 1900 <= number <= 2100:
        raise PydanticCustomError("year-era", "a year is 2400-2700 (B.E.) or 1900-2100 (C.E.)")
    try:
        return date(number, int(month), int(day))
    except ValueError as problem:
        raise PydanticCustomError("date-none", "there is no such day") from problem


OneLine = Annotated[
    str, Field(min_length=1, max_length=500), AfterValidator(one_line), AfterValidator(said)
]
OptionalLine = Annotated[str, Field(max_length=500), AfterValidator(one_line)]
Paragraphs = Annotated[
    str, Field(min_length=1, max_length=20_000), AfterValidator(clean), AfterValidator(said)
]
OptionalParagraphs = Annotated[str, Field(max_length=20_000), AfterValidator(clean)]
PaperDate = Annotated[date, BeforeValidator(paper_date)]
Satang = Annotated[int, Field(strict=True, gt=0, le=MAX_SATANG)]
SatangOrNone = Annotated[int, Field(strict=True, ge=0, le=MAX_SATANG)]
SignedSatang = Annotated[int, Field(strict=True, ge=-MAX_SATANG, le=MAX_SATANG)]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
FiscalYear = Annotated[int, Field(strict=True, ge=2400, le=2700)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$"), PlainSerializer(str)]
