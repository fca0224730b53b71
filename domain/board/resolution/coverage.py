"""Where a resolution stands: whether it passes a step, and which transfers may rest on it.

``acknowledged`` agrees to nothing (R-W06). Agreement with changes passes once every changed version
was confirmed; only the version that was agreed to, or confirmed, is covered (R-W07).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.approvals.version import require_version
from domain.board.meeting.agenda import AgendaPaper
from domain.board.outcome import CARRIES, CoverageKind, ResolutionOutcome
from domain.board.resolution.messages import Citation, Coverage, Side
from domain.board.resolution.refusals import (
    AcknowledgedIsNotAgreement,
    CeilingExceeded,
    ChangeNotConfirmed,
    CoverageEnded,
    ResolutionDoesNotAgree,
    ResolutionIsRescinded,
    ResolutionNotAdopted,
    TransferNotAnnexed,
)

Subject = UUID | None  # a transfer, or None: the guidelines of a paper without transfers


@dataclass(frozen=True)
class Confirmation:
    digest: str
    person_id: UUID


@dataclass(frozen=True)
class Unadopted:
    """No such resolution."""


@dataclass(frozen=True)
class Adopted:
    """``used`` is in satang by transfer; ``new_versions`` are the digests confirmed at the end.

    ``left`` is how many subjects were to be confirmed after the last of them; None before the first.
    """

    citation: Citation
    meeting_id: UUID | None
    adopted_on: date
    outcome: ResolutionOutcome
    paper: AgendaPaper | None
    coverage: Coverage | None
    confirmations: Mapping[tuple[Subject, Side], Confirmation] = field(default_factory=dict)
    new_versions: Mapping[Subject, str] = field(default_factory=dict)
    used: Mapping[UUID, int] = field(default_factory=dict)
    left: int | None = None
    reported_at: frozenset[UUID] = frozenset()
    rescinded: bool = False

    @property
    def annexed(self) -> dict[UUID, str]:
        """The digest of each annexed transfer as the body saw it."""
        if self.paper is None:
            return {}
        return {version.transfer_id: version.digest for version in self.paper.transfers}

    @property
    def changes_wanted(self) -> bool:
        """Whether the body agreed on condition of a change."""
        return self.outcome is ResolutionOutcome.APPROVED_WITH_CHANGES

    @property
    def guidelines_digest(self) -> str:
        """The guidelines agreed to: those the body saw, or as it had them changed."""
        seen = self.paper.guidelines_digest if self.paper else ""
        return self.new_versions.get(None, seen)

    def subjects(self, now: Mapping[Subject, str]) -> tuple[Subject, ...]:
        """Return what a change has to be confirmed for; ``now`` are the digests as they stand.

        All annexed transfers, unless the guidelines alone were changed; these where they were.
        """
        seen = self.paper.guidelines_digest if self.paper else ""
        lines_changed = any(now.get(key, was) != was for key, was in self.annexed.items())
        if not self.annexed or now.get(None, seen) != seen:
            return (*self.annexed, None) if lines_changed else (None,)
        return tuple(self.annexed)

    @property
    def unconfirmed(self) -> int:
        """How many subjects of a change are yet to be confirmed, as far as was said last."""
        if self.left is not None:
            return self.left
        return sum(subject not in self.new_versions for subject in self.subjects({}))


Resolution = Unadopted | Adopted


def require_passes(resolution: Resolution) -> Adopted:
    """Return the resolution if a case may go on by it.

    Raises:
        ResolutionNotAdopted, ResolutionIsRescinded: there is none in force.
        AcknowledgedIsNotAgreement: the body only took note (R-W06).
        ResolutionDoesNotAgree: not approved, withdrawn or deferred (R-G08).
        ChangeNotConfirmed: agreed with changes, and not all new versions are confirmed.
    """
    if not isinstance(resolution, Adopted):
        raise ResolutionNotAdopted("none")
    citation = resolution.citation
    figures = {
        "meeting_no": citation.meeting_no,
        "meeting_year": citation.meeting_year,
        "item_no": citation.item_no,
        "outcome": resolution.outcome,
    }
    if resolution.rescinded:
        raise ResolutionIsRescinded("rescinded", **figures)
    if resolution.outcome is ResolutionOutcome.ACKNOWLEDGED:
        raise AcknowledgedIsNotAgreement("only acknowledged", **figures)
    if resolution.outcome not in CARRIES:
        raise ResolutionDoesNotAgree("does not agree", **figures)
    if resolution.changes_wanted and resolution.unconfirmed:
        n = resolution.unconfirmed
        raise ChangeNotConfirmed("new version not confirmed", n=n, **figures)
    return resolution


def require_covers(
    resolution: Resolution, transfer_id: UUID, digest: str, satang: int, on: date
) -> int | None:
    """Return what is left under the ceiling after a transfer of ``satang``, None without ceiling.

    Every transfer counts against the ceiling, the annexed ones too.

    Raises:
        TransferNotAnnexed: only annexed transfers are covered, and this is none.
        VersionMovedOn: annexed, but in another version (R-W07).
        CoverageEnded, CeilingExceeded: after the last day, or above the ceiling.
        …: as ``require_passes``.
    """
    passed = require_passes(resolution)
    coverage = passed.coverage
    if transfer_id in passed.annexed:
        current = passed.new_versions.get(transfer_id, passed.annexed[transfer_id])
        require_version(digest, current)
    elif coverage is None or coverage.kind is CoverageKind.ANNEXED_ONLY:
        raise TransferNotAnnexed("not annexed", transfer_id=transfer_id)
    if coverage is None:
        return None
    if coverage.until_on is not None and on > coverage.until_on:
        raise CoverageEnded("after the last day", until_on=coverage.until_on, on=on)
    if coverage.ceiling_satang is None:
        return None
    remaining = coverage.ceiling_satang - sum(passed.used.values())
    if satang > remaining:
        raise CeilingExceeded(
            "above the ceiling",
            ceiling_satang=coverage.ceiling_satang,
            remaining_satang=remaining,
            asked_satang=satang,
        )
    return remaining - satang
