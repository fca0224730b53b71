"""What was said in a round of approval: one row per opinion, return, decision and objection.

Table approval_opinions (append-only): position bigint; approval_id uuid; kind text (``opinion``,
``sent_back``, ``decision``, ``objection``); role text|null, post_id uuid|null: the rank that spoke;
person_id uuid; favourable boolean|null; outcome text|null (of a decision); words text; digest text:
the version it was said about; at timestamptz; case_id uuid.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.approvals.approval import (
    ApprovalDecided,
    ApprovalPassedOver,
    ApprovalSentBack,
    ObjectionRecorded,
    OpinionGiven,
)
from domain.approvals.route import DECIDES
from domain.message import AnyRecorded, Recorded
from projections.table import Change, Insert, Reference, Rights, Table


def said(
    recorded: AnyRecorded, kind: str, person_id: UUID, words: str, digest: str, **row: Any
) -> list[Change]:
    whole = {
        "approval_id": recorded.id,
        "kind": kind,
        "person_id": person_id,
        "words": words,
        "digest": digest,
        "at": recorded.at,
        "case_id": recorded.case_id,
        **row,
    }
    return [Insert("approval_opinions", recorded.position, whole)]


def opinion(recorded: Recorded[OpinionGiven]) -> list[Change]:
    event = recorded.event
    return said(
        recorded,
        "opinion",
        event.given_by,
        event.opinion,
        event.digest,
        role=event.role,
        post_id=event.post_id,
        favourable=event.favourable,
    )


def passed_over(recorded: Recorded[ApprovalPassedOver]) -> list[Change]:
    event = recorded.event
    return said(
        recorded,
        "passed_over",
        event.passed_by,
        event.reason,
        event.digest,
        role=event.role,
        post_id=event.post_id,
    )


def sent_back(recorded: Recorded[ApprovalSentBack]) -> list[Change]:
    event = recorded.event
    return said(
        recorded,
        "sent_back",
        event.sent_back_by,
        event.reason,
        event.digest,
        role=event.role,
        post_id=event.post_id,
    )


def decided(recorded: Recorded[ApprovalDecided]) -> list[Change]:
    event = recorded.event
    return said(
        recorded,
        "decision",
        event.decided_by,
        event.reason,
        event.digest,
        role=DECIDES,
        post_id=event.post_id,
        outcome=str(event.outcome),
    )


def objected(recorded: Recorded[ObjectionRecorded]) -> list[Change]:
    """An objection stands for ever (R-B21)."""
    event = recorded.event
    return said(
        recorded,
        "objection",
        event.objected_by,
        event.text,
        event.digest,
        post_id=recorded.by.post_id,
    )


APPROVAL_OPINIONS = Table(
    name="approval_opinions",
    version=2,
    key="position",
    key_type="bigint",
    columns={
        "approval_id": "uuid",
        "kind": "text",
        "role": "text",
        "post_id": "uuid",
        "person_id": "uuid",
        "favourable": "boolean",
        "outcome": "text",
        "words": "text",
        "digest": "text",
        "at": "timestamptz",
        "case_id": "uuid",
    },
    on={
        OpinionGiven: opinion,
        ApprovalPassedOver: passed_over,
        ApprovalSentBack: sent_back,
        ApprovalDecided: decided,
        ObjectionRecorded: objected,
    },
    sorts={"oldest": ("position",), "newest": ("-position",)},
    filters=("approval_id", "case_id", "kind"),
    references=(
        Reference("person_id", "persons", {"person_th": "name_th", "person_en": "name_en"}),
        Reference("post_id", "posts", {"post_th": "title_th", "post_en": "title_en"}),
    ),
    rights=Rights(through={"case_id": "case_status"}, inside=True),
    append_only=True,
    indexes=(("approval_id", "position"),),
)
