"""What of approvals waits for somebody, and what is owed: rows of ``inbox`` and ``follow_ups``.

The file waits for the rank that has it; agreed, it waits for the board's secretariat to put it on an
agenda. An authority's answer is owed by nobody here until it has come.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.approvals.approval import (
    ApprovalDecided,
    ApprovalPassedOver,
    ApprovalRequested,
    ApprovalSentBack,
    ApprovalVoided,
    ApprovalWithdrawn,
    DecisionOutcome,
    OpinionGiven,
)
from domain.approvals.outside_approval import (
    OutcomeConfirmed,
    OutcomeRecorded,
    OutcomeSentBack,
    OutsideApprovalRequested,
    OutsideApprovalResent,
    OutsideOutcome,
)
from domain.approvals.route import DECIDES, Rank
from domain.board.meeting import AgendaItemAdded
from domain.board.outcome import ResolutionOutcome
from domain.board.resolution import ResolutionAdopted
from domain.message import AnyRecorded, Recorded
from projections.casework.following import follows, follows_anew, settled
from projections.casework.waiting import at_post, at_role, at_unit, done, waits, waits_anew
from projections.table import Change, Project

SECRETARIAT = at_role("assistant_secretary")
AGAIN = (ResolutionOutcome.ACKNOWLEDGED, ResolutionOutcome.DEFERRED)


def act_of(rank: Rank) -> str:
    return "DecideApproval" if rank.role == DECIDES else "GiveOpinion"


def for_agenda(approval_id: UUID) -> str:
    return f"approval/{approval_id}/agenda"


def requested(recorded: Recorded[ApprovalRequested]) -> list[Change]:
    """The second row waits closed: it opens if the director agrees."""
    rank, key = recorded.event.ranks[0], recorded.stream_id
    whom, due_on = at_post(rank.post_id), rank.due_on
    case_id = recorded.event.case_id
    return [
        *waits(recorded, key, whom, act=act_of(rank), due_on=due_on, case_id=case_id),
        *waits(
            recorded,
            for_agenda(recorded.id),
            SECRETARIAT,
            act="AddAgendaItem",
            case_id=case_id,
            due_on=due_on,
            open=False,
        ),
    ]


def opinion(recorded: Recorded[OpinionGiven] | Recorded[ApprovalPassedOver]) -> list[Change]:
    rank = recorded.event.forwarded_to
    if rank is None:
        return done(recorded, recorded.stream_id)
    return waits_anew(
        recorded, recorded.stream_id, at_post(rank.post_id), act=act_of(rank), due_on=rank.due_on
    )


def decided(recorded: Recorded[ApprovalDecided]) -> list[Change]:
    over = done(recorded, recorded.stream_id)
    if recorded.event.outcome is not DecisionOutcome.AGREED_TO_PROPOSE:
        return over
    key = for_agenda(recorded.id)
    return [*over, *waits_anew(recorded, key, SECRETARIAT, act="AddAgendaItem")]


def over(recorded: AnyRecorded) -> list[Change]:
    return [*done(recorded, recorded.stream_id), *done(recorded, for_agenda(recorded.id))]


def on_agenda(recorded: Recorded[AgendaItemAdded]) -> list[Change]:
    paper = recorded.event.paper
    ids = [version.approval_id for version in paper.transfers] if paper else []
    return [change for key in ids if key for change in done(recorded, for_agenda(key))]


def resolved(recorded: Recorded[ResolutionAdopted]) -> list[Change]:
    """What was only noted, or put off, waits for an agenda again."""
    paper = recorded.event.paper
    if paper is None or recorded.event.outcome not in AGAIN:
        return []
    ids = [version.approval_id for version in paper.transfers]
    return [
        change
        for key in ids
        if key
        for change in waits_anew(recorded, for_agenda(key), SECRETARIAT, act="AddAgendaItem")
    ]


def outside_requested(recorded: Recorded[OutsideApprovalRequested]) -> list[Change]:
    officer = at_role("policy_and_plan_analyst")
    case_id = recorded.event.case_id
    return waits(
        recorded, recorded.stream_id, officer, act="RecordOutcome", case_id=case_id, open=False
    )


def outcome_recorded(recorded: Recorded[OutcomeRecorded]) -> list[Change]:
    director = at_unit(recorded.by.unit_id, "group_director")
    return waits_anew(recorded, recorded.stream_id, director, act="ConfirmOutcome")


def outcome_sent_back(recorded: Recorded[OutcomeSentBack]) -> list[Change]:
    officer = at_unit(recorded.by.unit_id, "policy_and_plan_analyst")
    return waits_anew(recorded, recorded.stream_id, officer, act="RecordOutcome")


def outcome_confirmed(recorded: Recorded[OutcomeConfirmed]) -> list[Change]:
    if recorded.event.outcome is not OutsideOutcome.MORE_INFORMATION:
        return done(recorded, recorded.stream_id)
    officer = at_unit(recorded.by.unit_id, "policy_and_plan_analyst")
    return waits_anew(recorded, recorded.stream_id, officer, act="ResendRequest")


def outside_resent(recorded: Recorded[OutsideApprovalResent]) -> list[Change]:
    return done(recorded, recorded.stream_id)


WAITING: dict[type[Any], Project] = {
    ApprovalRequested: requested,
    OpinionGiven: opinion,
    ApprovalPassedOver: opinion,
    ApprovalDecided: decided,
    ApprovalSentBack: over,
    ApprovalWithdrawn: over,
    ApprovalVoided: over,
    AgendaItemAdded: on_agenda,
    ResolutionAdopted: resolved,
    OutsideApprovalRequested: outside_requested,
    OutcomeRecorded: outcome_recorded,
    OutcomeSentBack: outcome_sent_back,
    OutcomeConfirmed: outcome_confirmed,
    OutsideApprovalResent: outside_resent,
}


def approval_owed(recorded: Recorded[ApprovalRequested]) -> list[Change]:
    rank = recorded.event.ranks[0]
    return follows(
        recorded,
        recorded.stream_id,
        at_post(rank.post_id),
        kind="approval",
        due_on=rank.due_on,
        case_id=recorded.event.case_id,
    )


def approval_forwarded(
    recorded: Recorded[OpinionGiven] | Recorded[ApprovalPassedOver],
) -> list[Change]:
    rank = recorded.event.forwarded_to
    if rank is None:
        return settled(recorded, recorded.stream_id)
    return follows_anew(
        recorded, recorded.stream_id, waits_for=at_post(rank.post_id), due_on=rank.due_on
    )


def no_more_owed(recorded: AnyRecorded) -> list[Change]:
    return settled(recorded, recorded.stream_id)


def answer_owed(recorded: Recorded[OutsideApprovalRequested]) -> list[Change]:
    event = recorded.event
    return follows(
        recorded,
        recorded.stream_id,
        at_role(event.authority),
        kind="outside_approval",
        case_id=event.case_id,
    )


def answer_come(recorded: Recorded[OutcomeRecorded]) -> list[Change]:
    director = at_unit(recorded.by.unit_id, "group_director")
    return follows_anew(recorded, recorded.stream_id, waits_for=director)


def answer_confirmed(recorded: Recorded[OutcomeConfirmed]) -> list[Change]:
    if recorded.event.outcome is not OutsideOutcome.MORE_INFORMATION:
        return settled(recorded, recorded.stream_id)
    officer = at_unit(recorded.by.unit_id, "policy_and_plan_analyst")
    return follows_anew(recorded, recorded.stream_id, waits_for=officer)


def answer_sent_back(recorded: Recorded[OutcomeSentBack]) -> list[Change]:
    officer = at_unit(recorded.by.unit_id, "policy_and_plan_analyst")
    return follows_anew(recorded, recorded.stream_id, waits_for=officer)


def asked_again(recorded: Recorded[OutsideApprovalResent]) -> list[Change]:
    return follows_anew(recorded, recorded.stream_id, waits_for=at_role(recorded.event.authority))


FOLLOWED: dict[type[Any], Project] = {
    ApprovalRequested: approval_owed,
    OpinionGiven: approval_forwarded,
    ApprovalPassedOver: approval_forwarded,
    ApprovalDecided: no_more_owed,
    ApprovalSentBack: no_more_owed,
    ApprovalWithdrawn: no_more_owed,
    ApprovalVoided: no_more_owed,
    OutsideApprovalRequested: answer_owed,
    OutcomeRecorded: answer_come,
    OutcomeConfirmed: answer_confirmed,
    OutcomeSentBack: answer_sent_back,
    OutsideApprovalResent: asked_again,
}
