"""Codes by time: the published vectors of RFC 6238, drift, and that none counts twice."""

from __future__ import annotations

import pytest

from domain.access.one_time_code import (
    address,
    code_at,
    matching_step,
    secret_of,
    secret_text,
    spelled,
    step_of,
    tidy,
)

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238(seconds: int, eight_digits: str) -> None:
    """Appendix B, SHA-1; of its eight digits the last six."""
    assert code_at(SECRET, step_of(seconds)) == eight_digits[2:]


def test_a_code_counts_one_step_early_or_late_and_no_further() -> None:
    for drift, taken in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        found = matching_step(SECRET, code_at(SECRET, 1000 + drift), 1000, 0)
        assert found == (1000 + drift if taken else None)


def test_no_code_counts_twice_nor_an_older_one_after_it() -> None:
    assert matching_step(SECRET, code_at(SECRET, 1000), 1000, last=1000) is None
    assert matching_step(SECRET, code_at(SECRET, 999), 1000, last=1000) is None
    assert matching_step(SECRET, code_at(SECRET, 1001), 1000, last=1000) == 1001


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "๑๒๓๔๕๖"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert matching_step(SECRET, typed, 1000, 0) is None


def test_a_code_is_the_same_however_it_is_spelled() -> None:
    code = spelled(bytes(range(15)))
    assert len(tidy(code)) == 24
    assert tidy(code.lower().replace("-", " ")) == tidy(code)


def test_the_address_names_account_and_office() -> None:
    shown = address(SECRET, "registrar", "ทะเบียน 4203")
    assert shown.startswith("otpauth://totp/%E0%B8%97")
    assert ":registrar?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&" in shown
    assert secret_of(secret_text(SECRET)) == SECRET
