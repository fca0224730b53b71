"""Sets of letters that one template run wrote. Table letter_sets: id uuid; kind text; case_id,
transfer_id uuid; letter_ids uuid[]; drafted_at timestamptz; state text (``drafted``, ``checked``,
``signed``, ``dispatched``): how far the set as a whole is; each letter has a row of its own;
parties uuid[]: the unit that wrote them."""

from __future__ import annotations

from typing import Any

from domain.correspondence.letter_set import SetChecked, SetDispatched, SetDrafted, SetSigned
from domain.message import AnyRecorded, Recorded
from projections.table import Change, Insert, Rights, Table, Update


def drafted(recorded: Recorded[SetDrafted]) -> list[Change]:
    event = recorded.event
    row = {
        "kind": str(event.kind),
        "case_id": event.case_id,
        "transfer_id": event.transfer_id,
        "letter_ids": list(event.letter_ids),
        "drafted_at": recorded.at,
        "state": "drafted",
        "parties": [recorded.by.unit_id],
    }
    return [Insert("letter_sets", recorded.id, row)]


def stands(state: str) -> Any:
    def change(recorded: AnyRecorded) -> list[Change]:
        return [Update("letter_sets", recorded.id, {"state": state})]

    return change


LETTER_SETS = Table(
    name="letter_sets",
    version=1,
    stream="letter_set",
    key="id",
    key_type="uuid",
    columns={
        "kind": "text",
        "case_id": "uuid",
        "transfer_id": "uuid",
        "letter_ids": "uuid[]",
        "drafted_at": "timestamptz",
        "state": "text",
        "parties": "uuid[]",
    },
    on={
        SetDrafted: drafted,
        SetChecked: stands("checked"),
        SetSigned: stands("signed"),
        SetDispatched: stands("dispatched"),
    },
    sorts={"newest": ("-drafted_at",)},
    filters=("case_id", "transfer_id", "kind", "state"),
    rights=Rights(parties="parties"),
    indexes=(("case_id",),),
)
