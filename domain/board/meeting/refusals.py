"""Why a meeting says no."""

from __future__ import annotations

from domain.refusal import Refusal


class BodyMeetsElsewhere(Refusal):
    """An outside body's meeting is not run here; its resolution is recorded from its letter."""

    code = "body-meets-elsewhere"
    rule = "R-G01"


class MeetingInThePast(Refusal):
    """A meeting is called for today or a later day."""

    code = "meeting-in-the-past"


class MeetingNotYet(Refusal):
    """The meeting's day has not come."""

    code = "meeting-not-yet"


class TimeBeforeOpening(Refusal):
    """Nothing in a meeting happens before it was opened."""

    code = "time-before-opening"
    rule = "R-G10"


class ItemNumberTaken(Refusal):
    """Another item has this number."""

    code = "item-number-taken"
    rule = "R-G09"


class ItemUnknown(Refusal):
    """No item of the agenda has this number."""

    code = "item-unknown"
    rule = "R-G09"


class ItemResolvedAlready(Refusal):
    """The item has its resolution; it is not changed, only rescinded by another."""

    code = "item-resolved-already"
    rule = "R-G05"


class PaperMissing(Refusal):
    """The case has no guidelines to put to the body."""

    code = "agenda-paper-missing"


class PaperTabled(Refusal):
    """The same paper waits on an open agenda: two resolutions on it would each move the case."""

    code = "paper-on-agenda"
    rule = "R-G08"


class NotCarriedOver(Refusal):
    """Only an item that was deferred or not reached goes on a later agenda of the same body."""

    code = "not-carried-over"
    rule = "R-G08"


class CarriedItemChanged(Refusal):
    """A deferred item comes again in the same version; a changed one is a new item."""

    code = "carried-item-changed"
    rule = "R-W07"


class SeatNotHeld(Refusal):
    """Nobody holds this seat on the day of the meeting."""

    code = "seat-not-held"
    rule = "R-G03"


class AttendanceIncomplete(Refusal):
    """Every seat held is either present or absent with its cause."""

    code = "attendance-incomplete"
    rule = "R-G10"


class PresentTwice(Refusal):
    """One person counts once, whatever seats he holds."""

    code = "present-twice"
    rule = "R-G03"


class NotPresent(Refusal):
    """The seat is not in the meeting now."""

    code = "seat-not-present"


class PresentAlready(Refusal):
    """The seat is in the meeting already."""

    code = "seat-present-already"


class PresiderNeeded(Refusal):
    """Neither chair nor vice-chair takes part: those present choose a member to preside."""

    code = "presider-needed"
    rule = "R-G03"


class WrongPresider(Refusal):
    """The chair presides, else a vice-chair, else a member who is there."""

    code = "wrong-presider"
    rule = "R-G03"


class RecusedAlready(Refusal):
    """The member takes no part in this item already."""

    code = "recused-already"
    rule = "R-G06"


class VotesRequired(Refusal):
    """A decision names its votes, or says that it was unanimous."""

    code = "votes-required"
    rule = "R-G03"


class UnanimousWithVotes(Refusal):
    """Unanimous or counted, not both."""

    code = "unanimous-with-votes"
    rule = "R-G03"


class DissentOfAgreeing(Refusal):
    """Who voted for the resolution does not dissent from it."""

    code = "dissent-of-agreeing"
    rule = "R-G05"


class DissentTwice(Refusal):
    """A member's dissent is recorded once."""

    code = "dissent-twice"
    rule = "R-G05"


class ChangesMissing(Refusal):
    """Agreement with changes says which."""

    code = "changes-missing"
    rule = "R-G08"


class ChangesNotWanted(Refusal):
    """Changes go with agreement with changes only."""

    code = "changes-not-wanted"
    rule = "R-G08"


class ItemsOpen(Refusal):
    """An item for consideration has neither a resolution nor a place on a later agenda."""

    code = "items-open"
    rule = "R-G08"


class ElectronicChecksMissing(Refusal):
    """A meeting over a network is closed once everything on its list was seen to."""

    code = "electronic-checks-missing"
    rule = "R-G14"
