"""The page of an act: its form, and what the form sends to. It works without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from api.access import form_token
from api.access.step_up import step_up, wants
from api.access.tokens import with_renewed
from api.command_log import SentFormRoute, note
from api.context import Context, NotSignedIn, Now, Served, Signed, signed_in
from api.pages import Shown, words_for
from api.problems import STATUS, BodyUnreadable, status_of
from api.routes import TEXT_KEY, Route, run
from api.sign_in_page import KEPT, sign_in_page
from api.web.forms import form_fields, messages, read_form, row_counts
from api.web.words import Words
from domain.access.refusals import FormStale, SecondFactorMissing, SecondFactorRequired
from domain.refusal import NotFound, NotPermitted, Refusal
from infrastructure.files import FileRefused


class ActingOtherwise(Refusal):
    """The form was opened by somebody else, or in another post: what follows would stand in his name."""

    code = "acting-otherwise"
    rule = "R-H15"


def form_pages(routes: Sequence[Route]) -> APIRouter:
    """Return, for each route, the page with its form and what that form sends to."""
    router = APIRouter(include_in_schema=False, route_class=SentFormRoute)
    for route in routes:
        router.add_api_route(
            route.form_path, _shown_form(route), methods=["GET"], name=f"form {route.act.name}"
        )
        router.add_api_route(
            route.form_path, _sent_form(route), methods=["POST"], name=f"send {route.act.name}"
        )
    return router


def _key(route: Route, request: Request) -> Any:
    if route.key is not None:
        return route.key
    typed = request.path_params.get("id", "new")
    if route.text_key and not TEXT_KEY.fullmatch(typed):
        raise NotFound()
    if route.act.creates or route.text_key:
        return typed
    try:
        return UUID(typed)
    except ValueError as problem:
        raise NotFound() from problem


def _require_open_to(context: Context, route: Route, key: Any) -> None:
    """Refuse the form as its act would be refused, before anything of the thing is shown.

    Raises:
        NotFound: the thing is not there for him.
        NotPermitted: his post does not hold this power.
    """
    if not route.act.creates:
        route.act.require_known(key, context.state(route.act.decider, key), context.actor)
    if not route.act.of_right and not context.may(route.act.name):
        raise NotPermitted(role=context.role, command=route.act.name)


def _shown_form(route: Route) -> Any:
    def show(request: Request, context: Signed) -> Response:
        key = _key(route, request)
        _require_open_to(context, route, key)
        # What the address names is put in as if typed: ``?letter_ids=…`` ticks that letter.
        read = read_form(route.model, request.query_params)
        named = {name.partition(".")[0] for name in request.query_params}
        asked = {name: value for name, value in read.items() if name in named}
        given = route.form(context, key).fitted(asked)
        version = None if route.act.creates else context.version(route.act.decider, key)
        return _form(
            request, context, route, key, {**given.values, **asked}, {}, version, str(uuid4())
        )

    return show


def _sent_form(route: Route) -> Any:
    async def send(request: Request, found: Served, at: Now) -> Response:
        try:
            context = await run_in_threadpool(signed_in, request, found, at)
        except NotSignedIn as over:
            note(route.act.name, over.code, stream=request.path_params.get("id"))
            async with request.form() as data:
                return _sign_in_again(request, found, at, data)
        async with request.form() as data:  # uploads are closed with it
            return await run_in_threadpool(_send, request, context, route, data)

    return send


def _sign_in_again(request: Request, found: Served, at: Now, data: Any) -> Response:
    """Ask who it is, and keep what was typed until he has said so; files have to be chosen again."""
    typed = [(name, text) for name, text in data.multi_items() if isinstance(text, str)]
    sentence = words_for(request, found).text("ui.sign_in.again")
    return sign_in_page(request, found, at, sentence, status=401, kept=typed, then=request.url.path)


def _kept(data: Any) -> Any:
    """Return the form that was sent when nobody was signed in, as the signing in gave it back."""
    typed = [(n.removeprefix(KEPT), v) for n, v in data.multi_items() if n.startswith(KEPT)]
    return FormData(typed)


def _send(request: Request, context: Context, route: Route, data: Any) -> Response:
    name, stream = route.act.name, request.path_params.get("id")
    try:
        key = _key(route, request)
        _require_open_to(context, route, key)
    except Refusal as refusal:
        note(name, refusal.code, refusal.rule, context, stream)
        raise
    model = route.model
    kept = any(field.startswith(KEPT) for field in data)
    if kept:
        data = _kept(data)

    if not kept and not form_token.fits(request, context, data.get(form_token.NAME)):
        return _stale(request, context, route, key, data)

    wrong: dict[str, str] = {}  # by the name of the field, the code of what was not taken there

    def store(upload: Any) -> Mapping[str, object]:
        try:
            kept = context.service.files.put(upload.file)
        except FileRefused as refused:
            wrong.update(
                {field: refused.code for field, sent in data.multi_items() if sent is upload}
            )
            return {}
        return {
            "digest": kept.digest,
            "media_type": kept.media_type,
            "size_bytes": kept.size_bytes,
            "name": upload.filename,
        }

    values = read_form(model, data, store)
    idempotency = str(data.get("_key") or uuid4())
    seen = _seen(data)
    if data.get("_rows"):
        return _form(
            request, context, route, key, values, {}, seen, idempotency, rows=row_counts(data)
        )
    words = words_for(request, context.service)
    if kept:
        return _form(
            request, context, route, key, values, {}, seen, idempotency,
            rows=row_counts(data), problem=words.text("ui.form.kept"),
        )  # fmt: skip
    if data.get("_as") not in (None, str(context.post_id)):
        note(name, ActingOtherwise.code, ActingOtherwise.rule, context, stream)
        return _form(
            request, context, route, key, values, {}, seen, idempotency,
            problem=said(words, ActingOtherwise()),
            status=status_of(ActingOtherwise()),
        )  # fmt: skip
    if wrong:
        code = next(iter(wrong.values()))
        note(name, code, context=context, stream=stream)
        return _form(
            request, context, route, key, values,
            {at_digest(field): words.text(f"refusal.{why}") for field, why in wrong.items()},
            seen, idempotency, problem=words.text(f"refusal.{code}"), status=STATUS[code],
        )  # fmt: skip
    try:
        body = route.body(model.model_validate(values), context, seen)
    except Refusal as refusal:
        note(name, refusal.code, refusal.rule, context, stream)
        return _refused(request, context, route, key, values, refusal)
    except ValidationError as problem:
        note(name, BodyUnreadable.code, context=context, stream=stream)
        return _form(
            request, context, route, key, values, messages(model, problem, words), seen, idempotency,
            status=422,
        )  # fmt: skip
    if data.get("_look"):  # what it would change is asked for, and nothing is done
        return _form(request, context, route, key, values, {}, seen, idempotency)
    try:
        if data.get("_code"):
            context, _ = step_up(request, context, str(data.get("_code")))
        answer = run(context, route, key, body, idempotency, seen)
    except NotFound:
        raise
    except Refusal as refusal:
        response = _refused(request, context, route, key, values, refusal)
        return with_renewed(request, response)
    own = answer.id if route.act.creates else key
    back = route.back.replace("{id}", str(own))
    joint = "&" if "?" in back else "?"
    address = f"{back}{joint}after={answer.position}&done={name}"
    return with_renewed(request, RedirectResponse(address, status_code=303))


def _seen(data: Any) -> int | None:
    """Return the version that the form was filled in on."""
    typed = str(data.get("_seen") or "")
    return int(typed) if typed.isascii() and typed.isdigit() else None


def _refused(
    request: Request,
    context: Context,
    route: Route,
    key: Any,
    values: Mapping[str, Any],
    refusal: Refusal,
) -> Response:
    """Show the form once more. The next attempt is another command, decided on what is there now."""
    version = None if route.act.creates else context.version(route.act.decider, key)
    problem = said(words_for(request, context.service), refusal)
    return _form(
        request, context, route, key, values, {}, version, str(uuid4()),
        problem=problem, status=status_of(refusal), refused=refusal.code,
    )  # fmt: skip


def said(words: Words, refusal: Refusal) -> str:
    """Return what a refusal says, with the number of its rule."""
    sentence = words.text(f"refusal.{refusal.code}", **refusal.figures)
    return f"{sentence} ({refusal.rule})" if refusal.rule else sentence


def _stale(request: Request, context: Context, route: Route, key: Any, data: Any) -> Response:
    """Show a form again that was opened in another session; no file of it is kept."""
    note(route.act.name, FormStale.code, context=context, stream=request.path_params.get("id"))
    words = words_for(request, context.service)
    version = None if route.act.creates else context.version(route.act.decider, key)
    return _form(
        request, context, route, key, read_form(route.model, data), {}, version, str(uuid4()),
        problem=said(words, FormStale()), status=STATUS[FormStale.code],
    )  # fmt: skip


def at_digest(field: str) -> str:
    """Return where the form looks for what is wrong with the file sent as ``field``."""
    row, _, last = field.rpartition(".")
    return f"{row}.digest" if last == "file" and row else field


def _form(
    request: Request,
    context: Context,
    route: Route,
    key: Any,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    seen: int | None,
    idempotency: str,
    *,
    rows: Mapping[str, int] | None = None,
    problem: str = "",
    status: int = 200,
    refused: str = "",
) -> Response:
    shown = Shown(request, context)
    given = route.form(context, key).fitted(values)
    asked = given.confirms.get(refused)
    unasked = [name for name in given.confirms.values() if name != asked and not values.get(name)]
    fields = form_fields(
        route.model,
        shown.words,
        values,
        errors,
        given.choices,
        rows=rows or given.rows,
        hidden=[*given.hidden, *unasked],
    )
    fields = [replace(one, suggestions=tuple(given.suggests.get(one.name, ()))) for one in fields]
    name = route.act.name
    wanted = wants(context, name)
    back = (
        "/" if route.act.creates and "{id}" in route.back else route.back.replace("{id}", str(key))
    )
    return shown.html(
        given.template,
        status=status,
        title=shown.words.text(f"command.{name}"),
        intro=given.intro or shown.words.help(f"command.{name}") or "",
        fields=fields,
        action=request.url.path,
        submit=shown.words.text(f"command.{name}"),
        hidden={
            "_key": idempotency,
            "_seen": "" if seen is None else str(seen),
            "_as": str(context.post_id),
        },
        back=back,
        problem=problem,
        warns=route.warns,
        code_asked=isinstance(wanted, SecondFactorRequired),
        factor_missing=isinstance(wanted, SecondFactorMissing),
        refused=refused,
        **given.more,
        **(given.shows(shown, values) if given.shows else {}),
    )
