"""Steps 1, 3, 4 and 5 of process 4.4: figures, analysis, guidelines, proposed transfers.

Recording its content completes an open step. Content may change until a gate has decided on it; a
change after the committee's opinion opens the committee's step again, for an opinion holds for
exactly what it was given on (R-W07).
"""

from __future__ import annotations

import hashlib
from uuid import UUID

import msgspec

from domain.casework.case.commands import (
    AttachSpendingFigures,
    ProposeTransfer,
    RecordAnalysis,
    SetGuidelines,
    StepCommand,
)
from domain.casework.case.events import (
    AnalysisRecorded,
    CaseEvent,
    FiguresAttached,
    GuidelinesSet,
    StepReopened,
    TransferProposed,
)
from domain.casework.case.parts import (
    ContentVersion,
    ProposedTransfer,
    ReopenCause,
    StepStatus,
    SurplusLine,
    TransferStep,
)
from domain.casework.case.refusals import DateInFuture, TransferProposedAlready
from domain.casework.case.state import CaseFile, after
from domain.casework.case.steps import completion, reopening, require_workable, then_opening
from domain.correspondence.parts import enclosures

CAUSES = {
    TransferStep.ANALYSIS: ReopenCause.ANALYSIS_CHANGED,
    TransferStep.GUIDELINES: ReopenCause.GUIDELINES_CHANGED,
    TransferStep.PROPOSAL: ReopenCause.PROPOSAL_CHANGED,
}


def content_digest(*content: object) -> str:
    """Return the SHA-256 (hex) of ``content`` as canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def attach_figures(command: AttachSpendingFigures, file: CaseFile) -> list[CaseEvent]:
    require_workable(file, TransferStep.FIGURES)
    if command.figures_on > command.on:
        raise DateInFuture("figures of a day to come", typed_on=command.figures_on)
    attached = FiguresAttached(
        command.figures_on,
        command.source_unit_id,
        enclosures(command.files, command.stored),
        command.note,
    )
    return then_opening(file, [attached, *completion(file, TransferStep.FIGURES)], command)


def record_analysis(command: RecordAnalysis, file: CaseFile) -> list[CaseEvent]:
    require_workable(file, TransferStep.ANALYSIS)
    lines = tuple(SurplusLine(**line.model_dump()) for line in command.surplus_lines)
    digest = content_digest(command.spending_against_results, lines)
    version = next_version(file.analysis)
    recorded = AnalysisRecorded(version, command.spending_against_results, lines, digest)
    return with_step(file, recorded, TransferStep.ANALYSIS, command)


def set_guidelines(command: SetGuidelines, file: CaseFile) -> list[CaseEvent]:
    require_workable(file, TransferStep.GUIDELINES)
    digest = content_digest(command.text, command.methods)
    by = command.resolution_id
    version = next_version(file.guidelines)
    guidelines = GuidelinesSet(version, command.text, command.methods, digest, by)
    return with_step(file, guidelines, TransferStep.GUIDELINES, command, by)


def propose_transfer(command: ProposeTransfer, file: CaseFile) -> list[CaseEvent]:
    require_workable(file, TransferStep.PROPOSAL)
    again = ProposedTransfer(command.transfer_id, command.digest) in file.transfers
    if again and file.step(TransferStep.PROPOSAL).done:
        raise TransferProposedAlready("proposed already", transfer_id=command.transfer_id)
    by = command.resolution_id
    proposed = TransferProposed(command.transfer_id, command.digest, by)
    return with_step(file, proposed, TransferStep.PROPOSAL, command, by)


def next_version(content: ContentVersion | None) -> int:
    return 1 if content is None else content.version + 1


def with_step(
    file: CaseFile,
    content: CaseEvent,
    number: TransferStep,
    command: StepCommand,
    by_resolution: UUID | None = None,
) -> list[CaseEvent]:
    """Return the content, its step's completion, the committee called again, and openings.

    A change that a resolution asked for is confirmed against that resolution, not by the committee.
    """
    events = [content, *completion(file, number)]
    if by_resolution is None:
        events += committee_again(after(file, events), CAUSES[number], command)
    return then_opening(file, events, command)


def committee_again(file: CaseFile, cause: ReopenCause, command: StepCommand) -> list[StepReopened]:
    """Return the re-opening of the committee's step if its opinion was on something else."""
    given = file.step(TransferStep.COMMITTEE).status is StepStatus.DONE
    if not given or file.opinion is None or file.opinion_stands:
        return []
    return [reopening(file, TransferStep.COMMITTEE, cause, command)]
