"""In which capacity a person acts on a day, and whether that carries a command (R-H08 to R-H17)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.organization.absence import Absences, Away
from domain.organization.authority import (
    AboveInstrument,
    InstrumentDoesNotGive,
    PostNotYours,
    RowDoesNotCover,
    Standing,
    StoodInFor,
    SubstituteSignsNot,
    all_standings,
    fills,
    permit,
    stand,
)
from domain.organization.capacity import Capacity
from domain.organization.instrument import Basis, Instrument, Instruments, Receiver
from domain.organization.post import Established, Holding, Post, PostKind, Unestablished
from domain.organization.power import Grant, Matter, Powers
from domain.organization.role import Role
from domain.refusal import NotPermitted

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
UNIT = UUID(int=1)
DIRECTOR, DEPUTY, DEPUTY_2, GROUP, ANALYST, ANALYST_2 = (UUID(int=n) for n in range(10, 16))
SOMPHOP, WILAI, PRAPAN, ARUN, PIM, KIT = (UUID(int=n) for n in range(20, 26))
ROLES = {
    DIRECTOR: (Role.AREA_DIRECTOR, SOMPHOP),
    DEPUTY: (Role.DEPUTY_AREA_DIRECTOR, WILAI),
    DEPUTY_2: (Role.DEPUTY_AREA_DIRECTOR, PRAPAN),
    GROUP: (Role.GROUP_DIRECTOR, ARUN),
    ANALYST: (Role.POLICY_AND_PLAN_ANALYST, PIM),
    ANALYST_2: (Role.POLICY_AND_PLAN_ANALYST, KIT),
}
ID = UUID(int=99)


class Facts:
    """Dated facts, made here."""

    def __init__(self, *entered: tuple[UUID, Instrument], away: tuple[UUID, ...] = ()) -> None:
        self.entered = entered
        self.away = away
        self.vacant: set[UUID] = set()

    def post(self, post_id: UUID) -> Post:
        if post_id not in ROLES:
            return Unestablished()
        role, person = ROLES[post_id]
        held = () if post_id in self.vacant else (Holding(person, date(2026, 1, 1), None),)
        return Established(role, UNIT, PostKind.POST, held)

    def instruments(self, post_id: UUID) -> Instruments:
        return Instruments(tuple(one for post, one in self.entered if post == post_id))

    def absences(self, person_id: UUID) -> Absences:
        if person_id not in self.away:
            return Absences()
        return Absences((Away(ID, TODAY, TODAY + 5 * DAY),))


def instrument(capacity: Capacity, *receivers: UUID, **other: Any) -> Instrument:
    named = capacity is not Capacity.ON_BEHALF
    fields: dict[str, Any] = {
        "instrument_id": UUID(int=500 + list(Capacity).index(capacity)),
        "capacity": capacity,
        "basis": Basis.ORDER,
        "legal_basis": "มาตรา 53",
        "document": "คำสั่งที่ 1/2569",
        "receivers": tuple(Receiver(p, ROLES[p][1] if named else None) for p in receivers),
        "from_on": TODAY,
        "until_on": TODAY + 5 * DAY,
        "powers": (),
        "ceiling_satang": None,
        "subjects": (),
        "issuer_post_id": DIRECTOR,
        "issuer_unit_id": None,
        "may_pass_on": False,
        "accepted_on": TODAY,
    }
    return Instrument(**{**fields, **other})


ACTS_FOR = (DIRECTOR, instrument(Capacity.ACTING, DEPUTY_2))
DELEGATED = (
    DIRECTOR,
    instrument(
        Capacity.ON_BEHALF,
        DEPUTY,
        powers=("DecideApproval",),
        ceiling_satang=100,
        subjects=("4.4",),
    ),
)
RANKED = (GROUP, instrument(Capacity.DUTY_SUBSTITUTE, ANALYST, ANALYST_2, powers=("GiveOpinion",)))


def capacity(facts: Facts, post: UUID, person: UUID, on: date = TODAY) -> str:
    try:
        return str(stand(facts, post, person, on).capacity)
    except NotPermitted as refusal:
        return refusal.code


def test_the_holder_acts_in_his_own_post_and_nobody_else() -> None:
    """R-H15."""
    assert capacity(Facts(), GROUP, ARUN) == "holder"
    assert capacity(Facts(), GROUP, PIM) == "post-not-yours"
    assert capacity(Facts(), UUID(int=7), PIM) == "post-not-yours"


def test_who_acts_has_the_post_and_its_holder_has_not() -> None:
    """R-H08, R-H11: from the first day until, and not on, the end."""
    facts = Facts(ACTS_FOR, away=(SOMPHOP,))
    assert capacity(facts, DIRECTOR, PRAPAN) == "acting"
    assert capacity(facts, DIRECTOR, SOMPHOP) == StoodInFor.code
    assert capacity(facts, DIRECTOR, WILAI) == "post-not-yours"
    for on in (TODAY - DAY, TODAY + 5 * DAY):
        assert capacity(facts, DIRECTOR, PRAPAN, on) == "post-not-yours"
        assert capacity(facts, DIRECTOR, SOMPHOP, on) == "holder"


def test_who_acts_fills_the_seats_and_ranks_of_the_post() -> None:
    """R-G15, R-H08."""
    filled = fills(Facts(ACTS_FOR, away=(SOMPHOP,)), DIRECTOR, TODAY)
    assert filled is not None
    assert (filled.person_id, filled.capacity, filled.own_post_id) == (PRAPAN, "acting", DEPUTY_2)
    plain = fills(Facts(DELEGATED), DIRECTOR, TODAY)
    assert plain is not None
    assert plain.person_id == SOMPHOP


def test_by_law_the_deputy_acts_only_while_the_holder_is_away_and_no_order_is_there() -> None:
    """R-H06, R-H09."""
    by_law = (DIRECTOR, instrument(Capacity.ACTING, DEPUTY, basis=Basis.LAW, until_on=None))
    assert capacity(Facts(by_law), DIRECTOR, WILAI) == "post-not-yours"
    assert capacity(Facts(by_law, away=(SOMPHOP,)), DIRECTOR, WILAI) == "acting"
    ordered = Facts(by_law, ACTS_FOR, away=(SOMPHOP,))
    assert capacity(ordered, DIRECTOR, WILAI) == "post-not-yours"
    assert capacity(ordered, DIRECTOR, PRAPAN) == "acting"


def test_a_named_person_who_left_his_post_stands_in_no_more() -> None:
    facts = Facts(ACTS_FOR, away=(SOMPHOP,))
    facts.vacant.add(DEPUTY_2)
    assert capacity(facts, DIRECTOR, PRAPAN) == "post-not-yours"


def test_a_delegate_acts_beside_the_holder_once_he_accepted() -> None:
    """R-H03, R-H11."""
    assert capacity(Facts(DELEGATED), DIRECTOR, WILAI) == "on_behalf"
    assert capacity(Facts(DELEGATED), DIRECTOR, SOMPHOP) == "holder"
    open_offer = (DIRECTOR, instrument(Capacity.ON_BEHALF, DEPUTY, accepted_on=None))
    assert capacity(Facts(open_offer), DIRECTOR, WILAI) == "post-not-yours"


def test_the_first_rank_that_is_there_substitutes_and_only_he() -> None:
    """R-H13, processes §7.2."""
    assert capacity(Facts(RANKED), GROUP, PIM) == "post-not-yours"  # the holder is there
    assert capacity(Facts(RANKED, away=(ARUN,)), GROUP, PIM) == "duty_substitute"
    assert capacity(Facts(RANKED, away=(ARUN,)), GROUP, KIT) == "post-not-yours"
    assert capacity(Facts(RANKED, away=(ARUN, PIM)), GROUP, KIT) == "duty_substitute"
    assert capacity(Facts(RANKED, away=(ARUN, PIM, KIT)), GROUP, KIT) == "post-not-yours"


def test_of_a_mutual_group_whoever_is_there_takes_the_tasks() -> None:
    """R-H14."""
    pair = (ANALYST, instrument(Capacity.MUTUAL_SUBSTITUTE, ANALYST_2))
    assert capacity(Facts(pair), ANALYST, KIT) == "post-not-yours"
    assert capacity(Facts(pair, away=(PIM,)), ANALYST, KIT) == "mutual_substitute"
    assert capacity(Facts(pair, away=(PIM, KIT)), ANALYST, KIT) == "post-not-yours"


def test_interim_holding_ends_with_an_appointment() -> None:
    """R-H12."""
    interim = (GROUP, instrument(Capacity.INTERIM, ANALYST))
    facts = Facts(interim)
    assert capacity(facts, GROUP, PIM) == "post-not-yours"
    facts.vacant.add(GROUP)
    assert capacity(facts, GROUP, PIM) == "interim"


def test_one_chooses_among_several_capacities() -> None:
    """R-H15: the fullest first; an instrument named is the one."""
    both = Facts((DIRECTOR, instrument(Capacity.ACTING, DEPUTY)), DELEGATED, away=(SOMPHOP,))
    assert capacity(both, DIRECTOR, WILAI) == "acting"
    chosen = DELEGATED[1].instrument_id
    assert stand(both, DIRECTOR, WILAI, TODAY, chosen).capacity == "on_behalf"
    with pytest.raises(PostNotYours):
        stand(both, DIRECTOR, PRAPAN, TODAY, chosen)
    found = {(one.person_id, str(one.capacity)) for one in all_standings(both, DIRECTOR, TODAY)}
    assert found == {(WILAI, "acting"), (WILAI, "on_behalf")}


def test_who_holds_the_post_for_the_time_being_needs_no_delegation() -> None:
    """R-H12: interim holding is fuller than what was delegated to him before."""
    facts = Facts(DELEGATED, (DIRECTOR, instrument(Capacity.INTERIM, DEPUTY)))
    facts.vacant.add(DIRECTOR)
    assert capacity(facts, DIRECTOR, WILAI) == "interim"


def table(**bounds: Any) -> Powers:
    rows = [
        Grant("DecideApproval", Role.AREA_DIRECTOR, date(2026, 1, 1), **bounds),
        Grant("SignLetter", Role.AREA_DIRECTOR, date(2026, 1, 1)),
        Grant("SignLetter", Role.GROUP_DIRECTOR, date(2026, 1, 1)),
        Grant("GiveOpinion", Role.GROUP_DIRECTOR, date(2026, 1, 1)),
    ]
    return Powers(3, tuple(rows))


def asked(standing: Standing, command: str, powers: Powers | None = None, **about: Any) -> str:
    role = str(ROLES[standing.post_id][0])
    try:
        found = permit(
            powers or table(),
            standing,
            role,
            command,
            TODAY,
            matter=Matter(**about),
            signs=command == "SignLetter",
        )
    except NotPermitted as refusal:
        return refusal.code
    return " ".join(found.rules)


def test_a_delegation_gives_what_it_names_up_to_its_ceiling_on_its_subjects() -> None:
    """R-H01."""
    delegate = stand(Facts(DELEGATED), DIRECTOR, WILAI, TODAY)
    assert asked(delegate, "DecideApproval", process="4.4", amount_satang=100) == "R-H15 R-H01"
    above = asked(delegate, "DecideApproval", process="4.4", amount_satang=101)
    assert above == AboveInstrument.code
    other = asked(delegate, "DecideApproval", process="5.1", amount_satang=1)
    assert other == InstrumentDoesNotGive.code
    assert asked(delegate, "SignLetter", process="4.4") == InstrumentDoesNotGive.code


def test_a_substitute_for_duties_signs_nothing() -> None:
    """R-H13, R-H17: not even where the order named it."""
    named = (GROUP, instrument(Capacity.DUTY_SUBSTITUTE, ANALYST, powers=("SignLetter",)))
    substitute = stand(Facts(named, away=(ARUN,)), GROUP, PIM, TODAY)
    assert asked(substitute, "SignLetter") == SubstituteSignsNot.code
    ranked = stand(Facts(RANKED, away=(ARUN,)), GROUP, PIM, TODAY)
    assert asked(ranked, "GiveOpinion") == "R-H15 R-H13"


def test_the_table_bounds_the_matter_and_silence_does_not_pass() -> None:
    """R-B09: amount, process, scope, fund source and secrecy, as the row says."""
    holder = stand(Facts(), DIRECTOR, SOMPHOP, TODAY)
    bounds = {
        "ceiling_satang": 100,
        "processes": ("4.4",),
        "scopes": ("same",),
        "fund_sources": ("annual",),
        "secrecies": ("none",),
    }
    within: dict[str, Any] = {
        "amount_satang": 100,
        "process": "4.4",
        "scope": "same",
        "fund_sources": ("annual",),
        "secrecy": "none",
    }
    assert asked(holder, "DecideApproval", table(**bounds), **within) == "R-H15"
    for name, other in (
        ("amount_satang", 101),
        ("process", "5.1"),
        ("scope", "across"),
        ("fund_sources", ("other",)),
        ("fund_sources", ("annual", "other")),
        ("fund_sources", ("annual", "")),
        ("secrecy", "secret"),
    ):
        beyond = asked(holder, "DecideApproval", table(**bounds), **{**within, name: other})
        silent = asked(
            holder,
            "DecideApproval",
            table(**bounds),
            **{**within, name: () if name == "fund_sources" else None},
        )
        assert (beyond, silent) == (RowDoesNotCover.code, RowDoesNotCover.code), name
    assert asked(holder, "DecideApproval", table(post_id=DIRECTOR)) == "R-H15"
    assert asked(holder, "DecideApproval", table(post_id=GROUP)) == NotPermitted.code
    assert asked(holder, "GiveOpinion") == NotPermitted.code
