"""What the budget's pages read alike: lines by their ids, and which transfers are pending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.finding import every
from api.pages import Shown

PENDING = ("draft", "submitted", "returned", "amended", "approved")


def lines_by_id(shown: Shown, line_ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return the lines named, as they are now or were then."""
    rows = every(shown, "budget_balances", "programme", id=line_ids) if line_ids else []
    return {row["id"]: row for row in rows}
