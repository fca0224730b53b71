"""A route: an act as a command of the programs' interface and as a form people fill in.

One declaration gives both: ``POST /api/v1/letters/{id}/endorsements`` with a JSON body, and the page
``/letters/{id}/endorsements`` whose form sends the same fields. Both call the same application
function, so what one refuses the other refuses in the same words.
"""

# No postponed annotations here: FastAPI reads the body's model from the annotation itself.

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID, uuid5

from fastapi import APIRouter, Header, Path, Response
from pydantic import BaseModel

from api.access.step_up import require_second_factor
from api.command_log import CommandRoute, note
from api.context import Context, Signed
from api.problems import IdempotencyKeyMissing, VersionMissing
from application.act import Act, body_of
from application.execute import Answer, execute
from domain.refusal import Refusal

Choices = Mapping[str, Sequence[tuple[str, str]]]
TEXT_KEY = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}")
TextKey = Annotated[str, Path(pattern=rf"\A{TEXT_KEY.pattern}\z")]


@dataclass(frozen=True)
class Form:
    """What a form page needs beside the fields: options, first values, fields the page decides.

    ``confirms`` names, by the code of a refusal, the field that says "yet do it": it is asked only
    after that refusal. ``suggests`` are texts that a field may well hold; another may be typed. ``fit``
    returns the form once it is known what was asked or typed: the item of an agenda, say.
    ``template`` shows the form where fields one below the other will not do, with what ``more`` gives
    it, and with what ``shows`` returns once it is known who reads (a ``Shown``) and what was typed.
    """

    choices: Choices = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    hidden: Sequence[str] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    intro: str = ""
    confirms: Mapping[str, str] = field(default_factory=dict)
    suggests: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fit: Callable[[Mapping[str, Any]], "Form"] | None = None
    template: str = "form.html"
    more: Mapping[str, Any] = field(default_factory=dict)
    shows: Callable[[Any, Mapping[str, Any]], Mapping[str, Any]] | None = None

    def fitted(self, values: Mapping[str, Any]) -> "Form":
        return self.fit(values) if self.fit is not None else self


def no_options(_context: Context, _key: Any) -> Form:
    return Form()


class Asking(BaseModel, extra="forbid", frozen=True):
    """A form that asks otherwise than the body says it: an amount and a direction for a sign."""

    def body(self) -> dict[str, Any]:
        """Return the fields of the command's body."""
        raise NotImplementedError

    def body_on(self, _context: Context, _seen: int | None) -> dict[str, Any]:
        """Return the fields of the command's body, where they rest on the version ``seen`` of what there
        is: sent once more, the same form is the same command.

        Raises:
            Refusal: it does not fit what there is.
        """
        return self.body()


@dataclass(frozen=True)
class Route:
    """``path`` is the sub-resource a command is posted to, with ``{id}`` where the stream's id stands.

    ``back`` is the page to return to (``/letters/{id}``); ``key`` the stream's id where the path has
    none. ``main`` marks the one solid button of a page, ``warns`` one that ends or refuses. ``page``
    is where the form stands if it is not ``path``, which a list may have (``/meetings``). ``asks`` is
    what the form asks a person for, where that is more to his liking than the body: it has ``body()``.
    """

    path: str
    act: Act
    back: str
    form: Callable[[Context, Any], Form] = no_options
    key: str | None = None
    icon: str | None = None
    main: bool = False
    warns: bool = False
    text_key: bool = False
    page: str = ""
    asks: type[Asking] | None = None

    @property
    def model(self) -> type[BaseModel]:
        """What the form asks for."""
        return self.asks or body_of(self.act.command)

    def body(self, filled: BaseModel, context: Context, seen: int | None) -> BaseModel:
        """Return the body of the command from the form as it was filled in on the version ``seen``."""
        if not isinstance(filled, Asking):
            return filled
        return body_of(self.act.command).model_validate(filled.body_on(context, seen))

    @property
    def form_path(self) -> str:
        return self.page or self.path


@dataclass(frozen=True)
class IssuedNumber:
    """A number a register has issued: the register, the B.E. calendar year, the number."""

    register: str
    year: int
    number: int


class AnswerBody(BaseModel):
    """What was appended: the stream's id and new version, the position in the log, the numbers."""

    id: str
    version: int
    position: int
    numbers: list[IssuedNumber]
    events: list[str]
    repeated: bool = False


def shown(answer: Answer) -> AnswerBody:
    return AnswerBody(
        id=answer.id,
        version=answer.version,
        position=answer.position,
        numbers=[
            IssuedNumber(register=n.register, year=n.year, number=n.number) for n in answer.numbers
        ],
        events=list(answer.events),
        repeated=answer.repeated,
    )


def command_id(context: Context, key: str) -> UUID:
    """Return the id of a command: the same for the same person and Idempotency-Key."""
    return uuid5(context.person_id, sha256(key.encode()).hexdigest())


def run(
    context: Context, route: Route, key: Any, body: BaseModel, idempotency: str, seen: int | None
) -> Answer:
    """Carry out a route's act for whoever is signed in, with the second factor where that is wanted."""
    try:
        require_second_factor(context, route.act.name)
    except Refusal as refusal:  # before the act is asked, so it is noted here
        note(route.act.name, refusal.code, context=context, stream=str(key))
        raise
    return execute(
        context.office,
        route.act,
        route.key if route.key is not None else key,
        body,
        context.who,
        command_id=command_id(context, idempotency),
        at=context.at,
        seen=seen,
    )


def seen_version(if_match: str | None) -> int | None:
    """Return the version an ``If-Match`` names (``"3"``), or None where it is no version."""
    if if_match is None:
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def api(routes: Sequence[Route], errors: Mapping[int | str, dict[str, Any]]) -> APIRouter:
    """Return the programs' interface of ``routes``: one POST each under ``/api/v1``."""
    router = APIRouter(prefix="/api/v1", responses=dict(errors), route_class=CommandRoute)
    for route in routes:
        router.add_api_route(
            route.path,
            _endpoint(route),
            methods=["POST"],
            status_code=201 if route.act.creates else 200,
            response_model=AnswerBody,
            name=route.act.name,
            operation_id=route.act.name,
            summary=route.act.name,
            description=route.act.command.__doc__ or "",
            tags=[route.act.decider.kind],
        )
    return router


def _endpoint(route: Route) -> Callable[..., Any]:
    body_model = body_of(route.act.command)

    def carry_out(
        context: Context,
        key: Any,
        body: BaseModel,
        response: Response,
        idempotency_key: str | None,
        seen: int | None,
    ) -> AnswerBody:
        if not idempotency_key:
            raise IdempotencyKeyMissing()
        answer = run(context, route, key, body, idempotency_key, seen)
        response.headers["ETag"] = f'"{answer.version}"'
        if answer.repeated:
            response.headers["Idempotency-Replayed"] = "true"
        return shown(answer)

    key_header = Annotated[str | None, Header(max_length=200)]
    match_header = Annotated[str | None, Header(max_length=40)]
    if route.act.creates:

        def create(
            body: body_model,  # type: ignore[valid-type]
            context: Signed,
            response: Response,
            idempotency_key: key_header = None,
        ) -> AnswerBody:
            return carry_out(context, "new", body, response, idempotency_key, None)

        return create

    def versioned(
        context: Context,
        key: Any,
        body: Any,
        response: Response,
        idem: str | None,
        match: str | None,
    ) -> AnswerBody:
        if match is None:
            raise VersionMissing()
        return carry_out(context, key, body, response, idem, seen_version(match))

    if route.key is not None:

        def change_one(
            body: body_model,  # type: ignore[valid-type]
            context: Signed,
            response: Response,
            idempotency_key: key_header = None,
            if_match: match_header = None,
        ) -> AnswerBody:
            return versioned(context, route.key, body, response, idempotency_key, if_match)

        return change_one
    if route.text_key:

        def change_named(
            id: TextKey,
            body: body_model,  # type: ignore[valid-type]
            context: Signed,
            response: Response,
            idempotency_key: key_header = None,
            if_match: match_header = None,
        ) -> AnswerBody:
            return versioned(context, id, body, response, idempotency_key, if_match)

        return change_named

    def change(
        id: UUID,
        body: body_model,  # type: ignore[valid-type]
        context: Signed,
        response: Response,
        idempotency_key: key_header = None,
        if_match: match_header = None,
    ) -> AnswerBody:
        return versioned(context, id, body, response, idempotency_key, if_match)

    return change
