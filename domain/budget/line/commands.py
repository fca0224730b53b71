"""What a budget line can be asked. Money in whole satang."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel

from domain.budget.scope import ExpenditureCategory
from domain.fields import (
    FiscalYear,
    OneLine,
    OptionalLine,
    OptionalParagraphs,
    PaperDate,
    Paragraphs,
    Satang,
    SatangOrNone,
    SignedSatang,
)
from domain.message import Command, Evidence


class InOpenYear(Command):
    """Plans, binds or moves money: only while the line's year is open (``year.is_closed``)."""

    year_closed: Evidence[bool]


class BudgetCodesEntry(BaseModel, extra="forbid", frozen=True):
    budget_code: OptionalLine = ""
    fund_source: OptionalLine = ""
    main_activity_code: OptionalLine = ""
    is_sample: bool = False


class OpenBudgetLine(InOpenYear):
    NAME: ClassVar[str] = "OpenBudgetLine"

    fiscal_year: FiscalYear
    agency_unit_id: UUID
    programme: OneLine
    output: OneLine
    activity: OneLine
    item: OneLine
    category: ExpenditureCategory
    codes: BudgetCodesEntry
    owner_unit_id: UUID
    project_name: OptionalLine = ""
    purpose: OptionalParagraphs = ""
    target: OptionalParagraphs = ""


class AllocateBudget(InOpenYear):
    """``allocation_reference`` and ``allocation_dated_on`` are those of the allocation letter."""

    NAME: ClassVar[str] = "AllocateBudget"

    amount_satang: Satang
    allocation_reference: OneLine
    allocation_dated_on: PaperDate
    letter_id: UUID | None = None


class ReserveBudget(InOpenYear):
    NAME: ClassVar[str] = "ReserveBudget"

    amount_satang: Satang
    reference: OneLine


class ReleaseReservation(Command):
    NAME: ClassVar[str] = "ReleaseReservation"

    amount_satang: Satang
    reference: OneLine


class CommitBudget(InOpenYear):
    NAME: ClassVar[str] = "CommitBudget"

    amount_satang: Satang
    reference: OneLine
    reservation_reference: OneLine | None = None


class ReleaseCommitment(Command):
    """What a finished commitment did not need goes back to the free balance."""

    NAME: ClassVar[str] = "ReleaseCommitment"

    amount_satang: Satang
    reference: OneLine


class DisburseBudget(InOpenYear):
    NAME: ClassVar[str] = "DisburseBudget"

    amount_satang: Satang
    reference: OneLine
    commitment_reference: OneLine | None = None


class DeclareSurplus(InOpenYear):
    NAME: ClassVar[str] = "DeclareSurplus"

    satang: Satang
    result_achieved: Paragraphs
    purpose_met: bool


class CertifyBalance(InOpenYear):
    """``free_satang`` is what the finance officer found; it must be what the line computes."""

    NAME: ClassVar[str] = "CertifyBalance"

    free_satang: SatangOrNone


class HoldForTransfer(InOpenYear):
    """``satang`` is signed: minus leaves the line, plus arrives. Replaces the transfer's hold."""

    NAME: ClassVar[str] = "HoldForTransfer"

    transfer_id: UUID
    satang: SignedSatang
    is_surplus: bool = False


class ReleaseTransferHold(Command):
    NAME: ClassVar[str] = "ReleaseTransferHold"

    transfer_id: UUID
    reason: Paragraphs


class PostTransferLine(InOpenYear):
    """``satang`` is signed and at most what is held: an authority may have granted less."""

    NAME: ClassVar[str] = "PostTransferLine"

    transfer_id: UUID
    satang: SignedSatang


LineCommand = (
    OpenBudgetLine
    | AllocateBudget
    | ReserveBudget
    | ReleaseReservation
    | CommitBudget
    | ReleaseCommitment
    | DisburseBudget
    | DeclareSurplus
    | CertifyBalance
    | HoldForTransfer
    | ReleaseTransferHold
    | PostTransferLine
)
