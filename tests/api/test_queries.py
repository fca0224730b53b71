"""A list asks the database as often however many rows it has: nothing is asked row by row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from infrastructure.demo.matter import Matter
from infrastructure.read_model.query import Rows
from tests.hands import matter
from tests.served import ServedOffice

LISTS = {
    "/": "analyst",
    "/inbox": "analyst",
    "/cases?view=all": "director",
    "/cases?view=mine": "analyst",
    "/follow-ups": "analyst",
    "/follow-ups?view=results": "analyst",
    "/follow-ups?view=board": "analyst",
    "/registers?register=receive": "registrar",
    "/registers?register=send": "registrar",
    "/budget": "finance",
    "/transfers": "analyst",
    "/outgoing-letters": "analyst",
    "/meetings": "analyst",
    "/access-log": "admin",
    "/organization": "analyst",
    "/history": "auditor",
    "/search?q=โอน": "analyst",
}
# What is there once and not before, a name of another kind of thing or a notice, may ask once more.
MORE = 4


@pytest.fixture
def asked(office: ServedOffice, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the read models are asked, statement by statement."""
    statements: list[Any] = []
    ask = Rows._all

    def noted(self: Rows, statement: Any, parameters: Any) -> Any:
        statements.append(statement)
        return ask(self, statement, parameters)

    monkeypatch.setattr(Rows, "_all", noted)
    return statements


def counts(office: ServedOffice, asked: list[Any]) -> dict[str, int]:
    """Return how many statements each list takes."""
    found = {}
    for path, login in LISTS.items():
        client = office.as_(login)
        asked.clear()
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        found[path] = len(asked)
    return found


def played(office: ServedOffice, number: int, school: UUID) -> None:
    """Play a matter of a school far enough that every list has a row more."""
    one = matter(office, number)
    one.hand.ids["school:42010149"] = school  # who sends the letter
    for step in (Matter.receive, Matter.open, Matter.prepare, Matter.check):
        step(one)


def test_a_list_asks_no_more_for_more_rows(office: ServedOffice, asked: list[Any]) -> None:
    """Each matter is another school's, so that each row has names of its own."""
    schools = [row["id"] for row in office.service.rows.rows("units", kind="school")]
    played(office, 1, schools[0])
    office.wait()
    few = counts(office, asked)
    for number in (2, 3, 4, 5):
        played(office, number, schools[number])
    office.wait()
    many = counts(office, asked)
    assert {path: (few[path], n) for path, n in many.items() if n > few[path] + MORE} == {}
