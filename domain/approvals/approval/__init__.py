"""Approval: opinions rise through the ranks on one exact version, and the area director decides.

One stream per round. A round ends when it is decided, sent back, withdrawn or voided; corrected
content asks for a new round. An objection may be recorded at any time, also when the round is over,
and nothing takes it away (R-B21). The word for *approve* is not used here: the director agrees to
propose, and the authority that the table of powers names approves.
Source: R-B21, R-H16, R-W05, R-W06, R-W07.
"""

from domain.approvals.approval.messages import (
    ApprovalCommand,
    ApprovalDecided,
    ApprovalEvent,
    ApprovalRequested,
    ApprovalSentBack,
    ApprovalVoided,
    ApprovalWithdrawn,
    DecideApproval,
    DecisionOutcome,
    GiveOpinion,
    ObjectionRecorded,
    OpinionGiven,
    RecordObjection,
    RequestApproval,
    SendBack,
    VoidApproval,
    WithdrawApproval,
)
from domain.approvals.approval.refusals import (
    DecisionIsNotOpinion,
    DecisionReasonRequired,
    NotAgreedToPropose,
    NotTheRequester,
    NotYourTurn,
    OneVoicePerPerson,
    OpinionReasonRequired,
    OwnWork,
    RoundUnderway,
    VersionUnchanged,
)
from domain.approvals.approval.rules import (
    approval,
    decide,
    evolve,
)
from domain.approvals.approval.states import (
    About,
    Approval,
    Decided,
    Ended,
    Pending,
    Unrequested,
    require_agreed_to_propose,
)

__all__ = [
    "About",
    "Approval",
    "ApprovalCommand",
    "ApprovalDecided",
    "ApprovalEvent",
    "ApprovalRequested",
    "ApprovalSentBack",
    "ApprovalVoided",
    "ApprovalWithdrawn",
    "DecideApproval",
    "Decided",
    "DecisionIsNotOpinion",
    "DecisionOutcome",
    "DecisionReasonRequired",
    "Ended",
    "GiveOpinion",
    "NotAgreedToPropose",
    "NotTheRequester",
    "NotYourTurn",
    "ObjectionRecorded",
    "OneVoicePerPerson",
    "OpinionGiven",
    "OpinionReasonRequired",
    "OwnWork",
    "Pending",
    "RecordObjection",
    "RequestApproval",
    "RoundUnderway",
    "SendBack",
    "Unrequested",
    "VersionUnchanged",
    "VoidApproval",
    "WithdrawApproval",
    "approval",
    "decide",
    "evolve",
    "require_agreed_to_propose",
]
