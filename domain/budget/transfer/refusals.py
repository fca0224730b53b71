"""Why a transfer is not taken further."""

from __future__ import annotations

from domain.refusal import Refusal


class LineTwiceInTransfer(Refusal):
    """A line stands twice in one transfer."""

    code = "line-twice-in-transfer"
    rule = "R-B14"


class OneSidedTransfer(Refusal):
    """A transfer has at least one line from and one line to."""

    code = "one-sided-transfer"
    rule = "R-B14"


class TransferUnbalanced(Refusal):
    """What is taken and what is brought are not the same amount."""

    code = "transfer-unbalanced"
    rule = "R-B14"


class ToLineWithoutTarget(Refusal):
    """A line that gains says what is to be achieved with it."""

    code = "to-line-without-target"
    rule = "R-B14"


class SurplusOnToLine(Refusal):
    """Surplus is a mark of where money comes from."""

    code = "surplus-on-to-line"
    rule = "R-B16"


class LineOfAnotherYear(Refusal):
    """A line belongs to another budget year than the transfer."""

    code = "line-of-another-year"
    rule = "R-B17"


class WithdrawnTooLate(Refusal):
    """The area director has decided, so the officer may no longer withdraw."""

    code = "withdrawn-too-late"


class AuthorityNotNamed(Refusal):
    """The table of powers does not name this authority for the transfer."""

    code = "authority-not-named"
    rule = "R-B09"


class ApprovalOutOfOrder(Refusal):
    """The authority has approved already, or another comes first."""

    code = "approval-out-of-order"
    rule = "R-B10"


class ApprovalWithoutInstrument(Refusal):
    """An approval rests on one resolution or one outside approval: not on none, not on both."""

    code = "approval-without-instrument"
    rule = "R-B14"


class ApprovalDatedAhead(Refusal):
    """The approval is dated after today."""

    code = "approval-dated-ahead"


class TransferMovedOn(Refusal):
    """What was approved or confirmed is not the version that stands now."""

    code = "transfer-moved-on"
    rule = "R-W07"


class GrantedAboveAsked(Refusal):
    """A partial approval drops or lowers lines; it never raises, turns or adds one."""

    code = "granted-above-asked"
    rule = "R-B14"


class ResolutionAsksNoChange(Refusal):
    """The resolution cited does not agree to this transfer with changes, or is rescinded."""

    code = "resolution-asks-no-change"
    rule = "R-W07"


class CaseStepsOpen(Refusal):
    """A transfer goes to its authorities when the steps before the board's are complete."""

    code = "case-steps-open"
    rule = "R-B10"


class TransferUnderApproval(Refusal):
    """Superiors are being asked about it: they send it back, or the officer withdraws his request."""

    code = "transfer-under-approval"
    rule = "R-W07"


class AmendmentNotConfirmed(Refusal):
    """Those who must confirm that the change matches the resolution have not all done so."""

    code = "amendment-not-confirmed"
    rule = "R-W07"


class AmendedForAnotherResolution(Refusal):
    """The change was made for another resolution than the one cited."""

    code = "amended-for-another-resolution"
    rule = "R-W07"


class AuthorMayNotConfirm(Refusal):
    """Who wrote the transfer does not confirm his own change."""

    code = "author-may-not-confirm"
    rule = "R-H16"


class AuthorMayNotPost(Refusal):
    """Who wrote the transfer does not post it."""

    code = "author-may-not-post"
    rule = "R-H16"


class ApprovalsMissing(Refusal):
    """Not every authority that the table names has approved; nothing is posted before."""

    code = "approvals-missing"
    rule = "R-B12"
