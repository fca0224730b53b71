"""Why a letter of ours refuses. The sentences are in the catalogue, under each ``code``."""

from __future__ import annotations

from domain.refusal import Refusal


class LetterMovedOn(Refusal):
    """The letter was changed since it was seen."""

    code = "letter-moved-on"
    rule = "R-W07"


class LetterIncomplete(Refusal):
    """Subject, addressee, body or responsible unit is missing."""

    code = "letter-incomplete"
    rule = "R-L04"


class NothingRevised(Refusal):
    code = "letter-nothing-revised"
    rule = "R-W07"


class SecrecyNotRevised(Refusal):
    """A revision keeps the level: raising and lowering are acts of their own, with a reason."""

    code = "secrecy-not-revised"
    rule = "R-U05"


class NotChecked(Refusal):
    """Nobody found this version correct yet."""

    code = "letter-not-checked"
    rule = "R-W04"


class DrafterMayNotCheck(Refusal):
    """Nobody checks what he drafted: another does, or the area director signs without, with a reason."""

    code = "drafter-may-not-check"
    rule = "R-H16"


class CheckerMayNotSign(Refusal):
    """Nobody fills two ranks that follow each other, where another can sign."""

    code = "checker-may-not-sign"
    rule = "R-H16"


class DrafterMayNotSign(Refusal):
    """Who drafts does not give the final signature where another can."""

    code = "drafter-may-not-sign"
    rule = "R-H16"


class SubstituteMayNotSign(Refusal):
    """A duty substitute checks and assigns; he does not sign for the office."""

    code = "substitute-may-not-sign"
    rule = "R-H17"


class NotSigned(Refusal):
    """Number and date are taken when the letter is signed and sent, not before."""

    code = "letter-not-signed"
    rule = "R-N10"


class PaperNeedsReason(Refusal):
    code = "paper-needs-reason"
    rule = "R-E01"


class ReplyDuePast(Refusal):
    """An answer is asked for by a day that is gone."""

    code = "letter-reply-due-past"


class NotRendered(Refusal):
    """What is delivered is the paper, and it does not exist yet."""

    code = "letter-not-rendered"
    rule = "R-S01"


class NoSuchAddressee(Refusal):
    code = "no-such-addressee"
    rule = "R-E02"


class AlreadyDelivered(Refusal):
    code = "letter-already-delivered"
    rule = "R-E02"


class ArrivedBeforeSent(Refusal):
    code = "letter-arrived-before-sent"
    rule = "R-S07"


class NoReplyAwaited(Refusal):
    """No answer was asked for, or it has come: there is nothing to remind of."""

    code = "letter-no-reply-awaited"


class ReplyAlreadyRecorded(Refusal):
    code = "letter-reply-already-recorded"
