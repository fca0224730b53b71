"""Which rows a batch reads before it writes: those its changes rest on, and no others."""

from __future__ import annotations

from infrastructure.read_model.write import keys_before
from projections.table import Change, Delete, Insert, Update


def test_rows_that_begin_in_a_batch_are_not_read_before() -> None:
    batch: list[tuple[int, list[Change]]] = [
        (1, [Insert("t", "begun", {}), Update("t", "known", {})]),
        (2, [Update("t", "begun", {}), Delete("t", "gone")]),
        (3, [Insert("t", "gone", {})]),  # again: the row of before is still to be ended
    ]
    assert keys_before(batch) == ["known", "gone"]
