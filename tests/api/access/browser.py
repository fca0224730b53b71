"""A browser without a screen: it keeps cookies, reads forms as the page has them, and sends them."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

from tests.served import ServedOffice

SAME = {"Sec-Fetch-Site": "same-origin"}
GOOD = "ปลาทูสามตัวขี่จักรยานยนต์ไปทะเล"


class _Forms(HTMLParser):
    """Every form of a page: its address, and what its hidden and text fields hold."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        if tag == "form" and known.get("method") == "post":
            self.forms.append((known.get("action") or "", {}))
        elif tag == "input" and known.get("type") in (None, "text", "hidden") and self.forms:
            self.forms[-1][1][known.get("name") or ""] = known.get("value") or ""


def forms_of(html: str) -> list[tuple[str, dict[str, str]]]:
    read = _Forms()
    read.feed(html)
    return read.forms


class Browser:
    """One window. ``scheme`` https is what a browser sees behind a proxy that speaks TLS."""

    def __init__(self, office: ServedOffice, scheme: str = "http") -> None:
        self.office = office
        self.http = TestClient(
            office.http.app, base_url=f"{scheme}://testserver", follow_redirects=False
        )

    def sign_in(self, login: str, password: str | None = None) -> Any:
        sent = {"login": login, "password": password or self.office.passwords[login]}
        return self.http.post("/sign-in", data=sent, headers=SAME)

    def get(self, path: str) -> Any:
        return self.http.get(path)

    def send(self, path: str, fields: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """Open a page, fill the form that sends to it, and send it."""
        page = self.get(path)
        assert page.status_code == 200, f"{path}: {page.status_code} {page.text[:500]}"
        wanted = more.get("action", path.partition("?")[0])
        hidden = next(fields for action, fields in forms_of(page.text) if action == wanted)
        return self.http.post(wanted, data={**hidden, **(fields or {})}, headers=SAME)

    @property
    def cookie(self) -> str | None:
        for name in ("thabian_session", "__Host-thabian_session"):
            if name in self.http.cookies:
                return str(self.http.cookies[name])
        return None
