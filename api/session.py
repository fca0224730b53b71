"""Signing in and out, the second factor, and choosing the post in which one acts, for programs.

Name and password begin a session; who has a second factor has half a session until its code came.
Every sign-in, step-up and change of post gives the session a new token.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.step_up import step_up
from api.access.tokens import drop_cookie, set_cookie, source_of, token_of
from api.context import Context, NotSignedIn, Now, Served, Service, Signed, standings_today
from api.strict_json import JsonRoute
from domain.access.refusals import CodeAsked, SecondFactorWanted
from domain.access.trail import AccessAct
from domain.organization.authority import PostNotYours, Standing

LIMIT = 200


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
    whole = access.second_factors.state(person_id) is None and not factor_wanted(
        found, person_id, at
    )
    return access.sessions.begin(person_id, at, source, method, complete=whole), whole


def factor_wanted(found: Service, person_id: UUID, at: Now) -> bool:
    """Return whether the office wants two factors of who may act in this person's posts today."""
    found.catch_up()
    able = standings_today(person_id, found, at)
    rows = found.rows.rows("posts", id=[one.post_id for one in able])
    return found.access.rules().two_factors(str(row["role"]) for row in rows)


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


def enrolled(
    found: Service, request: Request, half: str, code: str, at: Now
) -> tuple[str, list[str]]:
    """Take the first code of a second factor that sign-in wants; return the whole session's token.

    The recovery codes come with it, to be shown once. The person's other sessions end.

    Raises:
        NotSignedIn: no such half session, or there is nothing for it to confirm.
        CodeWrong, AccountLocked
    """
    access, source = found.access, source_of(request)
    waiting = access.sessions.enrolling(half, at)
    if waiting is None or access.second_factors.begun(waiting.person_id) is None:
        raise NotSignedIn()
    codes = access.second_factors.confirm(waiting.person_id, code, waiting.id, at, source)
    access.sessions.end_others(waiting.person_id, waiting.id, at, source)
    token: str = access.sessions.complete(waiting, at, source)
    return token, codes


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
    if found.access.second_factors.state(person_id) is None and factor_wanted(found, person_id, at):
        raise SecondFactorWanted()
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
