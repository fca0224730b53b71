"""Access to an office, as routes ask for it; ``main.py`` joins it with how it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from domain.access.rules import AccessRules


class SourceFact(Protocol):
    """Where a request came from."""

    @property
    def address(self) -> str: ...
    @property
    def agent(self) -> str: ...


class SessionFact(Protocol):
    """A session, or a service token acting like one: only it has ``scopes``."""

    @property
    def id(self) -> UUID: ...
    @property
    def person_id(self) -> UUID: ...
    @property
    def post_id(self) -> UUID | None: ...
    @property
    def instrument_id(self) -> UUID | None: ...
    @property
    def stepped_up_at(self) -> datetime | None: ...
    @property
    def method(self) -> str: ...
    @property
    def scopes(self) -> frozenset[str] | None: ...


class Access(Protocol):
    """The parts of access, each with the methods of its module in ``infrastructure/access``.

    A ``source`` handed in is one that ``source()`` gave.
    """

    accounts: Any
    sessions: Any
    second_factors: Any
    tokens: Any
    sign_ons: Any
    trail: Any

    def rules(self) -> AccessRules: ...
    def known(
        self, token: str, at: datetime, source: Any, *, active: bool = True
    ) -> SessionFact | None: ...
    def lasting(self, ids: Sequence[UUID], at: datetime) -> Sequence[SessionFact]: ...
    def take_sign_in(self, source: Any) -> None: ...
    def source(self, address: str, agent: str) -> SourceFact: ...
    def form_token(self, session_id: UUID) -> str: ...
