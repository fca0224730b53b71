"""What of the board can be found: rows of ``search``."""

from __future__ import annotations

from typing import Any

from domain.board.meeting import AgendaItemAdded, MeetingCalled
from domain.message import Recorded
from domain.thai_text import search_key
from projections.table import Change, Insert, Project


def called(recorded: Recorded[MeetingCalled]) -> list[Change]:
    event = recorded.event
    number = f"{event.meeting_no}/{event.meeting_year}"
    row = {
        "kind": "meeting",
        "title": f"{number} · {event.place}",
        "sub": "",
        "at": recorded.at,
        "href": f"/meetings/{recorded.id}",
        "text": search_key(f"{number} {event.place}"),
    }
    return [Insert("search", recorded.stream_id, row)]


def item_added(recorded: Recorded[AgendaItemAdded]) -> list[Change]:
    event = recorded.event
    anchor = event.item_no.replace(".", "-")
    row = {
        "kind": "agenda_item",
        "title": event.title,
        "sub": event.item_no,
        "at": recorded.at,
        "href": f"/meetings/{recorded.id}#item-{anchor}",
        "text": search_key(event.title),
        "case_id": event.paper.case_id if event.paper else None,
    }
    return [Insert("search", f"{recorded.stream_id}/{event.item_no}", row)]


FINDABLE: dict[type[Any], Project] = {MeetingCalled: called, AgendaItemAdded: item_added}
