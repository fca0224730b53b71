"""Requests to authorities outside the office: one row per request.

Table outside_approvals: id uuid; authority text; case_id, transfer_id uuid, digest text: the version
asked about; lines jsonb: line_id, satang; outgoing_letter_id uuid: the latest letter of request;
resolution_id uuid; legal_basis text (R-B11); state text (``waiting``, ``unconfirmed``,
``more_information``, ``approved``, ``partly_approved``, ``not_approved``); outcome text|null: as
recorded; granted jsonb: line_id, satang; reply_letter_id uuid, decided_on date, signer_name,
signer_capacity, note text: of the reply; recorded_by, confirmed_by uuid; sent_back_reason text|null;
requested_on, asked_on date: first and last asked.
"""

from __future__ import annotations

from typing import Any

import msgspec

from domain.approvals.outside_approval import (
    OutcomeConfirmed,
    OutcomeRecorded,
    OutcomeSentBack,
    OutsideApprovalRequested,
    OutsideApprovalResent,
)
from domain.message import Recorded
from projections.table import Change, Insert, Reference, Rights, Table, Update


def requested(recorded: Recorded[OutsideApprovalRequested]) -> list[Change]:
    event = recorded.event
    row = {
        "authority": event.authority,
        "case_id": event.case_id,
        "transfer_id": event.transfer_id,
        "digest": event.transfer_digest,
        "lines": msgspec.to_builtins(event.lines),
        "outgoing_letter_id": event.outgoing_letter_id,
        "resolution_id": event.resolution_id,
        "legal_basis": event.legal_basis,
        "state": "waiting",
        "requested_on": event.requested_on,
        "asked_on": event.requested_on,
    }
    return [Insert("outside_approvals", recorded.id, row)]


def change(recorded: Recorded[Any], **row: Any) -> list[Change]:
    return [Update("outside_approvals", recorded.id, row)]


def outcome_recorded(recorded: Recorded[OutcomeRecorded]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        state="unconfirmed",
        outcome=str(event.outcome),
        reply_letter_id=event.reply_letter_id,
        decided_on=event.decided_on,
        signer_name=event.signer_name,
        signer_capacity=event.signer_capacity,
        granted=msgspec.to_builtins(event.granted_lines),
        note=event.note,
        recorded_by=event.recorded_by,
        sent_back_reason=None,
    )


def outcome_confirmed(recorded: Recorded[OutcomeConfirmed]) -> list[Change]:
    event = recorded.event
    return change(recorded, state=str(event.outcome), confirmed_by=event.confirmed_by)


def sent_back(recorded: Recorded[OutcomeSentBack]) -> list[Change]:
    return change(recorded, state="waiting", sent_back_reason=recorded.event.reason)


def resent(recorded: Recorded[OutsideApprovalResent]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        state="waiting",
        outgoing_letter_id=event.outgoing_letter_id,
        asked_on=event.resent_on,
        confirmed_by=None,
    )


OUTSIDE_APPROVALS = Table(
    name="outside_approvals",
    version=1,
    stream="outside_approval",
    key="id",
    key_type="uuid",
    columns={
        "authority": "text",
        "case_id": "uuid",
        "transfer_id": "uuid",
        "digest": "text",
        "lines": "jsonb",
        "outgoing_letter_id": "uuid",
        "resolution_id": "uuid",
        "legal_basis": "text",
        "state": "text",
        "outcome": "text",
        "granted": "jsonb",
        "reply_letter_id": "uuid",
        "decided_on": "date",
        "signer_name": "text",
        "signer_capacity": "text",
        "note": "text",
        "recorded_by": "uuid",
        "confirmed_by": "uuid",
        "sent_back_reason": "text",
        "requested_on": "date",
        "asked_on": "date",
    },
    on={
        OutsideApprovalRequested: requested,
        OutcomeRecorded: outcome_recorded,
        OutcomeConfirmed: outcome_confirmed,
        OutcomeSentBack: sent_back,
        OutsideApprovalResent: resent,
    },
    sorts={"newest": ("-requested_on",)},
    filters=("case_id", "transfer_id", "state", "authority"),
    references=(
        Reference("case_id", "case_status", {"case_subject": "subject"}),
        Reference(
            "reply_letter_id",
            "letters",
            {"reply_reference": "reference", "reply_number": "number", "reply_year": "year"},
        ),
    ),
    rights=Rights(through={"case_id": "case_status"}),
    indexes=(("case_id",), ("transfer_id",)),
)
