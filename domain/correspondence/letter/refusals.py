"""Why a received letter refuses. The sentences are in the catalogue, under each ``code``."""

from __future__ import annotations

from domain.refusal import Refusal


class SeenBefore(Refusal):
    """Same sender, number and date as an earlier letter, and nobody said that this is meant."""

    code = "letter-seen-before"


class SenderMissing(Refusal):
    code = "letter-sender-missing"
    rule = "R-N13"


class TwoSenders(Refusal):
    """An office and a private person cannot both be the sender of one letter."""

    code = "letter-two-senders"
    rule = "R-N13"


class SubjectMissing(Refusal):
    code = "letter-subject-missing"
    rule = "R-N13"


class HolderMissing(Refusal):
    """A top secret letter is kept outside; the register must say by whom."""

    code = "top-secret-holder-missing"
    rule = "R-U07"


class ReceivedInFuture(Refusal):
    code = "letter-received-in-future"
    rule = "R-N20"


class DatedAfterReceipt(Refusal):
    code = "letter-dated-after-receipt"
    rule = "R-N20"


class LetterElsewhere(Refusal):
    """The letter stands at another unit than the one that acts."""

    code = "letter-elsewhere"
    rule = "R-N15"


class AlreadyTakenIn(Refusal):
    code = "letter-already-taken-in"
    rule = "R-N16"


class ClassifiedRegister(Refusal):
    """A classified letter stands in its own register and in no unit's."""

    code = "letter-classified-register"
    rule = "R-U06"


class NotTakenIn(Refusal):
    code = "letter-not-taken-in"
    rule = "R-N16"


class AlreadyInCase(Refusal):
    code = "letter-already-in-case"
    rule = "R-W10"


class LetterInCase(Refusal):
    """A letter in a case is neither filed as one without nor sent away."""

    code = "letter-in-case"
    rule = "R-W10"


class AlreadyAnswered(Refusal):
    """That letter of ours already counts as the answer."""

    code = "letter-already-answered"


class AnswerMissing(Refusal):
    code = "letter-answer-missing"


class NumberNotOfLetter(Refusal):
    code = "number-not-of-letter"
    rule = "R-N08"


class NumberAlreadyVoided(Refusal):
    code = "number-already-voided"
    rule = "R-N08"


class OwnerNoticeMissing(Refusal):
    """What another office marked is lowered as that office says, and not by us."""

    code = "secrecy-owner-notice-missing"
    rule = "R-U05"


class NothingCorrected(Refusal):
    code = "letter-nothing-corrected"
    rule = "R-W13"
