"""Folding changes into versions of rows: the same code when live and when rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from projections.table import Change, Delete, Insert, Table

# A version of a row is a list: its key, valid from, valid until (not where rows are only added), then
# the table's columns in their order.
KEY, FROM, UNTIL = 0, 1, 2

Cell = Callable[[Any], Any]


class ProjectionFault(Exception):  # noqa: N818
    """A change that does not fit the rows: the projection stops rather than guess."""


def names(table: Table) -> tuple[str, ...]:
    """Return the names of a version's cells, in their order."""
    until = () if table.append_only else ("valid_until",)
    return (table.key, "valid_from", *until, *table.columns)


def kinds(table: Table) -> tuple[str, ...]:
    """Return the PostgreSQL types of a version's cells, in their order."""
    until = () if table.append_only else ("bigint",)
    return (table.key_type, "bigint", *until, *table.columns.values())


def as_it_is(value: Any) -> Any:
    return value


class Fold:
    """The current rows of one table, and the versions they have left behind.

    ``current`` maps a key to its latest version, which changes in place; ``keep`` is given every
    version that is over, before it changes. The changes of one event to one row make one version.
    ``cells`` says in which form a column's values are kept (as they are, or packed for COPY), the
    key's and those of positions included; ``null`` is that form of nothing.
    """

    def __init__(
        self,
        table: Table,
        keep: Callable[[list[Any]], object],
        cells: Sequence[Cell] | None = None,
        null: Any = None,
    ) -> None:
        self.table = table
        self.current: dict[Any, list[Any]] = {}
        self._keep = keep
        self._null = null
        several = names(table)
        forms = cells or [as_it_is] * len(several)
        self._key = forms[KEY]
        own = range(len(several) - len(table.columns), len(several))
        self._cells: Mapping[str, tuple[int, Cell]] = {
            several[place]: (place, forms[place]) for place in own
        }
        self._blank = [null] * len(several)

    def apply(self, position: Any, changes: Iterable[Change]) -> None:
        """Fold the changes that the event at ``position`` (in this fold's form) makes to this table.

        Raises:
            ProjectionFault: an insert over a row, or a change of one that is not there.
        """
        current = self.current
        for change in changes:
            key = change.key
            if isinstance(change, Insert):
                row = self._blank.copy()
                row[KEY] = self._key(key)
                row[FROM] = position
                self._set(row, change.row)
                if self.table.append_only:
                    self._keep(row)
                elif key in current:
                    raise ProjectionFault(f"{self.table.name}: {key} is there already")
                else:
                    current[key] = row
                continue
            before = current.get(key)
            if before is None:
                raise ProjectionFault(f"{self.table.name}: there is no {key} to change")
            if before[FROM] != position:
                before[UNTIL] = position
                self._keep(before)
                before[FROM] = position
                before[UNTIL] = self._null
            if isinstance(change, Delete):
                del current[key]
            else:
                self._set(before, change.row)

    def _set(self, row: list[Any], values: Mapping[str, Any]) -> None:
        cells = self._cells
        for name, value in values.items():
            if name not in cells:
                raise ProjectionFault(f"{self.table.name} has no {name}")
            place, cell = cells[name]
            row[place] = self._null if value is None else cell(value)
