"""One event in, changes out: the read models of the board."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.board.body import BodyPlacement, BodyRules
from domain.board.meeting import (
    Absence,
    AbsenceCause,
    AgendaItemAdded,
    AgendaPaper,
    AgendaSection,
    Interest,
    ItemResolved,
    MeetingCalled,
    MeetingMode,
    MeetingOpened,
    MemberLeft,
    MemberRecused,
    TransferVersion,
)
from domain.board.outcome import CoverageKind, ResolutionOutcome
from domain.board.quorum import QuorumFigures, QuorumRule
from domain.board.resolution import (
    Coverage,
    ResolutionAdopted,
    ResolutionReported,
    ResolutionUsed,
)
from domain.board.seat import HeldSeat, SeatPosition
from domain.board.tally import Tally
from domain.budget.transfer import AmendmentConfirmed, AmendmentRole
from domain.message import Actor, Event, Recorded
from projections.board.agenda_items import AGENDA_ITEMS, padded
from projections.board.attendance import MEETING_SEATS, RECUSALS
from projections.board.meetings import MEETINGS
from projections.board.resolutions import RESOLUTIONS
from projections.board.waiting import FOLLOWED, WAITING
from projections.table import Insert, Update

MEETING, BODY, CHAIR, MEMBER, PERSON, CASE, RESOLUTION, TRANSFER = (
    UUID(int=number) for number in range(1, 9)
)
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY, SEEN = date(2026, 11, 23), "a" * 64
RULES = BodyRules(BODY, BodyPlacement.INSIDE, QuorumRule(1, 2, False), casting_vote=True)
SEATS = (
    HeldSeat(CHAIR, "ประธาน", "Chair", SeatPosition.CHAIR, True, PERSON),
    HeldSeat(MEMBER, "กรรมการ", "Member", SeatPosition.MEMBER, True, UUID(int=50)),
)
PAPER = AgendaPaper(CASE, 1, SEEN, (TransferVersion(TRANSFER, SEEN),))


def recorded(event: Event, stream: str = f"meeting/{MEETING}") -> Any:
    by = Actor(PERSON, UUID(int=60), "assistant_secretary", UUID(int=61))
    return Recorded(7, stream, 1, event, AT, by, UUID(int=8), "Some")


def resolved(tally: Tally | None) -> ItemResolved:
    figures = QuorumFigures(9, 5, 8, 1)
    return ItemResolved("5.1", ResolutionOutcome.AGREED, RESOLUTION, figures, CHAIR, tally)


def adopted(outcome: ResolutionOutcome, coverage: Coverage | None) -> Any:
    event = ResolutionAdopted(
        BODY, MEETING, "5.1", 5, 2569, TODAY, outcome, "", PAPER, coverage, date(2026, 12, 23)
    )
    return recorded(event, f"resolution/{RESOLUTION}")


def test_a_meeting_is_called_and_waits_for_its_day() -> None:
    event = MeetingCalled(RULES, 5, 2569, TODAY, "ห้องประชุม", MeetingMode.IN_PERSON, PERSON)
    [row] = MEETINGS.project(recorded(event))
    assert isinstance(row, Insert)
    assert (row.row["state"], row.row["meeting_no"]) == ("called", 5)
    [waits] = WAITING[MeetingCalled](recorded(event))
    assert isinstance(waits, Insert)
    assert (waits.row["act"], waits.row["due_on"]) == ("OpenMeeting", TODAY)


def test_every_seat_held_that_day_has_its_line() -> None:
    """R-G01, R-G15: the body as it then was."""
    absent = (Absence(MEMBER, AbsenceCause.LEAVE),)
    event = MeetingOpened(SEATS, (CHAIR,), absent, (), CHAIR, QuorumFigures(2, 1, 1), AT)
    lines = MEETING_SEATS.project(recorded(event))
    assert [(c.row["present"], c.row["cause"]) for c in lines if isinstance(c, Insert)] == [
        (True, None),
        (False, "leave"),
    ]


def test_who_leaves_is_away_from_then_on() -> None:
    [change] = MEETING_SEATS.project(recorded(MemberLeft(MEMBER, AT)))
    assert change == Update(
        "meeting_seats", f"{MEETING}/{MEMBER}", {"present": False, "left_at": AT}
    )


def test_the_words_of_a_recusal_stand_in_no_row() -> None:
    """R-I12: they tell of a person's private ties."""
    event = MemberRecused("5.1", MEMBER, PERSON, Interest.NEAR_RELATIVE, "เป็นพี่น้องกับผู้รับเหมา")
    [change] = RECUSALS.project(recorded(event))
    assert isinstance(change, Insert)
    assert "เป็นพี่น้องกับผู้รับเหมา" not in str(change.row)
    assert change.row["interest"] == "near_relative"


def test_items_sort_as_numbers_do() -> None:
    assert sorted(["5.10", "5.9", "10.1", "5"], key=padded) == ["5", "5.9", "5.10", "10.1"]


def test_an_item_keeps_its_quorum_and_votes() -> None:
    """R-G07."""
    one_voice = Tally(votes_for=(CHAIR, MEMBER))
    [change] = AGENDA_ITEMS.project(recorded(resolved(one_voice)))
    assert isinstance(change, Update)
    assert (change.row["present"], change.row["recused"], change.row["unanimous"]) == (8, 1, True)
    divided = Tally(votes_for=(CHAIR,), abstained=(MEMBER,))
    [change] = AGENDA_ITEMS.project(recorded(resolved(divided)))
    assert isinstance(change, Update)
    assert (change.row["voted"], change.row["unanimous"]) == (True, False)
    [change] = AGENDA_ITEMS.project(recorded(resolved(None)))
    assert isinstance(change, Update)
    assert change.row["voted"] is False


def test_an_items_case_says_who_may_know_of_it() -> None:
    event = AgendaItemAdded("5.1", AgendaSection.FOR_CONSIDERATION, "โอน", PAPER)
    [change] = AGENDA_ITEMS.project(recorded(event))
    assert isinstance(change, Insert)
    assert change.row["case_id"] == CASE
    assert AGENDA_ITEMS.rights.through == {"case_id": "case_status"}


def test_a_ceiling_counts_down() -> None:
    within = Coverage(CoverageKind.WITHIN_GUIDELINES, 1000, TODAY)
    [row] = RESOLUTIONS.project(adopted(ResolutionOutcome.AGREED, within))
    assert isinstance(row, Insert)
    assert (row.row["ceiling_satang"], row.row["remaining_satang"]) == (1000, 1000)
    used = recorded(ResolutionUsed(TRANSFER, SEEN, 400, 600), f"resolution/{RESOLUTION}")
    [change] = RESOLUTIONS.project(used)
    assert change == Update("resolutions", RESOLUTION, {"remaining_satang": 600})


def test_what_sets_something_going_is_to_be_reported() -> None:
    """R-G12: on the body's own list, until it was."""
    annexed = Coverage(CoverageKind.ANNEXED_ONLY)
    [owed] = FOLLOWED[ResolutionAdopted](adopted(ResolutionOutcome.AGREED, annexed))
    assert isinstance(owed, Insert)
    assert (owed.row["open"], owed.row["due_on"]) == (True, date(2026, 12, 23))
    [noted] = FOLLOWED[ResolutionAdopted](adopted(ResolutionOutcome.ACKNOWLEDGED, None))
    assert isinstance(noted, Insert)
    assert noted.row["open"] is False
    told = recorded(ResolutionReported(MEETING, "โอนแล้ว"), f"resolution/{RESOLUTION}")
    [over] = FOLLOWED[ResolutionReported](told)
    assert over == Update("follow_ups", f"resolution/{RESOLUTION}/report", {"open": False})


def test_the_area_director_confirms_once_the_other_two_have() -> None:
    """Item 6: เห็นชอบโดยให้แก้ไข."""
    annexed = Coverage(CoverageKind.ANNEXED_ONLY)
    rows = WAITING[ResolutionAdopted](adopted(ResolutionOutcome.APPROVED_WITH_CHANGES, annexed))
    assert [c.row["open"] for c in rows if isinstance(c, Insert)] == [True, False, False, False]
    stream = f"budget_transfer/{TRANSFER}"
    first = AmendmentConfirmed(
        AmendmentRole.GROUP_DIRECTOR,
        RESOLUTION,
        SEEN,
        PERSON,
        (AmendmentRole.SECRETARY, AmendmentRole.AREA_DIRECTOR),
    )
    assert len(WAITING[AmendmentConfirmed](recorded(first, stream))) == 1
    second = AmendmentConfirmed(
        AmendmentRole.SECRETARY, RESOLUTION, SEEN, PERSON, (AmendmentRole.AREA_DIRECTOR,)
    )
    _, opened = WAITING[AmendmentConfirmed](recorded(second, stream))
    assert isinstance(opened, Update)
    assert (opened.row["open"], opened.row["waits_for"]) == (True, "role:area_director")
