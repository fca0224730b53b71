"""Governing body: its days, its quorum as a setting, its seats."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.board.body import (
    BodyDaysReversed,
    BodyEnded,
    BodyEstablished,
    BodyKind,
    BodyNotInForce,
    BodyPlacement,
    BodyRules,
    EndBody,
    EstablishBody,
    QuorumAboveAll,
    SeatsSet,
    SetSeats,
    body,
    rules_in_force,
)
from domain.board.quorum import QuorumRule
from domain.board.seat import (
    HeldSeat,
    Holder,
    OneChair,
    Seat,
    SeatHolderMismatch,
    SeatItem,
    SeatKind,
    SeatPosition,
    SeatTwice,
    SeatVoteMismatch,
    seats_held,
)
from domain.message import Actor
from domain.refusal import NotOpen, Refusal
from tests.domain.scenario import Scenario

TODAY = date(2026, 11, 23)
FROM, UNTIL = date(2026, 10, 1), date(2030, 10, 1)
BY = Actor(UUID(int=1), UUID(int=2), "administrator", UUID(int=3))
BODY = UUID(int=4)
BASIS = "ตามคู่มือปฏิบัติงาน (ตัวอย่าง)"


def establish(numerator: int = 1, denominator: int = 2, until: date | None = None) -> EstablishBody:
    return EstablishBody(
        by=BY,
        on=TODAY,
        kind=BodyKind.AREA_COMMITTEE,
        name_th="คณะกรรมการเขตพื้นที่การศึกษา",
        name_en="Area committee",
        short_name_th="กพท.",
        short_name_en="area committee",
        placement=BodyPlacement.INSIDE,
        legal_basis=BASIS,
        quorum_numerator=numerator,
        quorum_denominator=denominator,
        recused_count_as_present=False,
        casting_vote=True,
        valid_from=FROM,
        valid_until=until,
    )


def established(
    numerator: int = 1, denominator: int = 2, until: date | None = None
) -> BodyEstablished:
    return BodyEstablished(
        kind=BodyKind.AREA_COMMITTEE,
        name_th="คณะกรรมการเขตพื้นที่การศึกษา",
        name_en="Area committee",
        short_name_th="กพท.",
        short_name_en="area committee",
        placement=BodyPlacement.INSIDE,
        legal_basis=BASIS,
        quorum=QuorumRule(numerator, denominator, recused_count_as_present=False),
        casting_vote=True,
        valid_from=FROM,
        valid_until=until,
    )


new = Scenario(body)
standing = new.given(established())


def test_a_body_states_its_legal_basis_and_its_quorum() -> None:
    """R-G01, R-G03: neither has a default."""
    new.when(establish()).then(established())
    fields = EstablishBody.model_fields
    for name in ("legal_basis", "quorum_numerator", "quorum_denominator", "casting_vote"):
        assert fields[name].is_required()


def test_a_quorum_may_be_all_members_but_not_more() -> None:
    """R-G03."""
    new.when(establish(3, 3)).then(established(3, 3))
    new.when(establish(4, 3)).refused(QuorumAboveAll, numerator=4, denominator=3)


def test_a_body_is_established_once() -> None:
    standing.when(establish()).refused(NotOpen)


def test_a_body_lasts_at_least_a_day() -> None:
    """R-G01: the last day is exclusive."""
    new.when(establish(until=FROM)).refused(BodyDaysReversed)
    new.when(establish(until=FROM + timedelta(days=1))).events()


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (FROM - timedelta(days=1), False),
        (FROM, True),
        (UNTIL - timedelta(days=1), True),
        (UNTIL, False),
    ],
)
def test_a_body_acts_from_its_first_day_until_the_day_it_ends(day: date, in_force: bool) -> None:
    """R-G01."""
    ended = standing.given(BodyEnded(UNTIL, "มีคณะใหม่"))
    if in_force:
        rules = rules_in_force(BODY, ended.state, day)
        assert rules == BodyRules(
            BODY,
            BodyPlacement.INSIDE,
            QuorumRule(1, 2, recused_count_as_present=False),
            casting_vote=True,
        )
    else:
        with pytest.raises(BodyNotInForce):
            rules_in_force(BODY, ended.state, day)


def test_a_body_that_was_never_established_acts_on_no_day() -> None:
    with pytest.raises(BodyNotInForce):
        rules_in_force(BODY, new.state, TODAY)


def test_a_body_is_ended_with_a_reason_after_its_first_day() -> None:
    end = EndBody(by=BY, on=TODAY, valid_until=UNTIL, reason="มีคณะใหม่")
    standing.when(end).then(BodyEnded(UNTIL, "มีคณะใหม่"))
    early = EndBody(by=BY, on=TODAY, valid_until=FROM, reason="มีคณะใหม่")
    standing.when(early).refused(BodyDaysReversed)


POST, OTHER_POST, EXPERT = UUID(int=21), UUID(int=22), UUID(int=23)


def seat(
    number: int,
    position: SeatPosition = SeatPosition.MEMBER,
    *,
    post: UUID | None = None,
    person: UUID | None = None,
    votes: bool = True,
    kind: SeatKind | None = None,
) -> SeatItem:
    by_post = SeatKind.EX_OFFICIO if post else SeatKind.EXPERT
    return SeatItem(
        seat_id=UUID(int=100 + number),
        title_th=f"ที่นั่ง {number}",
        title_en=f"Seat {number}",
        kind=kind or by_post,
        position=position,
        votes=votes,
        post_id=post,
        person_id=person,
    )


CHAIR = seat(1, SeatPosition.CHAIR, person=EXPERT)
DIRECTOR = seat(2, SeatPosition.MEMBER_SECRETARY, post=POST)
ASSISTANT = seat(3, SeatPosition.ASSISTANT_SECRETARY, post=OTHER_POST, votes=False)


def set_seats(*seats: SeatItem) -> SetSeats:
    return SetSeats(by=BY, on=TODAY, seats=seats)


def test_seats_are_set_as_the_office_gives_them() -> None:
    """R-G02."""
    items = (CHAIR, DIRECTOR, ASSISTANT)
    seats = tuple(Seat(**item.model_dump()) for item in items)
    standing.when(set_seats(*items)).then(SeatsSet(seats))


@pytest.mark.parametrize(
    ("seats", "refusal"),
    [
        ((DIRECTOR,), OneChair),
        ((CHAIR, seat(4, SeatPosition.CHAIR, post=POST)), OneChair),
        ((CHAIR, seat(2, person=EXPERT)), SeatTwice),
        ((CHAIR, DIRECTOR, seat(4, post=POST)), SeatTwice),
        ((CHAIR, seat(1, post=POST)), SeatTwice),
        ((CHAIR, seat(2, post=POST, kind=SeatKind.EXPERT)), SeatHolderMismatch),
        ((CHAIR, seat(2, person=POST, kind=SeatKind.EX_OFFICIO)), SeatHolderMismatch),
        ((CHAIR, seat(2, post=POST, person=BODY)), SeatHolderMismatch),
        ((CHAIR, seat(2)), SeatHolderMismatch),
        ((CHAIR, seat(2, SeatPosition.ASSISTANT_SECRETARY, post=POST)), SeatVoteMismatch),
        ((CHAIR, seat(2, SeatPosition.SECRETARY, post=POST)), SeatVoteMismatch),
        ((CHAIR, seat(2, SeatPosition.MEMBER_SECRETARY, post=POST, votes=False)), SeatVoteMismatch),
    ],
)
def test_seats_that_cannot_be_are_refused(
    seats: tuple[SeatItem, ...], refusal: type[Refusal]
) -> None:
    """R-G03, R-G15, R-G17."""
    standing.when(set_seats(*seats)).refused(refusal)


def test_seats_need_a_body() -> None:
    new.when(set_seats(CHAIR)).refused(NotOpen)


MEMBER_SEAT = Seat(
    UUID(int=102),
    "กรรมการ",
    "Member",
    SeatKind.EX_OFFICIO,
    SeatPosition.MEMBER,
    votes=True,
    post_id=POST,
)
EXPERT_SEAT = Seat(
    UUID(int=103),
    "ผู้ทรงคุณวุฒิ",
    "Expert",
    SeatKind.EXPERT,
    SeatPosition.MEMBER,
    votes=True,
    person_id=EXPERT,
    from_on=FROM,
    until_on=UNTIL,
)


def test_an_ex_officio_seat_is_held_by_whoever_acts_in_the_post() -> None:
    """R-G15, R-H08."""
    acting = Holder(UUID(int=31), "acting")
    held = seats_held((MEMBER_SEAT,), {POST: acting}, TODAY)
    assert held == (
        HeldSeat(
            UUID(int=102),
            "กรรมการ",
            "Member",
            SeatPosition.MEMBER,
            votes=True,
            person_id=UUID(int=31),
            post_id=POST,
            capacity="acting",
        ),
    )


def test_the_seat_of_a_vacant_post_is_held_by_nobody() -> None:
    """R-G03: the quorum is counted from the seats held on the day."""
    assert seats_held((MEMBER_SEAT,), {}, TODAY) == ()


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (FROM - timedelta(days=1), 0),
        (FROM, 1),
        (UNTIL - timedelta(days=1), 1),
        (UNTIL, 0),
    ],
)
def test_an_experts_seat_is_held_within_its_term(day: date, held: int) -> None:
    """R-G02."""
    assert len(seats_held((EXPERT_SEAT,), {}, day)) == held
