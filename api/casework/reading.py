"""What the pages of a case read of it first: its row, and its steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.pages import Shown
from domain.refusal import NotFound
from projections.ask import Ask


def row_of(shown: Shown, case_id: UUID) -> dict[str, Any]:
    row = shown.context.rows.one("case_status", case_id, shown.viewer, shown.as_of)
    if row is None:
        raise NotFound()
    return row


def steps_of(shown: Shown, case_id: UUID) -> list[dict[str, Any]]:
    ask = Ask(filters={"case_id": case_id}, sort="step", limit=99, as_of=shown.as_of)
    return shown.context.rows.page("case_steps", shown.viewer, ask).items
