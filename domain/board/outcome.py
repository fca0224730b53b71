"""What a body can say about an agenda item (R-G08)."""

from __future__ import annotations

from enum import StrEnum


class CoverageKind(StrEnum):
    """What an agreement reaches: the annexed transfers, or any within the guidelines."""

    ANNEXED_ONLY = "annexed_only"
    WITHIN_GUIDELINES = "within_guidelines"


class ResolutionOutcome(StrEnum):
    AGREED = "agreed"
    APPROVED_WITH_CHANGES = "approved_with_changes"
    ACKNOWLEDGED = "acknowledged"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    WITHDRAWN = "withdrawn"
    DEFERRED = "deferred"


# Said by those who are for the motion; ``not_approved`` by those who are against it. The other
# outcomes decide nothing on the matter and may come about without a vote.
CARRIES = frozenset(
    {
        ResolutionOutcome.AGREED,
        ResolutionOutcome.APPROVED,
        ResolutionOutcome.APPROVED_WITH_CHANGES,
    }
)
DECIDES = CARRIES | {ResolutionOutcome.NOT_APPROVED}
