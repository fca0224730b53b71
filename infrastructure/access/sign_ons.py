"""Sign-on at the office's provider: journeys there and back, and who is whom.

A person is linked by issuer and subject, which a provider never gives to another, and by nothing else:
not by e-mail. He links himself, signed in, with his password asked again. A journey is bound to the
browser that began it, lasts ten minutes, and ends once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domain.access.refusals import SignOnFailed, SignOnTaken
from domain.access.trail import AccessAct
from domain.refusal import NotFound
from infrastructure.access.oidc import Provider
from infrastructure.access.store import Source, Store, first, hashed, new_token
from infrastructure.access.trail import Trail

JOURNEY = timedelta(minutes=10)


class Departure(NamedTuple):
    """Where the browser goes, and what it keeps so that its return is known."""

    address: str
    browser: str


class Arrival(NamedTuple):
    """Whom the provider named, where he was going, and who of us wanted to be linked to him."""

    subject: str
    next: str
    link_person: UUID | None


class Link(NamedTuple):
    issuer: str
    linked_at: datetime


class SignOns:
    """Sign-on at ``provider``; without one there is none."""

    def __init__(self, store: Store, trail: Trail, provider: Provider | None) -> None:
        self._store = store
        self._trail = trail
        self.provider = provider

    def depart(self, next: str, at: datetime, *, link_person: UUID | None = None) -> Departure:
        """Begin a journey.

        Raises:
            NotFound: the office has no provider.
            SignOnFailed: it cannot be reached.
        """
        provider = self._known()
        state, nonce, verifier, browser = (new_token() for _ in range(4))
        address = provider.address(state, nonce, verifier, at)
        self._store.run("DELETE FROM {}.sign_on_requests WHERE until_at < %s", at)
        self._store.run(
            "INSERT INTO {}.sign_on_requests"
            " (state_hash, browser_hash, nonce, verifier, next, link_person, until_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            hashed(state), hashed(browser), nonce, verifier, next, link_person, at + JOURNEY,
        )  # fmt: skip
        return Departure(address, browser)

    def arrive(
        self, state: str, browser: str, code: str, issuer: str | None, at: datetime
    ) -> Arrival:
        """End a journey: exchange the code and check the token.

        Raises:
            SignOnFailed: no such journey from this browser, or the provider's answer does not hold.
        """
        provider = self._known()
        found = first(
            self._store.run(
                "DELETE FROM {}.sign_on_requests"
                " WHERE state_hash = %s AND browser_hash = %s AND until_at > %s"
                " RETURNING nonce, verifier, next, link_person",
                hashed(state), hashed(browser), at,
            )
        )  # fmt: skip
        if found is None or not code:
            raise SignOnFailed("no such journey")
        nonce, verifier, next, link_person = found
        provider.require_issuer(issuer, at)
        return Arrival(provider.subject(code, verifier, nonce, at), next, link_person)

    def person(self, subject: str) -> UUID | None:
        """Return who of the office is linked to ``subject``, if his account is open."""
        found = first(
            self._store.run(
                "SELECT person_id FROM {0}.sign_ons JOIN {0}.accounts USING (person_id)"
                " WHERE issuer = %s AND subject = %s AND NOT disabled",
                self._known().registration.issuer, subject,
            )
        )  # fmt: skip
        return found[0] if found else None

    def link(
        self, person_id: UUID, subject: str, session_id: UUID, at: datetime, source: Source
    ) -> None:
        """Link a person to whom the provider named.

        Raises:
            SignOnTaken: another person is.
        """
        issuer = self._known().registration.issuer
        with self._store.transaction() as run:
            run(
                "INSERT INTO {}.sign_ons (issuer, subject, person_id, linked_at)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT (issuer, subject) DO NOTHING",
                issuer, subject, person_id, at,
            )  # fmt: skip
            [(owner,)] = run(
                "SELECT person_id FROM {}.sign_ons WHERE issuer = %s AND subject = %s",
                issuer, subject,
            )  # fmt: skip
            if owner != person_id:
                raise SignOnTaken()
            self._trail.note(
                run,
                AccessAct.SIGN_ON_LINKED,
                at,
                source,
                person_id,
                session=session_id,
                note=issuer,
            )

    def unlink(
        self, person_id: UUID, at: datetime, source: Source, *, by: UUID | None = None
    ) -> None:
        """Take a person's links away.

        Raises:
            NotFound: he has none.
        """
        with self._store.transaction() as run:
            gone = run("DELETE FROM {}.sign_ons WHERE person_id = %s RETURNING issuer", person_id)
            if not gone:
                raise NotFound()
            self._trail.note(
                run, AccessAct.SIGN_ON_UNLINKED, at, source, person_id, by=by, note=gone[0][0]
            )

    def of(self, person_id: UUID) -> Sequence[Link]:
        rows = self._store.run(
            "SELECT issuer, linked_at FROM {}.sign_ons WHERE person_id = %s ORDER BY linked_at",
            person_id,
        )
        return [Link(*row) for row in rows]

    def note_failure(self, at: datetime, source: Source, person_id: UUID | None = None) -> None:
        """Note a return that led nowhere."""
        with self._store.transaction() as run:
            self._trail.note(run, AccessAct.SIGN_ON_FAILED, at, source, person_id)

    def _known(self) -> Provider:
        if self.provider is None:
            raise NotFound()
        return self.provider
