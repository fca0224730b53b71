"""Why an outside approval says no."""

from __future__ import annotations

from domain.refusal import Refusal


class LegalBasisRequired(Refusal):
    """The office says on what the authority's approval rests; there is no default."""

    code = "legal-basis-required"
    rule = "R-B11"


class ReplyNotRegistered(Refusal):
    """The reply is not in the receive register."""

    code = "reply-not-registered"


class ReplyVoided(Refusal):
    """The reply's register number was voided."""

    code = "reply-voided"
    rule = "R-N08"


class OutcomeOutOfTime(Refusal):
    """The authority decided neither before it was asked nor after today."""

    code = "outcome-out-of-time"


class OutcomeNoteRequired(Refusal):
    """A *no* needs its reason, a question its wording."""

    code = "outcome-note-required"


class OwnRecord(Refusal):
    """Whoever recorded the outcome does not confirm it."""

    code = "own-outcome-record"
    rule = "R-H16"


class RequestNotSent(Refusal):
    """An authority is asked by a letter of request, and that has to have gone."""

    code = "request-letter-not-sent"
    rule = "R-N10"


class RequestUnderway(Refusal):
    """The authority is being asked already, or the table names none that is still to be asked."""

    code = "outside-request-underway"
    rule = "R-B10"


class LetterUsedBefore(Refusal):
    """A request goes again in a new letter."""

    code = "request-letter-used-before"


class NotGranted(Refusal):
    """The outside authority has not approved this."""

    code = "outside-approval-not-granted"
    rule = "R-B10"
