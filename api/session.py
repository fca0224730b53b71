"""Signing in and out, and choosing the post in which one acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from api.context import COOKIE, Now, Served, Service, Signed, standings_today, token_of
from api.pages import LANG_COOKIE, words_for
from api.strict_json import JsonRoute
from api.web.parts import Frame
from api.web.render import page
from domain.organization.authority import PostNotYours, Standing
from domain.refusal import Refusal
from domain.thai_time import bangkok_date

LIMIT = 200
KEPT = "kept."  # before the names of what was typed into a form whose session was over


class SignInFailed(Refusal):
    """Name and password do not match; which of the two is not said."""

    code = "sign-in-failed"


class AccountLocked(Refusal):
    """Too many wrong passwords in a row."""

    code = "account-locked"


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignIn(Body):
    """A sign-in name and its password."""

    login: str = Field(min_length=1, max_length=LIMIT)
    password: str = Field(min_length=1, max_length=LIMIT)


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
    """Who is signed in. ``token`` may be sent as ``Authorization: Bearer``; the cookie does as well."""

    person_id: UUID
    posts: list[HeldPost]
    token: str | None = None


api_router = APIRouter(prefix="/api/v1", tags=["session"], route_class=JsonRoute)
page_router = APIRouter(include_in_schema=False)


def signed(
    found: Service, request: Request, login: str, password: str, at: Now
) -> tuple[str, UUID]:
    """Return a new session, or refuse.

    Raises:
        SignInFailed, AccountLocked
    """
    locked, outcome = False, None
    try:
        outcome = found.accounts.sign_in(login.strip().lower(), password, at)
    except Exception as problem:
        if type(problem).__name__ != "Locked":
            raise
        locked = True
    if locked:
        raise AccountLocked()
    if outcome is None:
        raise SignInFailed()
    return outcome


def set_cookie(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/"
    )


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
    token, person_id = signed(found, request, body.login, body.password, at)
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
def choose(body: ChoosePost, request: Request, context: Signed) -> SessionBody:
    """Act in another of one's posts from now on."""
    standing = choose_post(request, context, body.post_id, body.instrument_id)
    return SessionBody(
        person_id=context.person_id,
        posts=held(context.service, context.person_id, standing, context.at),
    )


def choose_post(
    request: Request, context: Signed, post_id: UUID, instrument_id: UUID | None
) -> Standing:
    """Act in a post from now on; without an instrument in the fullest capacity there is.

    Raises:
        PostNotYours: neither holder nor standing in today.
    """
    for standing in standings_today(context.person_id, context.service, context.at):
        by = standing.instrument.instrument_id if standing.instrument else None
        if standing.post_id == post_id and instrument_id in (None, by):
            token = token_of(request)
            assert token is not None
            context.service.accounts.choose_post(token, post_id, by)
            return standing
    raise PostNotYours("this post is not yours today", post_id=post_id)


@api_router.delete("/session", status_code=204, summary="Sign out")
def sign_out(request: Request, context: Signed) -> Response:
    """End the session."""
    token = token_of(request)
    assert token is not None
    context.service.accounts.sign_out(token)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/")
    return response


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
) -> Response:
    """Return the page to sign in and go on to ``then``; ``kept``, typed into its form, goes along."""
    words = words_for(request, found)
    frame = Frame(words.text("ui.office"), request.url.path, bangkok_date(at))
    people = [
        (row["name"], row["title"], row["login"])
        for row in getattr(request.app.state, "people", ())
    ]
    text = page(
        "sign_in.html",
        words,
        frame,
        action="/sign-in",
        login=login,
        problem=problem,
        people=people,
        hidden=[
            ("next", then),
            *((KEPT + name, text) for name, text in kept),
        ],
    )
    return Response(text, status_code=status, media_type="text/html")


@page_router.get("/sign-in")
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


@page_router.post("/sign-in")
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
        token, _ = signed(found, request, login, password, at)
    except (SignInFailed, AccountLocked) as refusal:
        sentence = words_for(request, found).text(f"refusal.{refusal.code}")
        return sign_in_page(request, found, at, sentence, login, 401, kept, next)
    # 307 sends the same fields on to the form's own address, which shows them and does nothing yet.
    response = RedirectResponse(local(next), status_code=307 if kept else 303)
    set_cookie(request, response, token)
    return response


@page_router.post("/session/end")
def send_sign_out(request: Request, context: Signed) -> Response:
    token = token_of(request)
    assert token is not None
    context.service.accounts.sign_out(token)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


@page_router.post("/session/post")
def send_post(
    request: Request,
    context: Signed,
    post: Annotated[str, Form(max_length=LIMIT)],
    back: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    choose_post(request, context, *standing_key(post))
    return RedirectResponse(local(back), status_code=303)


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


@page_router.get("/language/{lang}")
def choose_lang(lang: str, back: str = "/") -> Response:
    response = RedirectResponse(local(back), status_code=303)
    response.set_cookie(
        LANG_COOKIE, "en" if lang == "en" else "th", samesite="lax", max_age=31_536_000
    )
    return response


def local(address: str) -> str:
    """Return an address of this service; anything else leads home."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
