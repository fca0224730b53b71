"""Inbox: what waits for whom to do what, since when and until when. One row per thing that waits.

Table inbox: id text (``letter/<uuid>``, ``case/<uuid>/3``), waits_for text (``post:…``,
``unit-role:…``, ``role:…``), act text (the command waited for), since timestamptz, due_on date|null,
until_on date|null (exclusive: from that day on it waits no more, by itself), urgency text, open boolean,
stream_id text, case_id, letter_id, outgoing_id uuid|null, title text
(where it is neither a letter's nor a case's subject); step integer|null with title_th, title_en: the
step of the case. Overdue is not a column: it is ``due_on < today``, asked when somebody looks.
"""

from __future__ import annotations

from projections.approvals.waiting import WAITING as APPROVALS
from projections.audit.break_glasses import WAITING as BROKEN_GLASS
from projections.board.waiting import WAITING as BOARD
from projections.budget.waiting import WAITING as BUDGET
from projections.casework.cases_waiting import WAITING as CASES
from projections.correspondence.outgoing_waiting import WAITING as OUTGOING
from projections.correspondence.waiting import WAITING as CORRESPONDENCE
from projections.organization.waiting import WAITING as ORGANIZATION
from projections.table import Reference, Rights, Table, merged

INBOX = Table(
    name="inbox",
    version=9,
    key="id",
    key_type="text",
    columns={
        "waits_for": "text",
        "act": "text",
        "since": "timestamptz",
        "due_on": "date",
        "until_on": "date",
        "urgency": "text",
        "open": "boolean",
        "stream_id": "text",
        "case_id": "uuid",
        "letter_id": "uuid",
        "outgoing_id": "uuid",
        "title": "text",
        "step": "integer",
        "title_th": "text",
        "title_en": "text",
    },
    on=merged(
        CORRESPONDENCE, OUTGOING, CASES, BUDGET, APPROVALS, BOARD, ORGANIZATION, BROKEN_GLASS
    ),
    sorts={"due": ("due_on", "since"), "newest": ("-since",)},
    filters=("waits_for", "open", "act", "urgency", "due_on", "until_on", "case_id"),
    references=(
        Reference(
            "letter_id",
            "letters",
            {
                "letter_subject": "subject",
                "letter_from": "sender_name",
                "letter_number": "number",
                "letter_year": "year",
                "letter_secrecy": "secrecy",
            },
        ),
        Reference(
            "outgoing_id",
            "outgoing_letters",
            {"outgoing_subject": "subject", "outgoing_to": "to_names"},
        ),
        Reference(
            "case_id",
            "case_status",
            {"case_subject": "subject", "case_number": "number", "case_year": "year"},
        ),
    ),
    rights=Rights(
        through={
            "letter_id": "letters",
            "outgoing_id": "outgoing_letters",
            "case_id": "case_status",
        }
    ),
    indexes=(("waits_for", "open", "due_on", "since"), ("case_id",)),
)
