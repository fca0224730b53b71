"""What happens to a budget transfer. Money in whole satang; minus is from, plus is to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.budget.scope import TransferScope
from domain.budget.transfer.content import TransferLine
from domain.budget.transfer_power import Authority, PowerRow
from domain.message import Event, Official, Part


class AmendmentRole(StrEnum):
    """Who confirms that a change matches the resolution; the area director last."""

    GROUP_DIRECTOR = "group_director"
    SECRETARY = "secretary"
    AREA_DIRECTOR = "area_director"


class PostedLine(Part, frozen=True):
    """A line as posted: the balances are those of the register, pending transfers not counted."""

    line_id: UUID
    satang: int
    is_surplus: bool
    balance_before_satang: int
    balance_after_satang: int


class TransferDrafted(Event, frozen=True):
    """``due_on``, here and below, is the day by which whoever has it next is to act."""

    NAME = "budget_transfer.drafted"

    case_id: Official[UUID]
    fiscal_year: Official[int]
    lines: Official[tuple[TransferLine, ...]]
    reason: Official[str]
    scope: Official[TransferScope]
    version: Official[int]
    digest: Official[str]
    drafted_by: Official[UUID]
    due_on: Official[date | None] = None


class TransferRevised(Event, frozen=True):
    NAME = "budget_transfer.revised"

    lines: Official[tuple[TransferLine, ...]]
    reason: Official[str]
    scope: Official[TransferScope]
    version: Official[int]
    digest: Official[str]
    revised_by: Official[UUID]
    due_on: Official[date | None] = None


class TransferSubmitted(Event, frozen=True):
    """``power`` is the row as it stood that day, ``authorities`` its authorities in their order."""

    NAME = "budget_transfer.submitted"

    authorities: Official[tuple[Authority, ...]]
    power: Official[PowerRow]
    version: Official[int]
    digest: Official[str]
    due_on: Official[date | None] = None


class TransferReturned(Event, frozen=True):
    """Back to the officer; whatever approvals it had are void."""

    NAME = "budget_transfer.returned"

    reason: Official[str]
    due_on: Official[date | None] = None


class TransferWithdrawn(Event, frozen=True):
    NAME = "budget_transfer.withdrawn"

    reason: Official[str]


class TransferRejected(Event, frozen=True):
    NAME = "budget_transfer.rejected"

    authority: Official[Authority]
    reason: Official[str]


class AuthorityApproved(Event, frozen=True):
    """``lines`` are those that stand after it: fewer or lower where it approved in part.

    ``missing`` are the authorities that have yet to approve after it, in their order.
    """

    NAME = "budget_transfer.approved_by"

    authority: Official[Authority]
    resolution_id: Official[UUID | None]
    outside_approval_id: Official[UUID | None]
    approved_on: Official[date]
    reference: Official[str]
    approved_digest: Official[str]
    is_partial: Official[bool]
    lines: Official[tuple[TransferLine, ...]]
    version: Official[int]
    digest: Official[str]
    missing: Official[tuple[Authority, ...]] = ()
    due_on: Official[date | None] = None


class TransferAmended(Event, frozen=True):
    """A new version for a resolution "agreed with changes"; earlier approvals are void."""

    NAME = "budget_transfer.amended"

    resolution_id: Official[UUID]
    lines: Official[tuple[TransferLine, ...]]
    reason: Official[str]
    scope: Official[TransferScope]
    authorities: Official[tuple[Authority, ...]]
    power: Official[PowerRow]
    version: Official[int]
    digest: Official[str]
    amended_by: Official[UUID]


class AmendmentConfirmed(Event, frozen=True):
    """``missing`` are those who have yet to confirm after it."""

    NAME = "budget_transfer.amendment_confirmed"

    role: Official[AmendmentRole]
    resolution_id: Official[UUID]
    digest: Official[str]
    confirmed_by: Official[UUID]
    missing: Official[tuple[AmendmentRole, ...]] = ()


class TransferPosted(Event, frozen=True):
    """``state_system_…`` is the entry in the State's accounting system, where there is one yet.

    ``results_due_on`` is the day by which each line that received money reports its result.
    """

    NAME = "budget_transfer.posted"

    lines: Official[tuple[PostedLine, ...]]
    posted_by: Official[UUID]
    posted_on: Official[date]
    state_system_reference: Official[str | None]
    state_system_date: Official[date | None]
    results_due_on: Official[date | None] = None


TransferEvent = (
    TransferDrafted
    | TransferRevised
    | TransferSubmitted
    | TransferReturned
    | TransferWithdrawn
    | TransferRejected
    | AuthorityApproved
    | TransferAmended
    | AmendmentConfirmed
    | TransferPosted
)
