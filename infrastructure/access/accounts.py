"""Accounts: opened by invitation, with a password that only its owner knows.

The administrator invites, resets, disables and enables; he never chooses a password. Whatever closes
an account or changes its password ends its sessions in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from psycopg.errors import UniqueViolation

from domain.access.refusals import (
    AccountKnown,
    AccountLocked,
    InvitationOver,
    PasswordWrong,
    SignInBusy,
    SignInFailed,
    SignInNameTaken,
)
from domain.access.trail import AccessAct
from domain.refusal import NotFound
from infrastructure.access.attempts import Attempts
from infrastructure.access.passwords import Passwords, require_fit_for
from infrastructure.access.store import Run, Source, Store, hashed_code, new_code, storable
from infrastructure.access.trail import Trail

INVITED_FOR = timedelta(days=3)
LONGEST_NAME = 60


class Account(NamedTuple):
    """An account as the administrator sees it."""

    person_id: UUID
    sign_in_name: str
    disabled: bool
    has_password: bool
    invited_until: datetime | None
    second_factor: bool
    sessions: int
    last_signed_in_at: datetime | None


class Accounts:
    """The accounts of one office."""

    def __init__(
        self, store: Store, trail: Trail, passwords: Passwords, attempts: Attempts
    ) -> None:
        self._store = store
        self._trail = trail
        self._passwords = passwords
        self._attempts = attempts

    def open_account(self, person_id: UUID, sign_in_name: str, password: str) -> None:
        """Give a person an account with a password: for the demonstration office only."""
        self._store.run(
            "INSERT INTO {}.accounts (person_id, sign_in_name, password_hash, password_set_at)"
            " VALUES (%s, %s, %s, now())",
            person_id, sign_in_name, self._passwords.hash(password),
        )  # fmt: skip

    # The administrator's part

    def invite(
        self,
        person_id: UUID,
        sign_in_name: str,
        by: UUID | None,
        at: datetime,
        source: Source,
        *,
        note: str = "",
    ) -> str:
        """Open an account and return the code by which the person chooses his password.

        Raises:
            SignInNameTaken, AccountKnown
        """
        name = tidy_name(sign_in_name)
        try:
            with self._store.transaction() as run:
                if run("SELECT 1 FROM {}.accounts WHERE person_id = %s", person_id):
                    raise AccountKnown()
                run(
                    "INSERT INTO {}.accounts (person_id, sign_in_name, opened_at)"
                    " VALUES (%s, %s, %s)",
                    person_id, name, at,
                )  # fmt: skip
                code = self._invitation(run, person_id, at)
                self._trail.note(
                    run, AccessAct.ACCOUNT_INVITED, at, source, person_id, by=by, note=note
                )
        except UniqueViolation as problem:
            raise SignInNameTaken(sign_in_name=name) from problem
        return code

    def reset(self, person_id: UUID, by: UUID | None, at: datetime, source: Source) -> str:
        """Take the password away and return the code for a new one; sessions and tokens end.

        The second factor stays: a new password alone opens nothing that wants both.

        Raises:
            NotFound: no such account.
        """
        with self._store.transaction() as run:
            code = self._anew(run, person_id, at)
            self._trail.note(run, AccessAct.ACCOUNT_RESET, at, source, person_id, by=by)
        return code

    def recover(
        self, person_id: UUID, at: datetime, source: Source, *, factor: bool, note: str
    ) -> str:
        """Open an account anew from the machine itself; return the code for a new password.

        For the day on which no administrator gets in: a closed account is opened, and with ``factor``
        the second factor is taken away too. ``note`` says who was at the machine.

        Raises:
            NotFound: no such account.
        """
        with self._store.transaction() as run:
            self._changed(run, "disabled = false", person_id)
            code = self._anew(run, person_id, at)
            if factor and run(
                "DELETE FROM {}.second_factors WHERE person_id = %s RETURNING person_id", person_id
            ):
                self._trail.note(run, AccessAct.FACTOR_TAKEN_AWAY, at, source, person_id, note=note)
            self._trail.note(run, AccessAct.ACCOUNT_RECOVERED, at, source, person_id, note=note)
        return code

    def disable(self, person_id: UUID, by: UUID, at: datetime, source: Source) -> None:
        """Close an account: its sessions end with it, its tokens do not work, invitations are void.

        Raises:
            NotFound
        """
        with self._store.transaction() as run:
            self._changed(run, "disabled = true", person_id)
            end_sessions(run, person_id)
            run("DELETE FROM {}.invitations WHERE person_id = %s", person_id)
            self._trail.note(run, AccessAct.ACCOUNT_DISABLED, at, source, person_id, by=by)

    def enable(self, person_id: UUID, by: UUID, at: datetime, source: Source) -> None:
        """Open a closed account again, with the password it had.

        Raises:
            NotFound
        """
        with self._store.transaction() as run:
            self._changed(run, "disabled = false", person_id)
            self._trail.note(run, AccessAct.ACCOUNT_ENABLED, at, source, person_id, by=by)

    def end_sessions_of(self, person_id: UUID, by: UUID, at: datetime, source: Source) -> None:
        """End all of a person's sessions; he may sign in again."""
        with self._store.transaction() as run:
            self._changed(run, "disabled = disabled", person_id)
            end_sessions(run, person_id)
            self._trail.note(run, AccessAct.SESSIONS_ENDED, at, source, person_id, by=by)

    def all(self, at: datetime) -> Sequence[Account]:
        """Return every account, by sign-in name."""
        return [Account(*row) for row in self._store.run(f"{SELECT} ORDER BY sign_in_name", at)]

    def one(self, person_id: UUID, at: datetime) -> Account | None:
        rows = self._store.run(f"{SELECT} WHERE a.person_id = %s", at, person_id)
        return Account(*rows[0]) if rows else None

    def any(self) -> bool:
        """Return whether the office has accounts yet."""
        return bool(self._store.run("SELECT 1 FROM {}.accounts LIMIT 1"))

    # The person's part

    def check(self, sign_in_name: str, password: str, at: datetime, source: Source) -> UUID:
        """Return whose name and password these are.

        Raises:
            SignInFailed: they are nobody's, or the account is closed.
            AccountLocked, SignInBusy
        """
        name = tidy_name(sign_in_name)
        rows = self._store.run(
            "SELECT person_id, password_hash, disabled FROM {}.accounts WHERE sign_in_name = %s",
            name,
        )
        person_id, known, disabled = rows[0] if rows else (None, None, True)
        of = f"name/{name}"
        try:
            self._attempts.begin(of, at)
        except AccountLocked:
            self._store_note(AccessAct.SIGN_IN_LOCKED, at, source, person_id)
            raise
        fits = self._fits(of, known, password)
        if not fits or disabled:
            self._store_note(AccessAct.SIGN_IN_FAILED, at, source, person_id)
            raise SignInFailed()
        self._attempts.clear(of)
        assert isinstance(person_id, UUID)
        return person_id

    def accept(
        self, code: str, password: str, names: Sequence[str], at: datetime, source: Source
    ) -> UUID:
        """Choose the password an invitation is for; return whose it is. The code works once.

        Raises:
            InvitationOver, PasswordTooShort, PasswordGuessable, SignInBusy
        """
        person_id = self.invited(code, at)
        require_fit_for(password, names)
        password_hash = self._passwords.hash(password)
        with self._store.transaction() as run:
            used = run(
                "DELETE FROM {}.invitations WHERE code_hash = %s AND until_at > %s"
                " RETURNING person_id",
                hashed_code(code), at,
            )  # fmt: skip
            if not used:
                raise InvitationOver()
            self._set_password(run, person_id, password_hash, at)
            self._trail.note(run, AccessAct.INVITATION_ACCEPTED, at, source, person_id)
        return person_id

    def invited(self, code: str, at: datetime) -> UUID:
        """Return whom a code invites.

        Raises:
            InvitationOver: there is none such, or the account is closed.
        """
        rows = self._store.run(
            "SELECT person_id FROM {0}.invitations JOIN {0}.accounts USING (person_id)"
            " WHERE code_hash = %s AND until_at > %s AND NOT disabled",
            hashed_code(code), at,
        )  # fmt: skip
        if not rows:
            raise InvitationOver()
        found: UUID = rows[0][0]
        return found

    def confirm(self, person_id: UUID, password: str, at: datetime) -> None:
        """Ask a signed-in person for his password again.

        Raises:
            PasswordWrong, AccountLocked, SignInBusy
        """
        of = f"again/{person_id}"
        self._attempts.begin(of, at)
        rows = self._store.run(
            "SELECT password_hash FROM {}.accounts WHERE person_id = %s", person_id
        )
        if not self._fits(of, rows[0][0] if rows else None, password):
            raise PasswordWrong()
        self._attempts.clear(of)

    def change_password(
        self,
        person_id: UUID,
        old: str,
        new: str,
        names: Sequence[str],
        session_id: UUID,
        at: datetime,
        source: Source,
    ) -> None:
        """Change one's own password; all sessions but ``session_id`` end.

        Raises:
            PasswordWrong, AccountLocked, PasswordTooShort, PasswordGuessable, SignInBusy
        """
        self.confirm(person_id, old, at)
        require_fit_for(new, names)
        password_hash = self._passwords.hash(new)
        with self._store.transaction() as run:
            self._set_password(run, person_id, password_hash, at)
            end_sessions(run, person_id, but=session_id)
            self._trail.note(
                run, AccessAct.PASSWORD_CHANGED, at, source, person_id, session=session_id
            )

    def _fits(self, of: str, known: str | None, password: str) -> bool:
        """Return whether the password is the known one; where it could not be tried, none was tried.

        Raises:
            SignInBusy
        """
        try:
            return self._passwords.fits(known, password)
        except SignInBusy:
            self._attempts.take_back(of)
            raise

    def _anew(self, run: Run, person_id: UUID, at: datetime) -> str:
        """Take the password away, with sessions, tokens and locks; return the code for a new one."""
        name = self._changed(run, "password_hash = NULL, password_set_at = NULL", person_id)
        end_sessions(run, person_id)
        run(
            "UPDATE {}.service_tokens SET revoked_at = %s"
            " WHERE person_id = %s AND revoked_at IS NULL",
            at, person_id,
        )  # fmt: skip
        self._attempts.clear(f"name/{name}", run)
        return self._invitation(run, person_id, at)

    def _invitation(self, run: Run, person_id: UUID, at: datetime) -> str:
        code = new_code()
        run(
            "INSERT INTO {}.invitations (person_id, code_hash, until_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (person_id) DO UPDATE"
            " SET code_hash = excluded.code_hash, until_at = excluded.until_at",
            person_id, hashed_code(code), at + INVITED_FOR,
        )  # fmt: skip
        return code

    def _set_password(self, run: Run, person_id: UUID, password_hash: str, at: datetime) -> None:
        run(
            "UPDATE {}.accounts SET password_hash = %s, password_set_at = %s WHERE person_id = %s",
            password_hash, at, person_id,
        )  # fmt: skip

    def _changed(self, run: Run, what: str, person_id: UUID) -> str:
        rows = run(
            f"UPDATE {{}}.accounts SET {what} WHERE person_id = %s RETURNING sign_in_name",
            person_id,
        )
        if not rows:
            raise NotFound()
        name: str = rows[0][0]
        return name

    def _store_note(
        self, act: AccessAct, at: datetime, source: Source, person_id: UUID | None
    ) -> None:
        with self._store.transaction() as run:
            self._trail.note(run, act, at, source, person_id)


SELECT = (
    "SELECT a.person_id, a.sign_in_name, a.disabled, a.password_hash IS NOT NULL,"
    " (SELECT i.until_at FROM {0}.invitations i WHERE i.person_id = a.person_id AND i.until_at > %s),"
    " EXISTS (SELECT 1 FROM {0}.second_factors f"
    "         WHERE f.person_id = a.person_id AND f.confirmed_at IS NOT NULL),"
    " (SELECT count(*) FROM {0}.sessions s WHERE s.person_id = a.person_id AND s.complete),"
    " (SELECT max(l.at) FROM {0}.access_log l"
    "  WHERE l.person_id = a.person_id AND l.act = 'signed_in')"
    " FROM {0}.accounts a"
)


def tidy_name(typed: str) -> str:
    """Return a sign-in name as it is kept: lower case, no spaces around, nothing unprintable."""
    return storable(typed.strip().lower(), LONGEST_NAME)


def end_sessions(run: Run, person_id: UUID, but: UUID | None = None) -> None:
    """End a person's sessions, all or all but one."""
    run(
        "DELETE FROM {}.sessions WHERE person_id = %s AND (%s::uuid IS NULL OR id <> %s)",
        person_id, but, but,
    )  # fmt: skip
