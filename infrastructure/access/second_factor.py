"""The second factor: a code by time from a telephone, and ten codes for the day it is lost."""

from __future__ import annotations

import json
from datetime import datetime
from secrets import token_bytes
from typing import NamedTuple
from uuid import UUID

from domain.access.one_time_code import (
    DIGITS,
    RECOVERY_CODES,
    SECRET_BYTES,
    matching_step,
    step_of,
    tidy,
)
from domain.access.refusals import CodeWrong, SecondFactorKnown
from domain.access.trail import AccessAct
from domain.refusal import NotFound
from infrastructure.access.attempts import Attempts
from infrastructure.access.store import Run, Source, Store, hashed_code, new_code
from infrastructure.access.trail import Trail
from infrastructure.log.keys import Keys


class FactorState(NamedTuple):
    """Since when there is a second factor, and how many recovery codes are left."""

    confirmed_at: datetime
    codes_left: int


class SecondFactors:
    """The second factors of one office. Secrets are sealed under their person's key."""

    def __init__(
        self, store: Store, trail: Trail, attempts: Attempts, keys: Keys, office: str
    ) -> None:
        self._store = store
        self._trail = trail
        self._attempts = attempts
        self._keys = keys
        self._office = office

    def state(self, person_id: UUID) -> FactorState | None:
        """Return what the person has, or None."""
        rows = self._store.run(
            "SELECT confirmed_at, (SELECT count(*) FROM {0}.recovery_codes r"
            " WHERE r.person_id = f.person_id AND r.used_at IS NULL)"
            " FROM {0}.second_factors f WHERE person_id = %s AND confirmed_at IS NOT NULL",
            person_id,
        )
        return FactorState(*rows[0]) if rows else None

    def begin(self, person_id: UUID, at: datetime) -> bytes:
        """Return a new secret, which counts once a code of it has confirmed it.

        Raises:
            SecondFactorKnown: there is one; it is taken away first.
        """
        secret = token_bytes(SECRET_BYTES)
        sealed = self._keys.seal(person_id, secret, self._place(person_id))
        rows = self._store.run(
            "INSERT INTO {}.second_factors AS f (person_id, secret, begun_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret,"
            " begun_at = excluded.begun_at, last_step = 0 WHERE f.confirmed_at IS NULL"
            " RETURNING person_id",
            person_id, json.dumps(sealed), at,
        )  # fmt: skip
        if not rows:
            raise SecondFactorKnown()
        return secret

    def begun(self, person_id: UUID) -> bytes | None:
        """Return the secret that waits for its first code."""
        rows = self._store.run(
            "SELECT secret FROM {}.second_factors WHERE person_id = %s AND confirmed_at IS NULL",
            person_id,
        )
        return self._keys.open(rows[0][0], self._place(person_id)) if rows else None

    def confirm(
        self, person_id: UUID, typed: str, session_id: UUID, at: datetime, source: Source
    ) -> list[str]:
        """Take the first code of a new secret; return the recovery codes, which are shown once.

        Raises:
            CodeWrong, AccountLocked
            NotFound: no secret waits for its first code.
        """
        self._attempts.begin(f"code/{person_id}", at)
        with self._store.transaction() as run:
            step = self._step(run, person_id, typed, at, confirmed=False)
            if step is None:
                raise CodeWrong()
            run(
                "UPDATE {}.second_factors SET confirmed_at = %s, last_step = %s"
                " WHERE person_id = %s",
                at, step, person_id,
            )  # fmt: skip
            codes = [new_code() for _ in range(RECOVERY_CODES)]
            for code in codes:
                run(
                    "INSERT INTO {}.recovery_codes (person_id, code_hash) VALUES (%s, %s)",
                    person_id, hashed_code(code),
                )  # fmt: skip
            self._attempts.clear(f"code/{person_id}", run)
            self._trail.note(
                run, AccessAct.FACTOR_ENROLLED, at, source, person_id, session=session_id
            )
        return codes

    def check(self, person_id: UUID, typed: str, at: datetime, source: Source) -> None:
        """Take a code of the app, or a recovery code; each counts once.

        Raises:
            CodeWrong, AccountLocked
        """
        self._attempts.begin(f"code/{person_id}", at)
        with self._store.transaction() as run:
            if self._taken(run, person_id, typed, at, source):
                self._attempts.clear(f"code/{person_id}", run)
                return
        with self._store.transaction() as run:
            self._trail.note(run, AccessAct.CODE_FAILED, at, source, person_id)
        raise CodeWrong()

    def remove(
        self, person_id: UUID, at: datetime, source: Source, *, by: UUID | None = None
    ) -> None:
        """Take the second factor away: the person his own, the administrator (``by``) a lost one.

        Raises:
            NotFound: there is none.
        """
        with self._store.transaction() as run:
            if not run(
                "DELETE FROM {}.second_factors WHERE person_id = %s RETURNING person_id", person_id
            ):
                raise NotFound()
            act = AccessAct.FACTOR_TAKEN_AWAY if by else AccessAct.FACTOR_REMOVED
            self._trail.note(run, act, at, source, person_id, by=by)

    def _taken(self, run: Run, person_id: UUID, typed: str, at: datetime, source: Source) -> bool:
        if len(tidy(typed)) == DIGITS:
            step = self._step(run, person_id, typed, at, confirmed=True)
            if step is None:
                return False
            run("UPDATE {}.second_factors SET last_step = %s WHERE person_id = %s", step, person_id)
            return True
        used = run(
            "UPDATE {}.recovery_codes SET used_at = %s"
            " WHERE person_id = %s AND code_hash = %s AND used_at IS NULL RETURNING person_id",
            at, person_id, hashed_code(typed),
        )  # fmt: skip
        if used:
            self._trail.note(run, AccessAct.RECOVERY_CODE_USED, at, source, person_id)
        return bool(used)

    def _step(
        self, run: Run, person_id: UUID, typed: str, at: datetime, *, confirmed: bool
    ) -> int | None:
        """Return the step whose code was typed; the row stays locked until that is written down."""
        rows = run(
            "SELECT secret, last_step FROM {}.second_factors"
            " WHERE person_id = %s AND (confirmed_at IS NOT NULL) = %s FOR UPDATE",
            person_id, confirmed,
        )  # fmt: skip
        if not rows:
            if confirmed:
                return None
            raise NotFound()
        secret = self._keys.open(rows[0][0], self._place(person_id))
        return matching_step(secret, tidy(typed), step_of(at.timestamp()), rows[0][1])

    def _place(self, person_id: UUID) -> str:
        return f"{self._office}|second_factor/{person_id}|1|secret"
