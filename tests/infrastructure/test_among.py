"""Rows asked for by their parts, and rows counted by column: as one would count them by hand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from psycopg import sql

from api.main import Service
from domain.message import Actor
from domain.organization.role import Role
from domain.viewer import Viewer, viewer_of
from infrastructure.read_model import query
from projections.ask import EVERYONE, Ask
from projections.catalogue import TABLES
from projections.table import Rights

OFFICE, SCHOOLS = UUID(int=1), (UUID(int=2), UUID(int=3))
OFFICERS = (UUID(int=11), UUID(int=12))
TODAY, LATE, SOON = date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 27)
AT = datetime(2026, 11, 1, tzinfo=UTC)
LATE_STEP = {"open": True, "due_on<": TODAY}
MOVED_AT = 500  # the position at which a late step was done


def viewer(role: Role, unit: UUID = OFFICE) -> Viewer:
    return viewer_of(Actor(UUID(int=99), UUID(int=98), str(role), unit))


VIEWERS = {
    "the service": EVERYONE,
    "director": viewer(Role.AREA_DIRECTOR),
    "auditor": viewer(Role.INTERNAL_AUDITOR),
    "school": viewer(Role.SCHOOL_DIRECTOR, SCHOOLS[0]),
    "another school": viewer(Role.SCHOOL_DIRECTOR, SCHOOLS[1]),
    "administrator": viewer(Role.ADMINISTRATOR),
}


def may_know(who: str, case: int) -> bool:
    match who:
        case "school":
            return case % 2 == 0
        case "another school":
            return case % 2 == 1
    return who != "administrator"


@pytest.fixture(scope="module")
def cases(empty: Service) -> dict[UUID, list[dict[str, Any]]]:
    """Twelve cases of two schools in turn with three steps each; every third has one late."""
    made: dict[UUID, list[dict[str, Any]]] = {}
    for number in range(12):
        key = UUID(int=1000 + number)
        parties = [OFFICE, SCHOOLS[number % 2]]
        insert(empty, "case_status", id=key, subject=f"{number}", number=number, year=2569,
               parties=parties, open=True, state="underway", opened_at=AT, valid_from=1)  # fmt: skip
        made[key] = []
        for step in (1, 2, 3):
            row = {
                "id": f"{key}/{step}",
                "case_id": key,
                "officer_id": OFFICERS[number % 5 > 2],
                "number": step,
                "open": step > 1,
                "due_on": LATE if step != 3 and number % 3 == 0 else SOON,
            }
            made[key].append(row)
            insert(empty, "case_steps", **row, status="open", valid_from=2)
    # Of the last case a step was late, and then it was done.
    last = {"id": f"{key}/3", "case_id": key, "number": 3, "officer_id": OFFICERS[0]}
    with empty.pool.connection() as connection:
        connection.execute(
            sql.SQL("DELETE FROM {} WHERE id = %s").format(table(empty, "case_steps")),
            [last["id"]],
        )
    insert(empty, "case_steps", **last, open=True, due_on=LATE, status="open",
           valid_from=2, valid_until=MOVED_AT)  # fmt: skip
    insert(empty, "case_steps", **last, open=False, due_on=LATE, status="done", valid_from=MOVED_AT)
    made[key][2] |= last | {"open": False, "due_on": LATE}
    return made


def table(service: Service, name: str) -> sql.Identifier:
    return sql.Identifier(service.recorder.schemas.read, name)


def insert(service: Service, name: str, **row: Any) -> None:
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        table(service, name),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join([sql.Placeholder()] * len(row)),
    )
    with service.pool.connection() as connection:
        connection.execute(statement, list(row.values()))


def late(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [step for step in steps if step["open"] and step["due_on"] < TODAY]


@pytest.mark.parametrize("who", VIEWERS)
def test_cases_with_a_late_step_are_found_once_each(empty: Service, cases: dict, who: str) -> None:
    expected = {key for key, steps in cases.items() if late(steps) and may_know(who, key.int)}
    ask = Ask(filters={"step": LATE_STEP}, limit=200, count=True)
    page = empty.rows.page("case_status", VIEWERS[who], ask)
    assert {row["id"] for row in page.items} == expected
    assert len(page.items) == page.count == len(expected)
    assert empty.rows.count("case_status", VIEWERS[who], {"step": LATE_STEP}) == len(expected)


@pytest.mark.parametrize("who", VIEWERS)
def test_steps_are_counted_by_officer_and_number(empty: Service, cases: dict, who: str) -> None:
    known = [step for key, steps in cases.items() if may_know(who, key.int) for step in steps]
    for filters, counted in (({"open": True}, [s for s in known if s["open"]]),
                             (LATE_STEP, late(known))):  # fmt: skip
        expected = Counter((step["officer_id"], step["number"]) for step in counted)
        found = empty.rows.tally("case_steps", VIEWERS[who], filters, ("officer_id", "number"))
        assert {(row["officer_id"], row["number"]): row["n"] for row in found} == expected


def test_a_step_that_was_late_then_is_asked_as_it_was_then(empty: Service, cases: dict) -> None:
    [*_, last] = cases
    for position, there in ((MOVED_AT - 1, True), (MOVED_AT, False)):
        ask = Ask(filters={"step": LATE_STEP}, limit=200, as_of=position)
        found = {row["id"] for row in empty.rows.page("case_status", EVERYONE, ask).items}
        assert (last in found) is there
        by = empty.rows.tally("case_steps", EVERYONE, LATE_STEP, ("case_id",), position)
        assert (last in {row["case_id"] for row in by}) is there


def test_what_is_not_declared_is_not_asked(empty: Service) -> None:
    for filters in ({"step": {"label_th": "ใด"}}, {"letter": LATE_STEP}):
        with pytest.raises(KeyError):
            empty.rows.count("case_status", EVERYONE, filters)


def test_what_is_asked_for_at_once_is_all_or_nothing(
    empty: Service, cases: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decisions rest on it: a list cut off in silence would be another answer."""
    assert len(empty.rows.rows("case_status")) == len(cases)
    monkeypatch.setattr(query, "MOST_ROWS", len(cases))
    assert len(empty.rows.rows("case_status")) == len(cases)
    monkeypatch.setattr(query, "MOST_ROWS", len(cases) - 1)
    with pytest.raises(query.TooManyRows, match="case_status"):
        empty.rows.rows("case_status")


def test_parts_are_known_to_whom_the_whole_is() -> None:
    """Else a filter by parts would tell what their own rights hide."""
    tables = {one.name: one for one in TABLES}
    for whole in TABLES:
        for among in whole.among.values():
            assert tables[among.table].rights == Rights(through={among.column: whole.name})
