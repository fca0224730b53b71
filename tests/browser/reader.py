"""People at their browsers: they read Thai labels, follow links, fill forms and press buttons."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from api.web.words import Words
from tests.served import Demonstration

THAI = Words("th")
NEXT = " » "


class Visitor:
    """One signed-in person at a window of his own."""

    def __init__(self, page: Any, address: str, login: str, password: str) -> None:
        self.page = page
        self.address = address
        self.complaints = complaints_of(page)
        page.goto(f"{address}/sign-in")
        page.fill("#login", login)
        page.fill("#password", password)
        page.click(".gate-box button.btn-primary")
        # Home, which for an administrator is the settings.
        page.wait_for_url(lambda url: not url.partition("?")[0].endswith("/sign-in"))

    def open(self, path: str) -> Visitor:
        self.page.goto(self.address + path)
        return self

    def go(self, way: str) -> Visitor:
        """Open the first part of ``way``, then follow the links that the further parts name."""
        path, *links = way.split(NEXT)
        self.open(path)
        for name in links:
            self.page.locator("main a").filter(has_text=name).first.click()
            self.page.wait_for_load_state()
        return self

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address).partition("?")[0]

    def follow(self, command: str) -> Visitor:
        """Follow the link of an act that the page offers."""
        label = THAI.text(f"command.{command}")
        self.page.locator("a.btn").filter(has_text=label).first.click()
        self.page.wait_for_load_state()
        return self

    def send(self, fields: Mapping[str, Any] | None = None) -> Visitor:
        """Fill the form and press its button; it must be accepted."""
        before = self.page.url
        self.fill(fields or {})
        self.press()
        problems = self.page.locator(".problems")
        assert problems.count() == 0, f"{before}: {problems.first.inner_text()}"
        return self

    def press(self) -> None:
        self.page.locator("form[data-form] .form-does button").first.click()
        self.page.wait_for_load_state()

    def fill(self, fields: Mapping[str, Any]) -> None:
        for name, value in fields.items():
            field = self.page.locator(f'form[data-form] [name="{name}"]:not([type=hidden])')
            assert field.count(), f"{self.page.url} has no field {name}"
            kind = field.first.evaluate("e => e.tagName + ':' + (e.type || '')")
            if kind.startswith("SELECT"):
                self.choose(field.first, str(value))
            elif kind == "INPUT:radio":
                self.page.locator(f'form[data-form] [name="{name}"][value="{value}"]').check()
            elif kind == "INPUT:checkbox":
                wanted = value if isinstance(value, (list, tuple)) else [value]
                if wanted == [True]:
                    field.first.check()
                else:
                    for one in wanted:
                        self.page.locator(f'form[data-form] [name="{name}"][value="{one}"]').check()
            elif kind == "INPUT:file":
                field.first.set_input_files(value)
            else:
                field.first.fill(str(value))

    @staticmethod
    def choose(select: Any, wanted: str) -> None:
        """Choose the option with this value, or whose label holds this text."""
        options = select.locator("option").evaluate_all(
            "es => es.map(e => [e.value, e.textContent])"
        )
        found = [value for value, label in options if value == wanted or wanted in label]
        assert found, f"no option {wanted!r} among {[label for _, label in options][:12]}"
        select.select_option(found[0])

    def says(self, text: str) -> bool:
        return text in self.page.inner_text("main")


def complaints_of(page: Any) -> list[str]:
    """Return the list in which the errors of a page's console will stand."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    return found


class Visitors:
    """Everybody of the demonstration office, each signed in once."""

    def __init__(self, browser: Any, address: str, demonstration: Demonstration) -> None:
        self._browser = browser
        self._address = address
        people = json.loads((demonstration.data / "demonstration.json").read_text("utf-8"))
        self._passwords = {row["login"]: row["password"] for row in people}
        self._known: dict[tuple[str, int], Visitor] = {}

    def __call__(self, login: str, width: int = 1366) -> Visitor:
        if (login, width) not in self._known:
            window = self._browser.new_context(
                viewport={"width": width, "height": 900}, locale="th-TH"
            )
            window.set_default_timeout(10_000)
            self._known[login, width] = Visitor(
                window.new_page(), self._address, login, self._passwords[login]
            )
        return self._known[login, width]

    def without_script(self, login: str) -> Visitor:
        """Return a visitor whose browser runs no JavaScript."""
        window = self._browser.new_context(java_script_enabled=False, locale="th-TH")
        return Visitor(window.new_page(), self._address, login, self._passwords[login])

    def password(self, login: str) -> str:
        return self._passwords[login]

    def nobody(self, path: str, width: int) -> Any:
        """Return a page as somebody sees it who is not signed in."""
        window = self._browser.new_context(viewport={"width": width, "height": 900}, locale="th-TH")
        page = window.new_page()
        page.goto(self._address + path)
        return page

    def leave(self) -> None:
        """Have everybody look at nothing."""
        for visitor in self._known.values():
            visitor.page.goto("about:blank")

    def forget(self, login: str, width: int) -> None:
        """Close somebody's browser: when he is next asked for he signs in anew."""
        self._known.pop((login, width)).page.context.close()

    def beside(self, visitor: Visitor, path: str) -> Any:
        """Return another tab of a visitor's browser."""
        tab = visitor.page.context.new_page()
        tab.goto(self._address + path)
        return tab

    def act_as(self, login: str, post: str) -> Visitor:
        """Have somebody act in another of his posts, named by a part of its title."""
        visitor = self(login)
        visitor.open("/")
        visitor.page.locator("summary:has(.top-who-post), .top-who summary").first.click()
        visitor.page.locator(".drop-row", has_text=post).first.click()
        visitor.page.wait_for_load_state()
        return visitor
