"""Cases as lists and pages show them: one row per case, and who may know of it.

Table case_status: id uuid; number, year: the case's number with its opening year (R-W09); subject,
process_code text; fiscal_year (B.E.); officer_id, owner_unit_id uuid; parties uuid[]: the units that
may know of it, the owner first, then those that asked; step_count integer; state text (``underway``,
``ended``, ``closed``), ending text|null, reason text|null (of the ending or the re-opening), open
boolean; opened_at, closed_at timestamptz. Which steps are open, and due when, is in case_steps.
"""

from __future__ import annotations

from typing import Any

from domain.casework.case import CaseClosed, CaseEnded, CaseOpened, CaseReopened, LetterAdded
from domain.message import Recorded
from domain.thai_text import search_key
from projections.table import Among, Change, Insert, Reference, Rights, Table, Update


def opened(recorded: Recorded[CaseOpened]) -> list[Change]:
    event, number = recorded.event, recorded.number
    row = {
        "number": number.number if number else None,
        "year": number.year if number else None,
        "subject": event.subject,
        "process_code": event.process_code,
        "fiscal_year": event.fiscal_year,
        "officer_id": event.officer_id,
        "owner_unit_id": event.owner_unit_id,
        "parties": [event.owner_unit_id, *event.asking_unit_ids],
        "step_count": len(event.steps),
        "state": "underway",
        "open": True,
        "opened_at": recorded.at,
        "search": search_key(f"{event.subject} {number or ''}"),
    }
    return [Insert("case_status", recorded.id, row)]


def change(recorded: Recorded[Any], **row: Any) -> list[Change]:
    return [Update("case_status", recorded.id, row)]


def letter_added(recorded: Recorded[LetterAdded]) -> list[Change]:
    return change(recorded, parties=list(recorded.event.parties))


def ended(recorded: Recorded[CaseEnded]) -> list[Change]:
    event = recorded.event
    return change(recorded, state="ended", ending=str(event.ending), reason=event.reason)


def closed(recorded: Recorded[CaseClosed]) -> list[Change]:
    ending = recorded.event.ending
    return change(
        recorded,
        state="closed",
        open=False,
        ending=str(ending) if ending else None,
        closed_at=recorded.at,
    )


def reopened(recorded: Recorded[CaseReopened]) -> list[Change]:
    return change(
        recorded,
        state="underway",
        open=True,
        ending=None,
        closed_at=None,
        reason=recorded.event.reason,
    )


CASE_STATUS = Table(
    name="case_status",
    version=2,
    stream="case",
    key="id",
    key_type="uuid",
    columns={
        "number": "bigint",
        "year": "integer",
        "subject": "text",
        "process_code": "text",
        "fiscal_year": "integer",
        "officer_id": "uuid",
        "owner_unit_id": "uuid",
        "parties": "uuid[]",
        "step_count": "integer",
        "state": "text",
        "ending": "text",
        "reason": "text",
        "open": "boolean",
        "opened_at": "timestamptz",
        "closed_at": "timestamptz",
        "search": "text",
    },
    on={
        CaseOpened: opened,
        LetterAdded: letter_added,
        CaseEnded: ended,
        CaseClosed: closed,
        CaseReopened: reopened,
    },
    sorts={"newest": ("-year", "-number"), "oldest": ("year", "number")},
    filters=("open", "state", "officer_id", "owner_unit_id", "fiscal_year", "year", "number"),
    search="search",
    references=(
        Reference("officer_id", "persons", {"officer_th": "name_th", "officer_en": "name_en"}),
        Reference("owner_unit_id", "units", {"owner_th": "name_th", "owner_en": "name_en"}),
    ),
    among={"step": Among("case_steps", "case_id")},
    rights=Rights(parties="parties"),
    indexes=(("open", "-year", "-number"), ("officer_id", "open")),
)
