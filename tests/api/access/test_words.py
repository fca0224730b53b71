"""Every deed, its fields and its outcome, and every act of the trail, in Thai and in English."""

from __future__ import annotations

from pathlib import Path
from re import findall

import pytest

from api.access.entry import AcceptInvitation
from api.access.routes import DEEDS
from api.web.forms import form_keys
from api.web.words import missing_words, value_key
from domain.access.trail import AccessAct

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_a_deed_has_its_words(deed: object) -> None:
    name, model = deed.name, deed.model  # type: ignore[attr-defined]
    assert missing_words({f"deed.{name}", f"deed.{name}.done", *form_keys(model)}) == []


def test_an_invitation_and_the_trail_have_theirs() -> None:
    assert missing_words({*form_keys(AcceptInvitation), *map(value_key, AccessAct)}) == []


def test_the_page_on_security_names_tests_that_are_there() -> None:
    """What is said to be met names a test; a name that nobody bears proves nothing."""
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    told = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = {name for name in findall(r"`(test_\w+)…?`", told)}
    assert len(named) > 30
    for name in named:
        assert f"def {name}" in written, name
