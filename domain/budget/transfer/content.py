"""What a transfer says: its lines, from and to, and its reason. Money in whole satang, signed.

Double entry (R-B14): minus is taken from a line, plus is brought to one, the sum is zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated
from uuid import UUID

import msgspec
from pydantic import BaseModel, Field

from domain.budget.availability import LineMovesNothing, require_available
from domain.budget.scope import LineFacts, TransferScope, scope_of
from domain.budget.transfer.refusals import (
    LineOfAnotherYear,
    LineTwiceInTransfer,
    OneSidedTransfer,
    SurplusOnToLine,
    ToLineWithoutTarget,
    TransferUnbalanced,
)
from domain.budget.year import BudgetYearNotOpen
from domain.fields import Count, OneLine, Paragraphs, SignedSatang
from domain.message import Part
from domain.refusal import NotFound


class Target(Part, frozen=True):
    """What the money is to achieve: ``planned`` counts in ``unit`` (120, คน)."""

    text: str
    planned: int
    unit: str


class TransferLine(Part, frozen=True):
    """One line of a transfer. ``satang``: minus is from, plus is to.

    ``balance_before_satang`` is the line's balance with other pending transfers counted, when this
    version was drafted; ``balance_after_satang`` is that plus ``satang``.
    """

    line_id: UUID
    satang: int
    effect_on_target: str
    target: Target | None
    is_surplus: bool
    balance_before_satang: int
    balance_after_satang: int


class TargetEntry(BaseModel, extra="forbid", frozen=True):
    text: Paragraphs
    planned: Count
    unit: OneLine


class TransferLineEntry(BaseModel, extra="forbid", frozen=True):
    """``satang``: minus is from, plus is to. ``is_surplus`` is for from-lines only."""

    line_id: UUID
    satang: SignedSatang
    effect_on_target: Paragraphs
    target: TargetEntry | None = None
    is_surplus: bool = False


Entries = Annotated[tuple[TransferLineEntry, ...], Field(min_length=1, max_length=500)]


@dataclass(frozen=True)
class Content:
    """One version of a transfer. ``digest`` is what an approval is bound to (R-W07)."""

    lines: tuple[TransferLine, ...]
    reason: str
    scope: TransferScope
    version: int

    @property
    def digest(self) -> str:
        return digest_of(self.lines, self.reason)


def digest_of(lines: Sequence[TransferLine], reason: str) -> str:
    """Return the SHA-256, in hex, of lines and reason as JSON with sorted keys."""
    canonical = msgspec.json.encode({"lines": lines, "reason": reason}, order="sorted")
    return sha256(canonical).hexdigest()


def content_of(
    entries: Sequence[TransferLineEntry],
    reason: str,
    facts: Sequence[LineFacts],
    fiscal_year: int,
    version: int,
) -> Content:
    """Return the version that ``entries`` make.

    Raises:
        LineTwiceInTransfer, LineMovesNothing, OneSidedTransfer, TransferUnbalanced,
        ToLineWithoutTarget, SurplusOnToLine: the lines do not make a transfer (R-B14, R-B16).
        BudgetYearNotOpen, LineOfAnotherYear: a line is not of the open year (R-B17).
        NotFound: a line does not exist.
    """
    found = facts_by_line([entry.line_id for entry in entries], facts)
    require_year(found, fiscal_year)
    require_double_entry(entries, found)
    lines = tuple(drafted_line(entry, found[entry.line_id]) for entry in entries)
    return Content(lines, reason, scope_of(tuple(found.values())), version)


def drafted_line(entry: TransferLineEntry, facts: LineFacts) -> TransferLine:
    before_satang = facts.balance_satang + facts.held_satang
    return TransferLine(
        line_id=entry.line_id,
        satang=entry.satang,
        effect_on_target=entry.effect_on_target,
        target=None if entry.target is None else Target(**entry.target.model_dump()),
        is_surplus=entry.is_surplus,
        balance_before_satang=before_satang,
        balance_after_satang=before_satang + entry.satang,
    )


def facts_by_line(line_ids: Sequence[UUID], facts: Sequence[LineFacts]) -> dict[UUID, LineFacts]:
    """Return the facts of just these lines."""
    known = {line.line_id: line for line in facts}
    missing = [line_id for line_id in line_ids if line_id not in known]
    if missing:
        raise NotFound(line_id=missing[0])
    return {line_id: known[line_id] for line_id in line_ids}


def require_year(facts: Mapping[UUID, LineFacts], fiscal_year: int) -> None:
    for line in facts.values():
        if line.year_closed:
            raise BudgetYearNotOpen(item=line.item, fiscal_year=line.fiscal_year)
        if line.fiscal_year != fiscal_year:
            raise LineOfAnotherYear(
                item=line.item, line_fiscal_year=line.fiscal_year, fiscal_year=fiscal_year
            )


def require_double_entry(
    entries: Sequence[TransferLineEntry], facts: Mapping[UUID, LineFacts]
) -> None:
    seen: set[UUID] = set()
    for entry in entries:
        item = facts[entry.line_id].item
        if entry.line_id in seen:
            raise LineTwiceInTransfer(item=item)
        seen.add(entry.line_id)
        if entry.satang == 0:
            raise LineMovesNothing(item=item)
        if entry.satang > 0 and entry.target is None:
            raise ToLineWithoutTarget(item=item)
        if entry.satang > 0 and entry.is_surplus:
            raise SurplusOnToLine(item=item)
    require_zero_sum([entry.satang for entry in entries])


def require_zero_sum(amounts: Sequence[int]) -> None:
    """Refuse amounts that do not go from somewhere to somewhere, to the satang."""
    from_satang = -sum(satang for satang in amounts if satang < 0)
    to_satang = sum(satang for satang in amounts if satang > 0)
    if not from_satang or not to_satang:
        raise OneSidedTransfer(from_satang=from_satang, to_satang=to_satang)
    if from_satang != to_satang:
        raise TransferUnbalanced(
            from_satang=from_satang,
            to_satang=to_satang,
            difference_satang=to_satang - from_satang,
        )


def require_lines_available(lines: Sequence[TransferLine], facts: Mapping[UUID, LineFacts]) -> None:
    """Refuse when a from-line has not that much to give, or not as surplus (R-B04, R-B16)."""
    for line in lines:
        if line.satang < 0:
            available = facts[line.line_id].available
            require_available(-line.satang, available, is_surplus=line.is_surplus)
