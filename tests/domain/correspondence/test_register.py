"""Registers: opened for a calendar year, with a first number and a letter code."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.correspondence.parts import Secrecy
from domain.correspondence.register import (
    LetterCodeMissing,
    LetterCodeSendOnly,
    LetterCodeSet,
    NumbersAlreadyIssued,
    OpenRegister,
    RegisterAlreadyOpen,
    RegisterChanged,
    RegisterKind,
    RegisterNotOpen,
    RegisterOpened,
    RegisterYearPast,
    SetLetterCode,
    first_number,
    register,
)
from domain.refusal import NotOpen
from tests.domain.correspondence.people import ADMINISTRATOR, PLANNING, REGISTRY, TODAY
from tests.domain.scenario import Scenario

nothing = Scenario(register)


def open_register(**said: Any) -> OpenRegister:
    fields: dict[str, Any] = {
        "by": ADMINISTRATOR,
        "on": TODAY,
        "title_th": "ทะเบียนหนังสือส่ง",
        "title_en": "Send register",
        "kind": "send",
        "unit_id": REGISTRY,
        "calendar_year": 2569,
        "issued": 0,
    }
    return OpenRegister(**(fields | said))


def opened(**said: Any) -> RegisterOpened:
    fields: dict[str, Any] = {
        "title_th": "ทะเบียนหนังสือส่ง",
        "title_en": "Send register",
        "kind": RegisterKind.SEND,
        "unit_id": REGISTRY,
        "calendar_year": 2569,
        "first_number": 1,
        "secrecy": Secrecy.NONE,
    }
    return RegisterOpened(**(fields | said))


def set_code(code: str = "ศธ 04999", issued: int = 0, **said: Any) -> SetLetterCode:
    return SetLetterCode(by=ADMINISTRATOR, on=TODAY, letter_code=code, issued=issued, **said)


send = nothing.given(opened())
coded = send.given(LetterCodeSet("ศธ 04999", is_sample=False))


def test_a_register_is_opened_for_a_year_with_its_first_number() -> None:
    """R-N05, R-N07: an office that starts in mid-year goes on from its paper register."""
    nothing.when(open_register(first_number=412)).then(opened(first_number=412))


def test_the_first_number_of_a_year_is_set_once() -> None:
    """R-N07."""
    send.when(open_register(first_number=500)).refused(
        RegisterAlreadyOpen, calendar_year=2569, first_number=1
    )


def test_each_year_begins_again_with_its_own_first_number() -> None:
    """R-N05: the next year is opened beside this one, and then neither again."""
    both = send.when(open_register(calendar_year=2570)).then(opened(calendar_year=2570))
    for year in (2569, 2570):
        both.when(open_register(calendar_year=year)).refused(RegisterAlreadyOpen)


def test_a_first_number_comes_before_the_first_number_taken() -> None:
    """R-N07."""
    nothing.when(open_register(issued=1)).refused(NumbersAlreadyIssued, issued=1)


def test_a_first_number_is_at_least_one() -> None:
    """R-N01: no zero, no leading zeros."""
    nothing.when(open_register(first_number=1)).then(opened())
    for number in (0, -1, "1", 1.0):
        with pytest.raises(ValidationError, match="first_number"):
            open_register(first_number=number)


def test_no_register_is_opened_for_a_year_that_is_over() -> None:
    """R-N20: on 31 December the old year can still be opened, on 1 January no more."""
    nothing.when(open_register(on=date(2026, 12, 31))).then(opened())
    nothing.when(open_register(on=date(2027, 1, 1))).refused(
        RegisterYearPast, calendar_year=2569, this_year=2570
    )


@pytest.mark.parametrize("year", [69, 2026])
def test_the_year_is_a_whole_year_of_the_buddhist_era(year: int) -> None:
    """R-T05."""
    with pytest.raises(ValidationError, match="calendar_year"):
        open_register(calendar_year=year)


def test_a_register_keeps_its_kind_and_its_secrecy() -> None:
    """R-U06: classified letters have registers of their own; titles and units may change."""
    send.when(open_register(calendar_year=2570, secrecy="secret")).refused(
        RegisterChanged, secrecy=Secrecy.NONE
    )
    send.when(open_register(calendar_year=2570, kind="receive")).refused(RegisterChanged)
    send.when(open_register(calendar_year=2570, unit_id=PLANNING)).then(
        opened(calendar_year=2570, unit_id=PLANNING)
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ศธ 04999", "ศธ 04999"),
        ("ศธ ๐๔๙๙๙", "ศธ 04999"),
        ("ศธ04999.51", "ศธ04999.51"),
        ("ลย 5", "ลย 5"),
        ("กพท 1", "กพท 1"),
    ],
)
def test_a_letter_code_is_letters_a_space_and_digits(typed: str, code: str) -> None:
    """R-N02: Thai digits are read as Arabic."""
    send.when(set_code(typed)).then(LetterCodeSet(code, is_sample=False))


@pytest.mark.parametrize("typed", ["04999", "ศธ", "ศธ/04999", "AB 04999", "กขคง 1", "ศธ  1", ""])
def test_our_own_code_of_another_form_is_not_accepted(typed: str) -> None:
    """R-N02."""
    with pytest.raises(ValidationError, match="letter_code"):
        set_code(typed)


def test_a_sample_code_says_that_it_is_one() -> None:
    """Issue: รหัสตัวอย่าง; the office sets its own in its place."""
    sample = send.when(set_code(is_sample=True)).then(LetterCodeSet("ศธ 04999", is_sample=True))
    sample.when(set_code("ศธ 04001")).then(LetterCodeSet("ศธ 04001", is_sample=False))


def test_the_code_is_set_before_the_first_number_of_the_year() -> None:
    """R-N01, R-N07."""
    coded.when(set_code("ศธ 04001", issued=0)).then(LetterCodeSet("ศธ 04001", is_sample=False))
    coded.when(set_code("ศธ 04001", issued=1)).refused(NumbersAlreadyIssued, issued=1)


def test_only_a_send_register_has_a_letter_code() -> None:
    """R-N01."""
    receive = nothing.given(opened(kind=RegisterKind.RECEIVE))
    receive.when(set_code()).refused(LetterCodeSendOnly, kind=RegisterKind.RECEIVE)
    nothing.when(set_code()).refused(NotOpen)


def test_a_year_nobody_opened_begins_again_at_one() -> None:
    """R-N05: on 1 January the registry registers, whoever is on leave."""
    assert first_number(coded.state, 2570) == 1


def test_a_number_is_issued_only_in_a_register_that_was_opened() -> None:
    """R-N07: what the application asks before each number."""
    assert first_number(coded.given(opened(calendar_year=2570, first_number=9)).state, 2570) == 9
    assert first_number(coded.state, 2569) == 1
    for state, year in ((coded.state, 2568), (nothing.state, 2570)):
        with pytest.raises(RegisterNotOpen):
            first_number(state, year)


def test_no_letter_goes_out_without_a_letter_code() -> None:
    """R-N01: other registers print none."""
    with pytest.raises(LetterCodeMissing):
        first_number(send.state, 2569)
    assert first_number(nothing.given(opened(kind=RegisterKind.CASE)).state, 2569) == 1
