"""What a password must be: long, and not one that is guessed early. Any characters will do.

How early it is guessed is an estimate made elsewhere (``guesses``) from lists of passwords that have
leaked, keyboards' rows, dates and repeats, together with the words that belong to the person and the
office. ASVS 5.0: 6.2.1, 6.2.4, 6.2.5, 6.2.9, 6.2.11, 6.2.12.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.refusal import Refusal

SHORTEST = 12
LONGEST = 200
FEWEST_GUESSES = 10**8
# Words of the product and of such offices; the person's own and the office's names are added.
OWN_WORDS = (
    "thabian", "ทะเบียน", "sesao", "obec", "สพป", "สพฐ", "school", "โรงเรียน", "office", "สำนักงาน",
    "saraban", "สารบรรณ", "budget", "งบประมาณ", "director", "ผู้อำนวยการ", "password", "รหัสผ่าน",
    "thailand", "ประเทศไทย",
)  # fmt: skip


class PasswordTooShort(Refusal):
    """Fewer than ``shortest`` characters."""

    code = "password-too-short"


class PasswordGuessable(Refusal):
    """Among the first that would be tried."""

    code = "password-guessable"


def require_fit(password: str, guesses: float) -> None:
    """Refuse a password that is too short, or found after fewer guesses than 100 million.

    Raises:
        PasswordTooShort, PasswordGuessable
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort(shortest=SHORTEST)
    if len(set(password)) < 4 or guesses < FEWEST_GUESSES:
        raise PasswordGuessable()


def words_of(names: Iterable[str]) -> list[str]:
    """Return the words a guesser would try for whoever bears ``names``: whole and in parts."""
    found = [*OWN_WORDS]
    for name in names:
        found += [name, *name.replace(".", " ").replace("@", " ").replace("-", " ").split()]
    return [word.lower() for word in found if len(word) > 2]
