"""A form between being opened and being sent: another signs in, another post is chosen, time is up."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.filled_forms import FilledForm
from tests.served import Client, ServedOffice

SUBJECT = "เรื่องที่พิมพ์อยู่นาน"


class Browser:
    """Somebody's browser: it keeps the cookie of whoever signed in last, in whichever tab."""

    def __init__(self, office: ServedOffice) -> None:
        self.office = office
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, **sent: Any) -> Any:
        self.office.http.cookies.clear()
        answer = self.office.http.request(
            method, path, cookies=self.cookies, follow_redirects=False, **sent
        )
        self.cookies |= dict(answer.cookies)
        self.office.http.cookies.clear()
        return answer

    def sign_in(self, login: str, password: str | None = None, **fields: str) -> Any:
        typed = {"login": login, "password": password or self.office.passwords[login]}
        return self.ask("POST", "/sign-in", data=fields | typed)


@pytest.fixture
def browser(office: ServedOffice) -> Browser:
    return Browser(office)


def letter(office: ServedOffice, page: str) -> dict[str, str]:
    """Return the form of ``page`` with a letter typed into it."""
    return FilledForm(page).values | {
        "to_unit_id": str(office.ids["policy"]),
        "subject": SUBJECT,
        "sender_name": "โรงเรียนตัวอย่าง",
    }


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the page to sign in."""
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {name: value for name, value in pairs if name != "back"}


def registered(client: Client) -> int:
    return len([row for row in client.rows("letters", limit=200) if row["subject"] == SUBJECT])


@pytest.mark.filterwarnings("ignore:Setting per-request cookies")
def test_what_was_typed_outlives_the_session(office: ServedOffice, browser: Browser) -> None:
    browser.sign_in("registrar")
    before = registered(office.as_("registrar"))
    typed = letter(office, browser.ask("GET", "/letters").text)
    browser.cookies.clear()

    asked = browser.ask("POST", "/letters", data=typed)
    assert asked.status_code == 401
    assert "หมดเวลาการใช้งานแล้ว" in asked.text
    wrong = browser.sign_in("registrar", "wrong", **hidden(asked.text))
    assert wrong.status_code == 401
    kept = hidden(wrong.text)
    on = browser.sign_in("registrar", **kept)
    assert (on.status_code, on.headers["location"]) == (307, "/letters")
    again = browser.ask("POST", "/letters", data=kept | {"login": "registrar", "password": "x"})
    assert again.status_code == 200
    assert "ข้อความที่พิมพ์ไว้ยังอยู่" in again.text
    assert registered(office.as_("registrar")) == before, "shown again, and not sent"

    form = FilledForm(again.text).values
    assert form["subject"] == SUBJECT
    assert "password" not in again.text
    sent = browser.ask("POST", "/letters", data=form)
    assert sent.status_code == 303
    office.wait()
    assert registered(office.as_("registrar")) == before + 1


@pytest.mark.filterwarnings("ignore:Setting per-request cookies")
def test_a_form_of_one_post_is_not_sent_in_another(office: ServedOffice, browser: Browser) -> None:
    """R-H15: nobody acts, in the name of another or in another capacity, without having seen it."""
    browser.sign_in("registrar")
    before = registered(office.as_("registrar"))
    typed = letter(office, browser.ask("GET", "/letters").text)
    somebody = str(office.ids["clerk"])
    answer = browser.ask("POST", "/letters", data=typed | {"_as": somebody})
    assert answer.status_code == 409
    assert "ผู้ใช้หรือตำแหน่งเปลี่ยนไป" in answer.text
    form = FilledForm(answer.text).values
    assert form["subject"] == SUBJECT
    assert registered(office.as_("registrar")) == before
    assert browser.ask("POST", "/letters", data=form).status_code == 303, "sent again, it is meant"


@pytest.mark.filterwarnings("ignore:Setting per-request cookies")
def test_after_signing_in_one_stands_on_a_page_and_not_on_what_was_sent(
    office: ServedOffice, browser: Browser
) -> None:
    """An address that only takes what is sent has nothing to show."""
    sent = browser.ask("POST", "/session/post", data={"post": str(office.ids["clerk"])})
    assert sent.headers["location"] == "/sign-in?next=%2F"
    asked = browser.ask("GET", "/letters?as_of=5")
    assert asked.headers["location"] == "/sign-in?next=%2Fletters%3Fas_of%3D5"
