"""What of correspondence can be found: rows of ``search``."""

from __future__ import annotations

from typing import Any

from domain.correspondence.letter import LetterCorrected, LetterReceived
from domain.message import Recorded
from domain.thai_text import search_key
from projections.table import Change, Insert, Project, Update


def received(recorded: Recorded[LetterReceived]) -> list[Change]:
    letter, number = recorded.event, recorded.number
    return [
        Insert(
            "search",
            recorded.stream_id,
            {
                "kind": "letter",
                "letter_id": recorded.id,
                "title": letter.subject,
                "sub": letter.sender_name,
                "at": recorded.at,
                "href": f"/letters/{recorded.id}",
                "text": search_key(
                    f"{letter.subject} {letter.sender_name} {letter.reference} {number or ''}"
                ),
            },
        )
    ]


def corrected(recorded: Recorded[LetterCorrected]) -> list[Change]:
    now = {c.field: c.now for c in recorded.event.corrections}
    if "subject" not in now:
        return []
    subject = now["subject"] or ""
    return [Update("search", recorded.stream_id, {"title": subject, "text": search_key(subject)})]


FINDABLE: dict[type[Any], Project] = {LetterReceived: received, LetterCorrected: corrected}
