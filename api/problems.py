"""How a no is said over HTTP: RFC 9457 problems with a stable code and a Thai and an English sentence.

This module alone knows status codes. A refusal by rule is a 409 unless the table says otherwise; a
body that cannot be read is a 422; what is not a ``Refusal`` is our fault and a 500.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.context import LIVE, Service
from api.headers import headers_of
from api.naming import Names
from api.web.words import Lang, Words
from domain.refusal import Refusal

STATUS: Mapping[str, int] = {
    "not-signed-in": 401,
    "sign-in-failed": 401,
    "second-factor-asked": 401,
    "second-factor-wrong": 401,
    "account-locked": 429,
    "too-many-requests": 429,
    "sign-in-busy": 429,
    "second-factor-wanted": 401,
    "second-factor-required": 403,
    "second-factor-missing": 403,
    "out-of-scope": 403,
    "form-stale": 403,
    "sign-on-failed": 401,
    "password-wrong": 403,
    "not-permitted": 403,
    "cross-site": 403,
    "not-found": 404,
    "stream-moved-on": 412,
    "file-too-large": 413,
    "body-too-large": 413,
    "file-unknown-kind": 415,
    "media-type-wrong": 415,
    "bad-cursor": 400,
    "bad-request": 400,
    "idempotency-key-missing": 400,
    "body-unreadable": 422,
    "version-missing": 428,
    "busy": 503,
    "live-full": 503,
    "list-behind": 503,
    "outcome-unknown": 503,
    "database-away": 503,
    "method-not-allowed": 405,
    "internal": 500,
}
MEDIA_TYPE = "application/problem+json"


class BodyUnreadable(Refusal):
    """The body does not fit: ``errors`` say where and why."""

    code = "body-unreadable"


class MediaTypeWrong(Refusal):
    """The body is of a kind that is not taken here."""

    code = "media-type-wrong"


class VersionMissing(Refusal):
    """A change must say which version it was decided on (If-Match)."""

    code = "version-missing"


class IdempotencyKeyMissing(Refusal):
    """A command must carry an Idempotency-Key, so that a retry is not a second act."""

    code = "idempotency-key-missing"


class BadCursor(Refusal):
    """The cursor was not given by this list."""

    code = "bad-cursor"


class BadRequest(Refusal):
    """A parameter of the address cannot be read."""

    code = "bad-request"


def status_of(refusal: Refusal) -> int:
    return STATUS.get(refusal.code, 409)


def problem(
    code: str,
    rule: str = "",
    figures: Mapping[str, Any] | None = None,
    service: Service | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return a problem's body. ``title`` is English, ``th`` and ``en`` say what to do.

    The sentences name people, posts and units as ``service`` knows them; the figures are their ids.
    """
    shown = dict(figures or {})
    th, en = (words_of(lang, service).text(f"refusal.{code}", **shown) for lang in ("th", "en"))
    body = {
        "type": f"/problems/{code}",
        "code": code,
        "status": STATUS.get(code, 409),
        "title": en,
        "th": th,
        "en": en,
    }
    if rule:
        body["rule"] = rule
    encoded: dict[str, Any] = jsonable_encoder(shown | more, custom_encoder={tuple: list})
    return encoded | body


def words_of(lang: str, service: Service | None) -> Words:
    """Return the words of a language that name what ``service`` knows, each looked up when it is met."""
    said: Lang = "en" if lang == "en" else "th"
    return Words(said) if service is None else Words(said, resolve=Names(service, said))


def answer(
    code: str,
    rule: str = "",
    figures: Mapping[str, Any] | None = None,
    service: Service | None = None,
    **more: Any,
) -> Response:
    wait = str((figures or {}).get("seconds", 2))
    headers = {"Retry-After": wait} if STATUS.get(code) in (429, 503) else {}
    return JSONResponse(
        problem(code, rule, figures, service, **more),
        status_code=STATUS.get(code, 409),
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def field_errors(errors: Sequence[Any], *, within: bool = False) -> list[dict[str, Any]]:
    """Return what is wrong with each field: a JSON pointer, a stable code, Thai and English.

    ``within`` says that a place begins with the body, query or path it is in; a field may be called
    ``body`` too.
    """
    found = []
    for error in errors:
        place = error["loc"][1:] if within else error["loc"]
        kind = str(error["type"])
        context = {k: v for k, v in (error.get("ctx") or {}).items() if isinstance(v, (str, int))}
        found.append(
            {
                "pointer": "/" + "/".join(map(str, place)),
                "code": kind,
                "th": sentence("th", kind, context),
                "en": sentence("en", kind, context),
            }
        )
    return found


def sentence(lang: Lang, kind: str, figures: Mapping[str, Any]) -> str:
    """Return what is said beside a field of which ``kind`` of error was found."""
    words = Words(lang)
    return words.maybe(f"error.{kind}", **figures) or words.text("error.other")


def code_of(error: RequestValidationError) -> str:
    """Return the code of what could not be read: an address that names nothing, or the body."""
    places = [e["loc"] for e in error.errors()]
    in_path = bool(places) and all(place and place[0] == "path" for place in places)
    return "not-found" if in_path else "body-unreadable"


def is_page(request: Request) -> bool:
    path = request.url.path
    return path != LIVE and not path.startswith(("/api/", "/health", "/openapi"))


def install(app: FastAPI, page: Any) -> None:
    """Answer refusals and bad requests. ``page`` renders a problem for people."""

    def refused(request: Request, refusal: Exception) -> Response:
        assert isinstance(refusal, Refusal)
        if is_page(request):
            if refusal.code == "not-signed-in":
                # What was sent is not asked for again: only an address that can be read is.
                address = request.url.path if request.method == "GET" else "/"
                if request.method == "GET" and request.url.query:
                    address += f"?{request.url.query}"
                return RedirectResponse(f"/sign-in?{urlencode({'next': address})}", status_code=303)
            rendered: Response = page(request, refusal.code, refusal.rule, refusal.figures)
            return rendered
        return answer(refusal.code, refusal.rule, refusal.figures, request.app.state.service)

    def unreadable(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        if is_page(request):
            rendered: Response = page(request, "not-found", "", {})
            return rendered
        if code_of(error) == "not-found":
            return answer("not-found")
        return answer("body-unreadable", errors=field_errors(error.errors(), within=True))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = {404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}.get(
            error.status_code, "bad-request"
        )
        if is_page(request):
            rendered: Response = page(request, code, "", {})
            return rendered
        response = answer(code)
        for name, value in (error.headers or {}).items():
            response.headers[name] = value
        return response

    def failed(request: Request, _error: Exception) -> Response:
        said: Response = (
            page(request, "internal", "", {}) if is_page(request) else answer("internal")
        )
        # This is answered outside the guards, which have seen nothing but the fault.
        for name, value in headers_of(request.scope, said.status_code):
            said.headers[name.decode()] = value.decode()
        return said

    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, failed)
