"""What of cases can be found: rows of ``search``."""

from __future__ import annotations

from typing import Any

from domain.casework.case import CaseOpened
from domain.message import Recorded
from domain.thai_text import search_key
from projections.table import Change, Insert, Project


def opened(recorded: Recorded[CaseOpened]) -> list[Change]:
    event, number = recorded.event, recorded.number
    return [
        Insert(
            "search",
            recorded.stream_id,
            {
                "kind": "case",
                "case_id": recorded.id,
                "title": event.subject,
                "sub": str(number or ""),
                "at": recorded.at,
                "href": f"/cases/{recorded.id}",
                "text": search_key(f"{event.subject} {number or ''}"),
            },
        )
    ]


FINDABLE: dict[type[Any], Project] = {CaseOpened: opened}
