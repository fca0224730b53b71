"""Agenda items: one row per item of a meeting, with its paper and what was resolved.

Table agenda_items: id text (``<meeting>/5.1``); meeting_id uuid; item_no, section, title text; place
text: the number padded, for sorting; case_id uuid|null, guidelines_version integer|null, transfers
jsonb: transfer_id, digest, approval_id; carried_from jsonb: meeting_id, item_no; outcome text|null,
resolution_id uuid|null; members, needed, present, recused integer: the quorum of the item; voted,
unanimous boolean; votes_for, votes_against, abstained uuid[]: seats; casting_vote text|null; dissents
jsonb: seat_id, reason; changes text; presided_by uuid: the seat; resolved_at timestamptz.
"""

from __future__ import annotations

from uuid import UUID

import msgspec

from domain.board.meeting import AgendaItemAdded, ItemResolved
from domain.board.tally import Tally
from domain.message import Recorded
from projections.table import Change, Insert, Reference, Rights, Table, Update


def padded(item_no: str) -> str:
    """Return the number so that texts sort as numbers do: 5.10 after 5.9."""
    return ".".join(part.rjust(3, "0") for part in item_no.split("."))


def sides(tally: Tally) -> tuple[tuple[UUID, ...], ...]:
    return tally.votes_for, tally.votes_against, tally.abstained


def added(recorded: Recorded[AgendaItemAdded]) -> list[Change]:
    event = recorded.event
    paper = event.paper
    row = {
        "meeting_id": recorded.id,
        "item_no": event.item_no,
        "place": padded(event.item_no),
        "section": str(event.section),
        "title": event.title,
        "case_id": paper.case_id if paper else None,
        "guidelines_version": paper.guidelines_version if paper else None,
        "transfers": msgspec.to_builtins(paper.transfers) if paper else [],
        "carried_from": msgspec.to_builtins(event.carried_from),
    }
    return [Insert("agenda_items", f"{recorded.id}/{event.item_no}", row)]


def resolved(recorded: Recorded[ItemResolved]) -> list[Change]:
    event = recorded.event
    tally = event.tally
    row = {
        "outcome": str(event.outcome),
        "resolution_id": event.resolution_id,
        "members": event.quorum.members,
        "needed": event.quorum.needed,
        "present": event.quorum.present,
        "recused": event.quorum.recused,
        "voted": tally is not None,
        "unanimous": tally is not None and sum(map(bool, sides(tally))) == 1,
        "votes_for": list(tally.votes_for) if tally else [],
        "votes_against": list(tally.votes_against) if tally else [],
        "abstained": list(tally.abstained) if tally else [],
        "casting_vote": str(tally.casting_vote) if tally and tally.casting_vote else None,
        "dissents": msgspec.to_builtins(event.dissents),
        "changes": event.changes,
        "presided_by": event.presided_by,
        "resolved_at": recorded.at,
    }
    return [Update("agenda_items", f"{recorded.id}/{event.item_no}", row)]


AGENDA_ITEMS = Table(
    name="agenda_items",
    version=1,
    key="id",
    key_type="text",
    columns={
        "meeting_id": "uuid",
        "item_no": "text",
        "place": "text",
        "section": "text",
        "title": "text",
        "case_id": "uuid",
        "guidelines_version": "integer",
        "transfers": "jsonb",
        "carried_from": "jsonb",
        "outcome": "text",
        "resolution_id": "uuid",
        "members": "integer",
        "needed": "integer",
        "present": "integer",
        "recused": "integer",
        "voted": "boolean",
        "unanimous": "boolean",
        "votes_for": "uuid[]",
        "votes_against": "uuid[]",
        "abstained": "uuid[]",
        "casting_vote": "text",
        "dissents": "jsonb",
        "changes": "text",
        "presided_by": "uuid",
        "resolved_at": "timestamptz",
    },
    on={AgendaItemAdded: added, ItemResolved: resolved},
    sorts={"place": ("place",)},
    filters=("meeting_id", "item_no", "case_id", "outcome", "resolution_id"),
    references=(
        Reference(
            "case_id",
            "case_status",
            {"case_subject": "subject", "case_number": "number", "case_year": "year"},
        ),
        Reference(
            "meeting_id",
            "meetings",
            {"meeting_no": "meeting_no", "meeting_year": "meeting_year", "held_on": "held_on"},
        ),
    ),
    rights=Rights(through={"case_id": "case_status"}),
    indexes=(("meeting_id", "place"), ("case_id",)),
)
