"""Where an outside approval stands, and whether what was asked may go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.approvals.outside_approval.messages import AskedLine, GrantedLine, OutsideOutcome
from domain.approvals.outside_approval.refusals import NotGranted
from domain.approvals.version import require_version


@dataclass(frozen=True)
class Unrequested:
    """Nothing was asked yet."""


@dataclass(frozen=True)
class Request:
    """What was asked, and of whom. ``letters`` are all it went out in, the latest last."""

    authority: str
    case_id: UUID
    transfer_id: UUID
    resolution_id: UUID
    transfer_digest: str
    lines: tuple[AskedLine, ...]
    letters: tuple[UUID, ...]
    asked_on: date


@dataclass(frozen=True)
class Waiting:
    """Sent; no outcome recorded."""

    request: Request


@dataclass(frozen=True)
class Unconfirmed:
    """The officer recorded an outcome; it does not count yet."""

    request: Request
    outcome: OutsideOutcome
    lines: tuple[GrantedLine, ...]
    recorded_by: UUID
    reply_letter_id: UUID
    decided_on: date
    note: str


@dataclass(frozen=True)
class InformationWanted:
    """The authority asks for more; the request has to go again."""

    request: Request


@dataclass(frozen=True)
class Settled:
    """Approved, partly approved or not approved, and confirmed."""

    request: Request
    outcome: OutsideOutcome
    lines: tuple[GrantedLine, ...]


OutsideApproval = Unrequested | Waiting | Unconfirmed | InformationWanted | Settled


def require_granted(approval: OutsideApproval, digest: str) -> tuple[GrantedLine, ...]:
    """Return the lines that may be posted: approved for exactly this version, and confirmed.

    Raises:
        NotGranted: no confirmed approval, in whole or in part.
        VersionMovedOn: granted for another version (R-W07).
    """
    if not isinstance(approval, Settled):
        raise NotGranted(f"{type(approval).__name__}", outcome=None)
    if approval.outcome is OutsideOutcome.NOT_APPROVED:
        raise NotGranted("not approved", outcome=approval.outcome)
    require_version(digest, approval.request.transfer_digest)
    return approval.lines
