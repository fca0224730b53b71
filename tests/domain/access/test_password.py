"""ASVS 5.0: 6.2.1, 6.2.5, 6.2.9, 6.2.11."""

from __future__ import annotations

import pytest

from domain.access.password import (
    FEWEST_GUESSES,
    PasswordGuessable,
    PasswordTooShort,
    require_fit,
    words_of,
)


def test_twelve_characters_and_a_hundred_million_guesses_will_do() -> None:
    require_fit("a b c d e f ", FEWEST_GUESSES)
    require_fit("ปลาทูสามตัวในเข่ง", FEWEST_GUESSES)
    require_fit("x y z w" * 20, 1e30)


def test_one_less_of_either_will_not() -> None:
    with pytest.raises(PasswordTooShort):
        require_fit("abcdefghijk", 1e30)
    with pytest.raises(PasswordGuessable):
        require_fit("abcdefghijkl", FEWEST_GUESSES - 1)
    with pytest.raises(PasswordGuessable):
        require_fit("aaabbbccc" * 5, 1e30)  # three letters over and over


def test_a_persons_words_are_his_names_whole_and_in_parts() -> None:
    words = words_of(["นาง จันทร์เพ็ญ สารบรรณดี", "chanphen.s@example.invalid"])
    assert {"จันทร์เพ็ญ", "chanphen.s@example.invalid", "chanphen", "thabian"} <= set(words)
