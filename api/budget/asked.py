"""What the form of a transfer asks: a direction and an amount where programs send a sign.

The classes bear the names of the bodies they stand for, so the fields bear the commands' words.
"""

# No postponed annotations here: the form is made from the fields' types.

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.routes import Asking
from domain.budget.transfer import TargetEntry, TransferLine
from domain.fields import Paragraphs, Satang


class Direction(StrEnum):
    FROM = "from"
    TO = "to"


class TransferLineAsked(BaseModel, extra="forbid", frozen=True):
    direction: Direction
    amount_satang: Satang
    line_id: UUID
    is_surplus: bool = False
    effect_on_target: Paragraphs
    target: TargetEntry | None = None

    def entry(self) -> dict[str, Any]:
        """Return the line as the command takes it: minus is from, plus is to."""
        out = self.direction is Direction.FROM
        return {
            "line_id": self.line_id,
            "satang": -self.amount_satang if out else self.amount_satang,
            # Each is asked of one side only: what stands in it from before is not meant.
            "is_surplus": self.is_surplus and out,
            "effect_on_target": self.effect_on_target,
            "target": self.target.model_dump() if self.target and not out else None,
        }


Lines = Annotated[tuple[TransferLineAsked, ...], Field(min_length=1, max_length=500)]


class OfLines(Asking, frozen=True):
    def body(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in type(self).model_fields}
        return plain | {"lines": [line.entry() for line in plain["lines"]]}


class DraftTransferBody(OfLines, frozen=True):
    case_id: UUID
    lines: Lines
    reason: Paragraphs


class ReviseTransferBody(OfLines, frozen=True):
    lines: Lines
    reason: Paragraphs


class AmendForResolutionBody(OfLines, frozen=True):
    resolution_id: UUID
    lines: Lines
    reason: Paragraphs


def asked_line(line: TransferLine) -> dict[str, Any]:
    """Return a line of a transfer as its form shows it."""
    return {
        "direction": str(Direction.FROM if line.satang < 0 else Direction.TO),
        "line_id": line.line_id,
        "amount_satang": abs(line.satang),
        "is_surplus": line.is_surplus,
        "effect_on_target": line.effect_on_target,
        "target": line.target,
    }
