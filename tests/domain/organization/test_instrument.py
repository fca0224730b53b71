"""The instruments of a post: who may issue what, to whom, and who ends it (R-H01 to R-H14)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.message import Actor
from domain.organization.absence import NotBackdated
from domain.organization.capacity import Capacity
from domain.organization.instrument import (
    AcceptInstrument,
    Basis,
    EndInstrument,
    InstrumentAccepted,
    InstrumentEnded,
    InstrumentIssued,
    IssueInstrument,
    IssuerFacts,
    PassedOn,
    Receiver,
    ReceiverFacts,
    ReceiverItem,
    instruments,
)
from domain.organization.instrument.refusals import (
    ActingHasNoBasis,
    ActingOverlap,
    DocumentRequired,
    GiverOnly,
    HolderIsThere,
    IssuerEnds,
    LetterNotFromIssuer,
    MoreThanHeld,
    NoAcceptance,
    NotByLaw,
    OneReceiver,
    OwnInstrument,
    PostNotVacant,
    PowerNotHeld,
    PowersNotNamed,
    PowersRequired,
    ReceiverNotAllowed,
    SubDelegation,
    SubstituteIssuesNot,
    WrongIssuer,
)
from domain.organization.period import PeriodEmpty
from domain.organization.role import Role
from domain.refusal import NotFound, NotOpen
from tests.domain.organization.acting import ASKED, TODAY
from tests.domain.scenario import Scenario

DAY = timedelta(days=1)
UNTIL = TODAY + 7 * DAY
POST, DEPUTY, DEPUTY_2, ANALYST = (UUID(int=n) for n in (100, 101, 102, 103))
WILAI, PRAPAN, PIM = (UUID(int=n) for n in (201, 202, 203))
OBEC, LETTER, ID = UUID(int=300), UUID(int=301), UUID(int=302)
OF_OBEC = IssuerFacts(unit_id=OBEC, unit_code="obec")
BY_DIRECTOR = IssuerFacts(post_id=POST, role=Role.AREA_DIRECTOR)
ORDER = "คำสั่ง สพฐ. ที่ 12/2569"

nothing = Scenario(instruments)


def receiver(post_id: UUID, person_id: UUID | None, role: Role) -> ReceiverFacts:
    return ReceiverFacts(post_id, role, person_id)


FIRST = receiver(DEPUTY, WILAI, Role.DEPUTY_AREA_DIRECTOR)
SECOND = receiver(DEPUTY_2, PRAPAN, Role.DEPUTY_AREA_DIRECTOR)
OFFICER = receiver(ANALYST, PIM, Role.POLICY_AND_PLAN_ANALYST)


def issue(**other: Any) -> IssueInstrument:
    """An order of OBEC that a deputy acts for the area director, who is away."""
    found = other.pop("found", (FIRST,))
    asked: dict[str, Any] = {
        "capacity": Capacity.ACTING,
        "legal_basis": "พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ มาตรา 53",
        "document": ORDER,
        "receivers": tuple(ReceiverItem(post_id=one.post_id) for one in found),
        "from_on": TODAY,
        "until_on": UNTIL,
        "issuer_unit_id": OBEC,
        "letter_id": LETTER,
        "letter_sender_id": OBEC,
        "instrument_id": ID,
        "giver_post_id": POST,
        "post_role": Role.AREA_DIRECTOR,
        "issuer": OF_OBEC,
        "found": found,
        "deputies": (DEPUTY, DEPUTY_2),
        "holder_away": True,
    }
    return IssueInstrument(**{**ASKED, **asked, **other})


def delegate(**other: Any) -> IssueInstrument:
    """The area director delegates to a deputy, up to 50,000 baht."""
    asked: dict[str, Any] = {
        "capacity": Capacity.ON_BEHALF,
        "legal_basis": "มาตรา 45",
        "document": "คำสั่งที่ 80/2569",
        "issuer": BY_DIRECTOR,
        "issuer_unit_id": None,
        "letter_id": None,
        "letter_sender_id": None,
        "holder_away": False,
        "powers": ("DecideApproval",),
        "held_powers": ("DecideApproval",),
        "ceiling_satang": 5_000_000,
    }
    return issue(**{**asked, **other})


def held(**other: Any) -> PassedOn:
    """A delegation that may be passed on, without bounds but its powers."""
    fields: dict[str, Any] = {
        "powers": ("DecideApproval",),
        "subjects": (),
        "ceiling_satang": None,
        "until_on": None,
        "may_pass_on": True,
    }
    return PassedOn(**{**fields, **other})


def substitute(**other: Any) -> IssueInstrument:
    """The office ranks substitutes for the duties of a group director."""
    asked: dict[str, Any] = {
        "capacity": Capacity.DUTY_SUBSTITUTE,
        "document": "คำสั่งที่ 376/2566",
        "legal_basis": "คำสั่งมอบหมายงาน",
        "post_role": Role.GROUP_DIRECTOR,
        "issuer": BY_DIRECTOR,
        "issuer_unit_id": None,
        "letter_id": None,
        "letter_sender_id": None,
        "found": (FIRST, SECOND, OFFICER),
        "powers": ("EndorseLetter", "GiveOpinion"),
        "ceiling_satang": None,
    }
    return issue(**{**asked, **other})


def issued(command: IssueInstrument) -> Scenario:
    return nothing.given(*nothing.when(command).events())


acting = issued(issue())
delegated = issued(delegate())


def test_obec_names_who_acts_for_the_area_director() -> None:
    """R-H06: with several deputies the Secretary-General names one; the person is on the record."""
    nothing.when(issue()).then(
        InstrumentIssued(
            instrument_id=ID,
            capacity=Capacity.ACTING,
            basis=Basis.ORDER,
            legal_basis="พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ มาตรา 53",
            document=ORDER,
            receivers=(Receiver(DEPUTY, WILAI),),
            from_on=TODAY,
            until_on=UNTIL,
            issuer_unit_id=OBEC,
            letter_id=LETTER,
        )
    )


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"issuer": BY_DIRECTOR, "issuer_unit_id": None}, WrongIssuer),  # R-H06
        ({"holder_away": False}, HolderIsThere),  # R-H06
        ({"post_role": Role.GROUP_DIRECTOR}, ActingHasNoBasis),  # R-H13
        ({"document": ""}, DocumentRequired),  # R-H01
        ({"letter_id": None}, DocumentRequired),
        ({"letter_sender_id": UUID(int=9)}, LetterNotFromIssuer),
        ({"found": (FIRST, SECOND)}, OneReceiver),  # R-H09
        ({"found": (receiver(DEPUTY, None, Role.DEPUTY_AREA_DIRECTOR),)}, ReceiverNotAllowed),
        ({"found": (receiver(DEPUTY, WILAI, Role.ADMINISTRATOR),)}, ReceiverNotAllowed),
        ({"found": (receiver(POST, WILAI, Role.AREA_DIRECTOR),)}, ReceiverNotAllowed),
        ({"powers": ("DecideApproval",)}, PowersNotNamed),  # R-H08
        ({"ceiling_satang": 1}, PowersNotNamed),
        ({"until_on": TODAY}, PeriodEmpty),
        ({"capacity": Capacity.HOLDER}, NotOpen),
        ({"capacity": Capacity.INTERIM}, PostNotVacant),  # R-H12
        ({"capacity": Capacity.DUTY_SUBSTITUTE}, ActingHasNoBasis),
    ],
)
def test_acting_is_refused(wrong: dict[str, Any], refusal: Any) -> None:
    nothing.when(issue(**wrong)).refused(refusal)


def test_the_sole_deputy_acts_by_law() -> None:
    """R-H06: no order needed, but for one deputy only."""
    by_law = {"basis": Basis.LAW, "document": "", "issuer": BY_DIRECTOR, "issuer_unit_id": None}
    sole = issue(**by_law, deputies=(DEPUTY,))
    assert nothing.when(sole).events()
    nothing.when(issue(**by_law)).refused(NotByLaw, deputies=2)
    school = issue(**by_law, deputies=(DEPUTY,), post_role=Role.SCHOOL_DIRECTOR)
    nothing.when(school).refused(NotByLaw)


def test_the_area_director_names_who_acts_for_a_schools() -> None:
    """R-H07."""
    named = issue(
        post_role=Role.SCHOOL_DIRECTOR, issuer=BY_DIRECTOR, issuer_unit_id=None, letter_id=None
    )
    assert nothing.when(named).events()
    of_group = IssuerFacts(post_id=POST, role=Role.GROUP_DIRECTOR)
    another = issue(post_role=Role.SCHOOL_DIRECTOR, issuer=of_group, issuer_unit_id=None)
    nothing.when(another).refused(WrongIssuer)


def test_one_acting_person_per_post_and_moment() -> None:
    """R-H09: overlapping dates are refused; the day after is free."""
    acting.when(issue(from_on=UNTIL - DAY, until_on=UNTIL + DAY)).refused(ActingOverlap)
    assert acting.when(issue(from_on=UNTIL, until_on=UNTIL + DAY)).events()
    vacant = issue(capacity=Capacity.INTERIM, holder_none=True)
    acting.when(vacant).refused(ActingOverlap)


def test_an_order_goes_before_the_laws_own_deputy() -> None:
    """R-H09: when a superior appoints someone, the deputy otherwise entitled does not act."""
    by_law = issue(
        basis=Basis.LAW,
        document="",
        issuer=BY_DIRECTOR,
        issuer_unit_id=None,
        deputies=(DEPUTY,),
        until_on=None,
    )
    standing = issued(by_law)
    assert standing.when(issue(found=(SECOND,))).events()
    standing.when(by_law).refused(ActingOverlap)


def test_interim_holding_is_of_a_vacant_post() -> None:
    """R-H12: by an order, and in a post of the Acts by the order of who makes somebody act there."""

    def interim(**other: Any) -> IssueInstrument:
        return issue(capacity=Capacity.INTERIM, holder_none=True, holder_away=False, **other)

    here: dict[str, Any] = {"issuer": BY_DIRECTOR, "issuer_unit_id": None, "letter_id": None}
    assert nothing.when(interim()).events()
    nothing.when(interim(**here)).refused(WrongIssuer)
    nothing.when(interim(**here, basis=Basis.LAW, document="")).refused(NotByLaw)
    assert nothing.when(interim(**here, post_role=Role.SCHOOL_DIRECTOR)).events()
    assert nothing.when(interim(**here, post_role=Role.GROUP_DIRECTOR)).events()


def test_an_order_ended_before_it_began_stands_in_nobodys_way() -> None:
    """R-H09: it holds no day."""
    ahead = issued(issue(from_on=TODAY + 5 * DAY, until_on=None))
    cancelled = ahead.given(
        *ahead.when(end(TODAY + 3 * DAY, letter_id=LETTER, letter_sender_id=OBEC)).events()
    )
    assert cancelled.when(issue(from_on=TODAY + DAY, until_on=None)).events()


def test_nobody_enters_an_order_by_which_he_himself_stands_in() -> None:
    """R-H16: through whichever of his posts; what the law itself gives him, he may."""
    himself = Actor(WILAI, UUID(int=90), "central_registrar", UUID(int=3))
    nothing.when(issue(by=himself)).refused(OwnInstrument, person_id=WILAI)
    nothing.when(delegate(by=himself)).refused(OwnInstrument)
    nothing.when(substitute(by=himself)).refused(OwnInstrument)
    by_law = {"basis": Basis.LAW, "document": "", "issuer": BY_DIRECTOR, "issuer_unit_id": None}
    assert nothing.when(issue(by=himself, **by_law, deputies=(DEPUTY,))).events()


def test_a_substitute_issues_and_ends_nothing_for_the_post_he_stands_in() -> None:
    """R-H13: he signs nothing for it; an order of another he may enter, and end by its document."""
    for capacity in (Capacity.DUTY_SUBSTITUTE, Capacity.MUTUAL_SUBSTITUTE):
        by = Actor(PIM, POST, "area_director", UUID(int=3), capacity, ANALYST, UUID(int=91))
        nothing.when(delegate(by=by)).refused(SubstituteIssuesNot)
        other = IssuerFacts(post_id=DEPUTY_2, role=Role.DEPUTY_AREA_DIRECTOR)
        assert nothing.when(substitute(by=by, found=(FIRST,), issuer=other)).events()
        delegated.when(end(by=by)).refused(IssuerEnds)
        assert delegated.when(end(by=by, document="คำสั่งที่ 90/2569")).events()
    acting_in_it = Actor(PIM, POST, "area_director", UUID(int=3), Capacity.ACTING, ANALYST)
    assert nothing.when(delegate(by=acting_in_it)).events()
    assert delegated.when(end(by=acting_in_it)).events()


def test_a_delegation_names_a_post_its_powers_and_its_ceiling() -> None:
    """R-H01: whoever holds the receiver's post receives it."""
    (event,) = nothing.when(delegate()).events()
    assert event.receivers == (Receiver(DEPUTY, None),)
    assert event.powers == ("DecideApproval",)
    assert event.ceiling_satang == 5_000_000


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"powers": (), "held_powers": ()}, PowersRequired),  # R-H01
        ({"held_powers": ()}, PowerNotHeld),
        ({"issuer": IssuerFacts(post_id=DEPUTY_2, role=Role.AREA_DIRECTOR)}, GiverOnly),
        ({"passed_on": held(may_pass_on=False)}, SubDelegation),  # R-H03
        ({"passed_on": held(powers=("SignLetter",))}, PowerNotHeld),  # R-H01
        ({"passed_on": held(subjects=("4.4",))}, MoreThanHeld),
        ({"passed_on": held(subjects=("4.4",)), "subjects": ("4.4", "5.1")}, MoreThanHeld),
        ({"passed_on": held(ceiling_satang=4_999_999)}, MoreThanHeld),
        ({"passed_on": held(ceiling_satang=5_000_000), "ceiling_satang": None}, MoreThanHeld),
        ({"passed_on": held(until_on=UNTIL - DAY)}, MoreThanHeld),
        ({"passed_on": held(until_on=UNTIL), "until_on": None}, MoreThanHeld),
        ({"may_pass_on": True}, SubDelegation),  # R-H04: only where the office allows it
        ({"basis": Basis.LAW}, NotByLaw),
        ({"document": ""}, DocumentRequired),
        ({"found": (FIRST, SECOND)}, OneReceiver),
    ],
)
def test_a_delegation_is_refused(wrong: dict[str, Any], refusal: Any) -> None:
    nothing.when(delegate(**wrong)).refused(refusal)


def test_passing_on_is_allowed_where_the_office_says_so() -> None:
    """R-H04."""
    assert nothing.when(delegate(may_pass_on=True, sub_delegation_allowed=True)).events()
    all_of_it = held(subjects=("4.4",), ceiling_satang=5_000_000, until_on=UNTIL)
    assert nothing.when(delegate(passed_on=all_of_it, subjects=("4.4",))).events()
    assert nothing.when(delegate(passed_on=held())).events()
    again = delegate(passed_on=held(), may_pass_on=True, sub_delegation_allowed=True)
    nothing.when(again).refused(SubDelegation)


def test_only_a_delegation_is_accepted_once_by_its_receiver() -> None:
    """R-H03."""

    def accept(post_id: UUID) -> AcceptInstrument:
        by = Actor(WILAI, post_id, "deputy_area_director", UUID(int=3))
        return AcceptInstrument(by=by, on=TODAY, instrument_id=ID)

    after = delegated.when(accept(DEPUTY)).then(InstrumentAccepted(ID, WILAI, TODAY))
    assert not delegated.state.on(TODAY)
    assert after.state.on(TODAY)
    after.when(accept(DEPUTY)).refused(NoAcceptance)
    delegated.when(accept(DEPUTY_2)).refused(NoAcceptance)
    acting.when(accept(DEPUTY)).refused(NoAcceptance)
    nothing.when(accept(DEPUTY)).refused(NotFound)


def test_nobody_accepts_for_the_receiver_or_too_late() -> None:
    """R-H03, R-H13: neither a substitute nor a delegate in his post; who acts in it does (R-H08)."""

    def accept(capacity: Capacity, on: date = TODAY) -> AcceptInstrument:
        by = Actor(PIM, DEPUTY, "deputy_area_director", UUID(int=3), capacity, ANALYST)
        return AcceptInstrument(by=by, on=on, instrument_id=ID)

    for capacity in (Capacity.ON_BEHALF, Capacity.DUTY_SUBSTITUTE, Capacity.MUTUAL_SUBSTITUTE):
        delegated.when(accept(capacity)).refused(NoAcceptance)
    assert delegated.when(accept(Capacity.ACTING, UNTIL - DAY)).events()
    delegated.when(accept(Capacity.ACTING, UNTIL)).refused(NotOpen)


def test_substitutes_are_ranked_by_an_order_of_the_office() -> None:
    """R-H13: in their order; named are duties, never signatures or money."""
    (event,) = nothing.when(substitute()).events()
    assert [one.person_id for one in event.receivers] == [WILAI, PRAPAN, PIM]
    nothing.when(substitute(powers=())).refused(PowersRequired)
    nothing.when(substitute(ceiling_satang=100)).refused(PowersNotNamed)
    nothing.when(substitute(basis=Basis.LAW)).refused(NotByLaw)
    nothing.when(substitute(found=(FIRST, FIRST))).refused(ReceiverNotAllowed)


def test_a_mutual_group_has_no_ranks_and_may_take_all_tasks() -> None:
    """R-H14."""
    pair = substitute(
        capacity=Capacity.MUTUAL_SUBSTITUTE, post_role=Role.POLICY_AND_PLAN_ANALYST, powers=()
    )
    assert nothing.when(pair).events()


def end(until_on: date = TODAY + DAY, **other: Any) -> EndInstrument:
    asked = {"instrument_id": ID, "until_on": until_on, "reason": "กลับมาแล้ว"}
    return EndInstrument(**{**ASKED, **asked, **other})


def test_only_the_issuer_ends_it_or_a_letter_of_his() -> None:
    """R-H06."""
    acting.when(end()).refused(IssuerEnds)
    acting.when(end(letter_id=LETTER, letter_sender_id=UUID(int=9))).refused(LetterNotFromIssuer)
    after = acting.when(end(letter_id=LETTER, letter_sender_id=OBEC)).then(
        InstrumentEnded(ID, TODAY + DAY, "กลับมาแล้ว", 1, "", LETTER, Capacity.ACTING)
    )
    assert after.state.on(TODAY)
    assert not after.state.on(TODAY + DAY)


def test_what_a_post_of_ours_issued_it_ends_and_others_name_its_document() -> None:
    delegated.when(end()).refused(IssuerEnds)
    assert delegated.when(end(document="คำสั่งที่ 90/2569")).events()
    director = Actor(PIM, POST, "area_director", UUID(int=3))
    assert delegated.when(end(by=director)).events()


def test_an_end_is_never_in_the_past_and_comes_before_the_end_there_is() -> None:
    """R-H15: a decision made the day before stays valid."""
    delegated.when(end(TODAY - DAY, document="ก")).refused(NotBackdated)
    delegated.when(end(UNTIL, document="ก")).refused(NotOpen)
    nothing.when(end()).refused(NotFound)
