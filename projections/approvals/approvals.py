"""Rounds of approval as lists and pages show them: one row per round.

Table approvals: id uuid; subject text (``budget_transfer/…``), transfer_id, case_id uuid; version
integer, digest text: the exact version put up; state text (``pending``, ``agreed_to_propose``,
``returned``, ``not_agreed``, ``sent_back``, ``withdrawn``, ``voided``); ranks jsonb: role, post_id,
due_on; rank_role, rank_post_id, rank_due_on: who has the file now, null when nobody; since
timestamptz: since when; reason text: of the ending or the decision; requested_by, decided_by uuid;
requested_at, ended_at timestamptz. What was said on the way is in approval_opinions.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from domain.approvals.approval import (
    ApprovalDecided,
    ApprovalPassedOver,
    ApprovalRequested,
    ApprovalSentBack,
    ApprovalVoided,
    ApprovalWithdrawn,
    OpinionGiven,
)
from domain.approvals.route import Rank
from domain.budget.transfer import budget_transfer
from domain.message import AnyRecorded, Recorded
from projections.table import Change, Insert, Reference, Rights, Table, Update


def requested(recorded: Recorded[ApprovalRequested]) -> list[Change]:
    event = recorded.event
    row = {
        "subject": event.subject,
        "transfer_id": transfer_of(event.subject),
        "case_id": event.case_id,
        "version": event.subject_version,
        "digest": event.digest,
        "state": "pending",
        "ranks": msgspec.to_builtins(event.ranks),
        "requested_by": event.requested_by,
        "requested_at": recorded.at,
    }
    return [Insert("approvals", recorded.id, row | at_rank(event.ranks[0], recorded))]


def transfer_of(subject: str) -> UUID | None:
    kind, _, key = subject.partition("/")
    return UUID(key) if kind == budget_transfer.kind else None


def at_rank(rank: Rank | None, recorded: AnyRecorded) -> dict[str, Any]:
    """Return the columns that say who has the file from now on."""
    return {
        "rank_role": rank.role if rank else None,
        "rank_post_id": rank.post_id if rank else None,
        "rank_due_on": rank.due_on if rank else None,
        "since": recorded.at,
    }


def opinion(recorded: Recorded[OpinionGiven] | Recorded[ApprovalPassedOver]) -> list[Change]:
    return [Update("approvals", recorded.id, at_rank(recorded.event.forwarded_to, recorded))]


def ended(recorded: AnyRecorded, state: str, reason: str, **row: Any) -> list[Change]:
    over = {"state": state, "reason": reason, "ended_at": recorded.at}
    return [Update("approvals", recorded.id, at_rank(None, recorded) | over | row)]


def decided(recorded: Recorded[ApprovalDecided]) -> list[Change]:
    event = recorded.event
    return ended(recorded, str(event.outcome), event.reason, decided_by=event.decided_by)


def sent_back(recorded: Recorded[ApprovalSentBack]) -> list[Change]:
    return ended(recorded, "sent_back", recorded.event.reason)


def withdrawn(recorded: Recorded[ApprovalWithdrawn]) -> list[Change]:
    return ended(recorded, "withdrawn", recorded.event.reason)


def voided(recorded: Recorded[ApprovalVoided]) -> list[Change]:
    return ended(recorded, "voided", recorded.event.reason)


APPROVALS = Table(
    name="approvals",
    version=2,
    stream="approval",
    key="id",
    key_type="uuid",
    columns={
        "subject": "text",
        "transfer_id": "uuid",
        "case_id": "uuid",
        "version": "integer",
        "digest": "text",
        "state": "text",
        "ranks": "jsonb",
        "rank_role": "text",
        "rank_post_id": "uuid",
        "rank_due_on": "date",
        "since": "timestamptz",
        "reason": "text",
        "requested_by": "uuid",
        "requested_at": "timestamptz",
        "decided_by": "uuid",
        "ended_at": "timestamptz",
    },
    on={
        ApprovalRequested: requested,
        OpinionGiven: opinion,
        ApprovalPassedOver: opinion,
        ApprovalDecided: decided,
        ApprovalSentBack: sent_back,
        ApprovalWithdrawn: withdrawn,
        ApprovalVoided: voided,
    },
    sorts={"newest": ("-requested_at",), "oldest": ("requested_at",)},
    filters=("subject", "transfer_id", "case_id", "state", "rank_post_id"),
    references=(
        Reference(
            "requested_by", "persons", {"requester_th": "name_th", "requester_en": "name_en"}
        ),
        Reference("rank_post_id", "posts", {"rank_th": "title_th", "rank_en": "title_en"}),
        Reference("case_id", "case_status", {"case_subject": "subject"}),
    ),
    rights=Rights(through={"case_id": "case_status"}, inside=True),
    indexes=(("transfer_id",), ("case_id", "-requested_at")),
)
