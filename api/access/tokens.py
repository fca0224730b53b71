"""The token a request bears: in a cookie or as ``Bearer``, and where the request came from."""

from __future__ import annotations

from fastapi import Request, Response

from api.access.ports import SourceFact

PLAIN = "thabian_session"


def cookie_name(request: Request, name: str = PLAIN) -> str:
    """Return the cookie's name. Over https a browser lets nobody else set one called ``__Host-``."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def bearer_of(request: Request) -> str | None:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    return bearer if scheme.lower() == "bearer" and bearer else None


def token_of(request: Request) -> str | None:
    renewed: str | None = getattr(request.state, "renewed", None)
    return renewed or bearer_of(request) or request.cookies.get(cookie_name(request))


def set_cookie(
    request: Request, response: Response, value: str, name: str = PLAIN, seconds: int | None = None
) -> None:
    """Give the browser a secret to keep: for no script, no other site, and no plain line."""
    response.set_cookie(
        cookie_name(request, name),
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


def renew(request: Request, token: str) -> None:
    """Note the session's new token: the one this request bore is over, whatever comes of it."""
    request.state.renewed = token


def with_renewed(request: Request, response: Response) -> Response:
    """Return an answer that gives the browser the session's new token, if it was renewed on the way."""
    token = getattr(request.state, "renewed", None)
    if token:
        set_cookie(request, response, token)
    return response


def drop_cookie(request: Request, response: Response, name: str = PLAIN) -> None:
    response.delete_cookie(
        cookie_name(request, name), path="/", secure=request.url.scheme == "https", httponly=True
    )


def source_of(request: Request) -> SourceFact:
    """Return where a request came from; behind a proxy on this machine, what the proxy says."""
    access = request.app.state.service.access
    found: SourceFact = access.source(
        request.client.host if request.client else "", request.headers.get("user-agent", "")
    )
    return found
