"""What every request passes: limits on what comes in, where it may come from, headers going out."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from api.headers import headers_of
from api.problems import MEDIA_TYPE, is_page, problem

log = structlog.get_logger("command")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Page = Callable[[Request, str, str, Mapping[str, Any]], Response]

BODY_LIMIT = 256 * 1024
UPLOAD_LIMIT = 60 * 1024 * 1024  # of a whole form; one file has its own limit
READ_OFF_LIMIT = 512 * 1024 * 1024
SAFE = {"GET", "HEAD", "OPTIONS"}
CLOSE = (b"connection", b"close")


class Guards:
    """ASGI middleware. Bytes are counted as they come, never believed from a header.

    Only what ``takes_files`` by its path may be large: it is read before anybody is known.
    """

    def __init__(self, app: Any, page: Page, takes_files: Callable[[str], bool]) -> None:
        self._app = app
        self._page = page
        self._takes_files = takes_files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        if scope["method"] not in SAFE and not same_site(headers):
            await self._refuse(scope, receive, send, "cross-site")
            return
        multipart = headers.get("content-type", "").startswith("multipart/form-data")
        files = multipart and self._takes_files(scope["path"])
        limit = UPLOAD_LIMIT if files else BODY_LIMIT
        seen = 0
        too_large = False
        begun = False

        async def counted() -> Message:
            nonlocal seen, too_large
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > limit:
                    too_large = True
                    return {"type": "http.disconnect"}
            return message

        async def guarded(message: Message) -> None:
            nonlocal begun
            if too_large and not begun:
                return
            if message["type"] == "http.response.start":
                begun = True
                extra = headers_of(scope, message["status"])
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            await self._refuse(scope, receive, send, "body-too-large")
            return
        try:
            await self._app(scope, counted, guarded)
        except Exception:
            if not too_large:
                raise
        if too_large and not begun:
            await self._refuse(scope, receive, send, "body-too-large")

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, code: str) -> None:
        """Answer before anybody knows which command it would have been; the log has the address."""
        log.warning("command", outcome="refused", path=scope["path"], code=code)
        request = Request(scope)
        if not is_page(request):
            await problem_answer(scope, send, code)
            return
        await read_off(receive)
        answer = await run_in_threadpool(self._page, request, code, "", {})
        for name, value in (*headers_of(scope, answer.status_code), CLOSE):
            answer.headers[name.decode()] = value.decode()
        await answer(scope, receive, send)


async def read_off(receive: Receive) -> None:
    """Let what a browser still sends pass unkept: one cut off in its upload shows no answer at all."""
    seen, more = 0, True
    while more and seen < READ_OFF_LIMIT:
        message = await receive()
        seen += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)


def same_site(headers: dict[str, str]) -> bool:
    """Whether an unsafe request comes from our own pages or from a program (no browser's headers)."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


async def problem_answer(scope: Scope, send: Send, code: str) -> None:
    body = problem(code)
    await send(
        {
            "type": "http.response.start",
            "status": body["status"],
            "headers": [
                (b"content-type", MEDIA_TYPE.encode()),
                *headers_of(scope, body["status"]),
                CLOSE,
            ],
        }
    )
    await send(
        {"type": "http.response.body", "body": json.dumps(body, ensure_ascii=False).encode()}
    )
