"""What can happen to an outside approval, and what can be asked of it.

Money is satang; a line's minus gives and its plus receives. Digests are SHA-256 in hexadecimal.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.fields import Digest, OneLine, OptionalParagraphs, PaperDate, Paragraphs, SignedSatang
from domain.message import Command, Event, Evidence, Official, Part


class OutsideOutcome(StrEnum):
    """What the reply says."""

    APPROVED = "approved"
    PARTLY_APPROVED = "partly_approved"
    MORE_INFORMATION = "more_information"
    NOT_APPROVED = "not_approved"


class AskedLine(Part, frozen=True):
    """One budget line of the transfer as it was put to the authority; signed satang."""

    line_id: UUID
    satang: int


class GrantedLine(Part, frozen=True):
    """One budget line as the authority granted it; signed satang, never above what was asked."""

    line_id: UUID
    satang: int


class ReplyLetter(Part, frozen=True):
    """The received letter that carries the reply, as the register has it."""

    letter_id: UUID
    voided: bool


class GrantedLineItem(BaseModel):
    """A line of the reply, as the officer types it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line_id: UUID
    satang: SignedSatang


class OutsideApprovalRequested(Event, frozen=True):
    """``authority`` is the table's name for who is asked (``governor``).

    ``legal_basis`` is what the office says its approval rests on: none was found in law (R-B11).
    """

    NAME = "outside_approval.requested"
    authority: Official[str]
    case_id: Official[UUID]
    transfer_id: Official[UUID]
    transfer_digest: Official[str]
    lines: Official[tuple[AskedLine, ...]]
    outgoing_letter_id: Official[UUID]
    resolution_id: Official[UUID]
    legal_basis: Official[str]
    requested_by: Official[UUID]
    requested_on: Official[date]


class OutcomeRecorded(Event, frozen=True):
    """``signer_name`` and ``signer_capacity`` as printed on the reply: an official in office."""

    NAME = "outside_approval.outcome_recorded"
    reply_letter_id: Official[UUID]
    outcome: Official[OutsideOutcome]
    decided_on: Official[date]
    signer_name: Official[str]
    signer_capacity: Official[str]
    granted_lines: Official[tuple[GrantedLine, ...]]
    note: Official[str]
    recorded_by: Official[UUID]


class OutcomeConfirmed(Event, frozen=True):
    """From here on the reply counts. ``granted_lines`` are all the lines that may be posted."""

    NAME = "outside_approval.outcome_confirmed"
    outcome: Official[OutsideOutcome]
    granted_lines: Official[tuple[GrantedLine, ...]]
    confirmed_by: Official[UUID]


class OutcomeSentBack(Event, frozen=True):
    NAME = "outside_approval.outcome_sent_back"
    reason: Official[str]
    sent_back_by: Official[UUID]


class OutsideApprovalResent(Event, frozen=True):
    NAME = "outside_approval.resent"
    outgoing_letter_id: Official[UUID]
    resent_on: Official[date]
    authority: Official[str] = ""


OutsideApprovalEvent = (
    OutsideApprovalRequested
    | OutcomeRecorded
    | OutcomeConfirmed
    | OutcomeSentBack
    | OutsideApprovalResent
)


class RequestOutsideApproval(Command):
    """``transfer_digest`` is the version seen; evidence has the current one and its lines.

    ``authority`` is the one that the table of transfer powers names (``governor``).
    """

    NAME: ClassVar[str] = "RequestOutsideApproval"
    transfer_id: UUID
    transfer_digest: Digest
    outgoing_letter_id: UUID
    resolution_id: UUID
    legal_basis: OptionalParagraphs
    authority: Evidence[str]
    case_id: Evidence[UUID]
    current_digest: Evidence[Digest]
    lines: Evidence[tuple[AskedLine, ...]]


class RecordOutcome(Command):
    """``reply`` is None where no such letter is in the receive register."""

    NAME: ClassVar[str] = "RecordOutcome"
    reply_letter_id: UUID
    outcome: OutsideOutcome
    decided_on: PaperDate
    signer_name: OneLine
    signer_capacity: OneLine
    granted_lines: tuple[GrantedLineItem, ...] = ()
    note: OptionalParagraphs = ""
    reply: Evidence[ReplyLetter | None] = None


class ConfirmOutcome(Command):
    NAME: ClassVar[str] = "ConfirmOutcome"


class SendBackOutcome(Command):
    NAME: ClassVar[str] = "SendBackOutcome"
    reason: Paragraphs


class ResendRequest(Command):
    NAME: ClassVar[str] = "ResendRequest"
    outgoing_letter_id: UUID


OutsideApprovalCommand = (
    RequestOutsideApproval | RecordOutcome | ConfirmOutcome | SendBackOutcome | ResendRequest
)
