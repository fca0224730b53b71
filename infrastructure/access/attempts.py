"""Wrong attempts in a row, and the lock that follows them. Unknown names lock like known ones."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from domain.access.lock import FORGOTTEN, locked_until
from domain.access.refusals import AccountLocked
from infrastructure.access.store import Run, Store, hashed


class Attempts:
    """Counts by what is attempted: ``name/somebody``, ``code/<person>``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, of: str, at: datetime) -> None:
        """Count an attempt before it is tried.

        Raises:
            AccountLocked: there were too many; ``seconds`` says for how long.
        """
        key = hashed(of)
        self._store.run("DELETE FROM {}.attempts WHERE at < %s", at - FORGOTTEN)
        with self._store.transaction() as run:
            run(
                "INSERT INTO {}.attempts (of_hash, attempts, at) VALUES (%s, 0, %s)"
                " ON CONFLICT (of_hash) DO NOTHING",
                key, at,
            )  # fmt: skip
            [(attempts, until)] = run(
                "SELECT attempts, locked_until FROM {}.attempts WHERE of_hash = %s FOR UPDATE", key
            )
            if until is not None and until > at:
                raise AccountLocked(seconds=ceil((until - at).total_seconds()))
            run(
                "UPDATE {}.attempts SET attempts = %s, at = %s, locked_until = %s"
                " WHERE of_hash = %s",
                attempts + 1, at, locked_until(attempts + 1, at), key,
            )  # fmt: skip

    def take_back(self, of: str) -> None:
        """Count one attempt less, for it was not tried; the lock it may have brought goes with it."""
        self._store.run(
            "UPDATE {}.attempts SET attempts = greatest(attempts - 1, 0), locked_until = NULL"
            " WHERE of_hash = %s",
            hashed(of),
        )

    def clear(self, of: str, run: Run | None = None) -> None:
        """Forget the attempts: the right one came, or the administrator opened the account anew."""
        (run or self._store.run)("DELETE FROM {}.attempts WHERE of_hash = %s", hashed(of))
