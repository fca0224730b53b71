"""Names behind ids: persons, posts, units, and things by their numbers.

Of a letter only its number is named, never its subject: a sentence that mentions a letter may be
known to who may not know the letter (R-U06).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from api.context import Service
from api.web.words import Lang, Words, words
from application.execute import SYSTEM
from projections.catalogue import TABLES

Row = Mapping[str, Any]
Name = Callable[[Row, Words], str]


def labelled(stem: str) -> Name:
    """Return what gives ``name_th``, or ``name_en`` to who reads English and where there is one."""
    return lambda row, said: str(row.get(f"{stem}_{said.lang}") or row[f"{stem}_th"])


def case(row: Row, said: Words) -> str:
    return said.text("ui.named.case", number=f"{row['number']}/{row['year']}")


def letter(row: Row, said: Words) -> str:
    return said.text("ui.named.letter", number=f"{row['number']}/{row['year']}")


def outgoing_letter(row: Row, said: Words) -> str:
    if row["letter_number"]:
        return said.text("ui.named.outgoing_letter", number=row["letter_number"])
    return said.text("ui.named.draft")


def transfer(row: Row, said: Words) -> str:
    return said.text("ui.named.transfer", moved_satang=row["moved_satang"])


def meeting(row: Row, said: Words) -> str:
    number = f"{row['meeting_no']}/{row['meeting_year']}"
    return said.text("ui.named.meeting", number=number)


def resolution(row: Row, said: Words) -> str:
    number = f"{row['meeting_no']}/{row['meeting_year']}"
    return said.text("ui.named.resolution", number=number, item=row["item_no"])


# Each kind: its read model, the column that holds its id, what it is called.
NAMED: tuple[tuple[str, str, Name], ...] = (
    ("persons", "id", labelled("name")),
    ("posts", "id", labelled("title")),
    ("units", "id", labelled("name")),
    ("case_status", "id", case),
    ("letters", "id", letter),
    ("outgoing_letters", "id", outgoing_letter),
    ("budget_balances", "id", lambda row, _: str(row["item"])),
    ("budget_transfers", "id", transfer),
    ("bodies", "id", labelled("name")),
    ("meetings", "id", meeting),
    ("resolutions", "id", resolution),
    ("meeting_seats", "seat_id", labelled("title")),
)
KNOWN = {table.name for table in TABLES}


class Names:
    """Names behind ids, each found once per page; with the first, those of all ids ``met`` so far."""

    def __init__(self, service: Service, lang: Lang, met: Collection[UUID] = ()) -> None:
        self._service = service
        self._met = met
        self._words = words(lang)
        system = self._words.text("ui.named.system")
        self._known: dict[UUID, str] = {SYSTEM.person_id: system, SYSTEM.post_id: ""}

    def learn(self, ids: Sequence[UUID]) -> None:
        """Find the names of ``ids`` with one query per kind of thing."""
        missing = [found for found in dict.fromkeys(ids) if found not in self._known]
        for table, key, name in NAMED:
            if not missing:
                return
            if table not in KNOWN:
                continue
            for row in self._service.rows.rows(table, **{key: missing}):
                self._known[row[key]] = name(row, self._words)
            missing = [found for found in missing if found not in self._known]
        self._known |= {found: str(found)[:8] for found in missing}

    def __call__(self, found: UUID) -> str:
        if found not in self._known:
            self.learn([found, *self._met])
        return self._known[found]
