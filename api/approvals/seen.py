"""The exact version that a form is about, shown beneath it: nobody decides on what he did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from api.context import Context
from api.web.parts import MoneyRow


@dataclass(frozen=True)
class Seen:
    href: str
    reason: str
    version: int
    digest: str
    money: tuple[MoneyRow, ...]


def versions(context: Context, transfer_ids: Sequence[UUID]) -> list[Seen]:
    """Return the transfers as they stand now, those that the viewer may know of."""
    rows = [context.rows.one("budget_transfers", key, context.viewer) for key in transfer_ids]
    found = [row for row in rows if row is not None]
    ids = [UUID(line["line_id"]) for row in found for line in row["lines"]]
    items = {row["id"]: row["item"] for row in context.rows.rows("budget_balances", id=ids)}
    return [
        Seen(
            f"/transfers/{row['id']}",
            row["reason"],
            row["version"],
            row["digest"],
            tuple(
                MoneyRow(
                    items.get(UUID(line["line_id"]), "—"),
                    line["balance_before_satang"],
                    line["balance_after_satang"],
                    href=f"/budget/lines/{line['line_id']}",
                )
                for line in row["lines"]
            ),
        )
        for row in found
    ]
