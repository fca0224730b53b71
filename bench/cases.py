"""Many cases: a season of short ones, and the same season again.

Of ten cases six are the office's own and closed; four were asked for by a school, each season by all
schools in turn: two are ended and wait for the notice, two are underway, opened up to forty days
ago, so that most of those are overdue.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.history import repeat
from bench.office import People

SEASON = 500
PATTERN = ("closed", "ended", "closed", "underway", "closed") * 2
OFFICERS = ("analyst", "analyst_2", "analyst_3", "analyst_4", "monitor")
OLDEST_DAYS = 40
ENDING = {"ending": "withdrawn", "reason": "ไม่มีเงินเหลือจ่ายให้โอน"}


def make_cases(people: People, cases: int) -> tuple[int, int]:
    """Have the office hold at least ``cases`` more cases; return how many were added, and all events."""
    recorder = people.service.recorder
    before = recorder.max_notification_id() or 0
    seasons = -(-cases // SEASON)
    a_season: list[int] = []

    def enough() -> bool:
        held = recorder.max_notification_id() or 0
        a_season.append(held - before)
        return held - before >= a_season[0] * seasons

    repeat(people, play_cases, enough)
    return seasons * SEASON, recorder.max_notification_id() or 0


def play_cases(people: People) -> None:
    schools = [key for key in people.ids if key.startswith("school:")]
    asking = 0
    for number in range(SEASON):
        ends = PATTERN[number % len(PATTERN)]
        asked_by = []
        if ends != "closed":
            asked_by = [people.ids[schools[asking % len(schools)]]]
            asking += 1
        open_case(people, number, ends, asked_by)


def open_case(people: People, number: int, ends: str, asked_by: list[Any]) -> None:
    """Open a case, and take it to where it stands; the officers take turns."""
    officer = OFFICERS[number // len(PATTERN) % len(OFFICERS)]
    age = timedelta(days=number % OLDEST_DAYS if ends == "underway" else 0)
    fields = {
        "fiscal_year": 2570,
        "subject": f"โอนเงินเหลือจ่ายเป็นค่าสาธารณูปโภค เรื่องที่ {number + 1}",
        "officer_id": people.who(officer).person_id,
        "owner_unit_id": people.ids["policy"],
        "asking_unit_ids": asked_by,
    }
    at = datetime.now(UTC) - age
    case = UUID(people.do("OpenCase", fields, officer, at=at).id)
    if ends != "underway":
        people.do("EndCase", ENDING, "area_director", case)
    if ends == "closed":
        people.do("CloseCase", {}, officer, case)
