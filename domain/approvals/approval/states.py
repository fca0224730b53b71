"""Where an approval stands, and whether what it is about may go on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.approvals.approval.messages import DecisionOutcome
from domain.approvals.approval.refusals import NotAgreedToPropose
from domain.approvals.route import Rank
from domain.approvals.version import require_version


@dataclass(frozen=True)
class About:
    """The stream that is put up (``budget_transfer/…``), and the case it belongs to."""

    subject: str
    case_id: UUID


@dataclass(frozen=True)
class Unrequested:
    """Nothing was asked yet."""


@dataclass(frozen=True)
class Pending:
    """``place`` is the index of the rank whose turn it is; ``spoke`` gave the opinion below it."""

    about: About
    digest: str
    ranks: tuple[Rank, ...]
    requested_by: UUID
    authors: frozenset[UUID]
    place: int = 0
    spoke: UUID | None = None

    @property
    def rank(self) -> Rank:
        """The rank that has the file now."""
        return self.ranks[self.place]

    @property
    def above(self) -> Rank | None:
        """The rank that has it next, None above the last."""
        return self.ranks[self.place + 1] if self.place + 1 < len(self.ranks) else None


@dataclass(frozen=True)
class Decided:
    about: About
    digest: str
    outcome: DecisionOutcome


@dataclass(frozen=True)
class Ended:
    """Sent back, withdrawn or voided: nobody can decide in this round any more."""

    about: About
    digest: str


Approval = Unrequested | Pending | Decided | Ended


def require_agreed_to_propose(approval: Approval, digest: str) -> None:
    """Refuse to go on unless the area director agreed to propose exactly the version ``digest``.

    Opinions never suffice (R-W06), and what was agreed for one version holds for no other (R-W07).

    Raises:
        NotAgreedToPropose: undecided, or decided otherwise.
        VersionMovedOn: agreed, but for another version.
    """
    match approval:
        case Decided(outcome=DecisionOutcome.AGREED_TO_PROPOSE):
            require_version(digest, approval.digest)
        case Decided():
            raise NotAgreedToPropose("decided otherwise", outcome=approval.outcome)
        case _:
            raise NotAgreedToPropose(f"{type(approval).__name__}", outcome=None)
