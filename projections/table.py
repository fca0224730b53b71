"""A read model's table, declared once: columns, what may be asked of it, and who may know its rows.

Everything else is derived from the declaration in ``infrastructure/read_model/``: the SQL that makes
the table, batched writes, list queries with rights, ``as_of`` and cursors. Every row is versioned by
positions of the log: ``valid_from`` inclusive, ``valid_until`` exclusive or null (DESIGN §5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from domain.message import AnyRecorded, Event

Row = Mapping[str, Any]


class Insert(NamedTuple):
    """A row begins. Every column not given is null."""

    table: str
    key: Any
    row: Row


class Update(NamedTuple):
    """A row that exists changes in the columns given."""

    table: str
    key: Any
    row: Row


class Delete(NamedTuple):
    """A row ends; its history stays."""

    table: str
    key: Any


Change = Insert | Update | Delete
Project = Callable[[AnyRecorded], list[Change]]


class Reference(NamedTuple):
    """A column holding another table's key; ``show`` are that row's columns joined when read.

    ``show`` maps the name in the answer to the column of the referenced table.
    """

    column: str
    table: str
    show: Mapping[str, str]


class Among(NamedTuple):
    """Another table whose ``column`` holds this one's key, each of its rows part of a row here.

    A list may be asked for the rows of which some such part meets filters of its own: the cases with
    an open step past its day. Only for parts that are known to whom the whole is.
    """

    table: str
    column: str


@dataclass(frozen=True)
class Rights:
    """Which columns say who may know a row. They are facts of the object, never viewers.

    ``secrecy`` holds the secrecy level, ``parties`` the units concerned (``uuid[]``), ``readers`` the
    grants of reading (``text[]`` of ``Reader.key``); each may be None where the table holds nothing
    that needs it. ``through`` maps a column to the table whose row decides: a sentence about a letter
    is known to whom the letter is. With ``masked`` columns the office's own people know that the row
    is there, but these columns are null to whom the rows spoken of are not to be known: a register
    shows the bare number of a classified letter (R-U06). ``sealed`` columns are null also to who may
    know of a classified letter, until he opens it and that is recorded; a ``whole`` row tells so much
    of a letter that it is shown only then. ``office`` rows are the office's own arrangements and no
    matter, so that administrators see them: all of them, or those in which a boolean column says so.
    ``inside`` rows are the office's own work, which no school knows, not even of its own matter.
    """

    secrecy: str | None = None
    parties: str | None = None
    readers: str | None = None
    through: Mapping[str, str] = field(default_factory=dict)
    masked: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    whole: bool = False
    office: bool | str = False
    inside: bool = False


@dataclass(frozen=True)
class Table:
    """One read model.

    ``columns`` maps a name to a PostgreSQL type (``text``, ``uuid``, ``bigint``, ``integer``,
    ``boolean``, ``date``, ``timestamptz``, ``uuid[]``, ``text[]``, ``jsonb``); money is ``bigint``
    satang. ``on`` maps a kind of event to the changes it makes; other events make none. ``version``
    rises with any change of the table or of ``on``: the table is then rebuilt. ``append_only`` rows
    never change.
    ``search`` is the column of normalised text that a search looks through, and ``search_also``
    further ones: the row's own, or ``letter_id.search`` of what a reference leads to.
    ``among`` names what a list may be filtered by besides: some part of the row, in another table.
    ``stream`` is the kind of stream whose id is the key, if one is.
    ``sorts`` names the orders a list may have, each a column or several with ``-`` for descending.
    """

    name: str
    version: int
    key: str
    key_type: str
    columns: Mapping[str, str]
    on: Mapping[type[Event], Project]
    sorts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    search: str | None = None
    search_also: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    among: Mapping[str, Among] = field(default_factory=dict)
    rights: Rights = Rights()
    append_only: bool = False
    stream: str = ""
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def handles(self) -> tuple[type[Event], ...]:
        return tuple(self.on)

    @property
    def read_with(self) -> frozenset[str]:
        """The tables a list of this one is made of: itself, what is joined, whose rights decide."""
        joined = (reference.table for reference in self.references)
        return frozenset((self.name, *joined, *self.rights.through.values()))

    def project(self, recorded: AnyRecorded) -> list[Change]:
        """Return the changes one event makes to this table."""
        return self.on[type(recorded.event)](recorded)


def merged(*parts: Mapping[type[Event], Project]) -> dict[type[Event], Project]:
    """Return one ``on`` of several wings' parts; an event two parts handle makes both changes."""
    on: dict[type[Event], Project] = {}
    for part in parts:
        for kind, project in part.items():
            on[kind] = _both(on[kind], project) if kind in on else project
    return on


def _both(one: Project, other: Project) -> Project:
    return lambda recorded: [*one(recorded), *other(recorded)]
