"""What may be done with a meeting and its items now, and why not otherwise."""

from __future__ import annotations

from datetime import date

from domain.board.meeting.refusals import ItemResolvedAlready, MeetingNotYet
from domain.board.meeting.states import Called, Meeting, Open
from domain.board.quorum import QuorumFigures, QuorumLost, quorum, require_quorum
from domain.refusal import Refusal


def acts_open(meeting: Meeting, on: date) -> dict[str, Refusal | None]:
    """Return, by command, the refusal it would meet whatever is written in it; None where open."""
    match meeting:
        case Called():
            early = MeetingNotYet(held_on=meeting.held_on, today_on=on)
            return {
                "AddAgendaItem": None,
                "OpenMeeting": early if on < meeting.held_on else None,
                "CancelMeeting": None,
            }
        case Open():
            # Items left open may be carried over: that is said when it is closed.
            return {
                "RecordArrival": None,
                "RecordDeparture": None,
                "AddAgendaItem": None,
                "CloseMeeting": None,
            }
    return {}


def item_acts_open(meeting: Meeting, item_no: str) -> dict[str, Refusal | None]:
    """Return the same for one item of an open meeting."""
    if not isinstance(meeting, Open) or item_no not in meeting.call.items:
        return {}
    if meeting.call.items[item_no].outcome is not None:
        done = ItemResolvedAlready(item_no=item_no)
        return {"ResolveItem": done, "RecuseMember": done}
    return {"ResolveItem": below_quorum(meeting, item_no), "RecuseMember": None}


def below_quorum(meeting: Open, item_no: str) -> Refusal | None:
    try:
        require_quorum(item_quorum(meeting, item_no), QuorumLost)
    except Refusal as refusal:
        return refusal
    return None


def item_quorum(meeting: Open, item_no: str) -> QuorumFigures:
    """Return the quorum of an item as it stands: who is there, less who takes no part in it."""
    present = len(meeting.members_present)
    recused = present - len(meeting.taking_part(item_no))
    return quorum(len(meeting.members), present, recused, meeting.call.rules.quorum)
