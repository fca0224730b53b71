"""What an approval decides, and how each event changes it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from domain.approvals.approval.messages import (
    ApprovalCommand,
    ApprovalDecided,
    ApprovalEvent,
    ApprovalPassedOver,
    ApprovalRequested,
    ApprovalSentBack,
    ApprovalVoided,
    ApprovalWithdrawn,
    DecideApproval,
    DecisionOutcome,
    GiveOpinion,
    ObjectionRecorded,
    OpinionGiven,
    PassOverRank,
    RecordObjection,
    RequestApproval,
    SendBack,
    VoidApproval,
    WithdrawApproval,
)
from domain.approvals.approval.refusals import (
    DecisionIsNotOpinion,
    DecisionReasonRequired,
    NotTheRequester,
    NotYourTurn,
    OneVoicePerPerson,
    OpinionReasonRequired,
    OwnWork,
    RankCanSpeak,
    RoundUnderway,
    VersionUnchanged,
)
from domain.approvals.approval.states import About, Approval, Decided, Ended, Pending, Unrequested
from domain.approvals.route import DECIDES, Rank, require_rising
from domain.approvals.version import require_version
from domain.decider import Decider
from domain.message import Actor
from domain.refusal import NotOpen, NotPermitted


def decide(command: ApprovalCommand, approval: Approval) -> list[ApprovalEvent]:
    """Return what ``command`` leads to.

    Raises:
        NotPermitted: a decision by somebody who does not act as area director.
        NotYourTurn: the file lies with another post.
        DecisionIsNotOpinion: the area director gives an opinion, or sends back undecided.
        OwnWork, OneVoicePerPerson: the person asked for it, drafted it, or spoke just before; the
            last rank may override where nobody else could decide, and says why.
        RankCanSpeak: a rank passed over at which somebody can speak.
        OpinionReasonRequired, DecisionReasonRequired: a *no* without its reason.
        VersionMovedOn: the digest seen is not the one the round is about.
        VersionUnchanged: the new digest is the old one.
        RoundUnderway: asked for while another round on it is open, or has agreed.
        NotTheRequester: a withdrawal by another officer.
        RouteOutOfOrder: the ranks do not rise to the area director.
        NotOpen: the round is not at the point where it can take this command.
    """
    match command, approval:
        case RequestApproval(), Unrequested():
            return [requested(command)]
        case GiveOpinion(), Pending():
            return [opinion(command, approval)]
        case PassOverRank(), Pending():
            return [passed_over(command, approval)]
        case SendBack(), Pending():
            return [sent_back(command, approval)]
        case DecideApproval(), Pending():
            return [decision(command, approval)]
        case WithdrawApproval(), Pending():
            if command.by.person_id != approval.requested_by:
                raise NotTheRequester("asked by another", requested_by=approval.requested_by)
            by = command.by.person_id
            return [ApprovalWithdrawn(command.reason, by, command.ends_case)]
        case RecordObjection(), Pending() | Decided() | Ended():
            by = command.by.person_id
            return [ObjectionRecorded(command.text, by, command.on, approval.digest)]
        case VoidApproval(), Pending() | Decided(outcome=DecisionOutcome.AGREED_TO_PROPOSE):
            if command.new_digest == approval.digest:
                raise VersionUnchanged("the same version", digest=approval.digest)
            return [ApprovalVoided(command.reason, approval.digest, command.new_digest)]
    raise NotOpen(f"{type(command).__name__} while {type(approval).__name__}")


def requested(command: RequestApproval) -> ApprovalRequested:
    require_version(command.digest, command.current_digest)
    if command.underway is not None:
        raise RoundUnderway("another round", approval_id=command.underway)
    require_rising(command.ranks)
    return ApprovalRequested(
        subject=command.subject,
        subject_version=command.subject_version,
        digest=command.digest,
        case_id=command.case_id,
        ranks=command.ranks,
        requested_by=command.by.person_id,
        requested_on=command.on,
        drafted_by=command.drafted_by,
    )


def opinion(command: GiveOpinion, approval: Pending) -> OpinionGiven:
    require_turn(command.by, approval)
    require_below_decision(approval.rank)
    require_version(command.digest, approval.digest)
    if not command.favourable and not command.opinion:
        raise OpinionReasonRequired("an unfavourable opinion without a reason")
    return OpinionGiven(
        role=approval.rank.role,
        post_id=approval.rank.post_id,
        given_by=command.by.person_id,
        favourable=command.favourable,
        opinion=command.opinion,
        digest=command.digest,
        forwarded_to=approval.above,
    )


def passed_over(command: PassOverRank, approval: Pending) -> ApprovalPassedOver:
    """R-H16: where nobody may speak at a rank the next one has the file; the last never is passed."""
    above = approval.above
    if above is None:
        raise DecisionIsNotOpinion("the last rank decides", post_id=approval.rank.post_id)
    if command.by.person_id != approval.requested_by and command.by.post_id != above.post_id:
        raise NotTheRequester("asked by another", requested_by=approval.requested_by)
    able = [one for one in command.able if may_speak(approval, one)]
    if able:
        raise RankCanSpeak("somebody can speak", person_id=able[0])
    return ApprovalPassedOver(
        role=approval.rank.role,
        post_id=approval.rank.post_id,
        passed_by=command.by.person_id,
        reason=command.reason,
        digest=approval.digest,
        forwarded_to=above,
    )


def sent_back(command: SendBack, approval: Pending) -> ApprovalSentBack:
    require_turn(command.by, approval)
    require_below_decision(approval.rank)
    require_version(command.digest, approval.digest)
    return ApprovalSentBack(
        role=approval.rank.role,
        post_id=approval.rank.post_id,
        sent_back_by=command.by.person_id,
        reason=command.reason,
        digest=command.digest,
    )


def decision(command: DecideApproval, approval: Pending) -> ApprovalDecided:
    if command.by.role != DECIDES:
        raise NotPermitted("only the area director decides", role=command.by.role, needed=DECIDES)
    override_reason = override(command, approval)
    require_version(command.digest, approval.digest)
    if command.outcome is not DecisionOutcome.AGREED_TO_PROPOSE and not command.reason:
        raise DecisionReasonRequired("no reason", outcome=command.outcome)
    return ApprovalDecided(
        outcome=command.outcome,
        reason=command.reason,
        decided_by=command.by.person_id,
        post_id=command.by.post_id,
        decided_on=command.on,
        digest=command.digest,
        subject=approval.about.subject,
        override_reason=override_reason,
    )


def override(command: DecideApproval, approval: Pending) -> str:
    """Return the reason for which one decides on his own work; empty where it is not his own.

    Only where nobody else could decide, and never without saying why (R-H16).
    """
    require_post(command.by, approval)
    if may_speak(approval, command.by.person_id):
        return ""
    others = [one for one in command.able if may_speak(approval, one)]
    if others or not command.override_reason:
        require_turn(command.by, approval)
    return command.override_reason


def may_speak(approval: Pending, person_id: UUID) -> bool:
    """Whether a natural person may speak at the rank that has the file."""
    return person_id not in approval.authors and person_id != approval.spoke


def require_turn(by: Actor, approval: Pending) -> None:
    """Refuse whoever is not in the post whose turn it is, or may not speak there as a person."""
    require_post(by, approval)
    if by.person_id in approval.authors:
        raise OwnWork("drafted or asked for by the same person", person_id=by.person_id)
    if by.person_id == approval.spoke:
        raise OneVoicePerPerson("spoke at the rank below", person_id=by.person_id)


def require_post(by: Actor, approval: Pending) -> None:
    if by.post_id != approval.rank.post_id:
        raise NotYourTurn("with another post", post_id=approval.rank.post_id)


def require_below_decision(rank: Rank) -> None:
    if rank.role == DECIDES:
        raise DecisionIsNotOpinion("the last rank decides", post_id=rank.post_id)


def evolve(approval: Approval, event: ApprovalEvent) -> Approval:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, approval:
        case ApprovalRequested(), _:
            authors = frozenset((event.requested_by, *event.drafted_by))
            about = About(event.subject, event.case_id)
            return Pending(about, event.digest, event.ranks, event.requested_by, authors)
        case OpinionGiven(), Pending():
            return replace(approval, place=approval.place + 1, spoke=event.given_by)
        case ApprovalPassedOver(), Pending():
            return replace(approval, place=approval.place + 1)
        case ApprovalDecided(), Pending(about):
            return Decided(about, event.digest, event.outcome)
        case ((ApprovalSentBack() | ApprovalVoided()), Pending(about) | Decided(about)):
            return Ended(about, event.digest)
        case ApprovalWithdrawn(), Pending(about):
            return Ended(about, approval.digest)
    return approval


approval: Decider[Approval] = Decider(
    kind="approval",
    initial=Unrequested(),
    decide=decide,
    evolve=evolve,
    events=(
        ApprovalRequested,
        OpinionGiven,
        ApprovalPassedOver,
        ApprovalSentBack,
        ApprovalDecided,
        ApprovalWithdrawn,
        ObjectionRecorded,
        ApprovalVoided,
    ),
    commands=(
        RequestApproval,
        GiveOpinion,
        PassOverRank,
        SendBack,
        DecideApproval,
        WithdrawApproval,
        RecordObjection,
        VoidApproval,
    ),
)
