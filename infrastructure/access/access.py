"""Access to one office: all its parts over one store, and who a token stands for."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
from psycopg_pool import ConnectionPool

from domain.access.rules import AccessRules
from infrastructure.access.accounts import Accounts
from infrastructure.access.attempts import Attempts
from infrastructure.access.limits import Buckets, Limits
from infrastructure.access.oidc import Provider, Registration
from infrastructure.access.passwords import Passwords
from infrastructure.access.second_factor import SecondFactors
from infrastructure.access.sessions import Session, Sessions
from infrastructure.access.sign_ons import SignOns
from infrastructure.access.store import Source, Store, storable
from infrastructure.access.tokens import PREFIX, ServiceTokens
from infrastructure.access.trail import Trail
from infrastructure.log.keys import Keys
from infrastructure.log.migrate import Schemas


class Access:
    """The parts of access: accounts, sessions, second factors, service tokens, sign-on, the trail.

    ``rules`` returns the office's rules of access as they stand; ``secret`` makes the forms' tokens.
    """

    def __init__(
        self,
        pool: ConnectionPool[psycopg.Connection[Any]],
        schemas: Schemas,
        keys: Keys,
        rules: Callable[[], AccessRules],
        secret: bytes,
        *,
        provider: Registration | None = None,
        limits: Limits | None = None,
    ) -> None:
        store = Store(pool, schemas.log)
        attempts = Attempts(store)
        limits = limits or Limits()
        self.rules = rules
        self._secret = secret
        self.trail = Trail(store, schemas.code)
        self.passwords = Passwords()
        self.accounts = Accounts(store, self.trail, self.passwords, attempts)
        self.sessions = Sessions(store, self.trail)
        self.second_factors = SecondFactors(store, self.trail, attempts, keys, schemas.code)
        self.tokens = ServiceTokens(store, self.trail)
        self.sign_ons = SignOns(store, self.trail, Provider(provider) if provider else None)
        self._sign_ins = Buckets(limits.sign_ins)
        self._requests = Buckets(limits.requests)

    def known(
        self, token: str, at: datetime, source: Source, *, active: bool = True
    ) -> Session | None:
        """Return the session or service token that ``token`` is, or None.

        Only who is ``active`` keeps his session from being idle.

        Raises:
            TooManyRequests: its person asks for more than one account may.
        """
        if token.startswith(PREFIX):
            found = self.tokens.known(token, at, source)
        else:
            rules = self.rules()
            found = self.sessions.known(token, at, rules.idle, rules.longest, active=active)
        if found is not None:
            self._requests.take(str(found.person_id), time.monotonic())
        return found

    def lasting(self, ids: Sequence[UUID], at: datetime) -> Sequence[Session]:
        """Return those of these sessions that are not over by the office's rules."""
        rules = self.rules()
        return self.sessions.lasting(ids, at, rules.idle, rules.longest)

    def take_sign_in(self, source: Source) -> None:
        """Count an attempt to sign in from an address.

        Raises:
            TooManyRequests
        """
        self._sign_ins.take(source.address, time.monotonic())

    def form_token(self, session_id: UUID) -> str:
        """Return the token of a session's forms; it outlives changes of the session's own token."""
        return hmac.new(self._secret, b"form|" + session_id.bytes, sha256).hexdigest()

    @staticmethod
    def source(address: str, agent: str) -> Source:
        """Return where a request came from, as it is kept."""
        return Source(storable(address, 64), storable(agent, 200))
