"""A deed: something done to an account, a session, a token. It is no event of the office.

One declaration gives, as for an act, ``POST /api/v1/account/password`` with a JSON body and the page
``/account/password`` whose form sends the same. What it did stands in the trail of access. A secret it
gives is shown once; there is no ``Idempotency-Key``, for no secret is kept to be given again.
"""

# No postponed annotations here: FastAPI reads the body's model from the annotation itself.

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from api.access.form_token import require_form_token
from api.access.ports import SourceFact
from api.access.step_up import require_second_factor, step_up, wants
from api.access.tokens import renew, set_cookie, source_of, with_renewed
from api.command_log import note
from api.context import Context, Signed
from api.pages import Shown
from api.problems import STATUS, BodyUnreadable
from api.routes import Form
from api.strict_json import JsonRoute
from api.web.forms import form_fields, messages, read_form
from domain.access.refusals import SecondFactorMissing, SecondFactorRequired
from domain.refusal import NotFound, NotPermitted, Refusal


class DeedBody(BaseModel):
    """What a deed is asked with."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Doing:
    """A deed being done: by whom, from where, to what (``key``), asked how."""

    context: Context
    request: Request
    source: SourceFact
    key: UUID | None
    body: Any

    @property
    def access(self) -> Any:
        return self.context.service.access


@dataclass(frozen=True)
class Done:
    """What came of it. ``secrets`` are shown once, by the words of their labels.

    ``token`` is the session's new token; ``to`` a page to go on to instead of the deed's own. One of
    another site is offered as a link.
    """

    secrets: Sequence[tuple[str, str]] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)
    token: str | None = None
    to: str = ""
    cookies: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def no_form(_context: Context, _key: UUID | None) -> Form:
    return Form()


@dataclass(frozen=True)
class Deed:
    """``path`` may hold ``{id}``; ``power`` is what the post must hold; none: one's own account."""

    name: str
    path: str
    model: type[DeedBody]
    do: Callable[[Doing], Done]
    back: str = "/account"
    power: str = ""
    warns: bool = False
    form: Callable[[Context, UUID | None], Form] = no_form
    api: bool = True
    api_path: str = ""  # where it is not ``path``


def require_open(context: Context, deed: Deed) -> None:
    """Refuse a deed for which the post has no power, or the second factor is wanted first.

    Raises:
        NotPermitted, SecondFactorRequired, SecondFactorMissing
    """
    if deed.power:
        if not context.may(deed.power):
            raise NotPermitted(role=context.role, command=deed.power)
        require_second_factor(context, deed.power)


def done(deed: Deed, context: Context, request: Request, key: UUID | None, body: Any) -> Done:
    """Do it; what is refused is noted."""
    try:
        require_open(context, deed)
        return deed.do(Doing(context, request, source_of(request), key, body))
    except Refusal as refusal:
        note(deed.name, refusal.code, refusal.rule, context, str(key) if key else None)
        raise


def deed_api(deeds: Sequence[Deed], errors: Mapping[int | str, dict[str, Any]]) -> APIRouter:
    """Return the programs' interface of ``deeds``."""
    router = APIRouter(
        prefix="/api/v1", tags=["access"], responses=dict(errors), route_class=JsonRoute
    )
    for deed in deeds:
        if deed.api:
            router.add_api_route(
                deed.api_path or deed.path,
                _endpoint(deed),
                methods=["POST"],
                name=deed.name,
                operation_id=deed.name,
                summary=deed.name,
                description=deed.model.__doc__ or "",
            )
    return router


def _endpoint(deed: Deed) -> Callable[..., Any]:
    model = deed.model

    def answer(
        context: Context, request: Request, response: Response, key: UUID | None, body: Any
    ) -> dict[str, Any]:
        result = done(deed, context, request, key, body)
        if result.token:
            set_cookie(request, response, result.token)
        return {**result.answer, **({"token": result.token} if result.token else {})}

    if "{id}" in deed.path:

        def of_one(
            id: UUID,
            body: model,  # type: ignore[valid-type]
            context: Signed,
            request: Request,
            response: Response,
        ) -> dict[str, Any]:
            return answer(context, request, response, id, body)

        return of_one

    def plain(
        body: model,  # type: ignore[valid-type]
        context: Signed,
        request: Request,
        response: Response,
    ) -> dict[str, Any]:
        return answer(context, request, response, None, body)

    return plain


def deed_pages(deeds: Sequence[Deed]) -> APIRouter:
    """Return the pages of ``deeds``: the form, and what it sends to."""
    router = APIRouter(include_in_schema=False, dependencies=[Depends(require_form_token)])
    for deed in deeds:
        router.add_api_route(deed.path, _shown(deed), methods=["GET"], name=f"form {deed.name}")
        router.add_api_route(deed.path, _sent(deed), methods=["POST"], name=f"deed {deed.name}")
    return router


def _key(deed: Deed, request: Request) -> UUID | None:
    if "{id}" not in deed.path:
        return None
    try:
        return UUID(request.path_params["id"])
    except ValueError as problem:
        raise NotFound() from problem


def _shown(deed: Deed) -> Any:
    def show(request: Request, context: Signed) -> Response:
        if deed.power and not context.may(deed.power):
            raise NotPermitted(role=context.role, command=deed.power)
        key = _key(deed, request)
        return form_page(deed, request, context, key, deed.form(context, key).values)

    return show


def _sent(deed: Deed) -> Any:
    async def send(request: Request, context: Signed) -> Response:
        async with request.form() as data:
            return await run_in_threadpool(_send, deed, request, context, data)

    return send


def _send(deed: Deed, request: Request, context: Context, data: Any) -> Response:
    key = _key(deed, request)
    values = read_form(deed.model, data)
    try:
        if data.get("_code"):
            context, _ = step_up(request, context, str(data.get("_code")))
        body = deed.model.model_validate(values)
        result = done(deed, context, request, key, body)
        if result.token:
            renew(request, result.token)
        response = _after(deed, request, context, result, key)
        for name, (value, seconds) in result.cookies.items():
            set_cookie(request, response, value, name, seconds)
    except ValidationError as problem:
        words = Shown(request, context).words
        errors = messages(deed.model, problem, words)
        note(deed.name, BodyUnreadable.code, context=context)
        response = form_page(deed, request, context, key, values, errors=errors, status=422)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        response = form_page(deed, request, context, key, values, refusal=refusal)
    return with_renewed(request, response)


def _after(
    deed: Deed, request: Request, context: Context, result: Done, key: UUID | None
) -> Response:
    back = result.to or deed.back.replace("{id}", str(key))
    if result.to.startswith("http"):
        # A form may not be sent on to another site, not by a redirect either: form-action of the CSP.
        shown = Shown(request, context)
        title = shown.words.text(f"deed.{deed.name}")
        return shown.html("access_onward.html", title=title, href=result.to, back=deed.back)
    if not result.secrets:
        return RedirectResponse(back if result.to else f"{back}?deed={deed.name}", status_code=303)
    shown = Shown(request, context)
    return shown.html(
        "access_once.html",
        title=shown.words.text(f"deed.{deed.name}.done"),
        secrets=[
            (shown.words.text(f"ui.access.{label}"), value) for label, value in result.secrets
        ],
        back=back,
    )


def form_page(
    deed: Deed,
    request: Request,
    context: Context,
    key: UUID | None,
    values: Mapping[str, Any],
    *,
    errors: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Response:
    """Return the page of a deed's form."""
    shown = Shown(request, context)
    given = deed.form(context, key)
    wanted = wants(context, deed.power)
    problem = shown.refusal_text(refusal) if refusal else ""
    return shown.html(
        given.template,
        status=STATUS.get(refusal.code, 409) if refusal else status,
        title=shown.words.text(f"deed.{deed.name}"),
        intro=given.intro or shown.words.help(f"deed.{deed.name}") or "",
        fields=form_fields(
            deed.model, shown.words, values, errors or {}, given.choices, hidden=given.hidden
        ),
        action=request.url.path,
        submit=shown.words.text(f"deed.{deed.name}"),
        hidden={},
        back=deed.back.replace("{id}", str(key)),
        problem=problem,
        warns=deed.warns,
        code_asked=isinstance(wanted, SecondFactorRequired),
        factor_missing=isinstance(wanted, SecondFactorMissing),
        **given.more,
    )
