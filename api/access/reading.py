"""What programs read of access: one's own account, and for those who hold the power, everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.access.all_accounts import MANAGE, READ
from api.context import Context, Signed
from domain.refusal import NotFound, NotPermitted

api = APIRouter(prefix="/api/v1", tags=["access"])
Before = Annotated[int | None, Query(ge=1, le=2**62)]
LINES = 50


class AccountBody(BaseModel):
    """An account. ``invited_until`` is how long a code for a new password still counts."""

    person_id: UUID
    sign_in_name: str
    disabled: bool
    has_password: bool
    invited_until: datetime | None
    second_factor: bool
    sessions: int
    last_signed_in_at: datetime | None


class SessionLine(BaseModel):
    """A session of one's own."""

    id: UUID
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
    current: bool


class TokenLine(BaseModel):
    """A service token, without itself."""

    id: UUID
    name: str
    person_id: UUID
    post_id: UUID
    scopes: list[str]
    issued_at: datetime
    until_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    used_from: str | None


class TrailLine(BaseModel):
    """A line of the trail of access; ``by_id`` is who did it, where that was another."""

    number: int
    at: datetime
    act: str
    person_id: UUID | None
    by_id: UUID | None
    session_id: UUID | None
    address: str
    agent: str
    note: str


def require(context: Context, *commands: str) -> None:
    """Refuse who holds none of these powers.

    Raises:
        NotPermitted
    """
    if not any(context.may(command) for command in commands):
        raise NotPermitted(role=context.role, command=commands[0])


def own(context: Context) -> Any:
    found = context.service.access.accounts.one(context.person_id, context.at)
    if found is None:
        raise NotFound()
    return found


def sessions_of(context: Context) -> Sequence[Any]:
    access = context.service.access
    rules = access.rules()
    found: Sequence[Any] = access.sessions.of(
        context.person_id, context.at, rules.idle, rules.longest
    )
    return found


@api.get("/account", summary="One's own account")
def read_account(context: Signed) -> AccountBody:
    return AccountBody(**own(context)._asdict())


@api.get("/account/sessions", summary="One's own sessions")
def read_sessions(context: Signed) -> list[SessionLine]:
    return [
        SessionLine(
            id=session.id,
            address=session.source.address,
            agent=session.source.agent,
            created_at=session.created_at,
            seen_at=session.seen_at,
            current=session.id == context.signed.id,
        )
        for session in sessions_of(context)
    ]


@api.get("/account/tokens", summary="One's own service tokens")
def read_tokens(context: Signed) -> list[TokenLine]:
    return [TokenLine(**t._asdict()) for t in context.service.access.tokens.of(context.person_id)]


@api.get("/account/log", summary="The trail of one's own account")
def read_log(context: Signed, before: Before = None) -> list[TrailLine]:
    """Fifty lines, the latest first; ``before`` is the last number of the page before."""
    return trail(context, context.person_id, before)


@api.get("/accounts", summary="Every account")
def read_accounts(context: Signed) -> list[AccountBody]:
    require(context, MANAGE, READ)
    found = context.service.access.accounts.all(context.at)
    return [AccountBody(**account._asdict()) for account in found]


@api.get("/service-tokens", summary="Everybody's service tokens")
def read_all_tokens(context: Signed) -> list[TokenLine]:
    require(context, MANAGE, READ)
    return [TokenLine(**token._asdict()) for token in context.service.access.tokens.of()]


@api.get("/access-log", summary="The trail of access")
def read_all_log(
    context: Signed, person_id: UUID | None = None, before: Before = None
) -> list[TrailLine]:
    """Fifty lines, of all or of one person, the latest first."""
    require(context, READ)
    return trail(context, person_id, before)


def trail(context: Context, person_id: UUID | None, before: int | None) -> list[TrailLine]:
    found = context.service.access.trail.page(person_id=person_id, before=before, limit=LINES)
    return [TrailLine(**entry._asdict()) for entry in found]
