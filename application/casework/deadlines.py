"""A late holiday moves the due dates of open cases, each in an event of its own case (R-T13).

They move in the append that changes the calendar: no case is ever seen with days that the calendar
no longer has.
"""

from __future__ import annotations

from typing import Any

from application.casework.steps import holidays
from application.desk import Asked, Desk
from domain.casework.case import MoveDeadlines, Underway, case, moved_deadlines
from domain.organization.calendar import calendar


def change_calendar(desk: Desk, key: str, asked: Asked[Any]) -> None:
    """Announce or withdraw holidays, and reckon the open steps' days again."""
    desk.decide(calendar, key, asked.command())
    known = holidays(desk)
    for row in desk.rows("case_status", state="underway"):
        state = desk.state(case, row["id"])
        if isinstance(state, Underway) and moved_deadlines(state.file, known, asked.source):
            desk.ask(case, row["id"], MoveDeadlines, cause=asked.source, holidays=known)
