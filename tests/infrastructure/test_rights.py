"""The rule of who may know a letter, in Python and in SQL: whoever looks, both say the same (R-U06)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest
from psycopg import sql

from api.main import Service
from domain.correspondence.parts import Secrecy
from domain.correspondence.reading import Reader, keys
from domain.message import Actor
from domain.organization.role import Role
from domain.viewer import admits, viewer_of
from projections.ask import EVERYONE, Ask

OWN, OTHER, SENDER = UUID(int=1), UUID(int=2), UUID(int=3)
PERSON, POST = UUID(int=11), UUID(int=12)
READERS = ((), (Reader(POST),), (Reader(POST, PERSON),), (Reader(POST, UUID(int=99)),))
PARTIES = ((OWN,), (OTHER, SENDER))
VIEWERS = {
    role: viewer_of(Actor(PERSON, POST, str(role), OWN)) for role in Role if role != Role.SYSTEM
}
AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def letters(empty: Service) -> dict[UUID, tuple[Secrecy, tuple[UUID, ...], tuple[Reader, ...]]]:
    """A letter of every secrecy, of either unit, of all kinds of readers."""
    made = {}
    insert = sql.SQL(
        "INSERT INTO {} (id, secrecy, parties, readers, subject, search, registered_at, valid_from)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    ).format(sql.Identifier(empty.recorder.schemas.read, "letters"))
    with empty.pool.connection() as connection:
        for number, case in enumerate(product(Secrecy, PARTIES, READERS), start=1):
            secrecy, parties, readers = case
            key, subject = UUID(int=1000 + number), f"เรื่องที่ {number}"
            made[key] = case
            row = (
                key,
                str(secrecy),
                list(parties),
                list(keys(readers)),
                subject,
                subject,
                AT,
                number,
            )
            connection.execute(insert, row)
    return made


@pytest.mark.parametrize("role", VIEWERS)
def test_a_list_holds_what_the_rule_admits(empty: Service, letters: dict, role: Role) -> None:
    viewer = VIEWERS[role]
    admitted = {
        key
        for key, (secrecy, parties, readers) in letters.items()
        if admits(viewer, secrecy, parties, keys(readers))
    }
    page = empty.rows.page("letters", viewer, Ask(limit=200, count=True))
    assert {row["id"] for row in page.items} == admitted
    assert page.count == len(admitted)
    assert empty.rows.count("letters", viewer, {}) == len(admitted)
    for row in page.items:
        plain = row["secrecy"] == "none"
        assert (row["subject"] is not None) is plain, "of a classified one the bare number"
    for key in letters:
        assert (empty.rows.one("letters", key, viewer) is not None) is (key in admitted)


@pytest.mark.parametrize("role", VIEWERS)
def test_what_is_opened_is_shown_only_to_who_may_know_it(
    empty: Service, letters: dict, role: Role
) -> None:
    opened = replace(VIEWERS[role], opened=tuple(letters))
    for row in empty.rows.page("letters", opened, Ask(limit=200)).items:
        secrecy, parties, readers = letters[row["id"]]
        assert admits(VIEWERS[role], secrecy, parties, keys(readers))
        assert row["subject"] is not None


def test_the_service_itself_sees_all(empty: Service, letters: dict) -> None:
    rows = empty.rows.page("letters", EVERYONE, Ask(limit=200)).items
    assert {row["id"] for row in rows} == set(letters)
    assert all(row["subject"] for row in rows)


@pytest.mark.parametrize("role", VIEWERS)
def test_a_search_or_filter_finds_nothing_classified(
    empty: Service, letters: dict, role: Role
) -> None:
    found = empty.rows.page("letters", VIEWERS[role], Ask(search=("เรื่องที่",), limit=200)).items
    assert all(row["secrecy"] == "none" for row in found)
