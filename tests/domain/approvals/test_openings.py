"""What may be done in a round now, for whom, and why not otherwise: the same answers as ``decide``."""

from __future__ import annotations

from domain.approvals.approval import NotYourTurn, OwnWork
from domain.approvals.approval.openings import acts_open, request_open
from domain.refusal import NotOpen
from tests.domain.approvals.test_approval import (
    ANALYST,
    AREA,
    CLERK,
    DEPUTY,
    GROUP,
    SECTION,
    agreed,
    asked,
    at_director,
    at_group,
    new,
    same_person,
)


def test_the_rank_that_has_the_file_may_speak_and_the_others_wait() -> None:
    """R-W06."""
    here = acts_open(asked.state, SECTION)
    assert (here["GiveOpinion"], here["SendBack"]) == (None, None)
    assert isinstance(here["DecideApproval"], NotYourTurn)
    assert isinstance(acts_open(asked.state, GROUP)["GiveOpinion"], NotYourTurn)
    assert acts_open(at_group.state, GROUP)["GiveOpinion"] is None


def test_the_director_decides_and_gives_no_opinion() -> None:
    """R-W06."""
    here = acts_open(at_director.state, AREA)
    assert here["DecideApproval"] is None
    assert "GiveOpinion" not in here
    assert isinstance(acts_open(at_director.state, DEPUTY)["DecideApproval"], NotYourTurn)


def test_nobody_is_offered_a_say_on_his_own_work() -> None:
    """R-H16: on the natural person, whatever post he acts in."""
    here = acts_open(asked.state, same_person(ANALYST, SECTION))
    assert isinstance(here["GiveOpinion"], OwnWork)


def test_only_the_requester_is_offered_to_withdraw() -> None:
    assert acts_open(asked.state, ANALYST)["WithdrawApproval"] is None
    assert "WithdrawApproval" not in acts_open(asked.state, CLERK)


def test_an_objection_is_always_open_once_it_was_asked() -> None:
    """R-B21."""
    for scenario in (asked, at_director, agreed):
        assert acts_open(scenario.state, CLERK)["RecordObjection"] is None
    assert acts_open(new.state, CLERK) == {}


def test_a_transfer_is_put_up_once_it_is_submitted() -> None:
    assert isinstance(request_open(underway=False, submitted=False), NotOpen)
    assert request_open(underway=False, submitted=True) is None
    assert request_open(underway=True, submitted=True) is not None
