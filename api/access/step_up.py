"""The second factor before an act: the office's rules say for which, and how fresh it must be."""

from __future__ import annotations

from dataclasses import replace

from fastapi import Request

from api.access.tokens import renew, source_of
from api.context import Context
from domain.access.refusals import SecondFactorMissing, SecondFactorRequired
from domain.refusal import Refusal


def require_second_factor(context: Context, command: str) -> None:
    """Refuse an act that wants the second factor, where it was not given a short while ago.

    A service token has no second factor, so it gives no such command.

    Raises:
        SecondFactorRequired: the code is wanted; ``minutes`` says for how long it counts.
        SecondFactorMissing: the person has set none up.
    """
    access = context.service.access
    rules = access.rules()
    if command not in rules.second_factor_for:
        return
    given_at = context.signed.stepped_up_at
    if given_at is not None and context.at - given_at <= rules.step_up:
        return
    if access.second_factors.state(context.person_id) is None:
        raise SecondFactorMissing()
    raise SecondFactorRequired(command=command, minutes=int(rules.step_up.total_seconds()) // 60)


def wants(context: Context, command: str) -> Refusal | None:
    """Return why an act cannot be done yet for want of the second factor, or None."""
    try:
        require_second_factor(context, command)
    except (SecondFactorRequired, SecondFactorMissing) as refusal:
        return refusal
    return None


def step_up(request: Request, context: Context, code: str) -> tuple[Context, str]:
    """Take a code; return the request's context from now on, and the session's new token.

    Raises:
        SecondFactorMissing, CodeWrong, AccountLocked
    """
    access, source = context.service.access, source_of(request)
    if access.second_factors.state(context.person_id) is None:
        raise SecondFactorMissing()
    access.second_factors.check(context.person_id, code, context.at, source)
    token = access.sessions.step_up(context.signed, context.at, source)
    renew(request, token)
    signed = context.signed._replace(stepped_up_at=context.at)  # type: ignore[attr-defined]
    return replace(context, signed=signed), token
