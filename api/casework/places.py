"""Where things have their page: by the first half of their stream's id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PLACES = {
    "letter": "/letters/{}",
    "outgoing_letter": "/outgoing-letters/{}",
    "letter_set": "/letter-sets/{}",
    "case": "/cases/{}",
    "budget_transfer": "/transfers/{}",
    "budget_line": "/budget/lines/{}",
    "approval": "/approvals/{}",
    "outside_approval": "/outside-approvals/{}",
    "meeting": "/meetings/{}",
    "resolution": "/resolutions/{}",
    "instrument": "/posts/{}",
    "assignment": "/assignments/{}",
    "break_glass": "/break-glass/{}/note",
}


def place_of(row: Mapping[str, Any]) -> str:
    """Return the page where what a row says is done: a case's step, else the thing, else its case.

    ``row`` is one of the inbox or of the follow-ups.
    """
    kind, _, key = str(row["stream_id"]).partition("/")
    if kind == "case" and row["step"]:
        return f"/cases/{key}/steps/{row['step']}"
    if kind in PLACES:
        return PLACES[kind].format(key)
    return f"/cases/{row['case_id']}" if row["case_id"] else "/"
