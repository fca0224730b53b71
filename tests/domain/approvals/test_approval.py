"""Approval inside the office: opinions, one decision, one exact version."""

from datetime import date
from uuid import UUID

import pytest

from domain.approvals.approval import (
    ApprovalDecided,
    ApprovalRequested,
    ApprovalSentBack,
    ApprovalVoided,
    ApprovalWithdrawn,
    DecideApproval,
    DecisionIsNotOpinion,
    DecisionOutcome,
    DecisionReasonRequired,
    GiveOpinion,
    NotAgreedToPropose,
    NotTheRequester,
    NotYourTurn,
    ObjectionRecorded,
    OneVoicePerPerson,
    OpinionGiven,
    OpinionReasonRequired,
    OwnWork,
    RecordObjection,
    RequestApproval,
    RoundUnderway,
    SendBack,
    VersionUnchanged,
    VoidApproval,
    WithdrawApproval,
    approval,
    require_agreed_to_propose,
)
from domain.approvals.route import Rank, RouteOutOfOrder
from domain.approvals.version import VersionMovedOn
from domain.message import Actor, Event
from domain.refusal import NotOpen, NotPermitted
from tests.domain.scenario import Scenario

TODAY = date(2026, 11, 23)
CASE = UUID(int=1)
UNIT = UUID(int=2)
SUBJECT = "budget_transfer/00000000-0000-0000-0000-000000000003"
SEEN = "a" * 64
OTHER = "b" * 64


def person(number: int, role: str) -> Actor:
    return Actor(
        person_id=UUID(int=100 + number),
        post_id=UUID(int=200 + number),
        role=role,
        unit_id=UNIT,
    )


ANALYST = person(1, "policy_and_plan_analyst")
DRAFTER = person(2, "policy_and_plan_analyst")
SECTION = person(3, "section_head")
GROUP = person(4, "group_director")
DEPUTY = person(5, "deputy_area_director")
AREA = person(6, "area_director")
CLERK = person(7, "records_clerk")
SYSTEM = person(8, "system")

RANKS = tuple(Rank(actor.role, actor.post_id) for actor in (SECTION, GROUP, DEPUTY, AREA))


def same_person(who: Actor, post: Actor) -> Actor:
    """``who`` acting in the post of ``post``."""
    return Actor(who.person_id, post.post_id, post.role, post.unit_id, capacity="acting")


def ask(ranks: tuple[Rank, ...] = RANKS, seen: str = SEEN) -> RequestApproval:
    return RequestApproval(
        by=ANALYST,
        on=TODAY,
        subject=SUBJECT,
        subject_version=3,
        digest=seen,
        current_digest=SEEN,
        case_id=CASE,
        ranks=ranks,
        drafted_by=(DRAFTER.person_id,),
    )


def requested(ranks: tuple[Rank, ...] = RANKS) -> ApprovalRequested:
    return ApprovalRequested(
        subject=SUBJECT,
        subject_version=3,
        digest=SEEN,
        case_id=CASE,
        ranks=ranks,
        requested_by=ANALYST.person_id,
        requested_on=TODAY,
        drafted_by=(DRAFTER.person_id,),
    )


def opine(by: Actor, favourable: bool = True, opinion: str = "", digest: str = SEEN) -> GiveOpinion:
    return GiveOpinion(by=by, on=TODAY, favourable=favourable, opinion=opinion, digest=digest)


def opined(
    by: Actor, favourable: bool = True, opinion: str = "", ranks: tuple[Rank, ...] = RANKS
) -> OpinionGiven:
    above = [rank.post_id for rank in ranks].index(by.post_id) + 1
    return OpinionGiven(
        role=by.role,
        post_id=by.post_id,
        given_by=by.person_id,
        favourable=favourable,
        opinion=opinion,
        digest=SEEN,
        forwarded_to=ranks[above],
    )


def settle(
    outcome: DecisionOutcome, reason: str = "", by: Actor = AREA, digest: str = SEEN
) -> DecideApproval:
    return DecideApproval(by=by, on=TODAY, outcome=outcome, reason=reason, digest=digest)


def decided(outcome: DecisionOutcome, reason: str = "") -> ApprovalDecided:
    return ApprovalDecided(
        outcome=outcome,
        reason=reason,
        decided_by=AREA.person_id,
        post_id=AREA.post_id,
        decided_on=TODAY,
        digest=SEEN,
        subject=SUBJECT,
    )


AGREED = DecisionOutcome.AGREED_TO_PROPOSE
new = Scenario(approval)
asked = new.given(requested())
at_group = asked.given(opined(SECTION))
at_deputy = at_group.given(opined(GROUP))
at_director = at_deputy.given(opined(DEPUTY))
agreed = at_director.given(decided(AGREED))


def test_an_approval_is_asked_for_one_exact_version() -> None:
    new.when(ask()).then(requested())


def test_what_changed_since_it_was_seen_is_not_put_up() -> None:
    """R-W07."""
    new.when(ask(seen=OTHER)).refused(VersionMovedOn, seen=OTHER, current=SEEN)


def test_the_route_ends_with_the_area_director() -> None:
    new.when(ask(RANKS[:3])).refused(RouteOutOfOrder)


def test_a_missing_rank_is_passed_over() -> None:
    without_section = new.given(requested(RANKS[1:]))
    without_section.when(opine(GROUP)).then(opined(GROUP))


def test_an_approval_is_asked_for_once() -> None:
    asked.when(ask()).refused(NotOpen)


def test_nothing_is_put_up_while_another_round_on_it_is_open() -> None:
    """R-W06: one file, one way up."""
    again = ask().model_copy(update={"underway": UUID(int=9)})
    new.when(again).refused(RoundUnderway)


def test_a_favourable_opinion_goes_up_to_the_next_rank() -> None:
    asked.when(opine(SECTION)).then(opined(SECTION)).when(opine(GROUP)).then(opined(GROUP))


def test_an_unfavourable_opinion_goes_up_with_the_file() -> None:
    """R-W06: an opinion is no decision."""
    no = opined(SECTION, favourable=False, opinion="ยอดไม่ตรง")
    asked.when(opine(SECTION, favourable=False, opinion="ยอดไม่ตรง")).then(no).when(
        opine(GROUP)
    ).then(opined(GROUP))


@pytest.mark.parametrize("silence", ["", "   "])
def test_an_unfavourable_opinion_gives_its_reason(silence: str) -> None:
    asked.when(opine(SECTION, favourable=False, opinion=silence)).refused(OpinionReasonRequired)


def test_a_rank_speaks_only_when_the_file_has_reached_it() -> None:
    asked.when(opine(GROUP)).refused(NotYourTurn, post_id=SECTION.post_id)


def test_a_rank_that_has_spoken_speaks_no_more() -> None:
    at_group.when(opine(SECTION)).refused(NotYourTurn, post_id=GROUP.post_id)


def test_opinions_of_all_ranks_are_no_decision() -> None:
    """R-W06."""
    with pytest.raises(NotAgreedToPropose):
        require_agreed_to_propose(at_director.state, SEEN)


def test_an_opinion_on_another_version_is_refused() -> None:
    """R-W07."""
    asked.when(opine(SECTION, digest=OTHER)).refused(VersionMovedOn, seen=OTHER, current=SEEN)


@pytest.mark.parametrize("author", [ANALYST, DRAFTER])
def test_nobody_gives_an_opinion_on_his_own_draft_or_request(author: Actor) -> None:
    """R-H16: the natural person counts, whatever post he acts in."""
    asked.when(opine(same_person(author, SECTION))).refused(OwnWork, person_id=author.person_id)


@pytest.mark.parametrize("author", [ANALYST, DRAFTER])
def test_nobody_decides_on_his_own_draft_or_request(author: Actor) -> None:
    """R-H16."""
    at_director.when(settle(AGREED, by=same_person(author, AREA))).refused(OwnWork)


def test_nobody_sends_back_his_own_draft_as_a_superior() -> None:
    """R-H16."""
    own = SendBack(by=same_person(DRAFTER, SECTION), on=TODAY, reason="แก้ยอด", digest=SEEN)
    asked.when(own).refused(OwnWork)


def test_one_person_does_not_fill_two_consecutive_ranks() -> None:
    """R-H16."""
    at_group.when(opine(same_person(SECTION, GROUP))).refused(OneVoicePerPerson)


def test_one_person_may_fill_two_ranks_with_another_between() -> None:
    twice = same_person(SECTION, DEPUTY)
    at_deputy.when(opine(twice)).then(opined(twice))


def test_the_deputy_who_gave_an_opinion_does_not_then_decide_as_acting_director() -> None:
    """R-H16, R-H06: the deputy acts in the director's place."""
    at_director.when(settle(AGREED, by=same_person(DEPUTY, AREA))).refused(OneVoicePerPerson)


def test_who_acts_in_the_directors_post_decides_as_the_director() -> None:
    """R-H08."""
    stand_in = same_person(CLERK, AREA)
    events = at_director.when(settle(AGREED, by=stand_in)).events()
    assert isinstance(events[0], ApprovalDecided)
    assert events[0].decided_by == CLERK.person_id


@pytest.mark.parametrize("rank", [SECTION, GROUP, DEPUTY, CLERK])
def test_only_the_area_director_decides(rank: Actor) -> None:
    at_director.when(settle(AGREED, by=rank)).refused(NotPermitted, role=rank.role)


def test_the_area_director_decides_once_the_opinions_are_in() -> None:
    at_deputy.when(settle(AGREED)).refused(NotYourTurn, post_id=DEPUTY.post_id)
    at_director.when(settle(AGREED)).then(decided(AGREED))


@pytest.mark.parametrize("outcome", [DecisionOutcome.RETURNED, DecisionOutcome.NOT_AGREED])
def test_a_decision_that_is_not_agreement_gives_its_reason(outcome: DecisionOutcome) -> None:
    """R-W05."""
    at_director.when(settle(outcome)).refused(DecisionReasonRequired, outcome=outcome)
    at_director.when(settle(outcome, " ")).refused(DecisionReasonRequired)
    at_director.when(settle(outcome, "แนวทางไม่ชัด")).then(decided(outcome, "แนวทางไม่ชัด"))


def test_a_decision_on_another_version_is_refused() -> None:
    """R-W07."""
    at_director.when(settle(AGREED, digest=OTHER)).refused(VersionMovedOn)


def test_the_area_director_decides_and_gives_no_opinion() -> None:
    """R-W06."""
    at_director.when(opine(AREA)).refused(DecisionIsNotOpinion)


def test_the_area_director_returns_by_a_decision() -> None:
    back = SendBack(by=AREA, on=TODAY, reason="แก้ยอด", digest=SEEN)
    at_director.when(back).refused(DecisionIsNotOpinion)


def test_a_file_sent_back_ends_the_round() -> None:
    back = SendBack(by=GROUP, on=TODAY, reason="แก้ยอด", digest=SEEN)
    event = ApprovalSentBack(
        role=GROUP.role,
        post_id=GROUP.post_id,
        sent_back_by=GROUP.person_id,
        reason="แก้ยอด",
        digest=SEEN,
    )
    at_group.when(back).then(event).when(opine(GROUP)).refused(NotOpen)


def test_a_file_is_sent_back_by_the_rank_that_has_it_on_the_version_seen() -> None:
    """R-W07."""
    early = SendBack(by=GROUP, on=TODAY, reason="แก้ยอด", digest=SEEN)
    asked.when(early).refused(NotYourTurn)
    late = SendBack(by=SECTION, on=TODAY, reason="แก้ยอด", digest=OTHER)
    asked.when(late).refused(VersionMovedOn)


def withdraw(by: Actor = ANALYST) -> WithdrawApproval:
    return WithdrawApproval(by=by, on=TODAY, reason="โรงเรียนขอถอน")


@pytest.mark.parametrize("scenario", [asked, at_director])
def test_the_officer_withdraws_until_it_is_decided(scenario: Scenario) -> None:
    withdrawn = ApprovalWithdrawn("โรงเรียนขอถอน", ANALYST.person_id)
    scenario.when(withdraw()).then(withdrawn).when(settle(AGREED)).refused(NotOpen)


def test_nothing_is_withdrawn_after_the_decision() -> None:
    agreed.when(withdraw()).refused(NotOpen)


def test_only_the_officer_who_asked_withdraws() -> None:
    asked.when(withdraw(DRAFTER)).refused(NotTheRequester, requested_by=ANALYST.person_id)


object_ = RecordObjection(by=CLERK, on=TODAY, text="ยังมีหนี้ผูกพัน")
objected = ObjectionRecorded("ยังมีหนี้ผูกพัน", CLERK.person_id, TODAY, SEEN)
voided = ApprovalVoided("แก้รายการ", SEEN, OTHER)
ENDINGS: list[Event] = [
    decided(AGREED),
    decided(DecisionOutcome.NOT_AGREED, "ไม่จำเป็น"),
    ApprovalWithdrawn("โรงเรียนขอถอน", ANALYST.person_id),
    voided,
]


def test_any_officer_may_object_while_it_is_open() -> None:
    """R-B21."""
    asked.when(object_).then(objected)


@pytest.mark.parametrize("ending", ENDINGS)
def test_any_officer_may_object_after_the_end(ending: Event) -> None:
    """R-B21."""
    at_director.given(ending).when(object_).then(objected)


def test_an_objection_does_not_move_the_file_nor_stop_it() -> None:
    """R-W06."""
    assert at_group.given(objected).state == at_group.state


def test_no_event_takes_an_objection_away() -> None:
    """R-B21: of all that can happen to an approval, one event is about objections."""
    assert [e.NAME for e in approval.events if "objection" in e.NAME] == [ObjectionRecorded.NAME]


def test_there_is_nothing_to_object_to_before_it_is_asked() -> None:
    new.when(object_).refused(NotOpen)


def void(new_digest: str = OTHER) -> VoidApproval:
    return VoidApproval(by=SYSTEM, on=TODAY, reason="แก้รายการ", new_digest=new_digest)


@pytest.mark.parametrize("scenario", [asked, at_director, agreed])
def test_a_change_of_content_voids_the_approval(scenario: Scenario) -> None:
    """R-W07."""
    scenario.when(void()).then(voided).when(settle(AGREED)).refused(NotOpen)


def test_without_a_change_nothing_is_voided() -> None:
    agreed.when(void(SEEN)).refused(VersionUnchanged)


def test_a_negative_decision_is_not_voided() -> None:
    no = at_director.given(decided(DecisionOutcome.NOT_AGREED, "ไม่จำเป็น"))
    no.when(void()).refused(NotOpen)


def test_only_the_version_agreed_to_is_proposed_to_the_board() -> None:
    """R-W07."""
    require_agreed_to_propose(agreed.state, SEEN)
    with pytest.raises(VersionMovedOn):
        require_agreed_to_propose(agreed.state, OTHER)


@pytest.mark.parametrize(
    "ending",
    [
        decided(DecisionOutcome.RETURNED, "แก้ยอด"),
        decided(DecisionOutcome.NOT_AGREED, "ไม่จำเป็น"),
        voided,
    ],
)
def test_what_was_not_agreed_to_is_not_proposed(ending: Event) -> None:
    with pytest.raises(NotAgreedToPropose):
        require_agreed_to_propose(at_director.given(ending).state, SEEN)
