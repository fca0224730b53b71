"""The second factor: set up, asked at sign-in and before the acts the office names, lost, taken away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from domain.access.one_time_code import STEP_SECONDS, code_at, secret_of, step_of
from domain.refusal import NotFound
from tests.api.access.browser import SAME, Browser
from tests.api.access.conftest import Newcomer
from tests.served import API, Client, ServedOffice

People = Callable[..., Newcomer]


class App:
    """An authenticator app: it holds the secret and shows codes, each a step after the last."""

    def __init__(self, secret: str) -> None:
        self._secret = secret_of(secret.replace(" ", ""))
        self._last = 0

    def code(self, later: timedelta = timedelta(0)) -> str:
        """Return a code that was not shown before; a step early, where the last is of this step."""
        step = step_of((datetime.now(UTC) + later).timestamp())
        self._last = max(self._last + 1, step - 1)
        assert self._last <= step + 1, "too many codes for one half minute"
        return code_at(self._secret, self._last)


class Enrolled(Newcomer):
    """A newcomer with a second factor."""

    def __init__(self, office: ServedOffice, **more: Any) -> None:
        super().__init__(office, **more)
        self.first = self.client()
        begun = self.first.post(f"{API}/account/second-factor", json={"password": self.password})
        assert begun.status_code == 200, begun.text
        self.app = App(begun.json()["secret"])
        confirmed = self.first.post(
            f"{API}/account/second-factor/confirmation", json={"code": self.app.code()}
        )
        assert confirmed.status_code == 200, confirmed.text
        self.first.headers = {"Authorization": f"Bearer {confirmed.json()['token']}"}
        self.codes: list[str] = confirmed.json()["recovery_codes"]


LETTER = {
    "kind": "external",
    "received_on": "2569-11-01",
    "subject": "เรื่องทดลองชั้นที่สอง",
    "sender_name": "โรงเรียนตัวอย่าง",
}


@pytest.fixture
def wanted(office: ServedOffice) -> Iterator[None]:
    """The office wants the second factor for registering a letter, five minutes fresh."""
    admin = office.as_("admin")
    rules = {"step_up_minutes": 5, "idle_minutes": 30, "longest_hours": 12}
    admin.done("/access-rules", {**rules, "second_factor_for": ["ReceiveLetter"]})
    yield
    admin.done("/access-rules", rules)


def register(client: Client) -> Any:
    return client.act("/letters", {**LETTER, "to_unit_id": str(client.office.ids["policy"])})


# Setting it up


def test_who_has_it_gives_password_and_code_to_come_in(office: ServedOffice) -> None:
    somebody = Enrolled(office)
    asked = somebody.sign_in()
    assert (asked.status_code, asked.json()["code"]) == (401, "second-factor-asked")
    assert somebody.sign_in(code="000000").json()["code"] == "second-factor-wrong"
    assert somebody.sign_in(code=somebody.app.code()).status_code == 201


def test_without_the_right_password_nobody_learns_that_there_is_one(office: ServedOffice) -> None:
    somebody = Enrolled(office)
    sent = {"login": somebody.login, "password": "a wrong password", "code": somebody.app.code()}
    assert office.http.post(f"{API}/session", json=sent).json()["code"] == "sign-in-failed"


def test_setting_it_up_signs_out_everywhere_else(office: ServedOffice, newcomer: People) -> None:
    somebody = newcomer()
    other = somebody.client()
    client = somebody.client()
    begun = client.post(f"{API}/account/second-factor", json={"password": somebody.password})
    assert other.get(f"{API}/session").status_code == 200
    code = App(begun.json()["secret"]).code()
    client.post(f"{API}/account/second-factor/confirmation", json={"code": code})
    assert other.get(f"{API}/session").status_code == 401


def test_a_secret_counts_once_a_code_of_it_has_come(newcomer: People) -> None:
    somebody = newcomer()
    client = somebody.client()
    sent = {"password": somebody.password}
    assert client.post(f"{API}/account/second-factor", json={"password": "x"}).status_code == 403
    assert client.post(f"{API}/account/second-factor", json=sent).status_code == 200
    assert somebody.sign_in().status_code == 201
    wrong = client.post(f"{API}/account/second-factor/confirmation", json={"code": "123456"})
    assert wrong.json()["code"] == "second-factor-wrong"
    assert somebody.sign_in().status_code == 201


def test_there_is_one_at_a_time(office: ServedOffice) -> None:
    somebody = Enrolled(office)
    answer = somebody.first.post(
        f"{API}/account/second-factor", json={"password": somebody.password}
    )
    assert answer.json()["code"] == "second-factor-known"


# Codes


def test_no_code_counts_twice(office: ServedOffice) -> None:
    """ASVS 5.0: 6.5.1."""
    somebody = Enrolled(office)
    code = somebody.app.code()
    assert somebody.sign_in(code=code).status_code == 201
    assert somebody.sign_in(code=code).json()["code"] == "second-factor-wrong"


def test_an_old_code_is_over(office: ServedOffice, later: Callable[..., None]) -> None:
    somebody = Enrolled(office)
    code = somebody.app.code()
    later(seconds=3 * STEP_SECONDS)
    assert somebody.sign_in(code=code).json()["code"] == "second-factor-wrong"
    fresh = somebody.app.code(timedelta(seconds=3 * STEP_SECONDS))
    assert somebody.sign_in(code=fresh).status_code == 201


def test_a_recovery_code_counts_once_and_ten_are_given(office: ServedOffice) -> None:
    somebody = Enrolled(office)
    assert len(set(somebody.codes)) == 10
    first, second, *_ = somebody.codes
    assert somebody.sign_in(code=first.lower()).status_code == 201
    assert somebody.sign_in(code=first).json()["code"] == "second-factor-wrong"
    client = somebody.client(code=second.replace("-", " "))
    acts = [line["act"] for line in client.get(f"{API}/account/log").json()]
    assert acts.count("recovery_code_used") == 2


def test_five_wrong_codes_lock(office: ServedOffice, later: Callable[..., None]) -> None:
    somebody = Enrolled(office)
    codes = [somebody.sign_in(code="000000").json()["code"] for _ in range(6)]
    assert codes == ["second-factor-wrong"] * 5 + ["account-locked"]
    later(seconds=61)
    assert somebody.sign_in(code=somebody.codes[0]).status_code == 201


# Before an act


def test_an_act_the_office_names_wants_the_code_and_a_fresh_one(
    office: ServedOffice, wanted: None, later: Callable[..., None]
) -> None:
    somebody = Enrolled(office, role="central_registrar")
    client = somebody.client(code=somebody.codes[0])
    assert register(client).status_code == 201
    later(minutes=6)
    answer = register(client)
    assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-required")
    assert answer.json()["minutes"] == 5
    before = client.headers
    stepped = client.post(f"{API}/session/step-up", json={"code": somebody.codes[1]})
    client.headers = {"Authorization": f"Bearer {stepped.json()['token']}"}
    assert register(client).status_code == 201
    assert office.http.get(f"{API}/session", headers=before).status_code == 401


def test_who_has_none_is_told_to_set_it_up(
    office: ServedOffice, wanted: None, newcomer: People
) -> None:
    somebody = newcomer(role="central_registrar")
    answer = register(somebody.client())
    assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-missing")
    page = somebody.browser().get("/letters/new")
    if page.status_code == 404:
        page = somebody.browser().get("/letters")
    assert "/account/second-factor" in page.text


def test_the_acts_form_asks_for_the_code_and_keeps_what_was_typed(
    office: ServedOffice, wanted: None
) -> None:
    somebody = Enrolled(office, role="central_registrar")
    browser = Browser(office)
    assert browser.sign_in(somebody.login, somebody.password).status_code == 200
    assert browser.get("/account").status_code == 303  # half signed in is not signed in
    half = browser.http.post(
        "/sign-in/code",
        data={"code": somebody.codes[0], "next": "/letters"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert (half.status_code, half.headers["location"]) == (303, "/letters")
    # A step-up of long ago: have the session begin without one.
    log = office.service.recorder.schemas.log
    with office.service.connect() as connection:
        connection.execute(f"UPDATE {log}.sessions SET stepped_up_at = NULL")
    assert 'name="_code"' in browser.get("/letters").text
    typed = {**LETTER, "to_unit_id": str(office.ids["policy"])}
    without = browser.send("/letters", typed)
    assert without.status_code == 403
    assert LETTER["subject"] in without.text
    wrong = browser.send("/letters", {**typed, "_code": "000000"})
    assert wrong.status_code == 401
    assert LETTER["subject"] in wrong.text
    before = browser.cookie
    done = browser.send("/letters", {**typed, "_code": somebody.codes[1]})
    assert done.status_code == 303, done.text
    assert browser.cookie != before
    assert browser.get(done.headers["location"]).status_code == 200
    assert 'name="_code"' not in browser.get("/letters").text


class UnforeseenError(RuntimeError):
    """What no rule foresees."""


@pytest.mark.parametrize(("what", "status"), [(NotFound, 404), (UnforeseenError, 500)])
def test_who_gave_a_code_stays_signed_in_whatever_came_of_the_act(
    office: ServedOffice, monkeypatch: pytest.MonkeyPatch, what: type[Exception], status: int
) -> None:
    """The code has renewed the session's token: the old one is over on these answers, too."""
    browser, somebody = coded(office)

    def fails(*_asked: object, **_more: object) -> object:
        raise what

    typed = {**LETTER, "to_unit_id": str(office.ids["policy"]), "_code": somebody.codes[1]}
    with monkeypatch.context() as failing:
        failing.setattr(type(office.service.office), "append", fails)
        assert browser.send("/letters", typed).status_code == status
    assert browser.get("/account").status_code == 200


def test_who_gave_a_code_for_a_deed_to_nothing_stays_signed_in(office: ServedOffice) -> None:
    browser, somebody = coded(office)
    path = f"/account/sessions/{uuid4()}/ending"
    answer = browser.send(path, {"password": somebody.password, "_code": somebody.codes[1]})
    assert answer.status_code == 404
    assert 'href="/account"' in answer.text, "the page knows who reads it"
    assert browser.get("/account").status_code == 200


def coded(office: ServedOffice) -> tuple[Browser, Enrolled]:
    """Return somebody signed in with a code, and his browser, which shows faults as pages."""
    somebody = Enrolled(office, role="central_registrar")
    browser = Browser(office)
    browser.http = TestClient(
        office.http.app,
        base_url="http://testserver",
        follow_redirects=False,
        raise_server_exceptions=False,
    )
    browser.sign_in(somebody.login, somebody.password)
    browser.http.post("/sign-in/code", data={"code": somebody.codes[0]}, headers=SAME)
    assert browser.get("/account").status_code == 200
    return browser, somebody


def test_a_service_token_gives_no_command_that_wants_a_person(
    office: ServedOffice, wanted: None
) -> None:
    somebody = Enrolled(office, role="central_registrar")
    sent = {
        "name": "โปรแกรม",
        "scopes": ["command:ReceiveLetter"],
        "days": 5,
        "password": somebody.password,
    }
    token = somebody.first.post(f"{API}/account/tokens", json=sent).json()["service_token"]
    somebody.first.headers = {"Authorization": f"Bearer {token}"}
    assert register(somebody.first).json()["code"] == "second-factor-required"


# Losing it


def test_one_takes_ones_own_away_with_password_and_code(office: ServedOffice) -> None:
    somebody = Enrolled(office)
    path = f"{API}/account/second-factor/removal"
    for sent, code in (
        ({"password": "wrong", "code": somebody.codes[0]}, "password-wrong"),
        ({"password": somebody.password, "code": "000000"}, "second-factor-wrong"),
    ):
        assert somebody.first.post(path, json=sent).json()["code"] == code
    sent = {"password": somebody.password, "code": somebody.codes[0]}
    assert somebody.first.post(path, json=sent).status_code == 200
    assert somebody.sign_in().status_code == 201


def test_the_administrator_takes_a_lost_one_away_and_it_is_noted(office: ServedOffice) -> None:
    somebody = Enrolled(office)
    path = f"{API}/accounts/{somebody.person_id}/second-factor/removal"
    assert office.as_("auditor").post(path, json={}).status_code == 403
    assert office.as_("admin").post(path, json={}).status_code == 200
    assert office.as_("admin").post(path, json={}).status_code == 404
    line = somebody.client().get(f"{API}/account/log").json()[1]
    assert line["act"] == "factor_taken_away"
    assert line["by_id"] == str(office.as_("admin").person_id)


def test_a_new_password_does_not_go_round_the_second_factor(office: ServedOffice) -> None:
    """ASVS 5.0: 6.4.3."""
    somebody = Enrolled(office)
    path = f"{API}/accounts/{somebody.person_id}/reset"
    code = office.as_("admin").post(path, json={}).json()["code"]
    browser = Browser(office)
    answer = browser.send(
        f"/invitation?code={code}", {"new": somebody.password, "again": somebody.password}
    )
    assert answer.status_code == 200
    assert 'action="/sign-in/code"' in answer.text
    assert browser.get("/account").status_code == 303


def test_the_page_draws_the_secret_and_spells_it(newcomer: People) -> None:
    somebody = newcomer()
    browser = somebody.browser()
    begun = browser.send("/account/second-factor", {"password": somebody.password})
    assert begun.headers["location"] == "/account/second-factor/confirmation"
    page = browser.get("/account/second-factor/confirmation").text
    assert "<svg" in page
    found = re.search(r"<code>((?:[A-Z2-7]{4} ?){8})</code>", page)
    assert found is not None
    code = App(found[1]).code()
    once = browser.send("/account/second-factor/confirmation", {"code": code})
    assert len(re.findall(r"<code>[A-Z2-7-]{27}</code>", once.text)) == 10
