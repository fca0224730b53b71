"""Service tokens: how programs sign in. Each has an owner, a post it acts in, scopes and an end.

A person issues tokens for a post of his own; the administrator sees and revokes them all but issues
none for others, else he could act in any post. A token works while its owner holds the post and his
account is open. It begins with ``tbt_``, so that a search for lost secrets finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from domain.access.trail import AccessAct
from domain.refusal import NotFound
from infrastructure.access.sessions import Session
from infrastructure.access.store import Source, Store, hashed, new_token
from infrastructure.access.trail import Trail

PREFIX = "tbt_"
NOTED_EVERY = timedelta(minutes=1)


class ServiceToken(NamedTuple):
    """A token as it is listed; the token itself is shown when it is issued and never again."""

    id: UUID
    name: str
    person_id: UUID
    post_id: UUID
    scopes: Sequence[str]
    issued_at: datetime
    until_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    used_from: str | None


class ServiceTokens:
    """The service tokens of one office."""

    def __init__(self, store: Store, trail: Trail) -> None:
        self._store = store
        self._trail = trail

    def issue(
        self,
        person_id: UUID,
        post_id: UUID,
        instrument_id: UUID | None,
        name: str,
        scopes: Sequence[str],
        until: datetime,
        at: datetime,
        source: Source,
    ) -> tuple[str, UUID]:
        """Return a new token and its id."""
        token, id = PREFIX + new_token(), uuid4()
        with self._store.transaction() as run:
            run(
                "INSERT INTO {}.service_tokens"
                " (id, token_hash, name, person_id, post_id, instrument_id, scopes, issued_at, until_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                id, hashed(token), name, person_id, post_id, instrument_id, sorted(set(scopes)), at, until,
            )  # fmt: skip
            self._trail.note(
                run, AccessAct.TOKEN_ISSUED, at, source, person_id, session=id, note=name
            )
        return token, id

    def known(self, token: str, at: datetime, source: Source) -> Session | None:
        """Return what a token stands for, as a session; its use is noted once a minute and place."""
        rows = self._store.run(
            "SELECT t.id, t.person_id, t.post_id, t.issued_at, t.used_at, t.used_from, t.scopes,"
            " t.name, t.instrument_id FROM {0}.service_tokens t JOIN {0}.accounts a USING (person_id)"
            " WHERE token_hash = %s AND revoked_at IS NULL AND until_at > %s AND NOT disabled",
            hashed(token), at,
        )  # fmt: skip
        if not rows:
            return None
        id, person_id, post_id, issued_at, used_at, used_from, scopes, name, instrument_id = rows[0]
        if used_at is None or at - used_at > NOTED_EVERY or used_from != source.address:
            with self._store.transaction() as run:
                run(
                    "UPDATE {}.service_tokens SET used_at = %s, used_from = %s WHERE id = %s",
                    at, source.address, id,
                )  # fmt: skip
                self._trail.note(
                    run, AccessAct.TOKEN_USED, at, source, person_id, session=id, note=name
                )
        return Session(
            id,
            person_id,
            post_id,
            issued_at,
            at,
            None,
            source,
            "token",
            instrument_id,
            frozenset(scopes),
        )

    def revoke(
        self, token_id: UUID, at: datetime, source: Source, *, of: UUID | None, by: UUID
    ) -> None:
        """End a token: one's own (``of`` oneself), or anybody's (``of`` None).

        Raises:
            NotFound: there is no such token, or it is over, or not his.
        """
        with self._store.transaction() as run:
            rows = run(
                "UPDATE {}.service_tokens SET revoked_at = %s WHERE id = %s"
                " AND revoked_at IS NULL AND (%s::uuid IS NULL OR person_id = %s)"
                " RETURNING person_id, name",
                at, token_id, of, of,
            )  # fmt: skip
            if not rows:
                raise NotFound()
            owner, name = rows[0]
            self._trail.note(
                run, AccessAct.TOKEN_REVOKED, at, source, owner,
                by=None if by == owner else by, session=token_id, note=name,
            )  # fmt: skip

    def of(self, person_id: UUID | None = None) -> Sequence[ServiceToken]:
        """Return a person's tokens, or everybody's, the newest first; those that are over too."""
        rows = self._store.run(
            "SELECT id, name, person_id, post_id, scopes, issued_at, until_at, revoked_at, used_at,"
            " used_from FROM {}.service_tokens WHERE %s::uuid IS NULL OR person_id = %s"
            " ORDER BY issued_at DESC LIMIT 200",
            person_id, person_id,
        )  # fmt: skip
        return [ServiceToken(*row) for row in rows]
