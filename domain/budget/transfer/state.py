"""Where a transfer stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from domain.budget.transfer.content import Content
from domain.budget.transfer.events import (
    AmendmentConfirmed,
    AmendmentRole,
    AuthorityApproved,
    TransferAmended,
    TransferDrafted,
    TransferEvent,
    TransferPosted,
    TransferRejected,
    TransferReturned,
    TransferRevised,
    TransferSubmitted,
    TransferWithdrawn,
)
from domain.budget.transfer_power import Authority


@dataclass(frozen=True)
class Undrafted:
    """Nothing is known of this transfer."""


@dataclass(frozen=True)
class Draft:
    """A draft, new or returned. ``authors`` are all who ever wrote a version (R-H16).

    ``named`` are the lines of every version, here and in the later states: where holds may be.
    """

    case_id: UUID
    fiscal_year: int
    content: Content
    authors: frozenset[UUID]
    named: frozenset[UUID]


@dataclass(frozen=True)
class Amendment:
    """A change made for a resolution, and who has confirmed that it matches."""

    resolution_id: UUID
    confirmed: tuple[AmendmentRole, ...] = ()

    @property
    def missing(self) -> tuple[AmendmentRole, ...]:
        return tuple(role for role in AmendmentRole if role not in self.confirmed)


@dataclass(frozen=True)
class Submitted:
    """Before its authorities. ``approved`` are those that have approved, in order."""

    case_id: UUID
    fiscal_year: int
    content: Content
    authors: frozenset[UUID]
    named: frozenset[UUID]
    authorities: tuple[Authority, ...]
    approved: tuple[Authority, ...] = ()
    amendment: Amendment | None = None

    @property
    def missing(self) -> tuple[Authority, ...]:
        return tuple(name for name in self.authorities if name not in self.approved)


@dataclass(frozen=True)
class Posted:
    """Done; a mistake is put right by a further transfer."""

    case_id: UUID
    content: Content
    named: frozenset[UUID]


@dataclass(frozen=True)
class Withdrawn:
    """Ended by the officer."""

    case_id: UUID
    content: Content
    named: frozenset[UUID]


@dataclass(frozen=True)
class Rejected:
    """Ended by an authority."""

    case_id: UUID
    content: Content
    named: frozenset[UUID]


Begun = Draft | Submitted | Posted | Withdrawn | Rejected
Transfer = Undrafted | Begun


def evolve(transfer: Transfer, event: TransferEvent) -> Transfer:
    match transfer, event:
        case _, TransferDrafted():
            content = Content(event.lines, event.reason, event.scope, event.version)
            authors, named = frozenset({event.drafted_by}), names(content)
            return Draft(event.case_id, event.fiscal_year, content, authors, named)
        case Draft(), TransferRevised():
            content = Content(event.lines, event.reason, event.scope, event.version)
            return replace(
                transfer,
                content=content,
                authors=transfer.authors | {event.revised_by},
                named=transfer.named | names(content),
            )
        case Draft(), TransferSubmitted():
            return Submitted(
                transfer.case_id,
                transfer.fiscal_year,
                transfer.content,
                transfer.authors,
                transfer.named,
                event.authorities,
            )
        case Submitted(), TransferReturned():
            return Draft(
                transfer.case_id,
                transfer.fiscal_year,
                transfer.content,
                transfer.authors,
                transfer.named,
            )
        case Submitted(), AuthorityApproved():
            content = replace(transfer.content, lines=event.lines, version=event.version)
            return replace(
                transfer, content=content, approved=(*transfer.approved, event.authority)
            )
        case Submitted(), TransferAmended():
            content = Content(event.lines, event.reason, event.scope, event.version)
            return replace(
                transfer,
                content=content,
                authors=transfer.authors | {event.amended_by},
                named=transfer.named | names(content),
                authorities=event.authorities,
                approved=(),
                amendment=Amendment(event.resolution_id),
            )
        case Submitted(amendment=Amendment() as amendment), AmendmentConfirmed():
            confirmed = (*amendment.confirmed, event.role)
            return replace(transfer, amendment=replace(amendment, confirmed=confirmed))
        case Draft() | Submitted(), TransferWithdrawn():
            return Withdrawn(transfer.case_id, transfer.content, transfer.named)
        case Draft() | Submitted(), TransferRejected():
            return Rejected(transfer.case_id, transfer.content, transfer.named)
        case Draft() | Submitted(), TransferPosted():
            return Posted(transfer.case_id, transfer.content, transfer.named)
    raise TypeError(f"{type(event).__name__} while {type(transfer).__name__}")


def names(content: Content) -> frozenset[UUID]:
    return frozenset(line.line_id for line in content.lines)
