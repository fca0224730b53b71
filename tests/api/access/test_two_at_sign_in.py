"""Two factors at every sign-in, for the roles an office chooses or for all (ASVS 5.0: 6.3.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.api.access.browser import SAME, Browser, forms_of
from tests.api.access.conftest import Newcomer
from tests.api.access.test_second_factor import App, Enrolled
from tests.served import API, ServedOffice

People = Callable[..., Newcomer]
RULES = {"step_up_minutes": 5, "idle_minutes": 30, "longest_hours": 12}
ENROL = "/sign-in/second-factor"


@pytest.fixture
def obliged(office: ServedOffice) -> Iterator[Callable[..., None]]:
    """``obliged("records_clerk")`` or ``obliged(everybody=True)``, until the end of the test."""
    admin = Enrolled(office, role="administrator").first
    office.http.cookies.clear()  # else the next to sign in by it would end this session

    def oblige(*roles: str, everybody: bool = False) -> None:
        said = {"sign_in_roles": list(roles), "sign_in_everybody": everybody}
        admin.done("/access-rules", RULES | said)

    yield oblige
    admin.done("/access-rules", RULES)


def enrolling(somebody: Newcomer) -> tuple[Browser, Any]:
    """Return a browser in which somebody has given his password, and the page it is shown."""
    browser = Browser(somebody.office)
    return browser, browser.sign_in(somebody.login, somebody.password)


def secret_on(page: Any) -> str:
    return re.findall(r"<code>([A-Z2-7 ]{20,})</code>", page.text)[0]


def send(browser: Browser, page: Any, code: str) -> Any:
    hidden = next(fields for action, fields in forms_of(page.text) if action == ENROL)
    return browser.http.post(ENROL, data={**hidden, "code": code}, headers=SAME)


def test_who_has_none_sets_it_up_before_he_comes_in(
    obliged: Callable[..., None], newcomer: People
) -> None:
    somebody = newcomer()
    obliged("records_clerk")
    browser, page = enrolling(somebody)
    assert page.status_code == 200
    assert browser.cookie is None
    half = browser.http.cookies["thabian_half"]
    bearer = {"Authorization": f"Bearer {half}"}
    assert somebody.office.http.get(f"{API}/session", headers=bearer).status_code == 401
    wrong = send(browser, page, "000000")
    assert wrong.status_code == 401
    assert secret_on(wrong) == secret_on(page)
    assert browser.cookie is None
    codes = send(browser, wrong, App(secret_on(page)).code())
    assert len(re.findall(r"<dd><code>[A-Z2-7-]{20,}</code>", codes.text)) == 10
    assert browser.get("/account").status_code == 200
    assert somebody.sign_in().json()["code"] == "second-factor-asked"


def test_a_program_is_told_to_set_it_up_first(
    obliged: Callable[..., None], newcomer: People
) -> None:
    somebody = newcomer()
    obliged("records_clerk")
    answer = somebody.sign_in()
    assert (answer.status_code, answer.json()["code"]) == (401, "second-factor-wanted")
    wrong = somebody.office.http.post(
        f"{API}/session", json={"login": somebody.login, "password": "a wrong password"}
    )
    assert wrong.json()["code"] == "sign-in-failed"  # only who knows the password is told


def test_a_session_begun_with_one_factor_ends_where_two_are_wanted(
    obliged: Callable[..., None], newcomer: People, office: ServedOffice
) -> None:
    one, two = newcomer().client(), Enrolled(office)
    assert one.get(f"{API}/session").status_code == 200
    obliged("records_clerk")
    assert one.get(f"{API}/session").status_code == 401
    assert two.first.get(f"{API}/session").status_code == 200
    registrar = office.as_("registrar")
    assert registrar.get(f"{API}/session").status_code == 200  # another role


def test_one_post_of_several_suffices(obliged: Callable[..., None], office: ServedOffice) -> None:
    """The analyst is a section's head as well."""
    sent = {"login": "monitor", "password": office.passwords["monitor"]}
    obliged("section_head")
    answer = office.http.post(f"{API}/session", json=sent)
    office.http.cookies.clear()
    assert answer.json()["code"] == "second-factor-wanted"


def test_all_may_be_obliged(obliged: Callable[..., None], office: ServedOffice) -> None:
    obliged(everybody=True)
    for login in ("director", "finance", "school1"):
        sent = {"login": login, "password": office.passwords[login]}
        answer = office.http.post(f"{API}/session", json=sent)
        office.http.cookies.clear()
        assert answer.json()["code"] == "second-factor-wanted", login


def test_an_invitation_leads_there_too(obliged: Callable[..., None], newcomer: People) -> None:
    somebody = newcomer()
    code = somebody.office.as_("admin").post(f"{API}/accounts/{somebody.person_id}/reset", json={})
    obliged("records_clerk")
    browser = Browser(somebody.office)
    chosen = {"new": somebody.password, "again": somebody.password, "code": code.json()["code"]}
    page = browser.send("/invitation", chosen)
    assert page.status_code == 200
    assert secret_on(page)
    assert browser.cookie is None


@pytest.mark.parametrize(("minutes", "in_time"), [(14.5, True), (15.5, False)])
def test_there_are_fifteen_minutes_for_it(
    obliged: Callable[..., None],
    newcomer: People,
    later: Callable[..., None],
    minutes: float,
    in_time: bool,
) -> None:
    somebody = newcomer()
    obliged("records_clerk")
    browser, page = enrolling(somebody)
    later(minutes=minutes)
    wrong = send(browser, page, "000000")
    assert wrong.status_code == (401 if in_time else 303)
    later(minutes=-minutes)
