"""The time of day as the secretary writes it down: ``09.30`` or ``9:30``, Bangkok time (R-G10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated

from pydantic import BeforeValidator, Field

from domain.thai_text import arabic_digits
from domain.thai_time import BANGKOK

ClockTime = Annotated[
    str,
    Field(max_length=5, pattern=r"^([01]?[0-9]|2[0-3])[.:][0-5][0-9]$"),
    BeforeValidator(lambda typed: arabic_digits(typed) if isinstance(typed, str) else typed),
]


def instant(on: date, clock: str) -> datetime:
    """Return the UTC instant at which clocks in Bangkok show ``clock`` on the day ``on``."""
    hour, minute = clock.replace(".", ":").split(":")
    return datetime.combine(on, time(int(hour), int(minute)), BANGKOK).astimezone(UTC)


def bangkok_clock(at: datetime) -> str:
    """Return what clocks in Bangkok show at the instant ``at``: ``09.30``."""
    return f"{at.astimezone(BANGKOK):%H.%M}"
