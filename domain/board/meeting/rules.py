"""What a meeting decides, and how each event changes it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import msgspec

from domain.board.body import BodyPlacement
from domain.board.meeting.agenda import AgendaSection
from domain.board.meeting.attendance import arrived, left, opened, recused, time_in
from domain.board.meeting.commands import (
    AddAgendaItem,
    CallMeeting,
    CancelMeeting,
    CloseMeeting,
    MeetingCommand,
    OpenMeeting,
    RecordArrival,
    RecordDeparture,
    RecuseMember,
    ResolveItem,
)
from domain.board.meeting.events import (
    AgendaItemAdded,
    ElectronicCheck,
    ItemResolved,
    MeetingCalled,
    MeetingCancelled,
    MeetingClosed,
    MeetingEvent,
    MeetingMode,
    MeetingOpened,
    MemberArrived,
    MemberLeft,
    MemberRecused,
)
from domain.board.meeting.refusals import (
    BodyMeetsElsewhere,
    CarriedItemChanged,
    ElectronicChecksMissing,
    ItemNumberTaken,
    ItemResolvedAlready,
    ItemsOpen,
    MeetingInThePast,
    NotCarriedOver,
    PaperMissing,
    PaperTabled,
)
from domain.board.meeting.resolving import resolved
from domain.board.meeting.states import Called, Cancelled, Closed, Item, Meeting, Open, Uncalled
from domain.decider import Decider
from domain.refusal import NotOpen
from domain.thai_time import calendar_year


def decide(command: MeetingCommand, meeting: Meeting) -> list[MeetingEvent]:
    """Return what ``command`` leads to; what each may refuse is said where it is decided.

    Raises:
        NotOpen: the meeting is not at the point where it can take this command.
    """
    match command, meeting:
        case CallMeeting(), Uncalled():
            return [called(command)]
        case AddAgendaItem(), Called():
            return [item_added(command, meeting)]
        case AddAgendaItem(), Open():
            return [item_added(command, meeting.call)]
        case OpenMeeting(), Called():
            return [opened(command, meeting)]
        case CancelMeeting(), Called():
            return [MeetingCancelled(command.reason)]
        case RecordArrival(), Open():
            return [arrived(command, meeting)]
        case RecordDeparture(), Open():
            return [left(command, meeting)]
        case RecuseMember(), Open():
            return [recused(command, meeting)]
        case ResolveItem(), Open():
            return [resolved(command, meeting)]
        case CloseMeeting(), Open():
            return [closed(command, meeting)]
    raise NotOpen(f"{type(command).__name__} while {type(meeting).__name__}")


def called(command: CallMeeting) -> MeetingCalled:
    if command.rules.placement is BodyPlacement.OUTSIDE:
        raise BodyMeetsElsewhere("an outside body", body_id=command.rules.body_id)
    if command.held_on < command.on:
        raise MeetingInThePast("past", held_on=command.held_on, today_on=command.on)
    return MeetingCalled(
        rules=command.rules,
        meeting_no=command.meeting_no,
        meeting_year=calendar_year(command.held_on),
        held_on=command.held_on,
        place=command.place,
        mode=command.mode,
        called_by=command.by.person_id,
    )


def item_added(command: AddAgendaItem, call: Called) -> AgendaItemAdded:
    if command.item_no in call.items:
        raise ItemNumberTaken("taken", item_no=command.item_no)
    if command.case_id is not None and command.paper is None:
        raise PaperMissing("no guidelines", case_id=command.case_id)
    require_carried(command, call)
    if command.tabled is not None:
        raise PaperTabled("waits elsewhere", **msgspec.structs.asdict(command.tabled))
    return AgendaItemAdded(
        item_no=command.item_no,
        section=command.section,
        title=command.title,
        paper=command.paper,
        carried_from=None if command.carried is None else command.carried.origin,
    )


def require_carried(command: AddAgendaItem, call: Called) -> None:
    """Refuse an item said to be carried over that is not, or that changed meanwhile (R-W07)."""
    asked = (command.carried_meeting_id, command.carried_item_no)
    if asked == (None, None) and command.carried is None:
        return
    carried = command.carried
    if carried is None or asked != (carried.origin.meeting_id, carried.origin.item_no):
        raise NotCarriedOver("no such item", item_no=command.carried_item_no, outcome=None)
    if carried.body_id != call.rules.body_id:
        raise NotCarriedOver("another body's", item_no=command.carried_item_no, outcome=None)
    if carried.paper != command.paper:
        raise CarriedItemChanged("another version", item_no=command.carried_item_no)


def closed(command: CloseMeeting, meeting: Open) -> MeetingClosed:
    for item_no in command.carry_over:
        if meeting.call.item(item_no).outcome is not None:
            raise ItemResolvedAlready("resolved", item_no=item_no)
    left_open = items_left(meeting, command.carry_over)
    if left_open:
        raise ItemsOpen("neither resolved nor carried over", items=left_open, n=len(left_open))
    missing = tuple(check for check in ElectronicCheck if check not in command.electronic_checks)
    if meeting.call.mode is not MeetingMode.IN_PERSON and missing:
        raise ElectronicChecksMissing("not seen to", missing=missing, n=len(missing))
    return MeetingClosed(
        closed_at=time_in(meeting, command.closed_time),
        carried_over=command.carry_over,
        electronic_checks=command.electronic_checks,
    )


def items_left(meeting: Open, carry_over: Collection[str]) -> tuple[str, ...]:
    """Return the items for consideration that are neither resolved nor carried over."""
    return tuple(
        item_no
        for item_no, item in meeting.call.items.items()
        if item.section is AgendaSection.FOR_CONSIDERATION
        and item.outcome is None
        and item_no not in carry_over
    )


def evolve(meeting: Meeting, event: MeetingEvent) -> Meeting:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, meeting:
        case MeetingCalled(), _:
            return Called(
                event.rules, event.meeting_no, event.meeting_year, event.held_on, event.mode
            )
        case AgendaItemAdded(), Called():
            return with_item(meeting, event.item_no, Item(event.section, event.paper))
        case AgendaItemAdded(), Open():
            item = Item(event.section, event.paper)
            return replace(meeting, call=with_item(meeting.call, event.item_no, item))
        case MeetingOpened(), Called():
            present = frozenset(event.present)
            return Open(meeting, event.seats, present, event.presided_by, event.opened_at)
        case MemberArrived(), Open():
            return replace(meeting, present=meeting.present | {event.seat_id})
        case MemberLeft(), Open():
            return replace(meeting, present=meeting.present - {event.seat_id})
        case MemberRecused(), Open():
            return replace(meeting, recused=meeting.recused | {(event.item_no, event.seat_id)})
        case ItemResolved(), Open():
            item = meeting.call.items[event.item_no]
            item = replace(item, outcome=event.outcome, changes=event.changes)
            return replace(meeting, call=with_item(meeting.call, event.item_no, item))
        case MeetingClosed(), Open():
            return Closed(meeting.call)
        case MeetingCancelled(), Called():
            return Cancelled(meeting)
    return meeting


def with_item(call: Called, item_no: str, item: Item) -> Called:
    return replace(call, items={**call.items, item_no: item})


meeting: Decider[Meeting] = Decider(
    kind="meeting",
    initial=Uncalled(),
    decide=decide,
    evolve=evolve,
    events=(
        MeetingCalled,
        AgendaItemAdded,
        MeetingOpened,
        MemberArrived,
        MemberLeft,
        MemberRecused,
        ItemResolved,
        MeetingClosed,
        MeetingCancelled,
    ),
    commands=(
        CallMeeting,
        AddAgendaItem,
        OpenMeeting,
        RecordArrival,
        RecordDeparture,
        RecuseMember,
        ResolveItem,
        CloseMeeting,
        CancelMeeting,
    ),
)
