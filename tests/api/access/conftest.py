"""Accounts of one's own for tests of access: people nobody else of the tests signs in as."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from api.context import now
from tests.api.access.browser import GOOD, Browser
from tests.served import API, Client, ServedOffice

_numbers = count(1)


class Newcomer:
    """A person with a post in the planning group, an account and a password of his own."""

    def __init__(self, office: ServedOffice, *, role: str = "records_clerk") -> None:
        admin = office.as_("admin")
        number = next(_numbers)
        self.office = office
        self.login = f"newcomer{number}"
        self.password = f"{GOOD}{number}"
        name = {"title": "นาย", "given": f"ทดลอง{number}", "family": "เข้าใช้"}
        made = admin.done("/persons", {"name_th": name, "name_en": f"Newcomer {number}"})
        self.person_id = UUID(made["id"])
        made = admin.done(
            "/posts",
            {
                "title_th": f"ตำแหน่งทดลอง {number}",
                "title_en": f"Post {number}",
                "role": role,
                "unit_id": str(office.ids["policy"]),
            },
        )
        self.post_id = UUID(made["id"])
        admin.done(
            f"/posts/{self.post_id}/holdings",
            {
                "person_id": str(self.person_id),
                "from_on": "2569-10-01",
                "order_reference": "1/2569",
            },
        )
        self.code = self.invite()
        self.accept(self.code, self.password)

    def invite(self) -> str:
        sent = {"person_id": str(self.person_id), "sign_in_name": self.login}
        answer = self.office.as_("admin").post(f"{API}/accounts", json=sent)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["code"])

    def accept(self, code: str, password: str) -> Any:
        answer = self.office.http.post(
            f"{API}/invitations/acceptance", json={"code": code, "new": password, "again": password}
        )
        assert answer.status_code == 204, answer.text

    def sign_in(self, **more: Any) -> Any:
        sent = {"login": self.login, "password": self.password, **more}
        answer = self.office.http.post(f"{API}/session", json=sent)
        self.office.http.cookies.clear()
        return answer

    def client(self, **more: Any) -> Client:
        """Return a program signed in as him, in a session of its own."""
        answer = self.sign_in(**more)
        assert answer.status_code == 201, answer.text
        client = object.__new__(Client)
        client.office, client.login = self.office, self.login
        client.headers = {"Authorization": f"Bearer {answer.json()['token']}"}
        client.person_id, client.post_id = self.person_id, self.post_id
        return client

    def browser(self, scheme: str = "http") -> Browser:
        browser = Browser(self.office, scheme)
        answer = browser.sign_in(self.login, self.password)
        assert answer.status_code == 303, answer.text
        return browser


@pytest.fixture(scope="module")
def newcomer(office: ServedOffice) -> Callable[..., Newcomer]:
    return lambda **more: Newcomer(office, **more)


@pytest.fixture
def later(office: ServedOffice) -> Iterator[Callable[..., None]]:
    """``later(minutes=31)`` lets time pass: from then on requests come that much later."""
    app: Any = office.http.app
    passed = [timedelta(0)]

    def pass_time(**more: float) -> None:
        passed[0] += timedelta(**more)
        app.dependency_overrides[now] = lambda: datetime.now(UTC) + passed[0]

    yield pass_time
    app.dependency_overrides.pop(now, None)
