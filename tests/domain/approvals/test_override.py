"""R-H16: nobody speaks on his own work; where nobody else is left it passes, or is overridden openly."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.approvals.approval import (
    ApprovalDecided,
    ApprovalPassedOver,
    DecideApproval,
    DecisionIsNotOpinion,
    NotTheRequester,
    OneVoicePerPerson,
    OwnWork,
    PassOverRank,
    RankCanSpeak,
)
from domain.approvals.approval.openings import acts_open
from domain.message import Actor
from tests.domain.approvals.test_approval import (
    AGREED,
    ANALYST,
    AREA,
    CLERK,
    DEPUTY,
    DRAFTER,
    GROUP,
    RANKS,
    SECTION,
    SEEN,
    TODAY,
    asked,
    at_director,
    at_group,
    same_person,
)


def settle(by: Actor, why: str = "", able: tuple[Actor, ...] = ()) -> DecideApproval:
    return DecideApproval(
        by=by,
        on=TODAY,
        outcome=AGREED,
        digest=SEEN,
        override_reason=why,
        able=tuple(one.person_id for one in able),
    )


@pytest.mark.parametrize("own", [DRAFTER, DEPUTY])
def test_the_last_rank_overrides_with_a_reason_where_nobody_else_could(own: Actor) -> None:
    """The drafter, or the deputy who spoke below, is now in the director's post; it shows for ever."""
    acting = same_person(own, AREA)
    (event,) = at_director.when(settle(acting, "ไม่มีผู้อื่น", (acting,))).events()
    assert isinstance(event, ApprovalDecided)
    assert event.override_reason == "ไม่มีผู้อื่น"


@pytest.mark.parametrize(("own", "refusal"), [(DRAFTER, OwnWork), (DEPUTY, OneVoicePerPerson)])
def test_no_override_without_a_reason_or_where_somebody_else_could(
    own: Actor, refusal: Any
) -> None:
    acting = same_person(own, AREA)
    at_director.when(settle(acting, "", (acting,))).refused(refusal)
    at_director.when(settle(acting, "รีบ", (acting, AREA))).refused(refusal)


def test_a_reason_given_where_none_is_needed_is_not_an_override() -> None:
    (event,) = at_director.when(settle(AREA, "เผื่อไว้")).events()
    assert event.override_reason == ""


def pass_over(by: Actor, *able: UUID) -> PassOverRank:
    return PassOverRank(by=by, on=TODAY, reason="ผู้แทนเป็นผู้ร่าง", able=able)


def passed(by: Actor) -> ApprovalPassedOver:
    return ApprovalPassedOver(
        role=SECTION.role,
        post_id=SECTION.post_id,
        passed_by=by.person_id,
        reason="ผู้แทนเป็นผู้ร่าง",
        digest=SEEN,
        forwarded_to=RANKS[1],
    )


@pytest.mark.parametrize("by", [ANALYST, GROUP])
def test_a_rank_where_only_an_author_could_speak_is_passed_over(by: Actor) -> None:
    """By who asked for it or by the next rank; the next one has the file."""
    after = asked.when(pass_over(by, DRAFTER.person_id)).then(passed(by))
    assert after.state.rank == RANKS[1]


def test_a_rank_where_somebody_can_speak_is_not() -> None:
    command = pass_over(ANALYST, DRAFTER.person_id, SECTION.person_id)
    asked.when(command).refused(RankCanSpeak, person_id=SECTION.person_id)


def test_nor_by_anybody_else_nor_the_last_one() -> None:
    asked.when(pass_over(CLERK)).refused(NotTheRequester)
    at_director.when(pass_over(ANALYST)).refused(DecisionIsNotOpinion)


def test_who_spoke_below_cannot_hold_the_next_rank_up() -> None:
    """He is the only one there, and spoke already: it goes on."""
    command = pass_over(ANALYST, SECTION.person_id)
    (event,) = at_group.when(command).events()
    assert event.forwarded_to == RANKS[2]


def test_passing_over_is_offered_only_where_it_may_be_done() -> None:
    nobody, somebody = (DRAFTER.person_id,), (SECTION.person_id,)
    assert "PassOverRank" in acts_open(asked.state, ANALYST, nobody)
    assert "PassOverRank" in acts_open(asked.state, GROUP, nobody)
    assert "PassOverRank" not in acts_open(asked.state, ANALYST, somebody)
    assert "PassOverRank" not in acts_open(asked.state, CLERK, nobody)
    assert "PassOverRank" not in acts_open(asked.state, ANALYST)


def test_the_decision_is_offered_to_the_post_also_on_own_work() -> None:
    own = same_person(DRAFTER, AREA)
    assert acts_open(at_director.state, own)["DecideApproval"] is None
