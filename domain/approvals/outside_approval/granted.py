"""What of a transfer an authority granted: all of it, or lines dropped or lowered (R-B14).

A partial grant never raises a line, never turns one round, and still balances to zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.approvals.outside_approval.messages import (
    AskedLine,
    GrantedLine,
    GrantedLineItem,
    OutsideOutcome,
)
from domain.refusal import Refusal


class GrantedLinesMissing(Refusal):
    """A partial approval names the lines that remain."""

    code = "granted-lines-missing"
    rule = "R-B14"


class GrantedLinesNotWanted(Refusal):
    """Lines are typed only for a partial approval."""

    code = "granted-lines-not-wanted"


class GrantedLineUnknown(Refusal):
    """The line was not among those the authority was asked for."""

    code = "granted-line-unknown"
    rule = "R-B14"


class GrantedLineTwice(Refusal):
    """One line stands twice in the reply."""

    code = "granted-line-twice"
    rule = "R-B14"


class GrantedLineTurned(Refusal):
    """A line that gives cannot come to receive, nor the reverse, nor stay at zero."""

    code = "granted-line-turned"
    rule = "R-B14"


class GrantedLineRaised(Refusal):
    """A line is granted more than was asked for it."""

    code = "granted-line-raised"
    rule = "R-B14"


class GrantedNotBalanced(Refusal):
    """What is given and what is received do not add up to zero."""

    code = "granted-not-balanced"
    rule = "R-B14"


class GrantedInFull(Refusal):
    """Every line stands as asked: that is an approval, not a partial one."""

    code = "granted-in-full"


def granted(
    outcome: OutsideOutcome, typed: Sequence[GrantedLineItem], asked: Sequence[AskedLine]
) -> tuple[GrantedLine, ...]:
    """Return the lines that ``outcome`` grants: none for a *no* or a question.

    Raises:
        GrantedLinesNotWanted: lines were typed for an outcome that is not partial.
        GrantedLinesMissing, GrantedLineUnknown, GrantedLineTwice, GrantedLineTurned,
        GrantedLineRaised, GrantedNotBalanced, GrantedInFull: a partial grant that cannot be.
    """
    if outcome is OutsideOutcome.PARTLY_APPROVED:
        return partly_granted(typed, {line.line_id: line.satang for line in asked})
    if typed:
        raise GrantedLinesNotWanted("lines without a partial approval", outcome=outcome)
    if outcome is OutsideOutcome.APPROVED:
        return tuple(GrantedLine(line.line_id, line.satang) for line in asked)
    return ()


def partly_granted(
    typed: Sequence[GrantedLineItem], asked: dict[object, int]
) -> tuple[GrantedLine, ...]:
    if not typed:
        raise GrantedLinesMissing("no line named", lines=len(asked))
    times = Counter(line.line_id for line in typed)
    for line in typed:
        if line.line_id not in asked:
            raise GrantedLineUnknown("not asked for", line_id=line.line_id)
        if times[line.line_id] > 1:
            raise GrantedLineTwice("named twice", line_id=line.line_id)
        require_lowered(line, asked[line.line_id])
    total = sum(line.satang for line in typed)
    if total != 0:
        raise GrantedNotBalanced("not zero", difference_satang=total)
    if {line.line_id: line.satang for line in typed} == asked:
        raise GrantedInFull("every line as asked", lines=len(asked))
    return tuple(GrantedLine(line.line_id, line.satang) for line in typed)


def require_lowered(line: GrantedLineItem, asked_satang: int) -> None:
    """Refuse a line turned round, or raised in absolute value."""
    figures = {
        "line_id": line.line_id,
        "granted_satang": line.satang,
        "asked_satang": asked_satang,
    }
    if line.satang * asked_satang <= 0:
        raise GrantedLineTurned("not the same sign", **figures)
    if abs(line.satang) > abs(asked_satang):
        raise GrantedLineRaised("above what was asked", **figures)
