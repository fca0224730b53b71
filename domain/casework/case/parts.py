"""Values inside the events and states of a case."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from uuid import UUID

from domain.message import Part

TRANSFER_PROCESS = "4.4"


class TransferStep(IntEnum):
    """The steps of process 4.4 that are done by content recorded in the case itself.

    The manual numbers them; the template's words, roles, days and needs are data (R-B10).
    """

    FIGURES = 1
    COMMITTEE = 2
    ANALYSIS = 3
    GUIDELINES = 4
    PROPOSAL = 5
    RESULTS = 10


class StepStatus(StrEnum):
    """``waiting``: what it needs is not done. ``skipped`` counts as done (R-W08)."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


class ReopenCause(StrEnum):
    """Why a done step is open again; only ``returned`` is somebody's own decision."""

    RETURNED = "returned"
    ANALYSIS_CHANGED = "analysis_changed"
    GUIDELINES_CHANGED = "guidelines_changed"
    PROPOSAL_CHANGED = "proposal_changed"


class Ending(StrEnum):
    """How a case ends without having reached its aim."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_AGREED = "not_agreed"


class CommitteeDuty(StrEnum):
    """Glossary §2."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    MEMBER_SECRETARY = "member_secretary"
    SECRETARY = "secretary"
    ASSISTANT_SECRETARY = "assistant_secretary"


class StepReference(Part, frozen=True):
    """What completed a step: a stream, and the position of the event in the log.

    ``position`` is None when that event is recorded by the same act and has none yet.
    """

    stream_id: str
    position: int | None = None


class CommitteeSeat(Part, frozen=True):
    """A member as named in the order, and his duty in the committee (R-G18)."""

    name: str
    post_title: str
    duty: CommitteeDuty


class SurplusLine(Part, frozen=True):
    """A budget line on which the analysis finds money left over, in satang."""

    line_id: UUID
    surplus_satang: int
    note: str = ""


class ContentVersion(Part, frozen=True):
    """Which analysis or guidelines: ``version`` counts from 1, ``digest`` is SHA-256 (hex)."""

    version: int
    digest: str


class ProposedTransfer(Part, frozen=True):
    """A transfer at exactly the version with this digest."""

    transfer_id: UUID
    digest: str


class OpinionSubject(Part, frozen=True):
    """Exactly what the committee gave its opinion on (R-W07)."""

    analysis: ContentVersion
    guidelines: ContentVersion
    transfers: tuple[ProposedTransfer, ...]


class AwaitedResult(Part, frozen=True):
    """Evidence: a line that received money by a posted transfer, and its target as planned."""

    transfer_id: UUID
    line_id: UUID
    target: str
