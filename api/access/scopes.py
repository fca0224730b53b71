"""How far a service token reaches: the commands and lists its scopes name, and nothing else.

``command:ReceiveLetter`` gives one command (and with it the handing in of files), ``view:letters``
one list. Whatever is not named here, any page and any act on an account, is beyond every token.
"""

from __future__ import annotations

from fastapi import Request

from api.access.ports import SessionFact
from domain.access.refusals import OutOfScope
from projections.catalogue import TABLES

VIEWS = "/api/v1/views/"
FILES = "/api/v1/files"
SESSION = "/api/v1/session"


def require_scope(session: SessionFact, request: Request) -> None:
    """Refuse what a service token does not reach; a person's session reaches all there is.

    Raises:
        OutOfScope
    """
    if session.scopes is not None and not reaches(session.scopes, request):
        raise OutOfScope()


def reaches(scopes: frozenset[str], request: Request) -> bool:
    from api.command_log import CommandRoute  # noqa: PLC0415 - it asks who is signed in, as we do

    route, path = request.scope.get("route"), request.url.path
    if isinstance(route, CommandRoute):
        return f"command:{route.name}" in scopes
    if path.startswith(VIEWS):
        return f"view:{request.path_params.get('view')}" in scopes
    if path == FILES:
        return any(scope.startswith("command:") for scope in scopes)
    return path == SESSION and request.method == "GET"


def offered(commands: list[str]) -> list[str]:
    """Return the scopes there are for a post that may give ``commands``."""
    return [
        *(f"command:{name}" for name in sorted(commands)),
        *(f"view:{table.name}" for table in sorted(TABLES, key=lambda table: table.name)),
    ]
