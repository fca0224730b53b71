"""Every address that is read, with what nobody means by it: a no of four hundred, and never a fault."""

from __future__ import annotations

import re

import pytest

from tests.api.test_rights import routes
from tests.served import ServedOffice

ODD_PARTS = ("abc", "%00", "0" * 36, "9" * 30, "a" * 300, "%ED%A0%80", "٣")
ODD_QUESTIONS = (
    "as_of=abc&after=99999999999999999999",
    "as_of=2569-01-01",
    "cursor=abc&q=%00&sort=%00&page=%00",
    "state=%00&kind=%00&year=abc&section=%00&standing=%00&register=%00&number=%00",
    "from=%00&until=abc&person=%00&case=%00",
    "command=%00&on=%00&known=%00&person=abc&amount=abc&process=%00",
    "command=DecideApproval&known=99999&secrecy=%00&scope=%00&fund_source=%00",
    "person_id=abc&post_id=%00&unit_id=abc&letter_ids=abc&before=99999999999999999999",
)
NOBODY = "00000000-0000-0000-0000-000000000001"


@pytest.fixture(scope="module")
def addresses(office: ServedOffice) -> list[str]:
    """Every address there is; the stream of live updates, which does not end by itself, left out."""
    found = {path for method, path in routes(office.http.app) if method == "GET"}
    return sorted(path for path in found if "/live" not in path and "/static" not in path)


def faults(office: ServedOffice, asked: list[str]) -> list[str]:
    director = office.as_("director")
    return [path for path in asked if director.get(path).status_code >= 500]


@pytest.mark.parametrize("part", ODD_PARTS)
def test_an_id_that_is_none_is_not_found(
    office: ServedOffice, addresses: list[str], part: str
) -> None:
    asked = [re.sub(r"\{[^}]+\}", part, path) for path in addresses if "{" in path]
    assert asked
    assert faults(office, asked) == []


@pytest.mark.parametrize("question", ODD_QUESTIONS)
def test_a_question_that_means_nothing_is_no_fault(
    office: ServedOffice, addresses: list[str], question: str
) -> None:
    asked = [re.sub(r"\{[^}]+\}", NOBODY, path) + f"?{question}" for path in addresses]
    assert faults(office, asked) == []
