"""Commands refused before their act was asked stand in the log like all others.

``application.execute`` notes what the rules allow or refuse. What never gets so far is noted here: a
body that cannot be read, a missing key or version, a sender who is not signed in. Who is not signed
in is told that first, so that he learns nothing of what a command takes.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from api.context import Context, NotSignedIn, now, service, signed_in
from api.problems import code_of
from api.strict_json import JsonRoute
from domain.refusal import Refusal

log = structlog.get_logger("command")

# What is refused before an act is asked; any other code comes from the act, which notes it itself.
EARLY = frozenset(
    {
        "not-signed-in",
        "form-stale",
        "media-type-wrong",
        "body-unreadable",
        "idempotency-key-missing",
        "version-missing",
    }
)
LONGEST_KEY = 60
Handle = Callable[[Request], Coroutine[Any, Any, Response]]


def note(
    command: str,
    code: str,
    rule: str = "",
    context: Context | None = None,
    stream: str | None = None,
) -> None:
    """Note a refused command; nothing of what was sent is in the line (R-I12)."""
    log.warning(
        "command",
        outcome="refused",
        command=command,
        office=context.office.code if context else None,
        person=str(context.person_id) if context else None,
        post=str(context.post_id) if context else None,
        stream=stream and stream[:LONGEST_KEY],
        code=code,
        rule=rule,
        cause=None,
    )


def asker(request: Request) -> Context | None:
    """Return who asks, or None where nobody is signed in."""
    try:
        return signed_in(request, service(request), now())
    except NotSignedIn:
        return None


def noting(handle: Handle, command: str) -> Handle:
    """Return ``handle`` with a line in the log for what it refuses early."""

    async def noted(request: Request) -> Response:
        try:
            return await handle(request)
        except (Refusal, RequestValidationError) as problem:
            code = problem.code if isinstance(problem, Refusal) else code_of(problem)
            if isinstance(problem, Refusal) and code not in EARLY:
                raise
            context = await run_in_threadpool(asker, request)
            stream = request.path_params.get("id")
            if context is None:
                note(command, NotSignedIn.code, stream=stream)
                raise NotSignedIn() from problem
            note(command, code, context=context, stream=stream)
            raise

    return noted


class CommandRoute(JsonRoute):
    """A command of the programs' interface; the route bears its name."""

    def get_route_handler(self) -> Handle:
        return noting(super().get_route_handler(), self.name)


class SentFormRoute(APIRoute):
    """What a form sends to; the route is called ``send <command>``. Other routes pass as they are."""

    def get_route_handler(self) -> Handle:
        handle = super().get_route_handler()
        verb, _, command = self.name.partition(" ")
        return noting(handle, command) if verb == "send" else handle
