"""Meeting: called, attended, resolved item by item, closed."""

from datetime import UTC, date, datetime, timedelta
from typing import get_type_hints
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.board.body import BodyPlacement, BodyRules
from domain.board.meeting import (
    Absence,
    AbsenceCause,
    AbsenceItem,
    AddAgendaItem,
    AgendaItemAdded,
    AgendaPaper,
    AgendaSection,
    AttendanceIncomplete,
    Attendee,
    AttendeeItem,
    BodyMeetsElsewhere,
    CallMeeting,
    CancelMeeting,
    Carried,
    CarriedFrom,
    CarriedItemChanged,
    ChangesMissing,
    ChangesNotWanted,
    CloseMeeting,
    Dissent,
    DissentItem,
    DissentOfAgreeing,
    DissentTwice,
    ElectronicCheck,
    ElectronicChecksMissing,
    Interest,
    ItemNumberTaken,
    ItemResolved,
    ItemResolvedAlready,
    ItemsOpen,
    ItemUnknown,
    MeetingCalled,
    MeetingCancelled,
    MeetingClosed,
    MeetingInThePast,
    MeetingMode,
    MeetingNotYet,
    MeetingOpened,
    MemberArrived,
    MemberLeft,
    MemberRecused,
    NotCarriedOver,
    NotPresent,
    OpenMeeting,
    PaperMissing,
    PaperTabled,
    PresentAlready,
    PresentTwice,
    PresiderNeeded,
    RecordArrival,
    RecordDeparture,
    RecusedAlready,
    RecuseMember,
    ResolvedItem,
    ResolveItem,
    SeatNotHeld,
    Tabled,
    TimeBeforeOpening,
    TransferVersion,
    UnanimousWithVotes,
    VotesRequired,
    WrongPresider,
    carriable,
    meeting,
    resolved_item,
    tabled,
)
from domain.board.meeting.recusals import reasons_known_to
from domain.board.outcome import ResolutionOutcome
from domain.board.quorum import QuorumFigures, QuorumLost, QuorumNotReached, QuorumRule
from domain.board.seat import HeldSeat, SeatPosition
from domain.board.tally import NotAVoter, OutcomeAgainstVotes, Tally, Vote
from domain.message import Actor, Classification, Recorded
from domain.refusal import NotOpen
from tests.domain.scenario import Scenario

TODAY = date(2026, 11, 23)
CLERK = Actor(UUID(int=1), UUID(int=2), "assistant_secretary", UUID(int=3))
BODY, MEETING, EARLIER, CASE, RESOLUTION = (UUID(int=n) for n in range(4, 9))
PAPER = AgendaPaper(CASE, 2, "a" * 64, (TransferVersion(UUID(int=41), "b" * 64),))
NEWER = AgendaPaper(CASE, 3, "c" * 64, (TransferVersion(UUID(int=41), "d" * 64),))
OPENED_AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)  # 09.30 in Bangkok


def rules(*, recused_count: bool = False, casting: bool = True) -> BodyRules:
    return BodyRules(
        BODY,
        BodyPlacement.INSIDE,
        QuorumRule(1, 2, recused_count_as_present=recused_count),
        casting_vote=casting,
    )


def held(number: int, position: SeatPosition = SeatPosition.MEMBER, votes: bool = True) -> HeldSeat:
    return HeldSeat(
        UUID(int=100 + number),
        f"ที่นั่ง {number}",
        f"Seat {number}",
        position,
        votes,
        UUID(int=200 + number),
    )


# Nine members and an assistant secretary without a vote.
MEMBERS = (
    held(1, SeatPosition.CHAIR),
    held(2, SeatPosition.VICE_CHAIR),
    *(held(n) for n in range(3, 9)),
    held(9, SeatPosition.MEMBER_SECRETARY),
)
SEATS = (*MEMBERS, held(10, SeatPosition.ASSISTANT_SECRETARY, votes=False))
CHAIR, VICE, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH, ASSISTANT = (
    seat.seat_id for seat in SEATS
)


def who(seat_id: UUID) -> UUID:
    """Return the person who holds a seat."""
    return next(seat.person_id for seat in SEATS if seat.seat_id == seat_id)


def call(
    mode: MeetingMode = MeetingMode.IN_PERSON, by_rules: BodyRules | None = None
) -> MeetingCalled:
    return MeetingCalled(
        rules=by_rules or rules(),
        meeting_no=5,
        meeting_year=2569,
        held_on=TODAY,
        place="ห้องประชุม 1",
        mode=mode,
        called_by=CLERK.person_id,
    )


def item(
    number: str = "5.1",
    section: AgendaSection = AgendaSection.FOR_CONSIDERATION,
    paper: AgendaPaper | None = PAPER,
) -> AgendaItemAdded:
    return AgendaItemAdded(number, section, "การโอนงบประมาณ", paper)


def opening(
    *present: UUID,
    seats: tuple[HeldSeat, ...] = SEATS,
    presiding: UUID | None = None,
    on: date = TODAY,
    time: str = "09.30",
) -> OpenMeeting:
    absent = tuple(
        AbsenceItem(seat_id=seat.seat_id, cause=AbsenceCause.OFFICIAL_DUTY)
        for seat in seats
        if seat.seat_id not in present
    )
    return OpenMeeting(
        by=CLERK,
        on=on,
        opened_time=time,
        present=present,
        absent=absent,
        presiding_seat_id=presiding,
        seats=seats,
    )


def opened(*present: UUID, presided_by: UUID = CHAIR) -> MeetingOpened:
    members = sum(seat.votes for seat in SEATS if seat.seat_id in present)
    return MeetingOpened(
        seats=SEATS,
        present=present,
        absent=tuple(
            Absence(seat.seat_id, AbsenceCause.OFFICIAL_DUTY)
            for seat in SEATS
            if seat.seat_id not in present
        ),
        in_attendance=(),
        presided_by=presided_by,
        quorum=QuorumFigures(members=9, needed=5, present=members),
        opened_at=OPENED_AT,
    )


FIVE = (CHAIR, VICE, THIRD, FOURTH, FIFTH)
EIGHT = (*FIVE, SIXTH, SEVENTH, EIGHTH)
new = Scenario(meeting)
planned = new.given(call(), item())
five = planned.given(opened(*FIVE))
eight = planned.given(opened(*EIGHT))


# Calling and the agenda


def calling(held_on: date = TODAY, by_rules: BodyRules | None = None) -> CallMeeting:
    return CallMeeting(
        by=CLERK,
        on=TODAY,
        held_on=held_on,
        place="ห้องประชุม 1",
        mode=MeetingMode.IN_PERSON,
        rules=by_rules or rules(),
        meeting_no=5,
    )


def test_a_meeting_has_its_number_and_the_buddhist_year_it_is_held_in() -> None:
    """R-G10: ครั้งที่ 5/2569."""
    new.when(calling()).then(call())


def test_a_meeting_held_after_new_year_is_of_the_new_year() -> None:
    events = new.when(calling(date(2027, 1, 4))).events()
    assert isinstance(events[0], MeetingCalled)
    assert events[0].meeting_year == 2570


def test_a_meeting_is_not_called_for_yesterday() -> None:
    new.when(calling(TODAY - timedelta(days=1))).refused(MeetingInThePast, today_on=TODAY)


def test_an_outside_bodys_meeting_is_not_run_here() -> None:
    """R-G01."""
    outside = BodyRules(BODY, BodyPlacement.OUTSIDE, rules().quorum, casting_vote=True)
    new.when(calling(by_rules=outside)).refused(BodyMeetsElsewhere)


def add(
    number: str = "5.2",
    paper: AgendaPaper | None = PAPER,
    carried: Carried | None = None,
    origin: CarriedFrom | None = None,
) -> AddAgendaItem:
    return AddAgendaItem(
        by=CLERK,
        on=TODAY,
        item_no=number,
        section=AgendaSection.FOR_CONSIDERATION,
        title="การโอนงบประมาณ",
        case_id=CASE,
        carried_meeting_id=origin and origin.meeting_id,
        carried_item_no=origin and origin.item_no,
        paper=paper,
        carried=carried,
    )


def test_the_paper_on_the_agenda_is_one_exact_version() -> None:
    """R-W07."""
    planned.when(add()).then(item("5.2"))


def test_an_item_may_still_be_added_while_the_meeting_is_open() -> None:
    five.when(add()).then(item("5.2"))


def test_item_numbers_are_used_once() -> None:
    """R-G09."""
    planned.when(add("5.1")).refused(ItemNumberTaken, item_no="5.1")


@pytest.mark.parametrize("number", ["0.1", "5.", "5.0", "05.1", "5.1.1", "ห้า", "100.1"])
def test_an_item_is_numbered_by_section_and_item(number: str) -> None:
    """R-G09."""
    with pytest.raises(ValidationError):
        add(number)


def test_a_case_without_guidelines_has_no_paper() -> None:
    planned.when(add(paper=None)).refused(PaperMissing, case_id=CASE)


ORIGIN = CarriedFrom(EARLIER, "5.3")


def test_a_deferred_item_goes_on_the_next_agenda_in_the_same_version() -> None:
    """R-G08."""
    deferred = Carried(BODY, ORIGIN, PAPER)
    planned.when(add(carried=deferred, origin=ORIGIN)).then(
        AgendaItemAdded(
            "5.2", AgendaSection.FOR_CONSIDERATION, "การโอนงบประมาณ", PAPER, carried_from=ORIGIN
        )
    )


def test_a_deferred_item_does_not_come_again_changed() -> None:
    """R-W07."""
    deferred = Carried(BODY, ORIGIN, PAPER)
    changed = add(paper=NEWER, carried=deferred, origin=ORIGIN)
    planned.when(changed).refused(CarriedItemChanged)


def test_only_what_was_left_over_is_carried_over() -> None:
    """R-G08."""
    planned.when(add(origin=ORIGIN)).refused(NotCarriedOver)
    other_body = Carried(UUID(int=99), ORIGIN, PAPER)
    planned.when(add(carried=other_body, origin=ORIGIN)).refused(NotCarriedOver)
    other_item = Carried(BODY, CarriedFrom(EARLIER, "5.4"), PAPER)
    planned.when(add(carried=other_item, origin=ORIGIN)).refused(NotCarriedOver)


# Attendance and quorum


def test_five_of_nine_members_open_the_meeting() -> None:
    """R-G03."""
    planned.when(opening(*FIVE)).then(opened(*FIVE))


def test_four_of_nine_members_do_not() -> None:
    """R-G03."""
    planned.when(opening(*FIVE[:4])).refused(QuorumNotReached, members=9, needed=5, present=4)


def test_a_secretary_without_a_vote_does_not_count_to_the_quorum() -> None:
    """R-G17."""
    planned.when(opening(*FIVE[:4], ASSISTANT)).refused(QuorumNotReached, present=4)


def test_the_member_secretary_counts_to_the_quorum() -> None:
    present = (*FIVE[:4], NINTH)
    planned.when(opening(*present)).then(opened(*present))


def test_officials_in_attendance_are_named_and_do_not_count() -> None:
    """R-G10."""
    guest = AttendeeItem(name="นางสาวตัวอย่าง ใจดี", position="นักวิชาการเงินและบัญชี")
    short = opening(*FIVE[:4]).model_copy(update={"in_attendance": (guest,)})
    planned.when(short).refused(QuorumNotReached, present=4)
    events = planned.when(opening(*FIVE).model_copy(update={"in_attendance": (guest,)})).events()
    assert isinstance(events[0], MeetingOpened)
    assert events[0].in_attendance == (Attendee(guest.name, guest.position),)


def test_a_vacant_seat_is_not_counted_among_the_members() -> None:
    """R-G03: 8 seats held on the day, so 4 are half."""
    eight_seats = SEATS[:8]
    events = planned.when(opening(*FIVE[:4], seats=eight_seats)).events()
    assert isinstance(events[0], MeetingOpened)
    assert events[0].quorum == QuorumFigures(members=8, needed=4, present=4)


def test_every_member_is_present_or_absent_with_cause() -> None:
    """R-G10."""
    silent = opening(*FIVE).model_copy(update={"absent": ()})
    planned.when(silent).refused(AttendanceIncomplete, n=5)
    both = AbsenceItem(seat_id=CHAIR, cause=AbsenceCause.LEAVE)
    opened_by = opening(*FIVE)
    double = opened_by.model_copy(update={"absent": (*opened_by.absent, both)})
    planned.when(double).refused(AttendanceIncomplete, n=1)
    planned.when(opening(*FIVE, CHAIR)).refused(AttendanceIncomplete, n=1)


def test_a_seat_nobody_holds_that_day_is_not_present() -> None:
    planned.when(opening(*FIVE, UUID(int=999))).refused(SeatNotHeld, seat_id=UUID(int=999))


def test_one_person_on_two_seats_counts_once() -> None:
    """R-G03: one vote each."""
    doubled = HeldSeat(
        VICE, "รองประธาน", "Vice-chair", SeatPosition.VICE_CHAIR, True, MEMBERS[0].person_id
    )
    seats = (SEATS[0], doubled, *SEATS[2:])
    planned.when(opening(*FIVE, SIXTH, seats=seats)).refused(
        PresentTwice, person_id=MEMBERS[0].person_id
    )


def test_a_meeting_opens_on_its_day_and_not_before() -> None:
    planned.when(opening(*FIVE, on=TODAY - timedelta(days=1))).refused(MeetingNotYet)
    planned.when(opening(*FIVE, on=TODAY + timedelta(days=1))).then(opened(*FIVE))


@pytest.mark.parametrize("time", ["9.30", "09:30", "๐๙.๓๐"])
def test_the_time_of_opening_is_written_as_people_write_it(time: str) -> None:
    """R-G10, R-T06."""
    planned.when(opening(*FIVE, time=time)).then(opened(*FIVE))


@pytest.mark.parametrize("time", ["24.00", "9.60", "930", "9"])
def test_a_time_that_is_none_is_refused(time: str) -> None:
    with pytest.raises(ValidationError):
        opening(*FIVE, time=time)


# Who presides


def test_the_chair_presides_when_there() -> None:
    """R-G03."""
    planned.when(opening(*FIVE, presiding=VICE)).refused(WrongPresider, position=SeatPosition.CHAIR)


def test_without_the_chair_the_vice_chair_presides() -> None:
    """R-G03."""
    present = (VICE, THIRD, FOURTH, FIFTH, SIXTH)
    planned.when(opening(*present)).then(opened(*present, presided_by=VICE))
    planned.when(opening(*present, presiding=THIRD)).refused(
        WrongPresider, position=SeatPosition.VICE_CHAIR
    )


def test_without_either_those_present_choose_a_member() -> None:
    """R-G03."""
    present = (THIRD, FOURTH, FIFTH, SIXTH, SEVENTH)
    planned.when(opening(*present)).refused(PresiderNeeded, members=5)
    planned.when(opening(*present, presiding=EIGHTH)).refused(WrongPresider)
    planned.when(opening(*present, presiding=THIRD)).then(opened(*present, presided_by=THIRD))


# Coming, going, recusal


def leave(seat_id: UUID, time: str = "10.00") -> RecordDeparture:
    return RecordDeparture(by=CLERK, on=TODAY, seat_id=seat_id, left_time=time)


def arrive(seat_id: UUID, time: str = "10.00") -> RecordArrival:
    return RecordArrival(by=CLERK, on=TODAY, seat_id=seat_id, arrived_time=time)


TEN = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_who_leaves_early_counts_down_from_the_next_item() -> None:
    """R-G07."""
    five.when(leave(FIFTH)).then(MemberLeft(FIFTH, TEN, who(FIFTH))).when(agree()).refused(
        QuorumLost, members=9, needed=5, present=4
    )


def test_who_comes_late_counts_from_then_on() -> None:
    four = five.given(MemberLeft(FIFTH, TEN, who(FIFTH)))
    again = four.when(arrive(SIXTH)).then(MemberArrived(SIXTH, TEN, who(SIXTH)))
    again.when(agree()).events()


def test_nobody_leaves_or_comes_twice() -> None:
    five.when(leave(SIXTH)).refused(NotPresent)
    five.when(arrive(FIFTH)).refused(PresentAlready)
    five.when(arrive(UUID(int=999))).refused(SeatNotHeld)


def test_nobody_comes_late_on_a_second_seat() -> None:
    """R-G03."""
    twin = HeldSeat(NINTH, "กรรมการ", "Member", SeatPosition.MEMBER, True, MEMBERS[0].person_id)
    other = opened(*FIVE)
    event = MeetingOpened(
        seats=(*SEATS[:8], twin),
        present=other.present,
        absent=other.absent,
        in_attendance=(),
        presided_by=CHAIR,
        quorum=other.quorum,
        opened_at=OPENED_AT,
    )
    planned.given(event).when(arrive(NINTH)).refused(PresentTwice)


def test_nobody_leaves_before_the_meeting_was_opened() -> None:
    five.when(leave(FIFTH, "09.29")).refused(TimeBeforeOpening)
    five.when(leave(FIFTH, "09.30")).then(MemberLeft(FIFTH, OPENED_AT, who(FIFTH)))


def recuse(seat_id: UUID = FIFTH, number: str = "5.1") -> RecuseMember:
    return RecuseMember(
        by=CLERK,
        on=TODAY,
        item_no=number,
        seat_id=seat_id,
        interest=Interest.PARTY,
        reason="เป็นผู้อำนวยการโรงเรียนที่ได้รับโอน",
    )


def recused(seat_id: UUID = FIFTH, number: str = "5.1") -> MemberRecused:
    return MemberRecused(
        number, seat_id, who(seat_id), Interest.PARTY, "เป็นผู้อำนวยการโรงเรียนที่ได้รับโอน"
    )


def test_a_member_with_an_interest_is_recused_from_the_item() -> None:
    """R-G06."""
    five.when(recuse()).then(recused())


def test_one_recused_of_five_loses_the_quorum_of_the_item() -> None:
    """R-G06, R-G07: 9 seats, 5 present, 1 recused."""
    five.given(recused()).when(agree()).refused(
        QuorumLost, members=9, needed=5, present=4, recused=1
    )


def test_where_the_body_counts_the_recused_the_quorum_holds_but_he_does_not_vote() -> None:
    """R-G06: the setting of the body."""
    counting = new.given(call(by_rules=rules(recused_count=True)), item(), opened(*FIVE), recused())
    events = counting.when(agree()).events()
    assert isinstance(events[0], ItemResolved)
    assert events[0].quorum == QuorumFigures(members=9, needed=5, present=5, recused=1)
    assert events[0].tally == Tally(votes_for=FIVE[:4])
    counting.when(agree(votes_for=FIVE)).refused(NotAVoter, seat_id=FIFTH)


def test_a_recusal_is_for_one_item() -> None:
    """R-G06."""
    two = new.given(call(), item(), item("5.2"), opened(*FIVE), recused())
    events = two.when(agree("5.2")).events()
    assert isinstance(events[0], ItemResolved)
    assert events[0].quorum.present == 5


def test_only_a_member_who_is_there_is_recused_once_and_before_the_resolution() -> None:
    five.when(recuse(SIXTH)).refused(NotAVoter, seat_id=SIXTH)
    with_desk = planned.given(opened(*FIVE, ASSISTANT))
    with_desk.when(recuse(ASSISTANT)).refused(NotAVoter)
    five.given(recused()).when(recuse()).refused(RecusedAlready)
    five.given(agreed()).when(recuse()).refused(ItemResolvedAlready)
    five.when(recuse(number="9.9")).refused(ItemUnknown, item_no="9.9")


def test_the_words_of_an_interest_are_sealed_for_the_person_they_are_about() -> None:
    """R-I12."""
    marks = get_type_hints(MemberRecused, include_extras=True)["reason"].__metadata__
    assert [mark.extra for mark in marks] == [{"classification": Classification.PERSONAL}]
    assert MemberRecused.SUBJECT == "person_id"


# Resolving


def agree(
    number: str = "5.1",
    outcome: ResolutionOutcome = ResolutionOutcome.AGREED,
    votes_for: tuple[UUID, ...] = (),
    votes_against: tuple[UUID, ...] = (),
    abstained: tuple[UUID, ...] = (),
    casting: Vote | None = None,
    dissents: tuple[DissentItem, ...] = (),
    changes: str = "",
    presiding: UUID | None = None,
    unanimous: bool | None = None,
) -> ResolveItem:
    """``unanimous`` unless votes are given or it says otherwise."""
    counted = bool(votes_for or votes_against or abstained)
    return ResolveItem(
        by=CLERK,
        on=TODAY,
        item_no=number,
        outcome=outcome,
        unanimous=not counted if unanimous is None else unanimous,
        votes_for=votes_for,
        votes_against=votes_against,
        abstained=abstained,
        casting_vote=casting,
        dissents=dissents,
        changes=changes,
        presiding_seat_id=presiding,
        resolution_id=RESOLUTION,
    )


def agreed(
    number: str = "5.1",
    outcome: ResolutionOutcome = ResolutionOutcome.AGREED,
    changes: str = "",
) -> ItemResolved:
    return ItemResolved(
        item_no=number,
        outcome=outcome,
        resolution_id=RESOLUTION,
        quorum=QuorumFigures(members=9, needed=5, present=5),
        presided_by=CHAIR,
        tally=Tally(votes_for=FIVE),
        changes=changes,
    )


NO = ResolutionOutcome.NOT_APPROVED
CHANGED = ResolutionOutcome.APPROVED_WITH_CHANGES
UNDECIDED = [
    ResolutionOutcome.ACKNOWLEDGED,
    ResolutionOutcome.WITHDRAWN,
    ResolutionOutcome.DEFERRED,
]


def test_a_unanimous_resolution_names_every_member_who_took_part() -> None:
    five.when(agree()).then(agreed())


def test_four_to_four_pass_by_the_chairs_casting_vote() -> None:
    """R-G03: the chair voted for; the tally shows 4:4 and the casting vote."""
    tie = agree(votes_for=EIGHT[:4], votes_against=EIGHT[4:], casting=Vote.FOR)
    events = eight.when(tie).events()
    assert isinstance(events[0], ItemResolved)
    assert events[0].tally == Tally(EIGHT[:4], EIGHT[4:], (), Vote.FOR)
    assert events[0].presided_by == CHAIR


def test_an_outcome_is_what_the_votes_say() -> None:
    """R-G03."""
    eight.when(agree(votes_for=EIGHT[:3], votes_against=EIGHT[3:])).refused(
        OutcomeAgainstVotes, votes_for=3, votes_against=5
    )
    eight.when(agree(outcome=NO, votes_for=EIGHT[:3], votes_against=EIGHT[3:])).events()


def test_a_recused_chair_leaves_the_item_to_the_vice_chair() -> None:
    """R-G03, R-G06."""
    events = eight.given(recused(CHAIR)).when(agree()).events()
    assert isinstance(events[0], ItemResolved)
    assert events[0].presided_by == VICE


def test_a_chosen_presider_goes_on_until_he_takes_no_part() -> None:
    """R-G03, R-G06."""
    present = (THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH)
    chosen = planned.given(opened(*present, presided_by=FOURTH))
    events = chosen.when(agree()).events()
    assert isinstance(events[0], ItemResolved)
    assert events[0].presided_by == FOURTH
    without = chosen.given(recused(FOURTH))
    without.when(agree()).refused(PresiderNeeded, members=5)
    without.when(agree(presiding=FOURTH)).refused(WrongPresider)
    events = without.when(agree(presiding=THIRD)).events()
    assert isinstance(events[0], ItemResolved)
    assert events[0].presided_by == THIRD


def test_a_decision_has_its_votes() -> None:
    """R-G03."""
    five.when(agree(unanimous=False)).refused(VotesRequired)
    five.when(agree(votes_for=FIVE, unanimous=True)).refused(UnanimousWithVotes)


@pytest.mark.parametrize("outcome", UNDECIDED)
def test_what_decides_nothing_needs_no_vote_but_a_quorum(outcome: ResolutionOutcome) -> None:
    """R-G07."""
    events = five.when(agree(outcome=outcome, unanimous=False)).events()
    assert isinstance(events[0], ItemResolved)
    assert events[0].tally is None
    five.given(MemberLeft(FIFTH, TEN, who(FIFTH))).when(
        agree(outcome=outcome, unanimous=False)
    ).refused(QuorumLost)


def test_agreement_with_changes_says_which() -> None:
    """R-G08."""
    five.when(agree(outcome=CHANGED)).refused(ChangesMissing)
    five.when(agree(outcome=CHANGED, changes="  ")).refused(ChangesMissing)
    five.when(agree(outcome=CHANGED, changes="ลดโครงการ ก")).then(
        agreed(outcome=CHANGED, changes="ลดโครงการ ก")
    )
    five.when(agree(changes="ลดโครงการ ก")).refused(ChangesNotWanted)


def dissent(seat_id: UUID) -> DissentItem:
    return DissentItem(seat_id=seat_id, reason="กระทบเป้าหมายเดิม")


def test_a_members_dissent_is_kept_with_his_reason() -> None:
    """R-G05."""
    counted = agree(
        votes_for=EIGHT[:6], votes_against=EIGHT[6:], dissents=(dissent(EIGHTH), dissent(SEVENTH))
    )
    events = eight.when(counted).events()
    assert isinstance(events[0], ItemResolved)
    assert events[0].dissents == (
        Dissent(EIGHTH, "กระทบเป้าหมายเดิม"),
        Dissent(SEVENTH, "กระทบเป้าหมายเดิม"),
    )


def test_who_agreed_or_took_no_part_does_not_dissent() -> None:
    """R-G05."""

    def split(*dissents: DissentItem) -> ResolveItem:
        return agree(votes_for=EIGHT[:6], votes_against=EIGHT[6:], dissents=dissents)

    eight.when(split(dissent(CHAIR))).refused(DissentOfAgreeing)
    eight.when(agree(dissents=(dissent(CHAIR),))).refused(DissentOfAgreeing)
    eight.when(split(dissent(NINTH))).refused(NotAVoter)
    eight.when(split(dissent(EIGHTH), dissent(EIGHTH))).refused(DissentTwice)


def test_a_resolution_is_not_changed_afterwards() -> None:
    """R-G05."""
    five.given(agreed()).when(agree(outcome=NO)).refused(ItemResolvedAlready)


def test_only_items_of_the_agenda_are_resolved_and_only_while_open() -> None:
    five.when(agree("9.9")).refused(ItemUnknown, item_no="9.9")
    planned.when(agree()).refused(NotOpen)


# Closing


def close(
    *carry_over: str, time: str = "12.00", checks: tuple[ElectronicCheck, ...] = ()
) -> CloseMeeting:
    return CloseMeeting(
        by=CLERK, on=TODAY, closed_time=time, carry_over=carry_over, electronic_checks=checks
    )


NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_a_meeting_closes_when_every_item_for_consideration_is_resolved() -> None:
    """R-G08."""
    five.when(close()).refused(ItemsOpen, items=("5.1",))
    five.given(agreed()).when(close()).then(MeetingClosed(NOON))


def test_an_item_that_was_not_reached_is_carried_over() -> None:
    five.when(close("5.1")).then(MeetingClosed(NOON, ("5.1",)))
    five.given(agreed()).when(close("5.1")).refused(ItemResolvedAlready)
    five.when(close("9.9")).refused(ItemUnknown)


def test_an_item_for_information_may_pass_without_a_resolution() -> None:
    notice = item("1.1", AgendaSection.CHAIR_NOTICE, None)
    new.given(call(), notice, opened(*FIVE)).when(close()).then(MeetingClosed(NOON))


def test_a_meeting_is_not_closed_before_it_was_opened() -> None:
    """R-G10."""
    five.given(agreed()).when(close(time="09.29")).refused(TimeBeforeOpening)


@pytest.mark.parametrize("mode", [MeetingMode.ELECTRONIC, MeetingMode.HYBRID])
def test_a_meeting_over_a_network_is_closed_once_its_list_is_seen_to(mode: MeetingMode) -> None:
    """R-G14."""
    over = new.given(call(mode), item(), opened(*FIVE), agreed())
    every = tuple(ElectronicCheck)
    over.when(close(checks=every[1:])).refused(ElectronicChecksMissing, missing=every[:1])
    over.when(close(checks=every)).then(MeetingClosed(NOON, (), every))


def test_a_meeting_without_a_quorum_is_cancelled_and_its_items_wait() -> None:
    """R-G03."""
    cancel = CancelMeeting(by=CLERK, on=TODAY, reason="ไม่ครบองค์ประชุม")
    cancelled = planned.when(cancel).then(MeetingCancelled("ไม่ครบองค์ประชุม"))
    cancelled.when(opening(*FIVE)).refused(NotOpen)
    carried = Carried(BODY, CarriedFrom(MEETING, "5.1"), PAPER)
    assert carriable(MEETING, cancelled.state, "5.1") == carried
    five.when(cancel).refused(NotOpen)


# What the meeting passes on


DEFERRED = agreed(outcome=ResolutionOutcome.DEFERRED)


@pytest.mark.parametrize(
    "events", [(DEFERRED, MeetingClosed(NOON)), (MeetingClosed(NOON, ("5.1",)),)]
)
def test_a_deferred_or_unreached_item_may_go_on_a_later_agenda(
    events: tuple[ItemResolved | MeetingClosed, ...],
) -> None:
    """R-G08: with the paper it had."""
    over = five.given(*events)
    assert carriable(MEETING, over.state, "5.1") == Carried(
        BODY, CarriedFrom(MEETING, "5.1"), PAPER
    )


@pytest.mark.parametrize("outcome", [o for o in ResolutionOutcome if o.value != "deferred"])
def test_an_item_resolved_otherwise_is_not_carried_over(outcome: ResolutionOutcome) -> None:
    """R-G08."""
    over = five.given(agreed(outcome=outcome), MeetingClosed(NOON))
    with pytest.raises(NotCarriedOver):
        carriable(MEETING, over.state, "5.1")


def test_nothing_is_carried_over_from_a_meeting_that_goes_on() -> None:
    with pytest.raises(NotCarriedOver):
        carriable(MEETING, five.given(DEFERRED).state, "5.1")


def test_a_resolution_takes_its_citation_from_the_meeting() -> None:
    """ครั้งที่ 5/2569 วาระที่ 5.1."""
    expected = ResolvedItem(
        MEETING, BODY, "5.1", 5, 2569, TODAY, ResolutionOutcome.AGREED, "", PAPER
    )
    done = five.given(agreed())
    assert resolved_item(MEETING, done.state, "5.1") == expected
    assert resolved_item(MEETING, done.given(MeetingClosed(NOON)).state, "5.1") == expected


@pytest.mark.parametrize("scenario", [new, planned, five])
def test_an_item_without_a_resolution_gives_none(scenario: Scenario) -> None:
    with pytest.raises(ItemUnknown):
        resolved_item(MEETING, scenario.state, "5.1")


# The same paper twice; reasons of recusals


def test_a_paper_that_waits_on_an_agenda_goes_on_no_other() -> None:
    """R-G08: the two resolutions would each move the case."""
    waiting = tabled(planned.state, PAPER)
    assert waiting == Tabled(5, 2569, "5.1")
    refused = planned.when(add().model_copy(update={"tabled": waiting}))
    refused.refused(PaperTabled, meeting_no=5, meeting_year=2569, item_no="5.1")


def test_another_version_or_a_resolved_item_keeps_no_agenda_taken() -> None:
    """R-W07: a paper is its exact version."""
    assert tabled(planned.state, NEWER) is None
    assert tabled(five.state, PAPER) is not None
    assert tabled(five.given(agreed()).state, PAPER) is None
    assert tabled(planned.given(MeetingCancelled("ไม่ครบองค์ประชุม")).state, PAPER) is None


def test_only_who_sat_there_knows_why_a_member_is_recused() -> None:
    """R-G06, R-I06."""
    history = [
        Recorded(position, f"meeting/{BODY}", version, event, OPENED_AT, CLERK, BODY, "")
        for version, (position, event) in enumerate(((4, opened(*FIVE)), (9, recused())), 1)
    ]
    reason = {9: "เป็นผู้อำนวยการโรงเรียนที่ได้รับโอน"}
    assert reasons_known_to(who(FIFTH), history) == reason
    assert reasons_known_to(who(ASSISTANT), history) == reason
    assert reasons_known_to(UUID(int=999), history) == {}
