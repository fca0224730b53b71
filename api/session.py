"""Signing in and out, the second factor, and choosing the post in which one acts.

Name and password begin a session; who has a second factor has half a session until its code came.
Every sign-in, step-up and change of post gives the session a new token.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from api.access.form_token import require_form_token
from api.access.step_up import step_up
from api.access.tokens import cookie_name, drop_cookie, set_cookie, source_of, token_of
from api.context import Context, NotSignedIn, Now, Served, Service, Signed, standings_today
from api.pages import LANG_COOKIE, words_for
from api.problems import status_of
from api.strict_json import JsonRoute
from api.web.parts import Frame
from api.web.render import page
from domain.access.refusals import CodeAsked
from domain.access.trail import AccessAct
from domain.organization.authority import PostNotYours, Standing
from domain.refusal import Refusal
from domain.thai_time import bangkok_date

LIMIT = 200
KEPT = "kept."  # before the names of what was typed into a form whose session was over
HALF = "thabian_half"  # the cookie of who still owes the code
HALF_SECONDS = 300
OwnForm = Depends(require_form_token)


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignIn(Body):
    """A sign-in name and its password; ``code`` where the account has a second factor."""

    login: str = Field(min_length=1, max_length=LIMIT)
    password: str = Field(min_length=1, max_length=LIMIT)
    code: str | None = Field(default=None, max_length=40)


class StepUp(Body):
    """A code of the second factor, for acts that want it fresh."""

    code: str = Field(min_length=1, max_length=40)


class ChoosePost(Body):
    """The post in which to act from now on: one of one's own, or by an instrument another's."""

    post_id: UUID
    instrument_id: UUID | None = None


class HeldPost(BaseModel):
    """A post in which the person may act today, and in which capacity."""

    post_id: UUID
    title_th: str
    role: str
    capacity: str
    instrument_id: UUID | None
    current: bool


class SessionBody(BaseModel):
    """Who is signed in. ``token`` may be sent as ``Authorization: Bearer``; the cookie does as well.

    A token that comes with an answer takes the place of the one sent.
    """

    person_id: UUID
    posts: list[HeldPost]
    token: str | None = None


api_router = APIRouter(prefix="/api/v1", tags=["session"], route_class=JsonRoute)
open_pages = APIRouter(
    include_in_schema=False
)  # for who is not signed in: they have no session's form
page_router = APIRouter(include_in_schema=False)


def checked(found: Service, request: Request, login: str, password: str, at: Now) -> UUID:
    """Return whose name and password these are.

    Raises:
        SignInFailed, AccountLocked, SignInBusy, TooManyRequests
    """
    source = source_of(request)
    found.access.take_sign_in(source)
    person_id: UUID = found.access.accounts.check(login, password, at, source)
    return person_id


def begun(
    found: Service, request: Request, person_id: UUID, method: str, at: Now
) -> tuple[str, bool]:
    """Begin a session; return its token, and whether it is whole. The browser's last one ends."""
    access, source = found.access, source_of(request)
    before = token_of(request)
    old = access.known(before, at, source) if before else None
    if old is not None and old.scopes is None:
        access.sessions.end(old.person_id, old.id, at, source, AccessAct.SIGNED_OUT)
    whole = access.second_factors.state(person_id) is None
    return access.sessions.begin(person_id, at, source, method, complete=whole), whole


def completed(found: Service, request: Request, half: str, code: str, at: Now) -> str:
    """Take the code that half a session waits for; return the whole session's token.

    Raises:
        NotSignedIn: no such half session, or it has waited for too long.
        CodeWrong, AccountLocked
    """
    access, source = found.access, source_of(request)
    waiting = access.sessions.waiting(half, at)
    if waiting is None:
        raise NotSignedIn()
    access.second_factors.check(waiting.person_id, code, at, source)
    token: str = access.sessions.complete(waiting, at, source)
    return token


def held(found: Service, person_id: UUID, current: Standing | None, at: Now) -> list[HeldPost]:
    able = standings_today(person_id, found, at)
    rows = {row["id"]: row for row in found.rows.rows("posts", id=[one.post_id for one in able])}
    now_in = current or (able[0] if able else None)
    return [
        HeldPost(
            post_id=one.post_id,
            title_th=rows[one.post_id]["title_th"],
            role=rows[one.post_id]["role"],
            capacity=str(one.capacity),
            instrument_id=one.instrument.instrument_id if one.instrument else None,
            current=one == now_in,
        )
        for one in able
        if one.post_id in rows
    ]


@api_router.post("/session", status_code=201, summary="Sign in")
def sign_in(
    body: SignIn, request: Request, response: Response, found: Served, at: Now
) -> SessionBody:
    """Sign in; the session's cookie comes with the answer."""
    person_id = checked(found, request, body.login, body.password, at)
    if body.code is None and found.access.second_factors.state(person_id) is not None:
        raise CodeAsked()
    token, whole = begun(found, request, person_id, "password", at)
    if not whole:
        token = completed(found, request, token, body.code or "", at)
    set_cookie(request, response, token)
    return SessionBody(person_id=person_id, posts=held(found, person_id, None, at), token=token)


@api_router.get("/session", summary="Who is signed in")
def current(context: Signed) -> SessionBody:
    """Return who is signed in and the posts he may act in."""
    return SessionBody(
        person_id=context.person_id,
        posts=held(context.service, context.person_id, context.standing, context.at),
    )


@api_router.post("/session/post", summary="Choose the post in which to act")
def choose(body: ChoosePost, request: Request, response: Response, context: Signed) -> SessionBody:
    """Act in another of one's posts from now on."""
    token, standing = choose_post(request, context, body.post_id, body.instrument_id)
    set_cookie(request, response, token)
    return SessionBody(
        person_id=context.person_id,
        posts=held(context.service, context.person_id, standing, context.at),
        token=token,
    )


def choose_post(
    request: Request, context: Context, post_id: UUID, instrument_id: UUID | None
) -> tuple[str, Standing]:
    """Act in a post from now on; without an instrument in the fullest capacity there is.

    Returns the session's new token too.

    Raises:
        PostNotYours: neither holder nor standing in today.
    """
    for standing in standings_today(context.person_id, context.service, context.at):
        by = standing.instrument.instrument_id if standing.instrument else None
        if standing.post_id == post_id and instrument_id in (None, by):
            token: str = context.service.access.sessions.choose_post(
                context.signed, post_id, by, context.at, source_of(request)
            )
            return token, standing
    raise PostNotYours("this post is not yours today", post_id=post_id)


@api_router.post("/session/step-up", summary="Give the second factor again")
def send_code(body: StepUp, request: Request, response: Response, context: Signed) -> SessionBody:
    """Give a code for acts that want it fresh (`second-factor-required`)."""
    _, token = step_up(request, context, body.code)
    set_cookie(request, response, token)
    return SessionBody(
        person_id=context.person_id,
        posts=held(context.service, context.person_id, context.standing, context.at),
        token=token,
    )


@api_router.delete("/session", status_code=204, summary="Sign out")
def sign_out(request: Request, context: Signed) -> Response:
    """End the session."""
    response = Response(status_code=204)
    leave(request, response, context)
    return response


def leave(request: Request, response: Response, context: Context) -> None:
    context.service.access.sessions.end(
        context.person_id,
        context.signed.id,
        context.at,
        source_of(request),
        AccessAct.SIGNED_OUT,
    )
    drop_cookie(request, response)


# Pages


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
) -> Response:
    """Return the page to sign in and go on to ``then``; ``kept``, typed into its form, goes along."""
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
    response = sign_in_page(request, found, at, kept=kept, then=next, template="sign_in_code.html")
    set_cookie(request, response, token, HALF, HALF_SECONDS)
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
