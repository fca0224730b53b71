"""Who asks in these tests, and on which day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.message import Actor

TODAY = date(2026, 11, 23)
ADMINISTRATOR = Actor(UUID(int=1), UUID(int=2), "administrator", UUID(int=3))
ASKED = {"by": ADMINISTRATOR, "on": TODAY}
