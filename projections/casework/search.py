"""Search: one row per thing that can be found, with its normalised text (STACK.md, Thai search).

Table search: id text (the stream's id), kind text, title, sub text, at timestamptz, href text,
text (normalised, for substring search), text_loose (the same without tone marks, for a second try),
text_corrected
(words put right since, and numbers given since), case_id, letter_id, outgoing_id uuid|null.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.message import Event
from domain.thai_text import search_key_loose
from projections.board.findable import FINDABLE as BOARD
from projections.budget.findable import FINDABLE as BUDGET
from projections.casework.findable import FINDABLE as CASES
from projections.correspondence.findable import FINDABLE as CORRESPONDENCE
from projections.table import Change, Delete, Project, Reference, Rights, Table, merged


def with_loose(*parts: Mapping[type[Event], Project]) -> dict[type[Event], Project]:
    """Return one ``on`` of the wings' parts that keeps every text without tone marks as well."""
    return {kind: _loosened(project) for kind, project in merged(*parts).items()}


def _loosened(project: Project) -> Project:
    return lambda recorded: [_also_loose(change) for change in project(recorded)]


def _also_loose(change: Change) -> Change:
    if isinstance(change, Delete) or "text" not in change.row:
        return change
    return change._replace(
        row={**change.row, "text_loose": search_key_loose(change.row["text"] or "")}
    )


SEARCH = Table(
    name="search",
    version=3,
    key="id",
    key_type="text",
    columns={
        "kind": "text",
        "title": "text",
        "sub": "text",
        "at": "timestamptz",
        "href": "text",
        "text": "text",
        "text_loose": "text",
        "case_id": "uuid",
        "letter_id": "uuid",
        "outgoing_id": "uuid",
        "text_corrected": "text",
    },
    on=with_loose(CORRESPONDENCE, CASES, BUDGET, BOARD),
    sorts={"newest": ("-at",)},
    filters=("kind",),
    search="text",
    search_also=("text_corrected",),
    references=(
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
        },
        whole=True,
    ),
    indexes=(("-at",),),
)
