"""Meetings: one row per meeting.

Table meetings: id uuid; body_id uuid; meeting_no, meeting_year (B.E.) integer; held_on date; place,
mode text; state text (``called``, ``open``, ``closed``, ``cancelled``); called_by uuid; opened_at,
closed_at timestamptz; presided_by uuid: the seat; members, needed, present integer: the quorum at the
opening; in_attendance jsonb: name, position; carried_over, electronic_checks text[]; reason
text|null: of a cancellation.
"""

from __future__ import annotations

from typing import Any

import msgspec

from domain.board.meeting import (
    MeetingCalled,
    MeetingCancelled,
    MeetingClosed,
    MeetingOpened,
)
from domain.message import Recorded
from projections.table import Change, Insert, Reference, Table, Update


def called(recorded: Recorded[MeetingCalled]) -> list[Change]:
    event = recorded.event
    row = {
        "body_id": event.rules.body_id,
        "meeting_no": event.meeting_no,
        "meeting_year": event.meeting_year,
        "held_on": event.held_on,
        "place": event.place,
        "mode": str(event.mode),
        "state": "called",
        "called_by": event.called_by,
    }
    return [Insert("meetings", recorded.id, row)]


def change(recorded: Recorded[Any], **row: Any) -> list[Change]:
    return [Update("meetings", recorded.id, row)]


def opened(recorded: Recorded[MeetingOpened]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        state="open",
        opened_at=event.opened_at,
        presided_by=event.presided_by,
        members=event.quorum.members,
        needed=event.quorum.needed,
        present=event.quorum.present,
        in_attendance=msgspec.to_builtins(event.in_attendance),
    )


def closed(recorded: Recorded[MeetingClosed]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        state="closed",
        closed_at=event.closed_at,
        carried_over=list(event.carried_over),
        electronic_checks=[str(check) for check in event.electronic_checks],
    )


def cancelled(recorded: Recorded[MeetingCancelled]) -> list[Change]:
    return change(recorded, state="cancelled", reason=recorded.event.reason)


MEETINGS = Table(
    name="meetings",
    version=1,
    stream="meeting",
    key="id",
    key_type="uuid",
    columns={
        "body_id": "uuid",
        "meeting_no": "integer",
        "meeting_year": "integer",
        "held_on": "date",
        "place": "text",
        "mode": "text",
        "state": "text",
        "called_by": "uuid",
        "opened_at": "timestamptz",
        "closed_at": "timestamptz",
        "presided_by": "uuid",
        "members": "integer",
        "needed": "integer",
        "present": "integer",
        "in_attendance": "jsonb",
        "carried_over": "text[]",
        "electronic_checks": "text[]",
        "reason": "text",
    },
    on={
        MeetingCalled: called,
        MeetingOpened: opened,
        MeetingClosed: closed,
        MeetingCancelled: cancelled,
    },
    sorts={"newest": ("-meeting_year", "-meeting_no"), "held": ("-held_on",)},
    filters=("body_id", "state", "meeting_year"),
    references=(
        Reference(
            "body_id",
            "bodies",
            {
                "body_th": "name_th",
                "body_en": "name_en",
                "short_th": "short_name_th",
                "short_en": "short_name_en",
            },
        ),
    ),
    indexes=(("body_id", "-meeting_year", "-meeting_no"), ("state",)),
)
