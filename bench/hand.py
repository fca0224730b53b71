"""The hand that plays the demonstration's whole matters in the benchmarks, through the application."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from application.catalogue import ACTS
from bench.office import People
from infrastructure.demo.lines import open_line
from infrastructure.demo.load import HERE, Player
from infrastructure.demo.matter import FROM, TO

LINES = {FROM, *TO}


class Hand:
    """A ``Hand`` of ``infrastructure.demo.matter``; rows hold what it has done before."""

    def __init__(self, people: People) -> None:
        self.office = people.service.office
        self._people = people
        self._player = Player(self.office, datetime.now(UTC), people.service.runner.wait)
        self.ids: dict[str, Any] = self._player.ids
        self.ids |= people.ids
        self.dates = self._player.dates

    def do(
        self, act: str, fields: Mapping[str, Any], *, of: Any = None, by: str | None = None
    ) -> Any:
        key = self.ids.get(of, of) or "new"
        filled = self._player.filled(fields)
        answer = self._people.do(act, filled, by or "administrator", key)
        return UUID(answer.id) if ACTS[act].creates else key

    def rows(self, table: str, **equals: Any) -> list[Mapping[str, Any]]:
        return self.office.lookup.rows(table, **equals)

    def file(self, content: bytes) -> str:
        return self._people.service.files.put(BytesIO(content)).digest

    def open_lines(self) -> None:
        """Give the next matter lines of its own, used as the demonstration uses those of its first."""
        script = tomllib.loads((HERE / "budget.toml").read_text("utf-8"))
        for step in script["play"]:
            if f"line:{step.get('line')}" in LINES:
                open_line(self, step)
            elif step.get("of") in LINES:
                self.do(step["act"], step["fields"], of=step["of"], by=step["by"])
