"""Which table of powers a day had: a version holds from the day on which it was set (R-H15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from application.organization.grounds import POWERS
from application.organization.questions import table_on
from domain.message import Actor, AnyRecorded, Recorded
from domain.organization.power import PowersSet

BY = Actor(UUID(int=1), UUID(int=2), "administrator", UUID(int=3))
FIRST = datetime(2026, 11, 10, 3, tzinfo=UTC)
SECOND = datetime(2026, 11, 20, 18, tzinfo=UTC)  # in Bangkok the 21st, 01:00


class Recordings:
    """A log of the table of powers alone, made here."""

    position = 2

    def __init__(self, *moments: datetime) -> None:
        self.recorded = [
            Recorded(n, POWERS, n, PowersSet(n, (), f"คำสั่งที่ {n}"), at, BY, UUID(int=n), "SetPowers")
            for n, at in enumerate(moments, 1)
        ]

    def read(self, streams: Sequence[str]) -> None:
        """Nothing is further away than this."""

    def story(self, stream: str) -> Sequence[AnyRecorded]:
        assert stream == POWERS
        return self.recorded

    def known(self, *_asked: Any, **_more: Any) -> Any:
        raise AssertionError("the table is not folded: its versions are asked")


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2026, 11, 9), 1),  # before the first there is only the first
        (date(2026, 11, 10), 1),
        (date(2026, 11, 20), 1),  # the last day of the first, in Bangkok
        (date(2026, 11, 21), 2),
        (date(2030, 1, 1), 2),
    ],
)
def test_a_version_holds_from_the_day_it_was_set(on: date, version: int) -> None:
    assert table_on(Recordings(FIRST, SECOND), on).version == version


def test_before_any_is_known_there_is_none() -> None:
    assert table_on(Recordings(), date(2026, 11, 10)).version == 0
