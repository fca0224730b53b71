"""Follow-ups: what is owed by whom, since when, until when; one row per thing owed.

Table follow_ups: id text, kind text (``step``, ``notice``, ``reply``, ``result``, …), waits_for text
(as in the inbox; ``unit:…``, or ``line:…`` for the unit that owns a budget line), since timestamptz,
due_on date|null, open boolean, stream_id text, step integer|null, title_th, title_en text|null,
case_id, letter_id, outgoing_id, line_id uuid|null. Overdue is not a column: it is ``due_on < today``.
"""

from __future__ import annotations

from projections.approvals.waiting import FOLLOWED as APPROVALS
from projections.board.waiting import FOLLOWED as BOARD
from projections.budget.following import FOLLOWED as BUDGET
from projections.casework.cases_waiting import FOLLOWED as CASES
from projections.casework.results_owed import FOLLOWED as RESULTS
from projections.correspondence.following import FOLLOWED as CORRESPONDENCE
from projections.table import Reference, Rights, Table, merged

FOLLOW_UPS = Table(
    name="follow_ups",
    version=4,
    key="id",
    key_type="text",
    columns={
        "kind": "text",
        "waits_for": "text",
        "since": "timestamptz",
        "due_on": "date",
        "open": "boolean",
        "stream_id": "text",
        "step": "integer",
        "title_th": "text",
        "title_en": "text",
        "case_id": "uuid",
        "letter_id": "uuid",
        "outgoing_id": "uuid",
        "line_id": "uuid",
    },
    on=merged(CORRESPONDENCE, CASES, RESULTS, APPROVALS, BOARD, BUDGET),
    sorts={"due": ("due_on", "since"), "newest": ("-since",)},
    filters=("open", "kind", "due_on", "waits_for", "case_id", "letter_id", "stream_id"),
    references=(
        Reference(
            "case_id",
            "case_status",
            {
                "case_subject": "subject",
                "case_number": "number",
                "case_year": "year",
                "officer_id": "officer_id",
                "owner_unit_id": "owner_unit_id",
            },
        ),
        Reference(
            "outgoing_id",
            "outgoing_letters",
            {"outgoing_subject": "subject", "outgoing_to": "to_names"},
        ),
        Reference(
            "letter_id", "letters", {"letter_subject": "subject", "letter_from": "sender_name"}
        ),
        Reference(
            "line_id", "budget_balances", {"line_item": "item", "line_owner_id": "owner_unit_id"}
        ),
    ),
    rights=Rights(
        through={
            "case_id": "case_status",
            "letter_id": "letters",
            "outgoing_id": "outgoing_letters",
        }
    ),
    indexes=(("open", "due_on"), ("case_id",)),
)
