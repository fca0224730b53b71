"""Resolutions: one row each, with what it cites, reaches, and still owes.

Table resolutions: id uuid; body_id, meeting_id (null: of an outside body) uuid; meeting_no,
meeting_year (B.E.) integer, item_no text: how it is cited; adopted_on date; outcome, changes text;
state text (``adopted``, ``rescinded``); case_id uuid|null; transfers jsonb: transfer_id, digest;
transfer_ids uuid[]; coverage text|null, ceiling_satang, remaining_satang bigint|null, until_on date:
what it reaches; follow_up_due_on date|null; reported boolean, reported_meeting_id uuid|null, result
text|null: reported to the body (R-G12); reason text|null: of its rescission; source_letter_id uuid.
"""

from __future__ import annotations

from typing import Any

import msgspec

from domain.board.resolution import (
    ResolutionAdopted,
    ResolutionReported,
    ResolutionRescinded,
    ResolutionUsed,
)
from domain.message import Recorded
from projections.table import Change, Insert, Reference, Rights, Table, Update


def adopted(recorded: Recorded[ResolutionAdopted]) -> list[Change]:
    event = recorded.event
    paper, coverage = event.paper, event.coverage
    row = {
        "body_id": event.body_id,
        "meeting_id": event.meeting_id,
        "meeting_no": event.meeting_no,
        "meeting_year": event.meeting_year,
        "item_no": event.item_no,
        "adopted_on": event.adopted_on,
        "outcome": str(event.outcome),
        "changes": event.changes,
        "state": "adopted",
        "case_id": paper.case_id if paper else None,
        "transfers": msgspec.to_builtins(paper.transfers) if paper else [],
        "transfer_ids": [version.transfer_id for version in paper.transfers] if paper else [],
        "coverage": str(coverage.kind) if coverage else None,
        "ceiling_satang": coverage.ceiling_satang if coverage else None,
        "remaining_satang": coverage.ceiling_satang if coverage else None,
        "until_on": coverage.until_on if coverage else None,
        "follow_up_due_on": event.follow_up_due_on,
        "reported": False,
        "source_letter_id": event.source_letter_id,
    }
    return [Insert("resolutions", recorded.id, row)]


def change(recorded: Recorded[Any], **row: Any) -> list[Change]:
    return [Update("resolutions", recorded.id, row)]


def used(recorded: Recorded[ResolutionUsed]) -> list[Change]:
    return change(recorded, remaining_satang=recorded.event.remaining_satang)


def reported(recorded: Recorded[ResolutionReported]) -> list[Change]:
    event = recorded.event
    return change(
        recorded, reported=True, reported_meeting_id=event.meeting_id, result=event.result
    )


def rescinded(recorded: Recorded[ResolutionRescinded]) -> list[Change]:
    return change(recorded, state="rescinded", reason=recorded.event.reason)


RESOLUTIONS = Table(
    name="resolutions",
    version=1,
    stream="resolution",
    key="id",
    key_type="uuid",
    columns={
        "body_id": "uuid",
        "meeting_id": "uuid",
        "meeting_no": "integer",
        "meeting_year": "integer",
        "item_no": "text",
        "adopted_on": "date",
        "outcome": "text",
        "changes": "text",
        "state": "text",
        "case_id": "uuid",
        "transfers": "jsonb",
        "transfer_ids": "uuid[]",
        "coverage": "text",
        "ceiling_satang": "bigint",
        "remaining_satang": "bigint",
        "until_on": "date",
        "follow_up_due_on": "date",
        "reported": "boolean",
        "reported_meeting_id": "uuid",
        "result": "text",
        "reason": "text",
        "source_letter_id": "uuid",
    },
    on={
        ResolutionAdopted: adopted,
        ResolutionUsed: used,
        ResolutionReported: reported,
        ResolutionRescinded: rescinded,
    },
    sorts={"newest": ("-adopted_on", "-item_no"), "due": ("follow_up_due_on",)},
    filters=("body_id", "meeting_id", "case_id", "outcome", "state", "reported", "coverage"),
    references=(
        Reference("body_id", "bodies", {"short_th": "short_name_th", "short_en": "short_name_en"}),
        Reference("case_id", "case_status", {"case_subject": "subject"}),
    ),
    rights=Rights(through={"case_id": "case_status"}),
    indexes=(("case_id",), ("meeting_id",), ("reported", "follow_up_due_on")),
)
