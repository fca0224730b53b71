"""What a posted transfer owes: a result for each line that received money. Rows of ``follow_ups``.

Keys are ``budget_transfer/<transfer>/result/<line>``; the unit that owns the line owes it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.budget.transfer import TransferPosted
from domain.casework.case import ResultRecorded
from domain.message import Recorded
from projections.casework.following import follows, settled
from projections.table import Change, Project


def key(transfer_id: UUID, line_id: UUID) -> str:
    return f"budget_transfer/{transfer_id}/result/{line_id}"


def posted(recorded: Recorded[TransferPosted]) -> list[Change]:
    return [
        change
        for line in recorded.event.lines
        if line.satang > 0
        for change in follows(
            recorded,
            key(recorded.id, line.line_id),
            f"line:{line.line_id}",
            kind="result",
            line_id=line.line_id,
            due_on=recorded.event.results_due_on,
        )
    ]


def recorded_result(recorded: Recorded[ResultRecorded]) -> list[Change]:
    event = recorded.event
    return settled(recorded, key(event.transfer_id, event.line_id))


FOLLOWED: dict[type[Any], Project] = {TransferPosted: posted, ResultRecorded: recorded_result}
