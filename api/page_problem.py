"""A no, as a page: the same sentence, the rule, and where to go from here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import Request, Response

from api.access.form_token import with_form_token
from api.access.tokens import with_renewed
from api.context import Context, now, signed_in
from api.pages import Shown, lang_of
from api.problems import STATUS, words_of
from api.web.parts import Do, Frame
from api.web.render import page
from api.web.words import Words
from domain.refusal import Refusal
from domain.thai_time import bangkok_date

SERVER_FAULT = 500


def problem_page(request: Request, code: str, rule: str, figures: Mapping[str, Any]) -> Response:
    """Return the page for a refusal or a fault."""
    status = STATUS.get(code, 409)
    # After a fault of ours nothing is asked of the database again, not even a name.
    known = None if status >= SERVER_FAULT else request.app.state.service
    words = words_of(lang_of(request), known)
    sentence = words.text(f"refusal.{code}", **figures)
    # What is not there and what is not his to know of look alike to the byte: no address is echoed.
    path = "/" if code == "not-found" else request.url.path
    context = context_of(request, path, status)
    # Whether anything was recorded stands in the history, and there alone.
    does = [Do(words.text("ui.menu.audit"), "/history")] if status >= SERVER_FAULT else []
    text = page(
        "problem.html",
        words,
        frame_of(request, words, path, context),
        status=status,
        title=sentence,
        detail="",
        figures=[],
        code=f"{code} {rule}".strip(),
        does=does,
        reference="",
    )
    if context is not None:
        text = with_form_token(text, context.form_token)
    wait = {"Retry-After": str(figures["seconds"])} if "seconds" in figures else {}
    response = Response(text, status_code=status, media_type="text/html", headers=wait)
    return with_renewed(request, response)


def context_of(request: Request, path: str, status: int) -> Context | None:
    """Return who reads the problem, or None where nobody is signed in.

    After a fault of ours nothing is asked of the database again; who asks too much or too far is
    shown the bare page.
    """
    if status >= SERVER_FAULT:
        return None
    plain = Request({**request.scope, "path": path, "query_string": b""})
    try:
        return signed_in(plain, plain.app.state.service, now())
    except Refusal:
        return None


def frame_of(request: Request, words: Words, path: str, context: Context | None) -> Frame:
    """Return what stands around the problem: to whom is signed in, his menu and his search.

    The query is left out, for it may be what could not be read.
    """
    if context is None:
        return Frame(words.text("ui.office"), path, bangkok_date(datetime.now(UTC)))
    plain = Request({**request.scope, "path": path, "query_string": b""})
    return Shown(plain, context).frame()
