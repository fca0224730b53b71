"""What bad input gets: a problem with a stable code and two sentences, and nothing half-done.

Generated over every route there is: a new act is attacked here from its first day.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from api.catalogue import ROUTES
from api.guards import BODY_LIMIT
from api.routes import Route
from domain.catalogue import DECIDERS
from domain.correspondence.letter import letter
from infrastructure.files import LIMIT as FILE_LIMIT
from projections.catalogue import TABLES
from projections.table import Table
from tests.api import bodies
from tests.api.bodies import changed, example
from tests.served import API, Client, ServedOffice

every_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
powered_routes = pytest.mark.parametrize(
    "route", [r for r in ROUTES if not r.act.of_right], ids=lambda route: route.path
)
versioned_routes = pytest.mark.parametrize(
    "route", [r for r in ROUTES if not r.act.creates], ids=lambda route: route.path
)
# What needs no power is for whom it concerns: in the matter played, these.
OF_RIGHT = {
    "NoteBreak": "analyst",
    "RecordAbsence": "analyst4",
    "EndAbsence": "analyst4",
    "AcceptInstrument": "deputy",
}
DEMO = Path(__file__).parents[2] / "infrastructure/demo"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def office(played_office: ServedOffice) -> ServedOffice:
    """The office after a whole matter, so that every route has a thing it can be asked of."""
    return played_office


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left_behind(office: ServedOffice) -> Iterator[None]:
    """Whatever was refused here has appended nothing."""
    office.as_("registrar").done("/letters", a_letter(office), key="used before")
    before = office.service.recorder.max_notification_id() or 0
    yield
    after = office.service.recorder.max_notification_id() or 0
    assert [event.event for event in office.service.history(before + 1, after)] == []


def a_letter(office: ServedOffice) -> dict[str, Any]:
    return {
        "kind": "external",
        "received_on": "2569-11-01",
        "to_unit_id": str(office.ids["policy"]),
        "subject": "ขอรับการจัดสรร",
        "sender_name": "โรงเรียนตัวอย่าง",
    }


@cache
def powers() -> dict[str, list[str]]:
    return tomllib.loads((DEMO / "office.toml").read_text("utf-8"))["powers"]


@cache
def roles() -> dict[str, str]:
    """Return, for each role, the sign-in name of somebody who has it."""
    people = tomllib.loads((DEMO / "office.toml").read_text("utf-8"))["people"]
    return {post["role"]: person["login"] for person in people for post in person["posts"]}


def empowered(office: ServedOffice, route: Route) -> Client:
    """Return somebody who may do this: every route has one."""
    if route.act.of_right:
        return office.as_(OF_RIGHT[route.act.name])
    role = next(r for r, able in powers().items() if route.act.name in able and r in roles())
    return office.as_(roles()[role], role)


def stranger(office: ServedOffice, route: Route) -> Client:
    """Return somebody who may not do this: every route has one."""
    asked = ("internal_auditor", "records_clerk", "school_director")
    role = next(role for role in asked if route.act.name not in powers()[role])
    return office.as_(roles()[role], role)


def key_of(office: ServedOffice, route: Route) -> str:
    """Return the key of the latest stream that the route can be asked of: every route has one."""
    assert not route.act.creates
    if route.key is not None:
        return route.key
    with office.service.pool.connection() as connection:
        row = connection.execute(
            f"SELECT stream_id FROM {office.service.recorder.schemas.log}.events"
            " WHERE stream_id LIKE %s ORDER BY position DESC LIMIT 1",
            [f"{route.act.decider.kind}/%"],
        ).fetchone()
    assert row is not None, f"nobody has begun a {route.act.decider.kind}"
    return row[0].partition("/")[2]


def address(office: ServedOffice, route: Route, key: str | None = None) -> str:
    """Return where a route is asked: of ``key``, or of what there is."""
    if "{id}" not in route.path:
        return API + route.path
    return API + route.path.replace("{id}", key or key_of(office, route))


def headers(version: int | str = 1) -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4()), "If-Match": f'"{version}"', **JSON}


def send(client: Client, path: str, body: Any, sent: dict[str, str] | None = None) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(path, content=content, headers=sent or headers())


def a_problem(answer: Any, status: int | tuple[int, ...], code: str | None = None) -> Any:
    """Check that an answer is a problem as promised, and return it."""
    wanted = (status,) if isinstance(status, int) else status
    assert answer.status_code in wanted, f"{answer.status_code} {answer.text[:2000]}"
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"] == f"/problems/{body['code']}"
    assert body["th"]
    assert body["en"]
    assert not body["en"].startswith("refusal.")
    assert body["th"] != body["en"]
    for error in body.get("errors", ()):
        assert error["pointer"].startswith("/")
        assert error["code"]
        assert error["th"] != error["en"]
    if code is not None:
        assert body["code"] == code
    return body


@every_route
def test_an_unknown_field_is_refused(office: ServedOffice, route: Route) -> None:
    body = example(route.act) | {"colour": "red"}
    problem = a_problem(send(empowered(office, route), address(office, route), body), 422)
    assert {"pointer": "/colour", "code": "extra_forbidden"}.items() <= problem["errors"][0].items()


@every_route
def test_evidence_cannot_be_sent(office: ServedOffice, route: Route) -> None:
    """Who acts, and on which day, is never taken from the caller."""
    for name, value in (("by", {"role": "area_director"}), ("on", "2569-01-01")):
        body = example(route.act) | {name: value}
        answer = send(empowered(office, route), address(office, route), body)
        a_problem(answer, 422, "body-unreadable")


@every_route
def test_a_value_of_another_type_is_refused(office: ServedOffice, route: Route) -> None:
    body, client, path = example(route.act), empowered(office, route), address(office, route)
    for place, value in bodies.wrong_types(route.act):
        problem = a_problem(send(client, path, changed(body, place, value)), 422)
        pointers = [error["pointer"] for error in problem["errors"]]
        pointer = "/" + "/".join(map(str, place))
        assert any(found.startswith(pointer) for found in pointers), (place, value, pointers)


@every_route
def test_text_that_hides_something_is_refused(office: ServedOffice, route: Route) -> None:
    """R-T10: NUL, a lone surrogate, a change of direction, a control character."""
    body, client, path = example(route.act), empowered(office, route), address(office, route)
    for place, value in bodies.hostile_texts(route.act):
        a_problem(send(client, path, changed(body, place, value)), 422, "body-unreadable")


@every_route
def test_a_number_beyond_all_bounds_is_refused(office: ServedOffice, route: Route) -> None:
    body, client, path = example(route.act), empowered(office, route), address(office, route)
    for place, value in bodies.huge_numbers(route.act):
        a_problem(send(client, path, changed(body, place, value)), 422, "body-unreadable")


@every_route
def test_a_year_has_four_digits_and_a_day_exists(office: ServedOffice, route: Route) -> None:
    """R-T05."""
    body, client, path = example(route.act), empowered(office, route), address(office, route)
    for place, value in bodies.short_years(route.act):
        problem = a_problem(send(client, path, changed(body, place, value)), 422)
        codes = {error["code"] for error in problem["errors"]}
        assert codes & {"year-digits", "year-era", "date-none", "date-form"}


@every_route
def test_money_is_whole_satang(office: ServedOffice, route: Route) -> None:
    """R-B23: no float, not even one that is whole."""
    body, client, path = example(route.act), empowered(office, route), address(office, route)
    for place, value in bodies.floats_of_money(route.act):
        a_problem(send(client, path, changed(body, place, value)), 422, "body-unreadable")


UNREADABLE = {
    "nothing": b"",
    "not json": b"{",
    "not utf-8": b'{"a": "\xff\xfe"}',
    "a list": b"[]",
    "null": b"null",
    "a text": b'"x"',
    "NaN": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "deep": b'{"a":' * 500 + b"1" + b"}" * 500,
    "very deep": b"[" * 100_000,
    "a long number": b'{"a": ' + b"9" * 5000 + b"}",
    "twice": b'{"reason": "x", "reason": "y"}',
    "twice inside": b'{"reason": {"a": 1, "a": 2}}',
    "after the end": b"{} {}",
}


@every_route
@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_object_of_json_is_refused(
    office: ServedOffice, route: Route, body: bytes
) -> None:
    answer = send(empowered(office, route), address(office, route), body)
    a_problem(answer, 422, "body-unreadable")


@every_route
def test_a_body_of_another_kind_is_refused(office: ServedOffice, route: Route) -> None:
    body = json.dumps(example(route.act)).encode()
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded", ""):
        answer = send(
            empowered(office, route),
            address(office, route),
            body,
            headers() | {"content-type": kind},
        )
        a_problem(answer, 415, "media-type-wrong")


@every_route
def test_a_body_is_measured_by_its_bytes(office: ServedOffice, route: Route) -> None:
    """The length said in a header is not believed."""
    path, client = address(office, route), empowered(office, route)
    large = b'{"x": "' + b"x" * BODY_LIMIT + b'"}'
    a_problem(send(client, path, large), 413, "body-too-large")

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(large), 65_536):
            yield large[start : start + 65_536]

    unsaid = client.post(path, content=pieces(), headers=headers())
    a_problem(unsaid, 413, "body-too-large")


@every_route
def test_who_is_not_signed_in_is_told_so(office: ServedOffice, route: Route) -> None:
    for token in (None, "Bearer x", "Bearer " + "a" * 5000, "Basic YTpi"):
        sent = headers() | ({"authorization": token} if token else {})
        path = address(office, route)
        answer = office.http.post(path, content=json.dumps(example(route.act)), headers=sent)
        a_problem(answer, 401, "not-signed-in")


@powered_routes
def test_who_has_no_power_is_told_so(office: ServedOffice, route: Route) -> None:
    """R-B09, R-H15: by the table of powers and the post acted in."""
    client, path = stranger(office, route), address(office, route)
    a_problem(send(client, path, example(route.act)), 403, "not-permitted")


@every_route
def test_a_command_without_its_key_is_refused(office: ServedOffice, route: Route) -> None:
    sent = headers()
    del sent["Idempotency-Key"]
    client, path = empowered(office, route), address(office, route)
    answer = send(client, path, example(route.act), sent)
    a_problem(answer, 400, "idempotency-key-missing")


@every_route
def test_a_key_used_for_another_command_is_refused(office: ServedOffice, route: Route) -> None:
    client, path = office.as_("registrar"), address(office, route)
    answer = send(client, path, example(route.act), headers() | {"Idempotency-Key": "used before"})
    a_problem(answer, 409, "idempotency-key-reused")


@versioned_routes
def test_a_change_says_which_version_it_was_decided_on(office: ServedOffice, route: Route) -> None:
    sent = headers()
    del sent["If-Match"]
    answer = send(empowered(office, route), address(office, route), example(route.act), sent)
    a_problem(answer, 428, "version-missing")


@versioned_routes
def test_a_version_that_has_passed_is_refused(office: ServedOffice, route: Route) -> None:
    """R-W07: and so is one that cannot be a version."""
    key = key_of(office, route)
    assert office.version(route, key)
    client, path = empowered(office, route), address(office, route, key)
    for version in (987_654_321, 0, "x", "-1", "1, 2"):
        sent = headers() | {"If-Match": f'"{version}"'}
        problem = a_problem(send(client, path, example(route.act), sent), 412)
        assert problem["code"] == "stream-moved-on"


@versioned_routes
def test_what_is_not_there_is_not_found(office: ServedOffice, route: Route) -> None:
    if route.key is not None:
        return
    client = empowered(office, route)
    unwritable = ("%00", "๑", "../x", "x" * 3000, "a,b", "a%20b", "%7Ba%7D", "a%22", "a%0A")
    not_uuids = () if route.text_key else ("not-a-uuid", "00000000")
    for key in (*unwritable, *not_uuids):
        answer = send(client, API + route.path.replace("{id}", key), example(route.act))
        a_problem(answer, 404, "not-found")
    if route.text_key:
        return  # such a thing begins with its first act, whatever it is called
    absent = address(office, route, str(uuid4()))
    for version in (0, 1, 99):
        answer = send(client, absent, example(route.act), headers(version))
        a_problem(answer, 404, "not-found")


@every_route
def test_a_page_elsewhere_cannot_act_in_ones_name(office: ServedOffice, route: Route) -> None:
    client, path = empowered(office, route), address(office, route)
    for said in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
        answer = send(client, path, example(route.act), headers() | said)
        a_problem(answer, 403, "cross-site")


def test_a_repeat_is_answered_as_before(office: ServedOffice) -> None:
    client = office.as_("registrar")
    before = office.service.recorder.max_notification_id()
    answer = client.act("/letters", a_letter(office), key="used before")
    assert answer.status_code == 201
    assert answer.headers["Idempotency-Replayed"] == "true"
    assert office.service.recorder.max_notification_id() == before


def test_lists_refuse_what_they_cannot_read(office: ServedOffice) -> None:
    client = office.as_("registrar")
    views = f"{API}/views"
    for query, status in {
        "letters?limit=0": 422,
        "letters?limit=201": 422,
        "letters?limit=x": 422,
        "letters?cursor=abc": 400,
        "letters?cursor=%00": 400,
        "letters?cursor=%E0%B8%81": 400,
        "letters?sort=colour": 400,
        "letters?colour=red": 400,
        "letters?unit_id=x": 400,
        "letters?standing=%00": 400,
        "letters?q=%00": (200, 400),
        "letters?as_of=32/13/2569": 400,
        "letters?as_of=1/1/69": 400,
        "letters?as_of=99999999999999999": (400, 422),
        "letters?after=-1": 422,
        "letters?after=99999999999999999999": 422,
        "register_lines?year=99999999999999999999": 400,
        "persons?q=x%25_%5C": (200, 400),
        "colour": 404,
        "letters/x": 404,
        "letters/%00": 404,
        "audit_history/x": 404,
        "audit_history/999999999999999999999999": 404,
        "units/" + "x" * 4000: 404,
    }.items():
        answer = client.get(f"{views}/{query}")
        if answer.status_code != 200 or status != (200, 400):
            a_problem(answer, status)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_filter_of_any_type_refuses_what_it_cannot_read(
    office: ServedOffice, table: Table
) -> None:
    director = office.as_("director")
    for name in (*table.filters, table.key):
        for value in (
            "abc",
            "",
            "-1",
            "9" * 30,
            "2026-99-99",
            "true",
            "\x00",
            "2026-11-23T08:00:00",
        ):
            answer = director.get(f"{API}/views/{table.name}", params={name: value})
            assert answer.status_code in (200, 400), f"{name}={value!r}: {answer.status_code}"


def test_addresses_that_do_not_exist_are_not_found(office: ServedOffice) -> None:
    client = office.as_("registrar")
    a_problem(client.get(f"{API}/nothing"), 404, "not-found")
    a_problem(client.get(f"{API}/letters"), 405, "method-not-allowed")
    a_problem(client.request("PUT", f"{API}/letters", json={}), 405, "method-not-allowed")


def test_a_file_is_told_by_its_content(office: ServedOffice) -> None:
    client = office.as_("registrar")
    sent = {"file": ("x.pdf", b"<html>not a pdf</html>", "application/pdf")}
    a_problem(client.post(f"{API}/files", files=sent), 415, "file-unknown-kind")
    a_problem(client.post(f"{API}/files", files={"file": ("x.pdf", b"")}), 415, "file-unknown-kind")
    a_problem(client.post(f"{API}/files"), 422, "body-unreadable")
    a_problem(client.post(f"{API}/files", json={"file": "x"}), 422, "body-unreadable")
    a_problem(client.post(f"{API}/files", data={"file": "x"}), 422, "body-unreadable")


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"<html>not a pdf</html>", 415, "รับเฉพาะไฟล์ PDF PNG หรือ JPEG"),
        (b"%PDF-1.4\n" + b"x" * FILE_LIMIT, 413, "ไฟล์ใหญ่เกิน 25 MB"),
    ],
    ids=["another kind", "too large"],
)
def test_a_file_not_taken_is_said_beside_its_field_and_what_was_typed_stays(
    office: ServedOffice, content: bytes, status: int, said: str
) -> None:
    client = office.as_("registrar")
    typed = {
        "subject": "เรื่องที่พิมพ์ไว้แล้ว",
        "enclosures.0.name": "ใบแจ้งหนี้",
        "enclosures.0.count": "1",
        "enclosures.0.unit": "ฉบับ",
    }
    sent = {"enclosures.0.file": ("x.pdf", content, "application/pdf")}
    [route] = [route for route in ROUTES if route.act.name == "ReceiveLetter"]
    answer = client.post(route.form_path, data=typed, files=sent)
    assert answer.status_code == status
    assert "เรื่องที่พิมพ์ไว้แล้ว" in answer.text
    field = answer.text[answer.text.index('name="enclosures.0.file"') :]
    assert said in field[:1500]


@pytest.mark.parametrize("kind", DECIDERS)
def test_no_stream_is_made_by_asking(office: ServedOffice, kind: str) -> None:
    """Reading what is not there leaves nothing behind."""
    decider = DECIDERS[kind]
    stream = f"{kind}/{uuid4()}"
    known = office.service.office.streams.known(decider, stream, fresh=True)
    assert known.version == 0


def test_signing_in_says_not_which_half_was_wrong(office: ServedOffice) -> None:
    path = f"{API}/session"
    answers = [
        office.http.post(path, json={"login": login, "password": "wrong"})
        for login in ("school3", "nobody")
    ]
    for answer in answers:
        a_problem(answer, 401, "sign-in-failed")
    assert answers[0].content == answers[1].content
    for body in ({}, {"login": 1, "password": "x"}, {"login": "a\x00", "password": "x"}):
        a_problem(office.http.post(path, json=body), (401, 422))


def test_a_letter_of_the_demonstration_is_there(office: ServedOffice) -> None:
    """The attacks above had something to be aimed at."""
    rows = office.as_("registrar").rows("letters")
    assert rows
    assert office.state(letter, rows[0]["id"])
