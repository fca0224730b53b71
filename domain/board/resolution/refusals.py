"""Why a resolution says no."""

from __future__ import annotations

from domain.refusal import Refusal


class CoverageNeeded(Refusal):
    """An agreement to a paper says what it reaches."""

    code = "coverage-needed"


class CoverageNotWanted(Refusal):
    """What agrees to nothing, or to no paper, reaches no transfer."""

    code = "coverage-not-wanted"


class CoverageLimitsNeeded(Refusal):
    """Within the guidelines an agreement has a ceiling and a last day."""

    code = "coverage-limits-needed"


class CoverageLimitsNotWanted(Refusal):
    """The annexed transfers have their amounts; ceiling and day go with guidelines only."""

    code = "coverage-limits-not-wanted"


class OutcomeChangesMismatch(Refusal):
    """Changes are named with agreement with changes, and with nothing else."""

    code = "outcome-changes-mismatch"
    rule = "R-G08"


class BodyMeetsHere(Refusal):
    """An inside body's resolution comes from its meeting, not from a letter."""

    code = "body-meets-here"
    rule = "R-G01"


class SourceLetterNotRegistered(Refusal):
    """The letter with the resolution is not in the receive register, or its number is void."""

    code = "resolution-letter-not-registered"
    rule = "R-G01"


class AdoptedInFuture(Refusal):
    """A resolution is recorded once it was adopted."""

    code = "adopted-in-future"


class ResolutionNotAdopted(Refusal):
    """There is no such resolution."""

    code = "resolution-not-adopted"
    rule = "R-G01"


class ResolutionIsRescinded(Refusal):
    """The body took it back; nothing new rests on it."""

    code = "resolution-is-rescinded"
    rule = "R-G08"


class AcknowledgedIsNotAgreement(Refusal):
    """The body took note; that agrees to nothing."""

    code = "acknowledged-is-not-agreement"
    rule = "R-W06"


class ResolutionDoesNotAgree(Refusal):
    """Not agreed, withdrawn or deferred: the matter does not go on."""

    code = "resolution-does-not-agree"
    rule = "R-G08"


class ChangeNotConfirmed(Refusal):
    """The change was not yet confirmed by everybody who has to."""

    code = "change-not-confirmed"
    rule = "R-G08"


class ChangeConfirmedAlready(Refusal):
    """This side confirmed this version already."""

    code = "change-confirmed-already"


class ChangeNotMade(Refusal):
    """Nothing of the paper is different from what the body saw: the change is still to be made."""

    code = "change-not-made"
    rule = "R-G08"


class GuidelinesDiffer(Refusal):
    """The transfer's case has other guidelines than those the body agreed to."""

    code = "guidelines-differ"
    rule = "R-W07"


class OnePersonConfirms(Refusal):
    """The same natural person confirmed it for the other side."""

    code = "one-person-confirms"
    rule = "R-H16"


class TransferNotAnnexed(Refusal):
    """The resolution reaches the transfers annexed to the paper, and this is none of them."""

    code = "transfer-not-annexed"


class CoverageEnded(Refusal):
    """The last day on which a transfer could rest on the resolution is over."""

    code = "coverage-ended"


class CeilingExceeded(Refusal):
    """With this transfer the resolution's ceiling would be passed."""

    code = "resolution-ceiling-exceeded"


class ResolutionUsedAlready(Refusal):
    """The transfer rests on this resolution already."""

    code = "resolution-used-already"


class ReportedBeforeNext(Refusal):
    """A resolution is reported at a later meeting of the same body."""

    code = "report-at-later-meeting"
    rule = "R-G12"


class ReportedThere(Refusal):
    """It was reported at this meeting already."""

    code = "reported-there-already"
    rule = "R-G12"
