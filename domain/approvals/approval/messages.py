"""What can happen to an approval, and what can be asked of it.

Digests are SHA-256 in hexadecimal and name the exact version somebody saw (R-W07).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.approvals.route import Rank
from domain.fields import Digest, OneLine, OptionalParagraphs, Paragraphs
from domain.message import Command, Event, Evidence, Official

SubjectVersion = Annotated[int, Field(strict=True, ge=1)]


class DecisionOutcome(StrEnum):
    """What the area director decides: propose to the board, correct it, or end the matter."""

    AGREED_TO_PROPOSE = "agreed_to_propose"
    RETURNED = "returned"
    NOT_AGREED = "not_agreed"


class ApprovalRequested(Event, frozen=True):
    """``subject`` is the stream asked about (``budget_transfer/…``), ``digest`` its version."""

    NAME = "approval.requested"
    subject: Official[str]
    subject_version: Official[int]
    digest: Official[str]
    case_id: Official[UUID]
    ranks: Official[tuple[Rank, ...]]
    requested_by: Official[UUID]
    requested_on: Official[date]
    drafted_by: Official[tuple[UUID, ...]]


class OpinionGiven(Event, frozen=True):
    """``forwarded_to`` is the rank that has the file from now on."""

    NAME = "approval.opinion_given"
    role: Official[str]
    post_id: Official[UUID]
    given_by: Official[UUID]
    favourable: Official[bool]
    opinion: Official[str]
    digest: Official[str]
    forwarded_to: Official[Rank | None] = None


class ApprovalPassedOver(Event, frozen=True):
    """Nobody could speak at this rank but who drafted it or spoke below: it went to the next (R-H16)."""

    NAME = "approval.passed_over"
    role: Official[str]
    post_id: Official[UUID]
    passed_by: Official[UUID]
    reason: Official[str]
    digest: Official[str]
    forwarded_to: Official[Rank]


class ApprovalSentBack(Event, frozen=True):
    NAME = "approval.sent_back"
    role: Official[str]
    post_id: Official[UUID]
    sent_back_by: Official[UUID]
    reason: Official[str]
    digest: Official[str]


class ApprovalDecided(Event, frozen=True):
    """``override_reason``: the one who decides drafted it or spoke before, and nobody else could."""

    NAME = "approval.decided"
    outcome: Official[DecisionOutcome]
    reason: Official[str]
    decided_by: Official[UUID]
    post_id: Official[UUID]
    decided_on: Official[date]
    digest: Official[str]
    subject: Official[str] = ""
    override_reason: Official[str] = ""


class ApprovalWithdrawn(Event, frozen=True):
    NAME = "approval.withdrawn"
    reason: Official[str]
    withdrawn_by: Official[UUID]
    ends_case: Official[bool] = False


class ObjectionRecorded(Event, frozen=True):
    """Protects the officer who objected; there is no event that takes it back (R-B21)."""

    NAME = "approval.objection_recorded"
    text: Official[str]
    objected_by: Official[UUID]
    objected_on: Official[date]
    digest: Official[str]


class ApprovalVoided(Event, frozen=True):
    """The content changed: what was said about ``digest`` does not hold for ``new_digest``."""

    NAME = "approval.voided"
    reason: Official[str]
    digest: Official[str]
    new_digest: Official[str]


ApprovalEvent = (
    ApprovalRequested
    | OpinionGiven
    | ApprovalPassedOver
    | ApprovalSentBack
    | ApprovalDecided
    | ApprovalWithdrawn
    | ObjectionRecorded
    | ApprovalVoided
)


class RequestApproval(Command):
    """``subject_version`` and ``digest`` are the version seen; ``underway`` an earlier round on the
    same matter in which it is still open or agreed, None where there is none. ``deputy_post_id``
    is the deputy who is responsible; without it the first who can speak."""

    NAME: ClassVar[str] = "RequestApproval"
    subject: OneLine
    subject_version: SubjectVersion
    digest: Digest
    deputy_post_id: UUID | None = None
    current_digest: Evidence[Digest]
    case_id: Evidence[UUID]
    ranks: Evidence[tuple[Rank, ...]]
    drafted_by: Evidence[tuple[UUID, ...]]
    underway: Evidence[UUID | None] = None


class GiveOpinion(Command):
    """``digest`` is the version seen; an unfavourable opinion says why."""

    NAME: ClassVar[str] = "GiveOpinion"
    favourable: bool
    opinion: OptionalParagraphs = ""
    digest: Digest


class SendBack(Command):
    NAME: ClassVar[str] = "SendBack"
    reason: Paragraphs
    digest: Digest


class PassOverRank(Command):
    """Send the file on to the next rank: by who asked for it, or by that rank.

    Evidence: ``able``, who else could speak at the rank that has it.
    """

    NAME: ClassVar[str] = "PassOverRank"
    reason: Paragraphs
    able: Evidence[tuple[UUID, ...]]


class DecideApproval(Command):
    """``override_reason`` is for who drafted it or spoke below, where nobody else could decide.

    Evidence: ``able``, who else could decide.
    """

    NAME: ClassVar[str] = "DecideApproval"
    outcome: DecisionOutcome
    reason: OptionalParagraphs = ""
    digest: Digest
    override_reason: OptionalParagraphs = ""
    able: Evidence[tuple[UUID, ...]] = ()


class WithdrawApproval(Command):
    """``ends_case``: the matter itself is withdrawn; otherwise it is corrected and put up again."""

    NAME: ClassVar[str] = "WithdrawApproval"
    reason: Paragraphs
    ends_case: bool = False


class RecordObjection(Command):
    NAME: ClassVar[str] = "RecordObjection"
    text: Paragraphs


class VoidApproval(Command):
    """Issued by the office's system post inside the command that changes the content."""

    NAME: ClassVar[str] = "VoidApproval"
    reason: Paragraphs
    new_digest: Digest


ApprovalCommand = (
    RequestApproval
    | GiveOpinion
    | PassOverRank
    | SendBack
    | DecideApproval
    | WithdrawApproval
    | RecordObjection
    | VoidApproval
)
