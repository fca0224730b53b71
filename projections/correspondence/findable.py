"""What of correspondence can be found: rows of ``search``."""

from __future__ import annotations

from typing import Any

from domain.correspondence.letter import LetterCorrected, LetterReceived
from domain.correspondence.outgoing_letter import (
    DraftRevised,
    DraftWithdrawn,
    LetterContent,
    LetterDispatched,
    LetterDrafted,
)
from domain.message import AnyRecorded, Recorded
from domain.thai_text import search_key
from projections.table import Change, Delete, Insert, Project, Update


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
    """The words as they now read are found beside those first written."""
    now = {c.field: c.now or "" for c in recorded.event.corrections}
    texts = [now[name] for name in ("subject", "sender_name", "reference") if name in now]
    row: dict[str, Any] = {"text_corrected": search_key(" ".join(texts))} if texts else {}
    if "subject" in now:
        row["title"] = now["subject"]
    if "sender_name" in now:
        row["sub"] = now["sender_name"]
    return [Update("search", recorded.stream_id, row)] if row else []


def words(letter: LetterContent) -> dict[str, Any]:
    to = ", ".join(addressee.addressee for addressee in letter.to)
    return {"title": letter.subject, "sub": to, "text": search_key(f"{letter.subject} {to}")}


def drafted(recorded: Recorded[LetterDrafted]) -> list[Change]:
    row = {
        "kind": "outgoing_letter",
        "outgoing_id": recorded.id,
        "at": recorded.at,
        "href": f"/outgoing-letters/{recorded.id}",
        **words(recorded.event),
    }
    return [Insert("search", recorded.stream_id, row)]


def revised(recorded: Recorded[DraftRevised]) -> list[Change]:
    return [Update("search", recorded.stream_id, words(recorded.event))]


def dispatched(recorded: Recorded[LetterDispatched]) -> list[Change]:
    number = recorded.number
    text = search_key(f"{recorded.event.letter_code}/{number.number} {number}" if number else "")
    return [Update("search", recorded.stream_id, {"text_corrected": text, "at": recorded.at})]


def withdrawn(recorded: AnyRecorded) -> list[Change]:
    return [Delete("search", recorded.stream_id)]


FINDABLE: dict[type[Any], Project] = {
    LetterReceived: received,
    LetterCorrected: corrected,
    LetterDrafted: drafted,
    DraftRevised: revised,
    LetterDispatched: dispatched,
    DraftWithdrawn: withdrawn,
}
