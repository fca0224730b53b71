"""What a browser would send of a page's form if nothing were changed in it."""

from __future__ import annotations

from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]


class FilledForm(HTMLParser):
    """Reads the form with ``data-form``: values by name, as they stand. Templates are left out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._inside = False
        self._template = 0
        self._select = ""
        self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "data-form" in given
        if tag == "template":
            self._template += 1
        if not self._inside or self._template:
            return
        name = given.get("name", "")
        match tag, given.get("type", ""):
            case "input", ("radio" | "checkbox"):
                if "checked" in given:
                    self.values[name] = given["value"]
            case "input", "file":
                pass
            case "input", _:
                self.values[name] = given.get("value", "")
            case "select", _:
                self._select = name
                self.values[name] = ""
            case "option", _:
                if "selected" in given:
                    self.values[self._select] = given.get("value", "")
            case "textarea", _:
                self._area = name
                self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._template -= 1
        elif tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._area and self._inside and not self._template:
            self.values[self._area] += data
