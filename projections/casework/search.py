"""Search: one row per thing that can be found, with its normalised text (STACK.md, Thai search).

Table search: id text (the stream's id), kind text, title, sub text, at timestamptz, href text,
text (normalised, for substring search), case_id, letter_id uuid|null.
"""

from __future__ import annotations

from projections.budget.findable import FINDABLE as BUDGET
from projections.correspondence.findable import FINDABLE as CORRESPONDENCE
from projections.table import Rights, Table, merged

SEARCH = Table(
    name="search",
    version=1,
    key="id",
    key_type="text",
    columns={
        "kind": "text",
        "title": "text",
        "sub": "text",
        "at": "timestamptz",
        "href": "text",
        "text": "text",
        "case_id": "uuid",
        "letter_id": "uuid",
    },
    on=merged(CORRESPONDENCE, BUDGET),
    sorts={"newest": ("-at",)},
    filters=("kind",),
    search="text",
    rights=Rights(through={"letter_id": "letters"}),
    indexes=(("-at",),),
)
