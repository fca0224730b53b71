"""Who is there, who presides, and whether that makes a quorum (R-G03, R-G06, R-G10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain.board.clock import instant
from domain.board.meeting.commands import OpenMeeting, RecordArrival, RecordDeparture, RecuseMember
from domain.board.meeting.events import (
    Absence,
    Attendee,
    MeetingOpened,
    MemberArrived,
    MemberLeft,
    MemberRecused,
)
from domain.board.meeting.refusals import (
    AttendanceIncomplete,
    ItemResolvedAlready,
    MeetingNotYet,
    NotPresent,
    PresentAlready,
    PresentTwice,
    PresiderNeeded,
    RecusedAlready,
    SeatNotHeld,
    TimeBeforeOpening,
    WrongPresider,
)
from domain.board.meeting.states import Called, Open
from domain.board.quorum import QuorumNotReached, quorum, require_quorum
from domain.board.seat import HeldSeat, SeatPosition
from domain.board.tally import NotAVoter


def opened(command: OpenMeeting, call: Called) -> MeetingOpened:
    if command.on < call.held_on:
        raise MeetingNotYet("not yet", held_on=call.held_on, today_on=command.on)
    require_attendance(command)
    members = [seat for seat in command.seats if seat.votes]
    there = [seat for seat in members if seat.seat_id in command.present]
    require_one_each(there)
    figures = quorum(len(members), len(there), 0, call.rules.quorum)
    require_quorum(figures, QuorumNotReached)
    return MeetingOpened(
        seats=command.seats,
        present=command.present,
        absent=tuple(Absence(item.seat_id, item.cause) for item in command.absent),
        in_attendance=tuple(Attendee(item.name, item.position) for item in command.in_attendance),
        presided_by=presider(there, command.presiding_seat_id),
        quorum=figures,
        opened_at=instant(call.held_on, command.opened_time),
    )


def require_attendance(command: OpenMeeting) -> None:
    """Refuse unless each seat held is named once, as present or as absent."""
    held = {seat.seat_id for seat in command.seats}
    named = Counter((*command.present, *(absence.seat_id for absence in command.absent)))
    for seat_id in named:
        if seat_id not in held:
            raise SeatNotHeld("not held that day", seat_id=seat_id)
    wrong = tuple(seat.title_th for seat in command.seats if named[seat.seat_id] != 1)
    if wrong:
        raise AttendanceIncomplete("not named exactly once", seats=wrong, n=len(wrong))


def require_one_each(members: Sequence[HeldSeat]) -> None:
    """Refuse a person present on two seats with a vote: one vote each (R-G03)."""
    for person_id, count in Counter(seat.person_id for seat in members).items():
        if count > 1:
            raise PresentTwice("on two seats", person_id=person_id)


def presider(
    members: Sequence[HeldSeat], chosen: UUID | None, standing: UUID | None = None
) -> UUID:
    """Return the seat that presides among ``members``, those who take part.

    The chair, else a vice-chair, else the member ``chosen`` by those present; without a choice the
    member who presides already (``standing``) goes on.

    Raises:
        WrongPresider: ``chosen`` passes over the chair or a vice-chair, or takes no part.
        PresiderNeeded: nobody presides by his seat and nobody was chosen.
    """
    for position in (SeatPosition.CHAIR, SeatPosition.VICE_CHAIR):
        by_seat = [seat.seat_id for seat in members if seat.position is position]
        if by_seat:
            if chosen is not None and chosen not in by_seat:
                raise WrongPresider("passed over", seat_id=chosen, position=position)
            return chosen or by_seat[0]
    able = [seat.seat_id for seat in members]
    if chosen is not None:
        if chosen not in able:
            raise WrongPresider("takes no part", seat_id=chosen, position=SeatPosition.MEMBER)
        return chosen
    if standing is None or standing not in able:
        raise PresiderNeeded("no chair, no vice-chair", members=len(members))
    return standing


def arrived(command: RecordArrival, meeting: Open) -> MemberArrived:
    held = {seat.seat_id: seat for seat in meeting.seats}
    if command.seat_id not in held:
        raise SeatNotHeld("not held that day", seat_id=command.seat_id)
    if command.seat_id in meeting.present:
        raise PresentAlready("there already", seat_id=command.seat_id)
    seat = held[command.seat_id]
    if seat.votes:
        require_one_each([*meeting.members_present, seat])
    at = time_in(meeting, command.arrived_time)
    return MemberArrived(command.seat_id, at, seat.person_id)


def left(command: RecordDeparture, meeting: Open) -> MemberLeft:
    if command.seat_id not in meeting.present:
        raise NotPresent("not there", seat_id=command.seat_id)
    at = time_in(meeting, command.left_time)
    held = {seat.seat_id: seat.person_id for seat in meeting.seats}
    return MemberLeft(command.seat_id, at, held[command.seat_id])


def time_in(meeting: Open, clock: str) -> datetime:
    """Return the instant of a time of day within the meeting.

    Raises:
        TimeBeforeOpening: it is before the opening.
    """
    at = instant(meeting.call.held_on, clock)
    if at < meeting.opened_at:
        raise TimeBeforeOpening("before the opening", opened_at=meeting.opened_at, at=at)
    return at


def recused(command: RecuseMember, meeting: Open) -> MemberRecused:
    if meeting.call.item(command.item_no).outcome is not None:
        raise ItemResolvedAlready("resolved", item_no=command.item_no)
    if (command.item_no, command.seat_id) in meeting.recused:
        raise RecusedAlready("recused", seat_id=command.seat_id, item_no=command.item_no)
    for seat in meeting.members_present:
        if seat.seat_id == command.seat_id:
            return MemberRecused(
                item_no=command.item_no,
                seat_id=seat.seat_id,
                person_id=seat.person_id,
                interest=command.interest,
                reason=command.reason,
            )
    raise NotAVoter("not a member who is there", seat_id=command.seat_id)
