"""The pages to sign in and out by, to give the code, and to change one's post or language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.access.factor import shown_secret
from api.access.form_token import require_form_token
from api.access.tokens import cookie_name, drop_cookie, set_cookie
from api.context import NotSignedIn, Now, Served, Service, Signed
from api.pages import LANG_COOKIE, words_for
from api.problems import status_of
from api.session import LIMIT, begun, checked, choose_post, completed, enrolled, leave
from api.web.parts import Frame
from api.web.render import page
from domain.organization.authority import PostNotYours
from domain.refusal import Refusal
from domain.thai_time import bangkok_date

KEPT = "kept."  # before the names of what was typed into a form whose session was over
HALF = "thabian_half"  # the cookie of who still owes the code
HALF_SECONDS = 300
ENROL, ENROL_SECONDS = "sign_in_enrol.html", 900
OwnForm = Depends(require_form_token)

# For who is not signed in: they have no session's form.
open_pages = APIRouter(include_in_schema=False)
page_router = APIRouter(include_in_schema=False)


def sign_in_page(
    request: Request,
    found: Service,
    at: Now,
    problem: str = "",
    login: str = "",
    status: int = 200,
    kept: Sequence[tuple[str, str]] = (),
    then: str = "/",
    *,
    template: str = "sign_in.html",
    **more: Any,
) -> Response:
    """Return the page to sign in and go on to ``then``; ``kept``, typed into its form, goes along.

    ``more`` is what its ``template`` shows besides.
    """
    words = words_for(request, found)
    frame = Frame(words.text("ui.office"), request.url.path, bangkok_date(at))
    people = [
        (row["name"], row["title"], row["login"])
        for row in getattr(request.app.state, "people", ())
    ]
    provider = found.access.sign_ons.provider
    text = page(
        template,
        words,
        frame,
        action="/sign-in",
        login=login,
        problem=problem,
        people=people,
        provider=provider.registration.name if provider else "",
        then=then,
        hidden=[
            ("next", then),
            *((KEPT + name, text) for name, text in kept),
        ],
        **more,
    )
    return Response(text, status_code=status, media_type="text/html")


@open_pages.get("/sign-in")
def show_sign_in(request: Request, found: Served, at: Now) -> Response:
    return sign_in_page(request, found, at, then=request.query_params.get("next", "/"))


async def typed_before(request: Request) -> list[tuple[str, str]]:
    """Return what was typed into a form before its session was found to be over."""
    data = await request.form()
    return [
        (name.removeprefix(KEPT), text)
        for name, text in data.multi_items()
        if name.startswith(KEPT) and isinstance(text, str)
    ]


@open_pages.post("/sign-in")
def send_sign_in(
    request: Request,
    found: Served,
    at: Now,
    kept: Annotated[list[tuple[str, str]], Depends(typed_before)],
    login: Annotated[str, Form(max_length=LIMIT)] = "",
    password: Annotated[str, Form(max_length=LIMIT)] = "",
    next: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    try:
        person_id = checked(found, request, login, password, at)
    except Refusal as refusal:
        return said_no(request, found, at, refusal, next, login=login, kept=kept)
    return arrived(request, found, person_id, "password", next, at, kept)


def arrived(
    request: Request,
    found: Service,
    person_id: UUID,
    method: str,
    next: str,
    at: Now,
    kept: Sequence[tuple[str, str]] = (),
) -> Response:
    """Let somebody in, or ask for the code of his second factor."""
    token, whole = begun(found, request, person_id, method, at)
    if whole:
        return onward(request, token, next, kept)
    more: dict[str, Any] = {}
    if found.access.second_factors.state(person_id) is not None:
        template, seconds = "sign_in_code.html", HALF_SECONDS
    else:  # wanted of him, and not there: he sets it up before he comes in
        secret = found.access.second_factors.begin(person_id, at)
        template, seconds = ENROL, ENROL_SECONDS
        more = shown_secret(found, person_id, secret, at)
    response = sign_in_page(request, found, at, kept=kept, then=next, template=template, **more)
    set_cookie(request, response, token, HALF, seconds)
    return response


def onward(request: Request, token: str, next: str, kept: Sequence[tuple[str, str]]) -> Response:
    # 307 sends the same fields on to the form's own address, which shows them and does nothing yet.
    response = RedirectResponse(local(next), status_code=307 if kept else 303)
    set_cookie(request, response, token)
    drop_cookie(request, response, HALF)
    return response


@open_pages.post("/sign-in/code")
def send_half(
    request: Request,
    found: Served,
    at: Now,
    kept: Annotated[list[tuple[str, str]], Depends(typed_before)],
    code: Annotated[str, Form(max_length=40)] = "",
    next: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    half = request.cookies.get(cookie_name(request, HALF), "")
    try:
        token = completed(found, request, half, code, at)
    except NotSignedIn:
        return RedirectResponse("/sign-in", status_code=303)
    except Refusal as refusal:
        return said_no(request, found, at, refusal, next, kept=kept, template="sign_in_code.html")
    return onward(request, token, next, kept)


@open_pages.post("/sign-in/second-factor")
def send_first_code(
    request: Request,
    found: Served,
    at: Now,
    kept: Annotated[list[tuple[str, str]], Depends(typed_before)],
    code: Annotated[str, Form(max_length=40)] = "",
    next: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    """Take the first code of a factor that sign-in wants; show the recovery codes, and go on."""
    half = request.cookies.get(cookie_name(request, HALF), "")
    try:
        token, codes = enrolled(found, request, half, code, at)
    except NotSignedIn:
        return RedirectResponse("/sign-in", status_code=303)
    except Refusal as refusal:
        waiting = found.access.sessions.enrolling(half, at)
        secret = waiting and found.access.second_factors.begun(waiting.person_id)
        if not secret:
            return RedirectResponse("/sign-in", status_code=303)
        more = shown_secret(found, waiting.person_id, secret, at)
        return said_no(request, found, at, refusal, next, kept=kept, template=ENROL, **more)
    response = sign_in_page(
        request, found, at, kept=kept, then=local(next), template="sign_in_codes.html", codes=codes
    )
    set_cookie(request, response, token)
    drop_cookie(request, response, HALF)
    return response


def said_no(
    request: Request, found: Service, at: Now, refusal: Refusal, next: str, **more: Any
) -> Response:
    """Show the form again with what was wrong; how long to wait, where waiting helps."""
    sentence = words_for(request, found).text(f"refusal.{refusal.code}", **refusal.figures)
    response = sign_in_page(
        request, found, at, sentence, status=status_of(refusal), then=next, **more
    )
    if "seconds" in refusal.figures:
        response.headers["Retry-After"] = str(refusal.figures["seconds"])
    return response


@page_router.post("/session/end", dependencies=[OwnForm])
def send_sign_out(request: Request, context: Signed) -> Response:
    response = RedirectResponse("/sign-in", status_code=303)
    leave(request, response, context)
    return response


@page_router.post("/session/post", dependencies=[OwnForm])
def send_post(
    request: Request,
    context: Signed,
    post: Annotated[str, Form(max_length=LIMIT)],
    back: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    response = RedirectResponse(local(back), status_code=303)
    token, _ = choose_post(request, context, *standing_key(post))
    set_cookie(request, response, token)
    return response


def standing_key(typed: str) -> tuple[UUID, UUID | None]:
    """Read what the header's form sends: a post, and after a dot the instrument one stands in by.

    Raises:
        PostNotYours: it is neither.
    """
    post_id, _, instrument_id = typed.partition(".")
    try:
        return UUID(post_id), UUID(instrument_id) if instrument_id else None
    except ValueError as problem:
        raise PostNotYours("no post") from problem


@open_pages.get("/language/{lang}")
def choose_lang(lang: str, back: str = "/") -> Response:
    response = RedirectResponse(local(back), status_code=303)
    response.set_cookie(
        LANG_COOKIE, "en" if lang == "en" else "th", samesite="lax", max_age=31_536_000
    )
    return response


def local(address: str) -> str:
    """Return an address of this service; anything else leads home."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
