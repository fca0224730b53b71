"""Why a member is recused: words sealed with his key, known to those who sat at that meeting.

The ground stands in the minutes. The words tell of private ties, so they are told to those before
whom the member stepped aside, the body's secretariat among them, and to nobody else (R-G06, R-I06).
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from domain.board.meeting.events import MeetingOpened, MemberRecused
from domain.message import AnyRecorded


def reasons_known_to(person_id: UUID, history: Sequence[AnyRecorded]) -> dict[int, str]:
    """Return the reasons that ``person_id`` may know, by the position of the recusal.

    ``history`` is the meeting's. Who held no seat on the day of the meeting may know none.
    """
    seats = {
        seat.person_id
        for recorded in history
        if isinstance(recorded.event, MeetingOpened)
        for seat in recorded.event.seats
    }
    if person_id not in seats:
        return {}
    return {
        recorded.position: recorded.event.reason
        for recorded in history
        if isinstance(recorded.event, MemberRecused)
    }
