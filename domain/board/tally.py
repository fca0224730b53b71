"""Votes on one agenda item: one each, a simple majority, and the presider's at a tie (R-G03).

A motion is carried when more members vote for it than against it; who abstains counts on neither
side. At a tie the casting vote, one more vote of whoever presides, decides where the body has one;
where it has none, a tie does not carry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from domain.board.outcome import CARRIES, DECIDES, ResolutionOutcome
from domain.message import Part
from domain.refusal import Refusal


class Vote(StrEnum):
    FOR = "for"
    AGAINST = "against"


class Tally(Part, frozen=True):
    """The votes by seat. ``casting_vote`` is given only at a tie and comes on top."""

    votes_for: tuple[UUID, ...] = ()
    votes_against: tuple[UUID, ...] = ()
    abstained: tuple[UUID, ...] = ()
    casting_vote: Vote | None = None

    @property
    def seats(self) -> tuple[UUID, ...]:
        """Every seat that stands in the tally, as often as it stands there."""
        return self.votes_for + self.votes_against + self.abstained

    @property
    def tied(self) -> bool:
        return len(self.votes_for) == len(self.votes_against)

    @property
    def carried(self) -> bool:
        """Whether the motion is carried."""
        if self.tied:
            return self.casting_vote is Vote.FOR
        return len(self.votes_for) > len(self.votes_against)


class NotAVoter(Refusal):
    """The seat has no vote here: not a member, not present, or recused on this item."""

    code = "not-a-voter"
    rule = "R-G06"


class VotedTwice(Refusal):
    """One seat has one vote."""

    code = "voted-twice"
    rule = "R-G03"


class VotesMissing(Refusal):
    """Every member who takes part votes or abstains."""

    code = "votes-missing"
    rule = "R-G03"


class CastingVoteWithoutTie(Refusal):
    """The casting vote is given at a tie only."""

    code = "casting-vote-without-tie"
    rule = "R-G03"


class CastingVoteNeeded(Refusal):
    """The votes are equal: whoever presides has to decide."""

    code = "casting-vote-needed"
    rule = "R-G03"


class NoCastingVote(Refusal):
    """This body's presider has no casting vote."""

    code = "no-casting-vote"
    rule = "R-G03"


class OutcomeAgainstVotes(Refusal):
    """The outcome is not what the votes say."""

    code = "outcome-against-votes"
    rule = "R-G03"


def unanimous(voters: tuple[UUID, ...], outcome: ResolutionOutcome) -> Tally:
    """Return the tally of a body that said ``outcome`` with one voice."""
    if outcome is ResolutionOutcome.NOT_APPROVED:
        return Tally(votes_against=voters)
    return Tally(votes_for=voters)


def require_votes(tally: Tally, voters: Collection[UUID], casting_vote_allowed: bool) -> None:
    """Refuse a tally that those who take part cannot have given.

    Raises:
        NotAVoter, VotedTwice, VotesMissing: not exactly one vote of each of ``voters``.
        CastingVoteWithoutTie, CastingVoteNeeded, NoCastingVote: of the casting vote.
    """
    times = Counter(tally.seats)
    for seat_id, count in times.items():
        if seat_id not in voters:
            raise NotAVoter("takes no part in this item", seat_id=seat_id)
        if count > 1:
            raise VotedTwice("more than one vote", seat_id=seat_id)
    missing = tuple(seat_id for seat_id in voters if seat_id not in times)
    if missing:
        raise VotesMissing("no vote and no abstention", missing=missing, voters=len(voters))
    figures = {"votes_for": len(tally.votes_for), "votes_against": len(tally.votes_against)}
    if tally.casting_vote is not None:
        if not casting_vote_allowed:
            raise NoCastingVote("the body has none", **figures)
        if not tally.tied:
            raise CastingVoteWithoutTie("not a tie", **figures)
    elif tally.tied and casting_vote_allowed:
        raise CastingVoteNeeded("a tie", **figures)


def require_said(outcome: ResolutionOutcome, tally: Tally) -> None:
    """Refuse an outcome that the tally contradicts.

    What is not a decision (acknowledged, withdrawn, deferred) is a motion too when voted on: it
    has to be carried.

    Raises:
        OutcomeAgainstVotes: it does.
    """
    wants_majority = outcome in CARRIES or outcome not in DECIDES
    if tally.carried is not wants_majority:
        raise OutcomeAgainstVotes(
            "not what the votes say",
            outcome=outcome,
            votes_for=len(tally.votes_for),
            votes_against=len(tally.votes_against),
        )
