"""The trail of access: who signed in, who tried, what was done to which account, from where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import structlog

from domain.access.trail import AccessAct
from infrastructure.access.store import Run, Source, Store

log = structlog.get_logger("access")


class Entry(NamedTuple):
    """One line. ``by_id`` is who did it where that was not the person himself."""

    number: int
    at: datetime
    act: AccessAct
    person_id: UUID | None
    by_id: UUID | None
    session_id: UUID | None
    address: str
    agent: str
    note: str


class Trail:
    """The append-only ``access_log``; a line is written in the transaction of what it tells."""

    def __init__(self, store: Store, office: str) -> None:
        self._store = store
        self._office = office

    def note(
        self,
        run: Run,
        act: AccessAct,
        at: datetime,
        source: Source,
        person_id: UUID | None,
        *,
        by: UUID | None = None,
        session: UUID | None = None,
        note: str = "",
    ) -> None:
        """Write a line. ``note`` is a name of ours (a token's, an issuer's), never what was typed."""
        run(
            "INSERT INTO {}.access_log"
            " (at, act, person_id, by_id, session_id, address, agent, note)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            at, act.value, person_id, by, session, source.address, source.agent, note,
        )  # fmt: skip
        log.info(
            "access",
            act=act.value,
            office=self._office,
            person=person_id and str(person_id),
            by=by and str(by),
            session=session and str(session),
        )

    def page(
        self, *, person_id: UUID | None = None, before: int | None = None, limit: int = 50
    ) -> Sequence[Entry]:
        """Return lines, the latest first: of one person or of all, those before a number."""
        rows = self._store.run(
            "SELECT number, at, act, person_id, by_id, session_id, address, agent, note"
            " FROM {}.access_log WHERE (%s::uuid IS NULL OR person_id = %s)"
            " AND (%s::bigint IS NULL OR number < %s) ORDER BY number DESC LIMIT %s",
            person_id, person_id, before, before, limit,
        )  # fmt: skip
        return [Entry(*row[:2], AccessAct(row[2]), *row[3:]) for row in rows]  # type: ignore[call-arg]
