"""Reading a JSON body strictly: what one reader takes for this and another for that is refused.

FastAPI's own reader takes the last of two equal keys, takes NaN, and runs out of stack on deep
nesting. Whatever cannot be read here is a 422 (RFC 8259, I-JSON), a body of another kind a 415.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import ValidationError

from api.problems import BodyUnreadable, MediaTypeWrong, field_errors

DEEPEST = 20
TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
BRACKETS = re.compile(r"[\[\]{}]")


class JsonRoute(APIRoute):
    """A route whose body, if it takes one, is JSON and nothing else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        model = self.body_field.field_info.annotation

        async def read(request: Request) -> Response:
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json":
                raise MediaTypeWrong(wanted="application/json")
            body = await request.body()
            request._json = parsed(body)  # what request.json() gives from here on
            strictly(body, model)
            return await handle(request)

        return read


def parsed(body: bytes) -> Any:
    """Return what ``body`` says.

    Raises:
        BodyUnreadable: it is not JSON that everybody reads alike; ``json_invalid`` says why.
    """
    try:
        text = body.decode("utf-8")
        if too_deep(text):
            raise ValueError(f"nested deeper than {DEEPEST}")
        return json.loads(
            text, object_pairs_hook=_once, parse_constant=_refused, parse_int=_bounded
        )
    except (ValueError, RecursionError) as problem:
        errors = field_errors([{"type": "json_invalid", "loc": ()}])
        raise BodyUnreadable(str(problem), errors=errors) from problem


def strictly(body: bytes, model: Any) -> None:
    """Refuse a value of another JSON type than the field takes, be it ever so like one: 1.0, "true".

    Raises:
        BodyUnreadable
    """
    try:
        model.model_validate_json(body, strict=True)
    except ValidationError as problem:
        raise BodyUnreadable(errors=field_errors(problem.errors(include_url=False))) from problem


def too_deep(text: str) -> bool:
    """Return whether brackets nest deeper than any body of ours; those inside texts do not count."""
    depth = 0
    for bracket in BRACKETS.findall(TEXTS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            return True
    return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _bounded(digits: str) -> int:
    number = int(digits)
    if not -(2**63) <= number < 2**63:
        raise ValueError("a number beyond 64 bits")
    return number


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
