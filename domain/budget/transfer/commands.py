"""What a budget transfer can be asked.

Evidence, wherever it occurs: ``facts`` are the lines named, as this transfer finds them
(``line.facts_of``); ``power_rows`` the rows of ``transfer_powers/office``.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.budget.scope import LineFacts
from domain.budget.transfer.content import Entries
from domain.budget.transfer_power import Authority, PowerRow
from domain.fields import Digest, OneLine, PaperDate, Paragraphs
from domain.message import Command, Evidence, Part


class GrantedLine(Part, frozen=True):
    """What a partial approval grants of one line, in satang, signed; 0 or left out is dropped."""

    line_id: UUID
    satang: int


class DraftTransfer(Command):
    """``fiscal_year`` (evidence) is the case's: one case is a round of one budget year."""

    NAME: ClassVar[str] = "DraftTransfer"

    case_id: UUID
    lines: Entries
    reason: Paragraphs
    fiscal_year: Evidence[int]
    facts: Evidence[tuple[LineFacts, ...]]
    due_on: Evidence[date | None] = None


class ReviseTransfer(Command):
    """While a change for a resolution awaits confirmation: a new version of that change."""

    NAME: ClassVar[str] = "ReviseTransfer"

    lines: Entries
    reason: Paragraphs
    facts: Evidence[tuple[LineFacts, ...]]
    power_rows: Evidence[tuple[PowerRow, ...]]
    due_on: Evidence[date | None] = None


class SubmitTransfer(Command):
    """``steps_open`` (evidence) are the steps before the board's that its case has yet to complete."""

    NAME: ClassVar[str] = "SubmitTransfer"

    facts: Evidence[tuple[LineFacts, ...]]
    power_rows: Evidence[tuple[PowerRow, ...]]
    steps_open: Evidence[tuple[int, ...]] = ()
    due_on: Evidence[date | None] = None


class ReturnTransfer(Command):
    """``approval_pending`` (evidence): superiors are being asked about it at this moment."""

    NAME: ClassVar[str] = "ReturnTransfer"

    reason: Paragraphs
    approval_pending: Evidence[bool] = False
    due_on: Evidence[date | None] = None


class WithdrawTransfer(Command):
    """``decided`` (evidence): the area director has decided on the version that stands."""

    NAME: ClassVar[str] = "WithdrawTransfer"

    reason: Paragraphs
    decided: Evidence[bool]


class RejectTransfer(Command):
    NAME: ClassVar[str] = "RejectTransfer"

    authority: Authority
    reason: Paragraphs


class RecordAuthorityApproval(Command):
    """An authority's approval by one instrument: a resolution or an outside approval.

    ``approved_digest`` (evidence) is the version the instrument covers; ``granted_lines``
    (evidence) what it grants where it approves in part, None where it approves the whole;
    ``due_on`` (evidence) the day by which an approval of the last authority is to be carried out.
    """

    NAME: ClassVar[str] = "RecordAuthorityApproval"

    authority: Authority
    resolution_id: UUID | None = None
    outside_approval_id: UUID | None = None
    approved_on: PaperDate
    reference: OneLine
    approved_digest: Evidence[str]
    granted_lines: Evidence[tuple[GrantedLine, ...] | None] = None
    due_on: Evidence[date | None] = None


class AmendForResolution(Command):
    """Make the change that a resolution "agreed with changes" asks for.

    ``resolved_digest`` (evidence) is the version that was put to the board, None where the
    resolution asks no change of this transfer.
    """

    NAME: ClassVar[str] = "AmendForResolution"

    resolution_id: UUID
    lines: Entries
    reason: Paragraphs
    resolved_digest: Evidence[str | None]
    facts: Evidence[tuple[LineFacts, ...]]
    power_rows: Evidence[tuple[PowerRow, ...]]


class ConfirmAmendment(Command):
    """``digest`` is the version seen. Who confirms as what follows from the post acted in."""

    NAME: ClassVar[str] = "ConfirmAmendment"

    digest: Digest


class PostTransfer(Command):
    """``results_due_on`` (evidence) is the day by which its lines are to report their results."""

    NAME: ClassVar[str] = "PostTransfer"

    state_system_reference: OneLine | None = None
    state_system_date: PaperDate | None = None
    facts: Evidence[tuple[LineFacts, ...]]
    results_due_on: Evidence[date | None] = None


TransferCommand = (
    DraftTransfer
    | ReviseTransfer
    | SubmitTransfer
    | ReturnTransfer
    | WithdrawTransfer
    | RejectTransfer
    | RecordAuthorityApproval
    | AmendForResolution
    | ConfirmAmendment
    | PostTransfer
)
