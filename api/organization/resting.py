"""What rests on an order, gathered as far as who asks may know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.context import Context
from application.organization.facts import ReadFacts
from application.organization.resting import Resting, resting, standings_by, waits_for
from application.organization.worklist import waits_on
from projections.ask import Ask

MOST = 200


def resting_of(context: Context, rows: Sequence[Mapping[str, Any]]) -> list[Resting]:
    """Return what hangs on an instrument today, for each post in which somebody stands in by it.

    ``rows`` are those of the instrument; of each kind of thing at most 200 are looked at.
    """
    facts = context.facts
    found = []
    for post_id, instrument_id in dict.fromkeys(
        (row["post_id"], row["instrument_id"]) for row in rows
    ):
        standings = standings_by(facts, post_id, instrument_id, context.on)
        if standings:
            found.append(
                resting(
                    standings,
                    inbox(context, facts, post_id),
                    context.rows.rows("bodies"),
                    approvals(context),
                    context.on,
                )
            )
    return found


def inbox(context: Context, facts: ReadFacts, post_id: UUID) -> list[dict[str, Any]]:
    filters = {"waits_for": waits_for(facts, post_id)} | waits_on(context.on)
    return context.rows.page("inbox", context.viewer, Ask(filters, limit=MOST)).items


def approvals(context: Context) -> list[dict[str, Any]]:
    ask = Ask({"state": "pending"}, sort="newest", limit=MOST)
    return context.rows.page("approvals", context.viewer, ask).items
