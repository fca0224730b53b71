"""A read model's version rises with its declaration, so that every office rebuilds it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from projections.catalogue import TABLES
from projections.table import Table
from tests.golden.tables import declaration, known


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_changed_declaration_has_a_new_version(table: Table) -> None:
    """Raise ``version``, then ``uv run python -m tests.golden``."""
    assert known().get(table.name) == declaration(table)


def test_a_column_more_is_another_declaration() -> None:
    table = TABLES[0]
    more = replace(table, columns={**table.columns, "one_more": "text"})
    assert declaration(more)["stored"] != declaration(table)["stored"]
    assert declaration(more)["version"] == declaration(table)["version"]
