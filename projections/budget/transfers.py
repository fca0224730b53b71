"""Transfers as lists and pages show them: one row per transfer.

Table budget_transfers: id uuid; case_id uuid; fiscal_year (B.E.); state text (``draft``,
``submitted``, ``returned``, ``amended``: a change for a resolution awaits confirmation, ``approved``:
by all, ``posted``, ``withdrawn``, ``rejected``); reason text; lines jsonb: line_id, satang (minus is
from), effect_on_target, target, is_surplus, balance_before_satang and balance_after_satang with what
was pending counted; posted_lines jsonb: the register's own balances before and after; line_ids
uuid[]; moved_satang: what leaves its from-lines; scope, power jsonb; authorities, missing text[]:
those the table names, in order, and those of them yet to approve; version integer, digest text;
resolution_id, unconfirmed text[]: a change for a resolution, and who has yet to confirm it;
drafted_by, posted_by uuid, drafted_at, submitted_at timestamptz, posted_on date,
state_system_reference text, state_system_date date; ending text: why it was returned or ended.
A transfer names the lines of several units, so it is the office's own to know (parties is empty).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from domain.budget.transfer import (
    AmendmentConfirmed,
    AmendmentRole,
    AuthorityApproved,
    TransferAmended,
    TransferDrafted,
    TransferLine,
    TransferPosted,
    TransferRejected,
    TransferReturned,
    TransferRevised,
    TransferSubmitted,
    TransferWithdrawn,
)
from domain.message import Recorded
from domain.thai_text import search_key
from projections.table import Change, Insert, Reference, Rights, Table, Update


def change(recorded: Recorded[Any], **row: Any) -> list[Change]:
    return [Update("budget_transfers", recorded.id, row)]


def content(
    event: TransferDrafted | TransferRevised | TransferAmended | AuthorityApproved,
) -> dict[str, Any]:
    """Return the columns of the version that stands after ``event``."""
    return {
        "lines": msgspec.to_builtins(event.lines),
        "line_ids": [line.line_id for line in event.lines],
        "moved_satang": moved_satang(event.lines),
        "version": event.version,
        "digest": event.digest,
    }


def moved_satang(lines: Sequence[TransferLine]) -> int:
    return sum(line.satang for line in lines if line.satang > 0)


def drafted(recorded: Recorded[TransferDrafted]) -> list[Change]:
    event = recorded.event
    row = content(event) | {
        "case_id": event.case_id,
        "fiscal_year": event.fiscal_year,
        "state": "draft",
        "reason": event.reason,
        "scope": msgspec.to_builtins(event.scope),
        "authorities": [],
        "missing": [],
        "unconfirmed": [],
        "drafted_by": event.drafted_by,
        "drafted_at": recorded.at,
        "parties": [],
        "search": search_key(event.reason),
    }
    return [Insert("budget_transfers", recorded.id, row)]


def revised(recorded: Recorded[TransferRevised]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        **content(event),
        state="draft",
        reason=event.reason,
        scope=msgspec.to_builtins(event.scope),
        search=search_key(event.reason),
    )


def submitted(recorded: Recorded[TransferSubmitted]) -> list[Change]:
    event = recorded.event
    authorities = [str(name) for name in event.authorities]
    return change(
        recorded,
        state="submitted",
        authorities=authorities,
        missing=authorities,
        power=msgspec.to_builtins(event.power),
        submitted_at=recorded.at,
        ending=None,
    )


def returned(recorded: Recorded[TransferReturned]) -> list[Change]:
    return change(
        recorded,
        state="returned",
        authorities=[],
        missing=[],
        unconfirmed=[],
        power=None,
        resolution_id=None,
        ending=recorded.event.reason,
    )


def withdrawn(recorded: Recorded[TransferWithdrawn]) -> list[Change]:
    return change(recorded, state="withdrawn", ending=recorded.event.reason)


def rejected(recorded: Recorded[TransferRejected]) -> list[Change]:
    return change(recorded, state="rejected", ending=recorded.event.reason)


def approved(recorded: Recorded[AuthorityApproved]) -> list[Change]:
    event = recorded.event
    missing = [str(name) for name in event.missing]
    return change(
        recorded,
        **content(event),
        state="submitted" if missing else "approved",
        missing=missing,
    )


def amended(recorded: Recorded[TransferAmended]) -> list[Change]:
    event = recorded.event
    authorities = [str(name) for name in event.authorities]
    return change(
        recorded,
        **content(event),
        state="amended",
        reason=event.reason,
        scope=msgspec.to_builtins(event.scope),
        power=msgspec.to_builtins(event.power),
        authorities=authorities,
        missing=authorities,
        resolution_id=event.resolution_id,
        unconfirmed=[str(role) for role in AmendmentRole],
        search=search_key(event.reason),
    )


def confirmed(recorded: Recorded[AmendmentConfirmed]) -> list[Change]:
    missing = [str(role) for role in recorded.event.missing]
    return change(recorded, state="amended" if missing else "submitted", unconfirmed=missing)


def posted(recorded: Recorded[TransferPosted]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        state="posted",
        posted_lines=msgspec.to_builtins(event.lines),
        posted_by=event.posted_by,
        posted_on=event.posted_on,
        state_system_reference=event.state_system_reference,
        state_system_date=event.state_system_date,
    )


BUDGET_TRANSFERS = Table(
    name="budget_transfers",
    version=2,
    stream="budget_transfer",
    key="id",
    key_type="uuid",
    columns={
        "case_id": "uuid",
        "fiscal_year": "integer",
        "state": "text",
        "reason": "text",
        "lines": "jsonb",
        "posted_lines": "jsonb",
        "line_ids": "uuid[]",
        "moved_satang": "bigint",
        "scope": "jsonb",
        "power": "jsonb",
        "authorities": "text[]",
        "missing": "text[]",
        "version": "integer",
        "digest": "text",
        "resolution_id": "uuid",
        "unconfirmed": "text[]",
        "drafted_by": "uuid",
        "drafted_at": "timestamptz",
        "submitted_at": "timestamptz",
        "posted_by": "uuid",
        "posted_on": "date",
        "state_system_reference": "text",
        "state_system_date": "date",
        "ending": "text",
        "parties": "uuid[]",
        "search": "text",
    },
    on={
        TransferDrafted: drafted,
        TransferRevised: revised,
        TransferSubmitted: submitted,
        TransferReturned: returned,
        TransferWithdrawn: withdrawn,
        TransferRejected: rejected,
        AuthorityApproved: approved,
        TransferAmended: amended,
        AmendmentConfirmed: confirmed,
        TransferPosted: posted,
    },
    sorts={"newest": ("-drafted_at",)},
    filters=("case_id", "state", "fiscal_year", "line_ids", "id"),
    search="search",
    references=(
        Reference("drafted_by", "persons", {"drafter_th": "name_th", "drafter_en": "name_en"}),
    ),
    rights=Rights(parties="parties"),
    indexes=(("case_id",), ("fiscal_year", "state"), ("-drafted_at",)),
)
