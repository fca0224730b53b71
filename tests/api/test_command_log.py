"""Every command that was refused is in the log, also the one that never came to its act."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from api.catalogue import ROUTES
from api.guards import BODY_LIMIT
from api.routes import Route
from tests.api.bodies import example
from tests.api.test_hostile_input import address, empowered, headers
from tests.served import ServedOffice

every_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)


@pytest.fixture(scope="module")
def office(played_office: ServedOffice) -> ServedOffice:
    """The office after a whole matter, so that every route has a thing it can be asked of."""
    return played_office


def noted(office: ServedOffice, path: str, **sent: Any) -> tuple[Any, list[dict[str, Any]]]:
    """Post, and return the answer with what of commands was written to the log meanwhile."""
    with capture_logs() as lines:
        answer = office.http.post(path, follow_redirects=False, **sent)
    return answer, [dict(line) for line in lines if line["event"] == "command"]


@every_route
def test_a_command_refused_before_its_act_is_in_the_log(office: ServedOffice, route: Route) -> None:
    """R-H15: who, in which post, what, and why not; nothing of what he sent."""
    client, path, body = empowered(office, route), address(office, route), example(route.act)
    good = headers() | client.headers
    tried = {
        "body-unreadable": (body | {"colour": "a name"}, good),
        "media-type-wrong": (body, good | {"content-type": "text/plain"}),
        "idempotency-key-missing": (body, _without(good, "Idempotency-Key")),
    }
    if not route.act.creates:
        tried["version-missing"] = (body, _without(good, "If-Match"))
    for code, (content, sent) in tried.items():
        answer, lines = noted(office, path, content=json.dumps(content), headers=sent)
        assert answer.json()["code"] == code
        [line] = lines
        assert (line["outcome"], line["command"], line["code"]) == ("refused", route.act.name, code)
        assert (line["person"], line["post"]) == (str(client.person_id), str(client.post_id))
        assert "a name" not in json.dumps(line)


@every_route
def test_who_is_not_signed_in_learns_nothing_of_the_body(
    office: ServedOffice, route: Route
) -> None:
    for content in (b"{", b'{"colour": "red"}', b"[" * 10_000):
        path = address(office, route)
        answer, [line] = noted(office, path, content=content, headers=headers())
        assert answer.status_code == 401
        assert set(answer.json()) == {"type", "code", "status", "title", "th", "en"}
        assert (line["command"], line["code"]) == (route.act.name, "not-signed-in")


@pytest.mark.parametrize("route", [r for r in ROUTES if r.act.creates], ids=lambda r: r.path)
def test_a_form_that_is_refused_is_in_the_log(office: ServedOffice, route: Route) -> None:
    client, path = empowered(office, route), route.form_path
    _, [line] = noted(office, path, data={"colour": "red"}, headers=client.headers)
    assert (line["command"], line["code"]) == (route.act.name, "body-unreadable")
    stranger = office.as_("school3")
    answer, [line] = noted(office, path, data={}, headers=stranger.headers)
    assert answer.status_code == 403
    assert (line["command"], line["code"]) == (route.act.name, "not-permitted")
    _, [line] = noted(office, path, data={})
    assert (line["command"], line["code"]) == (route.act.name, "not-signed-in")


def test_a_command_refused_by_a_rule_is_noted_once(office: ServedOffice) -> None:
    client = office.as_("clerk")
    path = f"/api/v1/letters/{uuid4()}/intake"
    answer, lines = noted(office, path, json={}, headers=headers() | client.headers)
    assert answer.status_code == 404
    assert [line["code"] for line in lines] == ["not-found"]


def test_a_body_too_large_is_noted_with_its_address(office: ServedOffice) -> None:
    content = b'{"x": "' + b"x" * BODY_LIMIT + b'"}'
    answer, [line] = noted(office, "/api/v1/letters", content=content, headers=headers())
    assert answer.status_code == 413
    assert (line["path"], line["code"]) == ("/api/v1/letters", "body-too-large")


def _without(sent: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in sent.items() if key != name}
