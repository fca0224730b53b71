"""A reading is noted once, and everybody may note that he reads (R-U06, R-M13)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.audit.reading import RecordReading, ThingRead, reading
from domain.message import Actor
from domain.refusal import NotOpen
from tests.domain.scenario import Scenario

ABOUT = f"letter/{UUID(int=1)}"
nothing = Scenario(reading)


def note() -> RecordReading:
    return RecordReading(
        by=Actor(UUID(int=2), UUID(int=3), "internal_auditor", UUID(int=4)),
        on=date(2026, 11, 23),
        about=ABOUT,
        path=f"/letters/{UUID(int=1)}",
        classified=True,
    )


def test_a_reading_says_what_was_read_and_where() -> None:
    after = nothing.when(note()).then(ThingRead(ABOUT, f"/letters/{UUID(int=1)}", True))
    after.when(note()).refused(NotOpen)
