"""Passwords: Argon2id by at most two workers, and how early a password would be guessed.

46 MiB and one pass (RELIABILITY.md §6). Twenty may wait; who comes after is asked to come again, so
that people signing in leave the processors to the others.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.access.password import require_fit, words_of
from domain.access.refusals import SignInBusy

WORKERS = 2
QUEUE = 20
GUESSED_CHARACTERS = 72  # what comes after them makes no password easier


class Passwords:
    """Hashes and checks; a name that nobody has costs as much time as a wrong password."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
        self._working = BoundedSemaphore(WORKERS)
        self._counting = Lock()
        self._inside = 0
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def hash(self, password: str) -> str:
        """Return the hash to keep.

        Raises:
            SignInBusy
        """
        with self._turn():
            return self._hasher.hash(password)

    def fits(self, known: str | None, password: str) -> bool:
        """Return whether ``password`` has the hash ``known``; without one it takes as long to say no.

        Raises:
            SignInBusy
        """
        with self._turn():
            try:
                self._hasher.verify(known or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return known is not None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._counting:
            if self._inside >= WORKERS + QUEUE:
                raise SignInBusy(seconds=2)
            self._inside += 1
        try:
            with self._working:
                yield
        finally:
            with self._counting:
                self._inside -= 1


def require_fit_for(password: str, names: Sequence[str]) -> None:
    """Refuse a password that is too short or guessed early by who knows these names.

    Raises:
        PasswordTooShort, PasswordGuessable
    """
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists are large, and few choose a password

    shown = password[:GUESSED_CHARACTERS]
    # A space would be guessed for an empty text, which is too short in any case.
    found = zxcvbn(shown or " ", user_inputs=words_of(names))
    require_fit(password, float(found["guesses"]))
