"""Folding changes into versions of rows: the same code when live and when rebuilt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from projections.table import Change, Delete, Insert, Table


class ProjectionFault(Exception):  # noqa: N818
    """A change that does not fit the rows: the projection stops rather than guess."""


class Version(NamedTuple):
    """One version of a row: valid from a position until before another (None: still)."""

    key: Any
    row: tuple[Any, ...]
    valid_from: int
    valid_until: int | None


class Fold:
    """The current rows of one table, and the versions they have left behind.

    ``current`` maps a key to its latest version; ``closed`` collects the earlier ones. The changes of
    one event to one row make one version.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns = tuple(table.columns)
        self._places = {name: place for place, name in enumerate(self.columns)}
        self.current: dict[Any, Version] = {}
        self.closed: list[Version] = []

    def apply(self, position: int, changes: Iterable[Change]) -> None:
        """Fold the changes that the event at ``position`` makes to this table.

        Raises:
            ProjectionFault: an insert over a row, or a change of one that is not there.
        """
        for change in changes:
            key = change.key
            if isinstance(change, Insert):
                if self.table.append_only:
                    self.closed.append(Version(key, self._whole(change.row), position, None))
                    continue
                if key in self.current:
                    raise ProjectionFault(f"{self.table.name}: {key} is there already")
                self.current[key] = Version(key, self._whole(change.row), position, None)
                continue
            before = self.current.get(key)
            if before is None:
                raise ProjectionFault(f"{self.table.name}: there is no {key} to change")
            if before.valid_from != position:
                self.closed.append(before._replace(valid_until=position))
            if isinstance(change, Delete):
                del self.current[key]
            else:
                row = self._changed(before.row, change.row)
                self.current[key] = Version(key, row, position, None)

    def _whole(self, row: Any) -> tuple[Any, ...]:
        if not self._places.keys() >= row.keys():
            raise ProjectionFault(f"{self.table.name} has no {row.keys() - self._places.keys()}")
        return tuple(map(row.get, self.columns))

    def _changed(self, before: tuple[Any, ...], changes: Any) -> tuple[Any, ...]:
        after = list(before)
        for name, value in changes.items():
            after[self._places[name]] = value
        return tuple(after)
