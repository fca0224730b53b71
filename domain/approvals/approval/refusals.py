"""Why an approval says no."""

from __future__ import annotations

from domain.refusal import Refusal


class OwnWork(Refusal):
    """Nobody gives an opinion or decides on what he drafted or asked for."""

    code = "no-say-on-own-work"
    rule = "R-H16"


class RoundUnderway(Refusal):
    """The matter lies with somebody already, or was agreed in this very version."""

    code = "approval-underway"
    rule = "R-W06"


class NotYourTurn(Refusal):
    """The file lies with another post; each rank speaks when it has reached him."""

    code = "not-your-turn"
    rule = "R-W06"


class OneVoicePerPerson(Refusal):
    """The same natural person spoke at the rank just below."""

    code = "one-voice-per-person"
    rule = "R-H16"


class RankCanSpeak(Refusal):
    """Somebody can speak at this rank, so it is not passed over."""

    code = "rank-can-speak"
    rule = "R-H16"


class OpinionReasonRequired(Refusal):
    """An unfavourable opinion says why."""

    code = "opinion-reason-required"
    rule = "R-W05"


class DecisionReasonRequired(Refusal):
    """Whoever does not agree, or returns the file, says why."""

    code = "decision-reason-required"
    rule = "R-W05"


class DecisionIsNotOpinion(Refusal):
    """The last rank decides; it neither gives an opinion nor sends back without deciding."""

    code = "decision-is-not-opinion"
    rule = "R-W06"


class NotTheRequester(Refusal):
    """Only the officer who asked for the approval may withdraw it."""

    code = "not-the-requester"


class VersionUnchanged(Refusal):
    """Nothing changed, so nothing said about this version is voided."""

    code = "version-unchanged"
    rule = "R-W07"


class NotAgreedToPropose(Refusal):
    """The area director has not agreed to propose this."""

    code = "not-agreed-to-propose"
    rule = "R-W06"
