"""Ways in besides name and password: an invitation, and the office's provider."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field, ValidationError, model_validator

from api.access.deeds import DeedBody
from api.access.own_account import JOURNEY, JOURNEY_SECONDS, Password, alike
from api.access.tokens import cookie_name, drop_cookie, set_cookie, source_of, token_of
from api.context import Now, Served, Service
from api.pages import words_for
from api.problems import status_of
from api.session import LIMIT
from api.sign_in_page import arrived, local, said_no, sign_in_page
from api.strict_json import JsonRoute
from api.web.forms import form_fields, messages, read_form
from api.web.parts import Frame
from api.web.render import page
from domain.access.refusals import SignOnFailed
from domain.refusal import NotFound, Refusal
from domain.thai_time import bangkok_date

api = APIRouter(prefix="/api/v1", tags=["access"], route_class=JsonRoute)
pages = APIRouter(include_in_schema=False)
Text = Annotated[str, Query(max_length=4_000)]


class AcceptInvitation(DeedBody):
    """Choose the password an invitation is for. The code works once."""

    code: Annotated[str, Field(min_length=1, max_length=60)]
    new: Password
    again: Password

    same = model_validator(mode="after")(alike)


@api.post("/invitations/acceptance", status_code=204, summary="AcceptInvitation")
def accept_invitation(body: AcceptInvitation, request: Request, found: Served, at: Now) -> Response:
    """Choose the password an invitation is for; then sign in with it."""
    accept(found, request, body, at)
    return Response(status_code=204)


def accept(found: Service, request: Request, body: AcceptInvitation, at: Now) -> UUID:
    """Raises:
    InvitationOver, PasswordTooShort, PasswordGuessable, SignInBusy, TooManyRequests
    """
    source, access = source_of(request), found.access
    access.take_sign_in(source)
    person_id = access.accounts.invited(body.code, at)
    row = next(iter(found.rows.rows("persons", id=person_id)), {})
    account = access.accounts.one(person_id, at)
    names = [str(row.get("name_th") or ""), str(row.get("name_en") or ""), account.sign_in_name]
    accepted: UUID = access.accounts.accept(
        body.code, body.new.get_secret_value(), names, at, source
    )
    return accepted


@pages.get("/invitation")
def show_invitation(request: Request, found: Served, at: Now) -> Response:
    return invitation_page(request, found, at, {"code": request.query_params.get("code", "")[:60]})


@pages.post("/invitation")
def send_invitation(
    request: Request,
    found: Served,
    at: Now,
    code: Annotated[str, Form(max_length=60)] = "",
    new: Annotated[str, Form(max_length=LIMIT)] = "",
    again: Annotated[str, Form(max_length=LIMIT)] = "",
) -> Response:
    """Choose the password and come in with it; a second factor, if there is one, is still asked."""
    sent = {"code": [code], "new": [new], "again": [again]}
    values = read_form(AcceptInvitation, [(name, v) for name, vs in sent.items() for v in vs])
    words = words_for(request, found)
    try:
        person_id = accept(found, request, AcceptInvitation.model_validate(values), at)
    except ValidationError as problem:
        errors = messages(AcceptInvitation, problem, words)
        return invitation_page(request, found, at, values, errors=errors, status=422)
    except Refusal as refusal:
        sentence = words.text(f"refusal.{refusal.code}", **refusal.figures)
        return invitation_page(
            request, found, at, values, problem=sentence, status=status_of(refusal)
        )
    return arrived(request, found, person_id, "password", "/", at)


def invitation_page(
    request: Request,
    found: Service,
    at: Now,
    values: dict[str, object],
    *,
    errors: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    words = words_for(request, found)
    errors = errors or {}
    text = page(
        "access_invitation.html",
        words,
        Frame(words.text("ui.office"), "/invitation", bangkok_date(at)),
        fields=form_fields(AcceptInvitation, words, values, errors),
        problem=problem or errors.get("", ""),
    )
    return Response(text, status_code=status, media_type="text/html")


# The office's provider


@pages.get("/sign-in/provider")
def to_provider(request: Request, found: Served, at: Now, next: Text = "/") -> Response:
    """Send the browser to the provider; it keeps what its return is known by."""
    try:
        found.access.take_sign_in(source_of(request))
        going = found.access.sign_ons.depart(local(next)[:500], at)
    except NotFound:
        raise
    except Refusal as refusal:
        return said_no(request, found, at, refusal, next)
    response = RedirectResponse(going.address, status_code=303)
    set_cookie(request, response, going.browser, JOURNEY, JOURNEY_SECONDS)
    return response


@pages.get("/sign-in/provider/return")
def from_provider(
    request: Request,
    found: Served,
    at: Now,
    state: Text = "",
    code: Text = "",
    iss: Text | None = None,
) -> Response:
    """Take the browser back: let in whom the provider names, or link who asked for it."""
    source, sign_ons = source_of(request), found.access.sign_ons
    browser = request.cookies.get(cookie_name(request, JOURNEY), "")
    try:
        found.access.take_sign_in(source)
        arrival = sign_ons.arrive(state, browser, code, iss, at)
        if arrival.link_person is None:
            person_id = sign_ons.person(arrival.subject)
            if person_id is None:
                raise SignOnFailed("nobody is linked to whom the provider names")
            response = arrived(request, found, person_id, "sign_on", arrival.next, at)
        else:
            session = found.access.known(token_of(request) or "", at, source)
            if session is None or session.person_id != arrival.link_person:
                raise SignOnFailed("not the session that asked to be linked")
            sign_ons.link(session.person_id, arrival.subject, session.id, at, source)
            response = RedirectResponse("/account?deed=LinkSignOn", status_code=303)
    except NotFound:
        raise
    except Refusal as refusal:
        sign_ons.note_failure(at, source)
        sentence = words_for(request, found).text(f"refusal.{refusal.code}", **refusal.figures)
        response = sign_in_page(request, found, at, sentence, status=status_of(refusal))
    drop_cookie(request, response, JOURNEY)
    return response
