"""Sessions: who is signed in, from where, in which post he acts.

The browser holds a token of 256 bits and the store its SHA-256, by which it is found: nothing secret
is compared byte by byte. The token changes at each step-up and change of post; the session's id, which
stands in records, does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from domain.access.refusals import SignInFailed
from domain.access.trail import AccessAct
from domain.refusal import NotFound
from infrastructure.access.accounts import end_sessions
from infrastructure.access.store import Run, Source, Store, hashed, new_token
from infrastructure.access.trail import Trail

HALF_SIGNED_IN = timedelta(minutes=5)
ENROLLING = timedelta(minutes=15)  # an app may have to be found first
NOTED_EVERY = timedelta(minutes=1)
MOST_SESSIONS = 20


class Session(NamedTuple):
    """A session. ``scopes`` is None for a person; a service token has those it was issued with.

    ``instrument_id`` is the one by which he chose to stand in for the post's holder.
    """

    id: UUID
    person_id: UUID
    post_id: UUID | None
    created_at: datetime
    seen_at: datetime
    stepped_up_at: datetime | None
    source: Source
    method: str
    instrument_id: UUID | None = None
    scopes: frozenset[str] | None = None


class Sessions:
    """The sessions of one office."""

    def __init__(self, store: Store, trail: Trail) -> None:
        self._store = store
        self._trail = trail

    def begin(
        self, person_id: UUID, at: datetime, source: Source, method: str, *, complete: bool
    ) -> str:
        """Begin a session and return its token; one not ``complete`` waits for the second factor.

        Of more than twenty sessions of one person the one unused for longest ends. Those that wait count
        by themselves: whoever knows only the password ends nobody's session.

        Raises:
            SignInFailed: meanwhile the account was closed, or its password taken away.
        """
        token, id = new_token(), uuid4()
        with self._store.transaction() as run:
            # Who closes the account waits for this row, and then ends the session with the others.
            open_ = run(
                "SELECT 1 FROM {}.accounts WHERE person_id = %s AND NOT disabled"
                " AND (%s <> 'password' OR password_hash IS NOT NULL) FOR SHARE",
                person_id, method,
            )  # fmt: skip
            if not open_:
                raise SignInFailed()
            run(
                "INSERT INTO {}.sessions (id, token_hash, person_id, complete, created_at, seen_at,"
                " stepped_up_at, address, agent, method)"
                " VALUES (%s, %s, %s, %s, %s, %s, NULL, %s, %s, %s)",
                id, hashed(token), person_id, complete, at, at, *source, method,
            )  # fmt: skip
            _end_surplus(run, person_id, complete=complete)
            if complete:
                self._trail.note(
                    run, AccessAct.SIGNED_IN, at, source, person_id, session=id, note=method
                )
        return token

    def waiting(
        self, token: str, at: datetime, longest: timedelta = HALF_SIGNED_IN
    ) -> Session | None:
        """Return the session that a half signed-in person has begun, for as long as he has."""
        rows = self._store.run(
            f"{SELECT} WHERE token_hash = %s AND NOT complete AND created_at > %s",
            hashed(token), at - longest,
        )  # fmt: skip
        return _session(rows[0]) if rows else None

    def known(
        self,
        token: str,
        at: datetime,
        idle: timedelta,
        longest: timedelta,
        *,
        active: bool = True,
    ) -> Session | None:
        """Return the session a token stands for; None if it is over.

        Where its person is ``active``, note that it was used: what a page asks for by itself is no use.
        """
        rows = self._store.run(
            f"{SELECT} WHERE token_hash = %s AND complete AND seen_at > %s AND created_at > %s",
            hashed(token), at - idle, at - longest,
        )  # fmt: skip
        if not rows:
            return None
        found = _session(rows[0])
        if active and at - found.seen_at > NOTED_EVERY:
            self._store.run("UPDATE {}.sessions SET seen_at = %s WHERE id = %s", at, found.id)
        return found

    def enrolling(self, token: str, at: datetime) -> Session | None:
        """Return the same where the second factor has to be set up first."""
        return self.waiting(token, at, ENROLLING)

    def complete(self, session: Session, at: datetime, source: Source) -> str:
        """Finish signing in after the second factor; return the session's new token."""
        return self._renew(
            session, at, source, AccessAct.SIGNED_IN, "complete = true, stepped_up_at = %s",
            at, note=f"{session.method}+code",
        )  # fmt: skip

    def step_up(self, session: Session, at: datetime, source: Source) -> str:
        """Note that the second factor was given just now; return the session's new token."""
        return self._renew(session, at, source, AccessAct.STEPPED_UP, "stepped_up_at = %s", at)

    def choose_post(
        self,
        session: Session,
        post_id: UUID,
        instrument_id: UUID | None,
        at: datetime,
        source: Source,
    ) -> str:
        """Act in this post from now on, by an instrument if it is not his; return the new token."""
        return self._renew(
            session, at, source, AccessAct.POST_CHOSEN, "post_id = %s, instrument_id = %s",
            post_id, instrument_id, note=str(post_id),
        )  # fmt: skip

    def end(
        self, person_id: UUID, session_id: UUID, at: datetime, source: Source, act: AccessAct
    ) -> None:
        """End one of a person's own sessions.

        Raises:
            NotFound: it is not his, or over.
        """
        with self._store.transaction() as run:
            if not run(
                "DELETE FROM {}.sessions WHERE id = %s AND person_id = %s RETURNING id",
                session_id, person_id,
            ):  # fmt: skip
                raise NotFound()
            self._trail.note(run, act, at, source, person_id, session=session_id)

    def end_others(self, person_id: UUID, but: UUID | None, at: datetime, source: Source) -> None:
        """Sign a person out everywhere: in all sessions, or all ``but`` one."""
        with self._store.transaction() as run:
            end_sessions(run, person_id, but)
            self._trail.note(run, AccessAct.SESSIONS_ENDED, at, source, person_id, session=but)

    def lasting(
        self, ids: Sequence[UUID], at: datetime, idle: timedelta, longest: timedelta
    ) -> Sequence[Session]:
        """Return those of these sessions that are not over."""
        rows = self._store.run(
            f"{SELECT} WHERE id = ANY (%s) AND complete AND seen_at > %s AND created_at > %s",
            list(ids), at - idle, at - longest,
        )  # fmt: skip
        return [_session(row) for row in rows]

    def of(
        self, person_id: UUID, at: datetime, idle: timedelta, longest: timedelta
    ) -> Sequence[Session]:
        """Return a person's sessions that are not over, the one used last first."""
        rows = self._store.run(
            f"{SELECT} WHERE person_id = %s AND complete AND seen_at > %s AND created_at > %s"
            " ORDER BY seen_at DESC",
            person_id, at - idle, at - longest,
        )  # fmt: skip
        return [_session(row) for row in rows]

    def _renew(
        self,
        session: Session,
        at: datetime,
        source: Source,
        act: AccessAct,
        what: str,
        *values: object,
        note: str = "",
    ) -> str:
        token = new_token()
        with self._store.transaction() as run:
            if not run(
                f"UPDATE {{}}.sessions SET token_hash = %s, seen_at = %s, {what}"
                " WHERE id = %s RETURNING id",
                hashed(token), at, *values, session.id,
            ):  # fmt: skip
                raise NotFound()
            if act is AccessAct.SIGNED_IN:
                _end_surplus(run, session.person_id, complete=True)
            self._trail.note(run, act, at, source, session.person_id, session=session.id, note=note)
        return token


def _end_surplus(run: Run, person_id: UUID, *, complete: bool) -> None:
    """End those of a person's sessions, complete or waiting, that were unused longest."""
    run(
        "DELETE FROM {0}.sessions WHERE id IN (SELECT id FROM {0}.sessions"
        " WHERE person_id = %s AND complete = %s"
        " ORDER BY seen_at DESC, created_at DESC OFFSET %s)",
        person_id, complete, MOST_SESSIONS,
    )  # fmt: skip


SELECT = (
    "SELECT id, person_id, post_id, created_at, seen_at, stepped_up_at, address, agent, method,"
    " instrument_id FROM {}.sessions"
)


def _session(row: tuple[object, ...]) -> Session:
    return Session(*row[:6], Source(*row[6:8]), *row[8:])  # type: ignore[arg-type, call-arg]
