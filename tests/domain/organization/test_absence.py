from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from domain.organization.absence import (
    AbsenceEnded,
    AbsenceRecorded,
    AbsentAlready,
    EndAbsence,
    EndAbsenceFor,
    NotBackdated,
    RecordAbsence,
    RecordAbsenceFor,
    absence,
    absent,
)
from domain.organization.period import PeriodEmpty
from domain.refusal import NotFound, NotOpen, NotPermitted
from tests.domain.organization.acting import ADMINISTRATOR, ASKED, TODAY
from tests.domain.scenario import Scenario

MINE, OTHERS = ADMINISTRATOR.person_id, UUID(int=77)
AWAY = UUID(int=78)
DAY = timedelta(days=1)
BACK = TODAY + 5 * DAY

here = Scenario(absence)
away = here.given(AbsenceRecorded(AWAY, MINE, TODAY, BACK))


def record(kind: type[RecordAbsence], person: UUID, until_on: date = BACK) -> RecordAbsence:
    return kind(**ASKED, from_on=TODAY, until_on=until_on, person_id=person, absence_id=AWAY)


def test_one_records_his_own_absence() -> None:
    here.when(record(RecordAbsence, MINE)).then(AbsenceRecorded(AWAY, MINE, TODAY, BACK))


def test_another_is_recorded_away_by_who_keeps_the_leave() -> None:
    here.when(record(RecordAbsence, OTHERS)).refused(NotPermitted, person_id=OTHERS)
    here.when(record(RecordAbsenceFor, OTHERS)).then(AbsenceRecorded(AWAY, OTHERS, TODAY, BACK))


def test_an_absence_holds_a_day_and_no_other_absence_the_same() -> None:
    here.when(record(RecordAbsence, MINE, TODAY)).refused(PeriodEmpty)
    away.when(record(RecordAbsence, MINE)).refused(AbsentAlready, from_on=TODAY)


def test_away_from_the_first_day_until_the_day_back() -> None:
    days = {on: absent(away.state, TODAY + on * DAY) for on in (-1, 0, 4, 5)}
    assert days == {-1: False, 0: True, 4: True, 5: False}


def test_back_earlier_but_not_in_the_past() -> None:
    """R-H15: what was in force yesterday stays so."""

    def end(until_on: date) -> EndAbsence:
        return EndAbsence(**ASKED, absence_id=AWAY, until_on=until_on, person_id=MINE)

    after = away.when(end(TODAY + DAY)).then(AbsenceEnded(AWAY, TODAY + DAY))
    assert not absent(after.state, TODAY + DAY)
    away.when(end(TODAY - DAY)).refused(NotBackdated)
    away.when(end(BACK)).refused(NotOpen)
    here.when(end(TODAY)).refused(NotFound)


def test_back_on_the_first_day_was_never_away() -> None:
    command = EndAbsenceFor(**ASKED, absence_id=AWAY, until_on=TODAY, person_id=MINE)
    after = away.when(command).then(AbsenceEnded(AWAY, TODAY))
    assert after.state.periods == ()
