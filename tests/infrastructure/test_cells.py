"""Cells packed for COPY are read by PostgreSQL as the values they were, and by every projection's columns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from api.main import Service
from domain.catalogue import EVENTS
from domain.message import Actor, Event, Number, Recorded
from infrastructure.read_model import cells
from infrastructure.read_model.load import Packed
from projections.catalogue import TABLES
from projections.table import Insert
from tests.golden.examples import example

ID = UUID("6d1c1a52-9b1e-4a53-8a55-4203a1b2c3d4")
BANGKOK = timezone(timedelta(hours=7))
VALUES: dict[str, list[Any]] = {
    "text": ["", "ทะเบียน ๑/๒๕๖๙\t\\N\n", "a" * 40_000],
    "integer": [0, -1, 2**31 - 1, -(2**31)],
    "bigint": [0, -1, 2**63 - 1, -(2**63)],
    "boolean": [True, False],
    "uuid": [ID, UUID(int=0), UUID(int=2**128 - 1)],
    "date": [date(2026, 11, 23), date(2000, 1, 1), date(1999, 12, 31), date(1, 1, 1)],
    "timestamptz": [
        datetime(2026, 11, 23, 2, 30, 0, 1, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 11, 23, 0, 0, tzinfo=BANGKOK),
    ],
    "jsonb": [{"ก": [1, None, "x"]}, [], "", 0, {"at": "2026"}],
    "uuid[]": [[], [ID], [ID, UUID(int=0)]],
    "text[]": [[], ["ก"], ["", "ข,}\\"]],
}


@pytest.mark.parametrize("kind", VALUES)
def test_a_packed_value_is_read_as_it_was(kind: str, service: Service) -> None:
    pack = cells.packs()[kind]
    values = [*VALUES[kind], *VALUES[kind]]  # the second time they may be remembered
    rows = [cells.count(2) + cells.integer(i) + pack(value) for i, value in enumerate(values)]
    rows.append(cells.count(2) + cells.integer(len(values)) + cells.NULL)
    with service.connect() as connection, connection.transaction():
        connection.execute(f"CREATE TEMP TABLE packed (i integer, v {kind}) ON COMMIT DROP")
        with connection.cursor().copy("COPY packed FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(b"".join([cells.HEADER, *rows, cells.TRAILER]))
        read = connection.execute("SELECT v FROM packed ORDER BY i").fetchall()
    assert [value for (value,) in read] == [*values, None]


def test_every_type_of_column_can_be_packed() -> None:
    declared = {kind for t in TABLES for kind in (t.key_type, *t.columns.values())}
    assert declared <= cells.packs().keys() == VALUES.keys()


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.NAME)
def test_what_an_event_leads_to_fits_its_columns(kind: type[Event]) -> None:
    """Written live PostgreSQL would mend a text given for a date; a rebuild must not need that."""
    by = Actor(ID, ID, "records_clerk", ID)
    at = datetime(2026, 11, 23, tzinfo=UTC)
    recorded = Recorded(
        7, f"letter/{ID}", 1, example(kind), at, by, ID, "Some", ID, 3, Number("receive", 2569, 1)
    )
    for table in TABLES:
        if kind not in table.on:
            continue
        packed = Packed("office_4203_shadow", table, cells.packs())
        for change in table.project(recorded):
            row = getattr(change, "row", {})
            packed.fold.apply(cells.bigint(7), [Insert(table.name, change.key, row)])
            packed.fold.current.clear()
