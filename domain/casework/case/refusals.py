"""Why a case says no. Steps in the figures are their numbers."""

from __future__ import annotations

from domain.refusal import Refusal


class OtherProcess(Refusal):
    """Only a case of process 4.4 holds this content."""

    code = "case-other-process"
    rule = "R-B10"


class StepUnknown(Refusal):
    """The case's process has no such step."""

    code = "step-unknown"
    rule = "R-W01"


class StepNotOpen(Refusal):
    """The step is not open: what it needs is not done, or it is done itself."""

    code = "step-not-open"
    rule = "R-W01"


class StepNotDone(Refusal):
    """One returns to a step that was done."""

    code = "step-not-done"


class StepDoneByContent(Refusal):
    """The step is completed by recording its content and in no other way."""

    code = "step-done-by-content"


class GateNotSkipped(Refusal):
    """A gate is never skipped, only passed by its decision."""

    code = "gate-not-skipped"
    rule = "R-W08"


class NothingToSkip(Refusal):
    """No step that may be skipped is open."""

    code = "nothing-to-skip"
    rule = "R-W08"


class ContentSettled(Refusal):
    """A gate has decided on exactly this content; it changes only after a return."""

    code = "case-content-settled"
    rule = "R-W07"


class DateInFuture(Refusal):
    """What has been done cannot bear a date after today."""

    code = "case-date-in-future"


class LetterInCase(Refusal):
    """The letter is in the case already."""

    code = "letter-in-case-already"
    rule = "R-W10"


class CommitteeChairs(Refusal):
    """A committee has one chair."""

    code = "committee-one-chair"
    rule = "R-G18"


class SeatTwice(Refusal):
    """Nobody sits twice in a committee."""

    code = "committee-seat-twice"
    rule = "R-G18"


class CommitteeNotOpened(Refusal):
    """No committee was opened by order in this case."""

    code = "committee-not-opened"
    rule = "R-G18"


class OpinionNeedsContent(Refusal):
    """The committee gives its opinion on steps 3 to 5, and one of them has no content."""

    code = "opinion-needs-content"
    rule = "R-W07"


class TransferProposedAlready(Refusal):
    """This transfer is proposed already, in exactly this version."""

    code = "transfer-proposed-already"


class NoDeadlineMoves(Refusal):
    """The calendar changed no due date of this case."""

    code = "no-deadline-moves"
    rule = "R-T13"


class ResultNotAwaited(Refusal):
    """The line received no money by a posted transfer of this case."""

    code = "result-not-awaited"


class ResultChangeUnexplained(Refusal):
    """A result already recorded changes only with a note that says why."""

    code = "result-change-unexplained"
    rule = "R-M05"


class CaseHasPostings(Refusal):
    """Money was moved in this case: its results are followed up, it cannot just end."""

    code = "case-has-postings"
    rule = "R-B12"


class UnitDidNotAsk(Refusal):
    """Notices go to the units that asked."""

    code = "unit-did-not-ask"


class NoticeSentAlready(Refusal):
    """That unit was told already."""

    code = "notice-sent-already"


class CaseHasOpenMatters(Refusal):
    """A case closes when nothing of its own is open; ``open`` lists what is, each by its code."""

    code = "case-has-open-matters"
