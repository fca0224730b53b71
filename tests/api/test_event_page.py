"""One event as a page: in words first, with what stands in the log folded below."""

from __future__ import annotations

import re

import pytest

from api.web.words import catalogue
from domain.catalogue import EVENTS
from tests.served import ServedOffice

FOLDED = re.compile(r"<details.*?</details>", re.DOTALL)
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[0-9a-f]{8}-[0-9a-f]{4}-|\b(?:True|False)\b")


@pytest.mark.parametrize("position", range(1, 385, 32))
def test_an_event_is_told_without_codes(office: ServedOffice, position: int) -> None:
    page = office.as_("auditor").get(f"/history/{position}").text
    main = page[page.index("<main") : page.index("</main>")]
    told = re.sub(r"<[^>]+>", " ", FOLDED.sub("", main))
    assert CODE.findall(told) == []
    assert "command_id" in main  # folded, and whole


def test_every_fact_of_an_event_has_a_name_in_words() -> None:
    asked = {key.split(".")[2] for key in catalogue() if key.startswith("field.")}
    named = {key.split(".")[2] for key in catalogue() if key.startswith("ui.event.")}
    assert {name for kind in EVENTS for name in kind.__struct_fields__} - asked - named == set()
