"""Why an instrument is refused."""

from __future__ import annotations

from domain.refusal import Refusal


class ActingOverlap(Refusal):
    """Somebody else stands in for the whole post on a day of that period (R-H09)."""

    code = "acting-overlap"
    rule = "R-H09"


class ActingHasNoBasis(Refusal):
    """The Acts know no acting in this post; an order of the office ranks substitutes for its duties."""

    code = "acting-has-no-basis"
    rule = "R-H13"


class WrongIssuer(Refusal):
    """Not the one who may issue this: OBEC for the area director, he for a school's director."""

    code = "wrong-issuer"
    rule = "R-H06"


class NotByLaw(Refusal):
    """By law alone only the sole deputy acts; several, or none, need an order."""

    code = "not-by-law"
    rule = "R-H06"


class ReceiverNotAllowed(Refusal):
    """This post cannot stand in here: it is the post itself, twice, vacant, or of the wrong kind."""

    code = "receiver-not-allowed"
    rule = "R-H02"


class OwnInstrument(Refusal):
    """Nobody enters the order by which he himself stands in: another does."""

    code = "own-instrument"
    rule = "R-H16"


class SubstituteIssuesNot(Refusal):
    """A substitute for duties signs no order for the post he stands in."""

    code = "substitute-issues-not"
    rule = "R-H13"


class OneReceiver(Refusal):
    """Acting, on behalf and interim name one receiver; only ranks and groups name several."""

    code = "one-receiver"
    rule = "R-H09"


class HolderIsThere(Refusal):
    """Nobody acts for a holder who is there: record the absence, or the vacancy, first."""

    code = "holder-is-there"
    rule = "R-H06"


class PostNotVacant(Refusal):
    """Interim holding is of a vacant position."""

    code = "post-not-vacant"
    rule = "R-H12"


class DocumentRequired(Refusal):
    """An order, a delegation and their end are in writing; from outside, in a registered letter."""

    code = "instrument-document-required"
    rule = "R-H01"


class LetterNotFromIssuer(Refusal):
    """The letter named was not sent by the body that issued."""

    code = "letter-not-from-issuer"
    rule = "R-H01"


class PowersRequired(Refusal):
    """A delegation, and a substitute's order, name the powers they give."""

    code = "instrument-powers-required"
    rule = "R-H01"


class PowersNotNamed(Refusal):
    """Who acts has all powers of the post, by law; none are named, no ceiling, no subject."""

    code = "acting-has-all-powers"
    rule = "R-H08"


class PowerNotHeld(Refusal):
    """The giver's post does not hold a power named; nobody gives what he does not have."""

    code = "power-not-held"
    rule = "R-H01"


class GiverOnly(Refusal):
    """A power is delegated by the post that holds it."""

    code = "giver-only"
    rule = "R-H01"


class SubDelegation(Refusal):
    """A delegated power is not passed on."""

    code = "sub-delegation"
    rule = "R-H03"


class MoreThanHeld(Refusal):
    """What is passed on is more than was received: subjects, ceiling or period."""

    code = "more-than-held"
    rule = "R-H03"


class NoAcceptance(Refusal):
    """Only a delegation is accepted, once, by its receiver."""

    code = "no-acceptance"
    rule = "R-H03"


class IssuerEnds(Refusal):
    """Only who issued it ends it, or a document of his that is recorded."""

    code = "issuer-ends"
    rule = "R-H06"
