"""Quorum and votes: the worked examples of the rules, and both sides of each boundary."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.board.outcome import ResolutionOutcome
from domain.board.quorum import (
    QuorumFigures,
    QuorumLost,
    QuorumNotReached,
    QuorumRule,
    needed,
    quorum,
    require_quorum,
)
from domain.board.tally import (
    CastingVoteNeeded,
    CastingVoteWithoutTie,
    NoCastingVote,
    NotAVoter,
    OutcomeAgainstVotes,
    Tally,
    Vote,
    VotedTwice,
    VotesMissing,
    require_said,
    require_votes,
    unanimous,
)

HALF = QuorumRule(1, 2, recused_count_as_present=False)
HALF_WITH_RECUSED = QuorumRule(1, 2, recused_count_as_present=True)
THIRD = QuorumRule(1, 3, recused_count_as_present=False)
SEATS = tuple(UUID(int=n) for n in range(1, 9))
STRANGER = UUID(int=99)


@pytest.mark.parametrize(
    ("members", "rule", "least"),
    [(9, HALF, 5), (10, HALF, 5), (11, HALF, 6), (9, THIRD, 3), (10, THIRD, 4), (1, HALF, 1)],
)
def test_the_quorum_is_at_least_the_bodys_fraction_of_the_seats_held(
    members: int, rule: QuorumRule, least: int
) -> None:
    """R-G03: 9 seats and 10 seats, half or more, both need 5."""
    assert needed(members, rule) == least


@given(st.integers(1, 500), st.integers(1, 100), st.integers(1, 100))
def test_the_quorum_is_the_least_number_that_reaches_the_fraction(
    members: int, one: int, other: int
) -> None:
    rule = QuorumRule(min(one, other), max(one, other), recused_count_as_present=False)
    least = needed(members, rule)
    assert least * rule.denominator >= members * rule.numerator
    assert least == 1 or (least - 1) * rule.denominator < members * rule.numerator


def test_a_body_without_members_has_no_quorum() -> None:
    with pytest.raises(QuorumNotReached):
        require_quorum(quorum(0, 0, 0, HALF), QuorumNotReached)


def test_one_member_below_the_quorum_is_refused_with_the_figures() -> None:
    require_quorum(quorum(9, 5, 0, HALF), QuorumNotReached)
    with pytest.raises(QuorumNotReached) as caught:
        require_quorum(quorum(9, 4, 0, HALF), QuorumNotReached)
    assert caught.value.figures == {"members": 9, "needed": 5, "present": 4, "recused": 0}


def test_a_recused_member_does_not_count_unless_the_body_says_so() -> None:
    """R-G06, R-G07: 9 seats, 5 present, 1 recused."""
    figures = quorum(9, 5, 1, HALF)
    assert figures == QuorumFigures(members=9, needed=5, present=4, recused=1)
    with pytest.raises(QuorumLost):
        require_quorum(figures, QuorumLost)
    require_quorum(quorum(9, 5, 1, HALF_WITH_RECUSED), QuorumLost)


def votes(for_: int, against: int, casting: Vote | None = None) -> Tally:
    return Tally(SEATS[:for_], SEATS[for_ : for_ + against], SEATS[for_ + against :], casting)


def test_four_for_and_four_against_pass_by_the_casting_vote() -> None:
    """R-G03: the tally shows 4:4 and the casting vote apart."""
    tally = votes(4, 4, Vote.FOR)
    require_votes(tally, SEATS, casting_vote_allowed=True)
    require_said(ResolutionOutcome.AGREED, tally)
    assert (len(tally.votes_for), len(tally.votes_against)) == (4, 4)
    assert tally.casting_vote is Vote.FOR


def test_four_to_four_fail_by_a_casting_vote_against() -> None:
    """R-G03."""
    tally = votes(4, 4, Vote.AGAINST)
    require_said(ResolutionOutcome.NOT_APPROVED, tally)
    with pytest.raises(OutcomeAgainstVotes):
        require_said(ResolutionOutcome.AGREED, tally)


@pytest.mark.parametrize("tally", [votes(4, 4), votes(0, 0), votes(3, 3)])
def test_a_tie_needs_the_casting_vote(tally: Tally) -> None:
    """R-G03."""
    with pytest.raises(CastingVoteNeeded):
        require_votes(tally, SEATS, casting_vote_allowed=True)


@pytest.mark.parametrize("tally", [votes(5, 3, Vote.FOR), votes(3, 5, Vote.FOR)])
def test_there_is_no_casting_vote_without_a_tie(tally: Tally) -> None:
    """R-G03."""
    with pytest.raises(CastingVoteWithoutTie):
        require_votes(tally, SEATS, casting_vote_allowed=True)


def test_where_the_body_has_no_casting_vote_a_tie_does_not_carry() -> None:
    require_votes(votes(4, 4), SEATS, casting_vote_allowed=False)
    require_said(ResolutionOutcome.NOT_APPROVED, votes(4, 4))
    with pytest.raises(NoCastingVote):
        require_votes(votes(4, 4, Vote.FOR), SEATS, casting_vote_allowed=False)


def test_a_majority_is_one_more_for_than_against() -> None:
    """R-G03."""
    require_said(ResolutionOutcome.AGREED, votes(4, 3))
    require_said(ResolutionOutcome.NOT_APPROVED, votes(3, 4))
    with pytest.raises(OutcomeAgainstVotes):
        require_said(ResolutionOutcome.NOT_APPROVED, votes(4, 3))
    with pytest.raises(OutcomeAgainstVotes):
        require_said(ResolutionOutcome.AGREED, votes(3, 4))


def test_a_deferral_put_to_the_vote_has_to_be_carried() -> None:
    require_said(ResolutionOutcome.DEFERRED, votes(5, 3))
    with pytest.raises(OutcomeAgainstVotes):
        require_said(ResolutionOutcome.DEFERRED, votes(3, 5))


def test_one_seat_has_one_vote() -> None:
    """R-G03."""
    twice = Tally(votes_for=SEATS, votes_against=SEATS[:1])
    with pytest.raises(VotedTwice):
        require_votes(twice, SEATS, casting_vote_allowed=True)


def test_everybody_who_takes_part_votes_or_abstains() -> None:
    short = Tally(votes_for=SEATS[:7])
    with pytest.raises(VotesMissing) as caught:
        require_votes(short, SEATS, casting_vote_allowed=True)
    assert caught.value.figures["missing"] == SEATS[7:]


def test_nobody_else_votes() -> None:
    with pytest.raises(NotAVoter):
        require_votes(Tally(votes_for=(*SEATS, STRANGER)), SEATS, casting_vote_allowed=True)


def test_unanimous_stands_for_or_against_as_the_outcome_says() -> None:
    assert unanimous(SEATS, ResolutionOutcome.AGREED) == Tally(votes_for=SEATS)
    assert unanimous(SEATS, ResolutionOutcome.NOT_APPROVED) == Tally(votes_against=SEATS)
