"""How an item gets its resolution: a quorum, votes that add up, dissents as given.

A resolution below the quorum of its item would be void, so it is not recorded (R-G07).
"""

from __future__ import annotations

from uuid import UUID

from domain.board.meeting.attendance import presider
from domain.board.meeting.commands import ResolveItem
from domain.board.meeting.events import Dissent, ItemResolved
from domain.board.meeting.refusals import (
    ChangesMissing,
    ChangesNotWanted,
    DissentOfAgreeing,
    DissentTwice,
    ItemResolvedAlready,
    UnanimousWithVotes,
    VotesRequired,
)
from domain.board.meeting.states import Open
from domain.board.outcome import DECIDES, ResolutionOutcome
from domain.board.quorum import QuorumLost, quorum, require_quorum
from domain.board.tally import NotAVoter, Tally, require_said, require_votes, unanimous


def resolved(command: ResolveItem, meeting: Open) -> ItemResolved:
    """Return the resolution of one item.

    Raises:
        ItemUnknown, ItemResolvedAlready: of the item.
        QuorumLost: those present and not recused are too few.
        WrongPresider, PresiderNeeded: of who presides over it.
        VotesRequired, UnanimousWithVotes, and those of ``tally``: of the votes.
        DissentOfAgreeing, DissentTwice, NotAVoter: of the dissents.
        ChangesMissing, ChangesNotWanted: of the changes.
    """
    if meeting.call.item(command.item_no).outcome is not None:
        raise ItemResolvedAlready("resolved", item_no=command.item_no)
    present = meeting.members_present
    voters = meeting.taking_part(command.item_no)
    rule = meeting.call.rules.quorum
    figures = quorum(len(meeting.members), len(present), len(present) - len(voters), rule)
    require_quorum(figures, QuorumLost)
    require_changes(command)
    presided_by = presider(voters, command.presiding_seat_id, meeting.presided_by)
    seats = tuple(seat.seat_id for seat in voters)
    tally = tallied(command, seats, meeting.call.rules.casting_vote)
    return ItemResolved(
        item_no=command.item_no,
        outcome=command.outcome,
        resolution_id=command.resolution_id,
        quorum=figures,
        presided_by=presided_by,
        tally=tally,
        dissents=dissents(command, seats, tally),
        changes=command.changes,
    )


def tallied(
    command: ResolveItem, voters: tuple[UUID, ...], casting_vote_allowed: bool
) -> Tally | None:
    """Return the votes, or None where an outcome that decides nothing came without a vote."""
    counted = Tally(
        votes_for=command.votes_for,
        votes_against=command.votes_against,
        abstained=command.abstained,
        casting_vote=command.casting_vote,
    )
    if command.unanimous:
        if counted != Tally():
            raise UnanimousWithVotes("both", item_no=command.item_no)
        return unanimous(voters, command.outcome)
    if counted == Tally():
        if command.outcome in DECIDES:
            raise VotesRequired("no votes", outcome=command.outcome, item_no=command.item_no)
        return None
    require_votes(counted, voters, casting_vote_allowed)
    require_said(command.outcome, counted)
    return counted


def dissents(
    command: ResolveItem, voters: tuple[UUID, ...], tally: Tally | None
) -> tuple[Dissent, ...]:
    """Return the dissents of members who took part and did not vote for the outcome (R-G05)."""
    agreeing: tuple[UUID, ...] = ()
    if tally is not None:
        negative = command.outcome is ResolutionOutcome.NOT_APPROVED
        agreeing = tally.votes_against if negative else tally.votes_for
    given: dict[UUID, Dissent] = {}
    for item in command.dissents:
        if item.seat_id not in voters:
            raise NotAVoter("took no part", seat_id=item.seat_id)
        if item.seat_id in agreeing:
            raise DissentOfAgreeing("voted for it", seat_id=item.seat_id)
        if item.seat_id in given:
            raise DissentTwice("twice", seat_id=item.seat_id)
        given[item.seat_id] = Dissent(item.seat_id, item.reason)
    return tuple(given.values())


def require_changes(command: ResolveItem) -> None:
    with_changes = command.outcome is ResolutionOutcome.APPROVED_WITH_CHANGES
    if with_changes and not command.changes:
        raise ChangesMissing("no changes named", item_no=command.item_no)
    if command.changes and not with_changes:
        raise ChangesNotWanted("changes named", outcome=command.outcome)
