"""Meetings of an inside body: called, held, and what each item resolved sets going."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from application.act import Act
from application.board.body import held_on, rules_of
from application.board.covering import apply
from application.board.paper import paper_of
from application.desk import Asked, Desk
from domain.board.body import BodyPlacement
from domain.board.meeting import (
    AddAgendaItem,
    AgendaPaper,
    Called,
    CallMeeting,
    Cancelled,
    CancelMeeting,
    Closed,
    CloseMeeting,
    Meeting,
    Open,
    OpenMeeting,
    RecordArrival,
    RecordDeparture,
    RecuseMember,
    ResolveItem,
    Tabled,
    Uncalled,
    carriable,
    meeting,
    resolved_item,
    tabled,
)
from domain.board.resolution import AdoptResolution, resolution
from domain.refusal import NotFound
from domain.thai_time import calendar_year

Known = Called | Open | Closed | Cancelled


def meeting_id(body_id: UUID, year: int, number: int) -> UUID:
    """Return the id of a body's meeting: there is one of each number in a B.E. year."""
    return uuid5(body_id, f"meeting/{year}/{number}")


def call(desk: Desk, _key: UUID, asked: Asked[CallMeeting]) -> None:
    """Call the body's next meeting of the year.

    Its stream is that of its number. Of two called at once, one finds it taken and counts again.
    """
    rules = rules_of(desk, asked.body_id, BodyPlacement.INSIDE, asked.held_on)
    year, number = calendar_year(asked.held_on), 1
    while not isinstance(desk.state(meeting, meeting_id(rules.body_id, year, number)), Uncalled):
        number += 1
    desk.decide(
        meeting,
        meeting_id(rules.body_id, year, number),
        asked.command(rules=rules, meeting_no=number),
    )


def known(desk: Desk, key: UUID) -> Known:
    """Return a meeting.

    Raises:
        NotFound: there is none.
    """
    found: Meeting = desk.state(meeting, key)
    if isinstance(found, Uncalled):
        raise NotFound(meeting_id=key)
    return found


def call_of(found: Known) -> Called:
    return found if isinstance(found, Called) else found.call


def add_item(desk: Desk, key: UUID, asked: Asked[AddAgendaItem]) -> None:
    """Put an item on the agenda: with a case's paper, or as an earlier meeting left it."""
    known(desk, key)
    carried, case_id = None, asked.case_id
    if asked.carried_meeting_id is not None and asked.carried_item_no is not None:
        earlier = known(desk, asked.carried_meeting_id)
        carried = carriable(asked.carried_meeting_id, earlier, asked.carried_item_no)
        if carried.paper is not None:
            case_id = carried.paper.case_id
    paper, waiting = None, None
    if case_id is not None:
        desk.case_id = case_id
        paper = paper_of(desk, case_id)
    if paper is not None:
        waiting = tabled_already(desk, call_of(known(desk, key)).rules.body_id, paper)
    evidence = {"case_id": case_id, "paper": paper, "carried": carried, "tabled": waiting}
    desk.decide(meeting, key, asked.command(**evidence))


def tabled_already(desk: Desk, body_id: UUID, paper: AgendaPaper) -> Tabled | None:
    """Return where the paper waits for the body.

    Every meeting of it that is not over is read and so guarded: of two agendas that take the paper
    at the same moment, one decides again.
    """
    for row in desk.rows("meetings", body_id=body_id, state=["called", "open"]):
        found = tabled(desk.state(meeting, row["id"]), paper)
        if found is not None:
            return found
    return None


def open_meeting(desk: Desk, key: UUID, asked: Asked[OpenMeeting]) -> None:
    called = call_of(known(desk, key))
    seats = held_on(desk, called.rules.body_id, called.held_on)
    desk.decide(meeting, key, asked.command(seats=seats))


def of_item(desk: Desk, key: UUID, asked: Asked[Any]) -> None:
    """Decide what is about one item, and have the act belong to the case of its paper."""
    belongs(desk, key, asked.item_no)
    desk.decide(meeting, key, asked.command())


def belongs(desk: Desk, key: UUID, item_no: str) -> None:
    item = call_of(known(desk, key)).items.get(item_no)
    if item is not None and item.paper is not None:
        desk.case_id = item.paper.case_id


def resolve(desk: Desk, key: UUID, asked: Asked[ResolveItem]) -> None:
    """Record what the body resolved, adopt the resolution, and do what follows from it."""
    belongs(desk, key, asked.item_no)
    resolution_id = desk.new_id()
    desk.decide(meeting, key, asked.command(resolution_id=resolution_id))
    desk.ask(
        resolution,
        resolution_id,
        AdoptResolution,
        coverage=asked.coverage,
        ceiling_satang=asked.ceiling_satang,
        until_on=asked.until_on,
        follow_up_due_on=asked.follow_up_due_on,
        item=resolved_item(key, desk.state(meeting, key), asked.item_no),
    )
    apply(desk, resolution_id)


def plain(desk: Desk, key: UUID, asked: Asked[Any]) -> None:
    known(desk, key)
    desk.decide(meeting, key, asked.command())


ACTS = (
    Act(CallMeeting, meeting, call, creates=True),
    Act(AddAgendaItem, meeting, add_item),
    Act(OpenMeeting, meeting, open_meeting),
    Act(RecordArrival, meeting, plain),
    Act(RecordDeparture, meeting, plain),
    Act(RecuseMember, meeting, of_item),
    Act(ResolveItem, meeting, resolve),
    Act(CloseMeeting, meeting, plain),
    Act(CancelMeeting, meeting, plain),
)
