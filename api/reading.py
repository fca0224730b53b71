"""The read models as one request asks them: what he is shown of a classified letter is recorded first.

Every page and list asks through here, so none can forget. A list shows a bare number; the letter itself
is opened by asking for its one row, and whatever else the request then asks about it shows it whole. Of
an auditor each thing he opens is recorded as well (R-U06, R-M13).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.correspondence.parts import Secrecy
from projections.ask import Ask, Page, Viewer
from projections.catalogue import TABLES
from projections.table import Table

BY_NAME = {table.name: table for table in TABLES}
Record = Callable[[str, bool], None]
ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def ids_in(row: Mapping[str, Any]) -> Iterator[UUID]:
    """Yield the ids a row holds, those among the facts of an event too."""
    for value in row.values():
        if isinstance(value, UUID):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, UUID))
        elif isinstance(value, dict):
            yield from (UUID(one) for one in value.values() if is_id(one))


def is_id(value: object) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


class Readings:
    """Rows for one request. ``record(about, classified)`` notes a reading before it is shown.

    ``recorded`` are the things whose reading it was; ``met`` are the ids of which the rows spoke: a page
    that names one will name most of them.
    """

    def __init__(self, rows: Any, record: Record) -> None:
        self._rows = rows
        self._record = record
        self.recorded: set[str] = set()
        self._opened: tuple[UUID, ...] = ()
        self._counts: dict[tuple[object, ...], int] = {}
        self.met: set[UUID] = set()

    def one(
        self, table: str, key: object, viewer: Viewer, as_of: int | None = None
    ) -> dict[str, Any] | None:
        """Return one row with its references, or None if there is none or it is not the viewer's."""
        declared = BY_NAME[table]
        if declared.rights.secrecy is not None:
            self._open(declared, key, viewer)
        found: dict[str, Any] | None = self._rows.one(table, key, self._seeing(viewer), as_of)
        if found is None and declared.rights.whole:
            for row in self._rows.rows(table, **{declared.key: key}):
                self._open_told(declared, row, viewer)
            found = self._rows.one(table, key, self._seeing(viewer), as_of)
        if found is not None and viewer.watched and declared.stream and not declared.rights.office:
            self._note(declared, found[declared.key], classified=False)
        if found is not None:
            self.met.update(ids_in(found))
        return found

    def page(self, table: str, viewer: Viewer, ask: Ask | None = None) -> Page:
        declared = BY_NAME[table]
        if declared.rights.whole and ask is not None:
            self._open_told(
                declared, ask.filters, viewer
            )  # who asks for one letter's story reads it
        page: Page = self._rows.page(table, self._seeing(viewer), ask)
        for row in page.items:
            self.met.update(ids_in(row))
        return page

    def count(
        self, table: str, viewer: Viewer, filters: Mapping[str, Any], as_of: int | None = None
    ) -> int:
        """Return how many rows there are; the same asked twice by one page is counted once."""
        seeing = self._seeing(viewer)
        same = (table, seeing, repr(sorted(filters.items())), as_of)
        if same not in self._counts:
            self._counts[same] = self._rows.count(table, seeing, filters, as_of)
        return self._counts[same]

    def tally(
        self,
        table: str,
        viewer: Viewer,
        filters: Mapping[str, Any],
        by: Sequence[str],
        as_of: int | None = None,
    ) -> list[dict[str, Any]]:
        """Return how many rows there are, ``n``, for each of the values of the columns ``by``."""
        found: list[dict[str, Any]] = self._rows.tally(
            table, self._seeing(viewer), filters, by, as_of
        )
        return found

    def rows(self, table: str, **equals: object) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = self._rows.rows(table, **equals)
        for row in found:
            self.met.update(ids_in(row))
        return found

    def position_at(self, moment: datetime) -> int:
        position: int = self._rows.position_at(moment)
        return position

    def moment_of(self, position: int) -> datetime | None:
        moment: datetime | None = self._rows.moment_of(position)
        return moment

    def verified_to(self) -> int:
        position: int = self._rows.verified_to()
        return position

    def head(self) -> int:
        position: int = self._rows.head()
        return position

    def _open(self, table: Table, key: object, viewer: Viewer) -> None:
        """Record the reading of a letter that is classified now and his to know; then it is open."""
        column = table.rights.secrecy
        bare = self._rows.one(table.name, key, viewer)
        if bare is None or bare[column] == Secrecy.NONE:
            return
        self._note(table, bare[table.key], classified=True)
        self._opened = (*self._opened, bare[table.key])

    def _open_told(self, table: Table, row: Mapping[str, Any], viewer: Viewer) -> None:
        """Open the letters that a row tells of, as far as they are his to know."""
        for column, name in table.rights.through.items():
            if BY_NAME[name].rights.secrecy is not None and isinstance(row.get(column), UUID):
                self._open(BY_NAME[name], row[column], viewer)

    def _note(self, table: Table, key: object, *, classified: bool) -> None:
        about = f"{table.stream}/{key}"
        if about not in self.recorded:
            self.recorded.add(about)
            self._record(about, classified)

    def _seeing(self, viewer: Viewer) -> Viewer:
        return replace(viewer, opened=self._opened) if self._opened else viewer
