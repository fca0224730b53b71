"""What a case decides."""

from __future__ import annotations

from domain.casework.case import committee, content, ending, steps
from domain.casework.case.commands import (
    AddLetter,
    AttachSpendingFigures,
    CaseCommand,
    CloseCase,
    CompleteStep,
    EndCase,
    MoveDeadlines,
    OpenCase,
    OpenCommitteeWork,
    ProposeTransfer,
    RecordAnalysis,
    RecordCommitteeOpinion,
    RecordNotice,
    RecordResult,
    ReopenCase,
    ReturnToStep,
    SetGuidelines,
    SkipStep,
)
from domain.casework.case.events import CaseEvent, CaseOpened, CaseReopened, LetterAdded
from domain.casework.case.refusals import LetterInCase
from domain.casework.case.state import (
    Case,
    CaseFile,
    Closed,
    Ended,
    Underway,
    Unopened,
    opened,
    with_unit,
)
from domain.refusal import NotOpen


def decide(command: CaseCommand, case: Case) -> list[CaseEvent]:
    """Return what ``command`` leads to.

    Raises:
        NotOpen: the case is not opened, ended or closed, as the command has it.
        Refusal: one of this package's refusals; each module says when.
    """
    match command, case:
        case OpenCase(), Unopened():
            return open_case(command)
        case AddLetter(), Underway(file):
            return add_letter(command, file)
        case AttachSpendingFigures(), Underway(file):
            return content.attach_figures(command, file)
        case OpenCommitteeWork(), Underway(file):
            return committee.open_committee(command, file)
        case RecordCommitteeOpinion(), Underway(file):
            return committee.record_opinion(command, file)
        case RecordAnalysis(), Underway(file):
            return content.record_analysis(command, file)
        case SetGuidelines(), Underway(file):
            return content.set_guidelines(command, file)
        case ProposeTransfer(), Underway(file):
            return content.propose_transfer(command, file)
        case CompleteStep(), Underway(file):
            return steps.complete(command, file)
        case ReturnToStep(), Underway(file):
            return steps.return_to(command, file)
        case SkipStep(), Underway(file):
            return steps.skip(command, file)
        case MoveDeadlines(), Underway(file):
            return steps.move_deadlines(command, file)
        case RecordResult(), Underway(file):
            return ending.record_result(command, file)
        case EndCase(), Underway():
            return ending.end(command, case.file)
        case RecordNotice(), Ended():
            return ending.record_notice(command, case)
        case RecordNotice(), Underway(file) if file.late_asking:
            return ending.record_notice(command, case)
        case CloseCase(), Underway() | Ended():
            return ending.close(command, case)
        case ReopenCase(), Ended(file) | Closed(file):
            return [CaseReopened(command.reason, steps.open_steps(file))]
    raise NotOpen(f"{type(command).__name__} while {type(case).__name__}")


def open_case(command: OpenCase) -> list[CaseEvent]:
    template = command.template
    begun = CaseOpened(
        template.code,
        template.version,
        template.steps,
        command.fiscal_year,
        command.subject,
        command.officer_id,
        command.owner_unit_id,
        tuple(dict.fromkeys(command.asking_unit_ids)),
        tuple(dict.fromkeys(command.letter_ids)),
    )
    return [begun, *steps.openings(opened(begun), command.on, command.holidays)]


def add_letter(command: AddLetter, file: CaseFile) -> list[CaseEvent]:
    if command.letter_id in file.letter_ids:
        raise LetterInCase("the letter is in the case", letter_id=command.letter_id)
    asking = with_unit(file.asking_unit_ids, command.asking_unit_id)
    parties = (file.owner_unit_id, *asking)
    is_new = asking != file.asking_unit_ids
    late = is_new and not command.written_to and steps.those_affected_told(file)
    return [LetterAdded(command.letter_id, command.asking_unit_id, parties, late)]
