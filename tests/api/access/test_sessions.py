"""Sessions: their token, cookie, limits and end; and forms that no other site can send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from api.access.form_token import FORMS, NAME
from tests.api.access.browser import SAME, Browser, forms_of
from tests.api.access.conftest import Newcomer
from tests.served import API, ServedOffice

People = Callable[..., Newcomer]


def test_a_token_has_256_bits_and_no_two_are_alike(newcomer: People) -> None:
    somebody = newcomer()
    tokens = {somebody.sign_in().json()["token"] for _ in range(4)}
    assert len(tokens) == 4
    assert {len(token) for token in tokens} == {43}  # 32 bytes in base 64


@pytest.mark.parametrize(
    ("scheme", "name", "secure"),
    [("http", "thabian_session", False), ("https", "__Host-thabian_session", True)],
)
def test_the_cookie_is_for_no_script_no_other_site_and_over_https_for_no_plain_line(
    newcomer: People, scheme: str, name: str, secure: bool
) -> None:
    somebody = newcomer()
    browser = Browser(somebody.office, scheme)
    cookie = browser.sign_in(somebody.login, somebody.password).headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith(f"{name}=")
    assert {"httponly", "samesite=lax", "path=/"} <= parts
    assert ("secure" in parts) is secure
    assert not any(part.startswith("domain") for part in parts)


def test_over_https_a_plain_cookie_is_nobodys(newcomer: People) -> None:
    somebody = newcomer()
    token = somebody.sign_in().json()["token"]
    browser = Browser(somebody.office, "https")
    for name, status in (("thabian_session", 401), ("__Host-thabian_session", 200)):
        answer = browser.http.get(f"{API}/session", headers={"Cookie": f"{name}={token}"})
        assert answer.status_code == status


def test_choosing_a_post_gives_a_new_token_and_the_old_one_is_over(office: ServedOffice) -> None:
    browser = Browser(office)
    browser.sign_in("head")
    before = browser.cookie
    posts = browser.get(f"{API}/session").json()["posts"]
    other = next(post["post_id"] for post in posts if not post["current"])
    assert browser.send("/account", {"post": other}, action="/session/post").status_code == 303
    assert browser.cookie != before
    assert browser.get("/account").status_code == 200
    old = {"Authorization": f"Bearer {before}"}
    assert office.http.get(f"{API}/session", headers=old).status_code == 401


def test_signing_in_again_ends_the_browsers_last_session(
    newcomer: People, office: ServedOffice
) -> None:
    somebody = newcomer()
    browser = somebody.browser()
    old = {"Authorization": f"Bearer {browser.cookie}"}
    assert browser.sign_in(somebody.login, somebody.password).status_code == 303
    assert office.http.get(f"{API}/session", headers=old).status_code == 401


def test_signing_out_ends_the_session_itself(newcomer: People, office: ServedOffice) -> None:
    browser = newcomer().browser()
    old = {"Authorization": f"Bearer {browser.cookie}"}
    assert browser.send("/account", action="/session/end").status_code == 303
    assert browser.cookie is None
    assert office.http.get(f"{API}/session", headers=old).status_code == 401


@pytest.mark.parametrize(("minutes", "over"), [(29, False), (31, True)])
def test_a_session_is_over_when_idle(
    newcomer: People, later: Callable[..., None], minutes: int, over: bool
) -> None:
    client = newcomer().client()
    later(minutes=minutes)
    assert (client.get(f"{API}/session").status_code == 401) is over


def test_a_session_is_over_after_twelve_hours_however_busy(
    newcomer: People, later: Callable[..., None]
) -> None:
    client = newcomer().client()
    for _ in range(35):
        later(minutes=20)
        assert client.get(f"{API}/session").status_code == 200
    later(minutes=20)  # twelve hours
    assert client.get(f"{API}/session").status_code == 401


def test_an_office_sets_its_own_limits(
    newcomer: People, office: ServedOffice, later: Callable[..., None]
) -> None:
    admin = office.as_("admin")
    admin.done("/access-rules", {"step_up_minutes": 5, "idle_minutes": 10, "longest_hours": 1})
    try:
        client = newcomer().client()
        later(minutes=9)
        assert client.get(f"{API}/session").status_code == 200
        later(minutes=11)
        assert client.get(f"{API}/session").status_code == 401
        later(minutes=-20)
    finally:
        admin.done("/access-rules", {"step_up_minutes": 5, "idle_minutes": 30, "longest_hours": 12})


def test_one_sees_and_ends_ones_own_sessions_and_nobody_elses(newcomer: People) -> None:
    somebody, other = newcomer(), newcomer()
    here, there, stranger = somebody.client(), somebody.client(), other.client()
    listed = here.get(f"{API}/account/sessions").json()
    assert [line["current"] for line in listed].count(True) == 1
    assert len(listed) == 2
    gone = next(line["id"] for line in listed if not line["current"])
    path = f"{API}/account/sessions/{gone}/ending"
    assert stranger.post(path, json={"password": other.password}).status_code == 404
    assert here.post(path, json={"password": "not it at all"}).json()["code"] == "password-wrong"
    assert here.post(path, json={"password": somebody.password}).status_code == 200
    assert there.get(f"{API}/session").status_code == 401
    assert here.get(f"{API}/session").status_code == 200


def test_one_signs_out_everywhere_but_here(newcomer: People) -> None:
    somebody = newcomer()
    clients = [somebody.client() for _ in range(3)]
    sent = {"password": somebody.password}
    assert clients[0].post(f"{API}/account/sessions/ending", json=sent).status_code == 200
    statuses = [client.get(f"{API}/session").status_code for client in clients]
    assert statuses == [200, 401, 401]


def test_of_more_than_twenty_sessions_the_one_unused_longest_ends(newcomer: People) -> None:
    somebody = newcomer()
    clients = [somebody.client() for _ in range(21)]
    assert clients[0].get(f"{API}/session").status_code == 401
    assert clients[1].get(f"{API}/session").status_code == 200


def test_half_sign_ins_end_no_complete_session(newcomer: People) -> None:
    """Who knows only the password gets no further than half, and puts nobody out."""
    somebody = newcomer()
    access = somebody.office.service.access
    source, at = access.source("127.0.0.1", "test"), datetime.now(UTC) + timedelta(minutes=1)
    client = somebody.client()

    def begin(complete: bool) -> str:
        nonlocal at
        at += timedelta(seconds=1)
        token: str = access.sessions.begin(
            somebody.person_id, at, source, "password", complete=complete
        )
        return token

    halves = [begin(complete=False) for _ in range(21)]
    assert client.get(f"{API}/session").status_code == 200
    assert access.sessions.waiting(halves[0], at) is None, "of these, too, there are twenty"
    for _ in range(19):
        begin(complete=True)
    waiting = access.sessions.waiting(halves[1], at)
    assert waiting is not None
    access.sessions.complete(waiting, at, source)  # the twenty-first complete one
    assert client.get(f"{API}/session").status_code == 401


def test_the_session_named_in_records_is_its_id_and_not_its_token(
    newcomer: People, office: ServedOffice
) -> None:
    somebody = newcomer(role="central_registrar")
    client = somebody.client()
    sessions = client.get(f"{API}/account/sessions").json()
    client.done(
        "/letters",
        {
            "kind": "external",
            "received_on": "2569-11-01",
            "to_unit_id": str(office.ids["policy"]),
            "subject": "เรื่องทดลอง",
            "sender_name": "โรงเรียนตัวอย่าง",
        },
    )
    log = office.service.recorder.schemas.log
    with office.service.connect() as connection:
        row = connection.execute(
            f"SELECT act FROM {log}.commands ORDER BY last DESC LIMIT 1"
        ).fetchone()
    assert row is not None
    assert f'"session":"{UUID(sessions[0]["id"])}"'.encode() in bytes(row[0])


# Forms


PAGES = ("/account", "/account/password", "/account/tokens/new", "/inbox", "/letters", "/cases")


def test_every_form_of_a_page_bears_its_sessions_token(office: ServedOffice) -> None:
    browser = Browser(office)
    browser.sign_in("registrar")
    for path in PAGES:
        page = browser.get(path)
        if page.status_code != 200:
            continue
        forms = forms_of(page.text)
        assert forms, path
        assert len(FORMS.findall(page.text)) == len(forms)
        assert len({fields.get(NAME) for _, fields in forms}) == 1
        assert all(len(fields[NAME]) == 64 for _, fields in forms)


@pytest.mark.parametrize("token", [None, "", "0" * 64, "another's"])
@pytest.mark.parametrize("path", ["/session/end", "/account/password", "/letters", "/session/post"])
def test_a_form_without_its_sessions_token_is_refused(
    newcomer: People, token: str | None, path: str
) -> None:
    browser = newcomer(role="central_registrar").browser()
    if token == "another's":
        token = forms_of(newcomer().browser().get("/account").text)[0][1][NAME]
    fields: dict[str, Any] = {"post": str(UUID(int=1))}
    answer = browser.http.post(
        path, data=fields if token is None else fields | {NAME: token}, headers=SAME
    )
    assert answer.status_code == 403
    assert "แบบฟอร์มนี้" in answer.text
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
    ],
)
def test_what_another_site_sends_is_refused_with_a_right_token_even(
    newcomer: People, headers: dict[str, str], taken: bool
) -> None:
    browser = newcomer().browser()
    token = forms_of(browser.get("/account").text)[0][1][NAME]
    answer = browser.http.post("/session/end", data={NAME: token}, headers=headers)
    assert answer.status_code == (303 if taken else 403)


@pytest.mark.parametrize(
    "path", ["/sign-in", "/", "/api/v1/session", "/static/app.css", "/nothing"]
)
def test_every_answer_bears_the_headers_that_hold_a_browser_back(
    office: ServedOffice, path: str
) -> None:
    answer = office.http.get(path, follow_redirects=False)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-frame-options"] == "DENY"
    if not path.startswith("/static"):
        assert answer.headers["cache-control"] == "no-store"


def test_over_https_a_browser_is_told_to_stay_there(office: ServedOffice) -> None:
    seen = Browser(office, "https").get("/sign-in").headers
    assert seen["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in Browser(office).get("/sign-in").headers


def test_no_page_holds_inline_script_or_style(office: ServedOffice) -> None:
    browser = Browser(office)
    browser.sign_in("registrar")
    for path in (*PAGES, "/account/sessions", "/account/second-factor", "/sign-in"):
        text = browser.get(path).text
        assert "<style" not in text, path
        assert " style=" not in text, path
        assert " onclick=" not in text, path
        assert text.count("<script") == text.count("<script src="), path
