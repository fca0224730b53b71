"""Signing in at the office's provider: a real one, in a process of its own, honest and lying."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen
from uuid import uuid4

import pytest

from domain.access.refusals import SignOnFailed
from infrastructure.access.oidc import Provider, Registration
from tests.api.access.browser import Browser
from tests.api.access.conftest import Newcomer
from tests.api.access.provider import CLIENT_ID, CLIENT_SECRET, REDIRECT
from tests.served import API, Demonstration, ServedOffice

RETURN = "/sign-in/provider/return"


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Running:
    """The provider's process, and a person who signs in there."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"

    def lie(self, **lies: Any) -> None:
        sent = json.dumps(lies).encode()
        request = Request(f"{self.issuer}/lies", sent, headers={"Content-Type": "application/json"})
        urlopen(request, timeout=5).close()

    def sign_in(self, address: str, subject: str) -> str:
        """Sign in there; return the address the browser is sent back to, without our host."""
        try:
            build_opener(NoRedirects).open(f"{address}&as={subject}", timeout=5)
        except URLError as moved:
            location = moved.headers["Location"]  # type: ignore[attr-defined]
            assert location.startswith(f"{REDIRECT}?"), location
            return str(location.removeprefix("http://testserver"))
        raise AssertionError("the provider sent the browser nowhere")


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.api.access.provider", str(port)],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1", "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        running = Running(port)
        deadline = time.monotonic() + 30
        while True:
            try:
                urlopen(f"{running.issuer}/jwks", timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, "the provider does not start"
                assert time.monotonic() < deadline
                time.sleep(0.1)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def office(
    provider: Running, demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedOffice]:
    """The demonstration office, with the provider registered."""
    known = Registration(provider.issuer, CLIENT_ID, CLIENT_SECRET, REDIRECT, "ThaiD ทดลอง")
    with demonstration.served(tmp_path_factory.mktemp("sign_on"), provider=known) as served:
        yield served


@pytest.fixture
def honest(provider: Running) -> Iterator[Running]:
    provider.lie()
    yield provider
    provider.lie()


class Linked(Newcomer):
    """A newcomer who is linked to a subject at the provider."""

    def __init__(self, office: ServedOffice, provider: Running, **more: Any) -> None:
        super().__init__(office, **more)
        self.subject = f"subject-{uuid4().hex}"
        browser = self.browser()
        back = browser.get(linking(browser, self, provider))
        assert back.headers["location"] == "/account?deed=LinkSignOn", back.text
        assert "เชื่อมบัญชีแล้ว" in browser.get("/account").text


def linking(browser: Browser, somebody: Linked, provider: Running) -> str:
    going = browser.send("/account/sign-on", {"password": somebody.password})
    # By a link: browsers hold ``form-action 'self'`` against where a form's answer redirects too.
    assert going.status_code == 200, going.headers.get("location")
    [address] = re.findall(rf'href="({re.escape(provider.issuer)}/authorize[^"]*)"', going.text)
    return provider.sign_in(unescape(address), somebody.subject)


@pytest.fixture
def linked(office: ServedOffice, honest: Running) -> Linked:
    return Linked(office, honest)


def depart(office: ServedOffice, next: str = "/account") -> tuple[Browser, str]:
    browser = Browser(office)
    going = browser.get(f"/sign-in/provider?next={next}")
    assert going.status_code == 303, going.text
    return browser, going.headers["location"]


def refused(browser: Browser, back: str) -> bool:
    answer = browser.get(back)
    return answer.status_code == 401 and browser.cookie is None


# The honest provider


def test_who_is_linked_comes_in_and_goes_where_he_wanted(linked: Linked, honest: Running) -> None:
    browser, address = depart(linked.office, "/inbox")
    answer = browser.get(honest.sign_in(address, linked.subject))
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")
    assert browser.get(f"{API}/session").json()["person_id"] == str(linked.person_id)
    assert browser.get(f"{API}/account/log").json()[0]["note"] == "sign_on"


def test_what_is_sent_to_the_provider(office: ServedOffice, honest: Running) -> None:
    """Code and PKCE by S256; state, nonce and challenge are new each time."""
    seen = [parse_qs(urlsplit(depart(office)[1]).query) for _ in range(2)]
    for asked in seen:
        assert asked["response_type"] == ["code"]
        assert asked["redirect_uri"] == [REDIRECT]
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["scope"] == ["openid"]
        assert len(asked["code_challenge"][0]) == 43
    for name in ("state", "nonce", "code_challenge"):
        assert seen[0][name] != seen[1][name]


def test_who_is_not_linked_does_not_come_in_whatever_his_address_says(
    office: ServedOffice, honest: Running
) -> None:
    """The provider tells everybody's e-mail; nobody is known by it."""
    browser, address = depart(office)
    assert refused(browser, honest.sign_in(address, "somebody-else"))


def test_a_journey_ends_once_and_only_in_its_browser(linked: Linked, honest: Running) -> None:
    browser, address = depart(linked.office)
    back = honest.sign_in(address, linked.subject)
    assert refused(Browser(linked.office), back)  # login CSRF: another's code
    assert browser.get(back).status_code == 303
    again = Browser(linked.office)
    again.http.cookies = browser.http.cookies
    assert again.get(back).status_code == 401


def test_a_journey_lasts_ten_minutes(
    linked: Linked, honest: Running, later: Callable[..., None]
) -> None:
    browser, address = depart(linked.office)
    back = honest.sign_in(address, linked.subject)
    later(minutes=10, seconds=1)
    assert refused(browser, back)


def test_a_subject_is_linked_to_one_person(
    linked: Linked, honest: Running, office: ServedOffice, newcomer: Any
) -> None:
    other = newcomer()
    other.subject = linked.subject
    browser = other.browser()
    answer = browser.get(linking(browser, other, honest))
    assert answer.status_code == 409


def test_linking_wants_the_password_and_is_undone(linked: Linked, honest: Running) -> None:
    browser = linked.browser()
    wrong = browser.send("/account/sign-on/removal", {"password": "wrong"})
    assert wrong.status_code == 403
    browser.send("/account/sign-on/removal", {"password": linked.password})
    stranger, address = depart(linked.office)
    assert refused(stranger, honest.sign_in(address, linked.subject))


def test_a_closed_account_does_not_come_in(linked: Linked, honest: Running) -> None:
    path = f"{API}/accounts/{linked.person_id}/disabling"
    assert linked.office.as_("admin").post(path, json={}).status_code == 200
    browser, address = depart(linked.office)
    assert refused(browser, honest.sign_in(address, linked.subject))


def test_a_new_key_of_the_provider_is_learnt(
    linked: Linked, honest: Running, later: Callable[..., None]
) -> None:
    honest.lie(rotate=True)
    later(seconds=90)
    browser, address = depart(linked.office)
    assert browser.get(honest.sign_in(address, linked.subject)).status_code == 303


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere_afterwards(linked: Linked, honest: Running, next: str) -> None:
    browser, address = depart(linked.office, next)
    assert browser.get(honest.sign_in(address, linked.subject)).headers["location"] == "/"


# The lying one


@pytest.mark.parametrize(
    "lies",
    [
        {"claims": {"iss": "https://another.example"}},
        {"claims": {"iss": None}},
        {"claims": {"aud": "another-client"}},
        {"claims": {"aud": None}},
        {"claims": {"aud": [CLIENT_ID, "another"]}},
        {"claims": {"aud": [CLIENT_ID, "another"], "azp": "another"}},
        {"claims": {"azp": "another"}},
        {"claims": {"exp": 1}},
        {"claims": {"exp": None}},
        {"claims": {"exp": "tomorrow"}},
        {"claims": {"iat": 99999999999}},
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"sub": None}},
        {"claims": {"sub": ""}},
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "RS512"},
        {"key": "another"},
        {"iss": "https://another.example"},
        {"iss": ""},
    ],
    ids=str,
)
def test_an_answer_that_does_not_hold_lets_nobody_in(
    linked: Linked, honest: Running, lies: dict[str, Any]
) -> None:
    """Mix-up, another's token, an old one, an unsigned one, one signed with the public key."""
    honest.lie(**lies)
    browser, address = depart(linked.office)
    assert refused(browser, honest.sign_in(address, linked.subject))


def test_a_token_for_several_names_us_as_the_one_it_was_given_to(
    linked: Linked, honest: Running
) -> None:
    honest.lie(claims={"aud": [CLIENT_ID, "another"], "azp": CLIENT_ID})
    browser, address = depart(linked.office)
    assert browser.get(honest.sign_in(address, linked.subject)).status_code == 303


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://provider.example/token"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_metadata_that_do_not_hold_begin_no_journey(
    honest: Running, metadata: dict[str, Any]
) -> None:
    honest.lie(metadata=metadata)
    asked = Provider(Registration(honest.issuer, CLIENT_ID, CLIENT_SECRET, REDIRECT, ""))
    at = datetime.now(UTC)

    def go() -> None:
        asked.address("s", "n", "v", at)
        asked.subject("code", "v", "n", at)

    with pytest.raises(SignOnFailed, match=r"open line|another issuer|names no"):
        go()


def test_without_a_provider_there_is_no_such_way(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with demonstration.served(tmp_path_factory.mktemp("without")) as plain:
        browser = Browser(plain)
        assert browser.get("/sign-in/provider").status_code == 404
        assert browser.get(f"{RETURN}?state=x&code=y").status_code == 404
        assert "/sign-in/provider" not in browser.get("/sign-in").text


def test_a_provider_that_hangs_holds_up_one_and_not_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else twenty people at the link of signing in would keep the whole office waiting."""
    monkeypatch.setattr("infrastructure.access.oidc.TIMEOUT_SECONDS", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)  # it takes every connection, and says nothing
        issuer = f"http://127.0.0.1:{silent.getsockname()[1]}"
        asked = Provider(Registration(issuer, CLIENT_ID, CLIENT_SECRET, REDIRECT, "x"))

        def ask(_: int) -> bool:
            try:
                asked.address("state", "nonce", "verifier", datetime.now(UTC))
            except SignOnFailed:
                return True
            return False

        began = time.monotonic()
        with ThreadPoolExecutor(20) as pool:
            assert all(pool.map(ask, range(20)))
        assert time.monotonic() - began < 5, "one after the other they would wait for ten seconds"


def test_a_wrong_code_shuts_nobody_out(linked: Linked, honest: Running) -> None:
    """The provider refuses a code that somebody made up; the next comes in."""
    browser, address = depart(linked.office)
    state = parse_qs(urlsplit(address).query)["state"][0]
    assert refused(browser, f"{RETURN}?state={state}&code=made-up&iss={honest.issuer}")
    browser, address = depart(linked.office)
    assert browser.get(honest.sign_in(address, linked.subject)).status_code == 303
