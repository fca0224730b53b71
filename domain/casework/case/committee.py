"""Step 2 of process 4.4: the committee's work, opened by order, done by its opinion (R-G18)."""

from __future__ import annotations

from collections import Counter

from domain.casework.case.commands import OpenCommitteeWork, RecordCommitteeOpinion
from domain.casework.case.events import CaseEvent, CommitteeOpened, CommitteeOpinionRecorded
from domain.casework.case.parts import (
    CommitteeDuty,
    CommitteeSeat,
    OpinionSubject,
    TransferStep,
)
from domain.casework.case.refusals import (
    CommitteeChairs,
    CommitteeNotOpened,
    DateInFuture,
    OpinionNeedsContent,
    SeatTwice,
)
from domain.casework.case.state import CaseFile
from domain.casework.case.steps import (
    completion,
    require_open,
    require_transfer_process,
    then_opening,
)


def require_committee_step(file: CaseFile) -> None:
    require_transfer_process(file)
    require_open(file, TransferStep.COMMITTEE)


def open_committee(command: OpenCommitteeWork, file: CaseFile) -> list[CaseEvent]:
    require_committee_step(file)
    chairs = sum(seat.duty is CommitteeDuty.CHAIR for seat in command.seats)
    if chairs != 1:
        raise CommitteeChairs("a committee has one chair", chairs=chairs)
    name, times = Counter(seat.name for seat in command.seats).most_common(1)[0]
    if times > 1:
        raise SeatTwice("two seats for one person", name=name)
    seats = tuple(CommitteeSeat(seat.name, seat.post_title, seat.duty) for seat in command.seats)
    return [CommitteeOpened(command.order_reference, command.order_year, seats, command.meeting_on)]


def require_opinion(file: CaseFile) -> OpinionSubject:
    """Return what the committee can give its opinion on now.

    Raises:
        StepNotOpen: the committee's step is not open.
        CommitteeNotOpened: there is no committee yet.
        OpinionNeedsContent: ``steps`` are those of 3 to 5 that are not done or have no content.
    """
    require_committee_step(file)
    if not file.committee_opened:
        raise CommitteeNotOpened("no committee yet")
    content = {
        TransferStep.ANALYSIS: file.analysis,
        TransferStep.GUIDELINES: file.guidelines,
        TransferStep.PROPOSAL: file.transfers,
    }
    missing = [int(n) for n, held in content.items() if not held or not file.step(n).done]
    if missing or file.analysis is None or file.guidelines is None:
        raise OpinionNeedsContent("nothing to give an opinion on", steps=missing)
    return OpinionSubject(file.analysis, file.guidelines, file.transfers)


def record_opinion(command: RecordCommitteeOpinion, file: CaseFile) -> list[CaseEvent]:
    about = require_opinion(file)
    if command.met_on > command.on:
        raise DateInFuture("a meeting on a day to come", typed_on=command.met_on)
    recorded = CommitteeOpinionRecorded(command.opinion, command.favourable, command.met_on, about)
    return then_opening(file, [recorded, *completion(file, TransferStep.COMMITTEE)], command)
