"""What a letter written from our own records tells, and the texts it is worded with. Amounts are satang."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from domain.correspondence.outgoing_letter import FactTable, LetterPurpose, OutgoingForm
from domain.correspondence.parts import LetterReference

Texts = dict[str, Any]


@cache
def texts() -> Texts:
    """Return the sentences, read once."""
    return tomllib.loads((Path(__file__).parent / "letters.toml").read_text("utf-8"))


@dataclass(frozen=True)
class To:
    """Who is written to: as printed, and the unit where we know it."""

    unit_id: UUID | None
    name: str
    salutation: str
    addressee: str


@dataclass(frozen=True)
class Line:
    """A line of a transfer, the unit that owns it beside it. ``satang``: minus is from."""

    unit_id: UUID
    unit: str
    item: str
    satang: int
    before_satang: int


@dataclass(frozen=True)
class Approval:
    """An authority's approval as its paper is cited; ``authority`` is its name in the table."""

    authority: str
    reference: str
    approved_on: date


@dataclass(frozen=True)
class Story:
    """What is told of a transfer. ``asked`` are the letters by which units asked, by unit."""

    office: str
    fiscal_year: int
    reason: str
    lines: tuple[Line, ...]
    surplus: bool
    approvals: tuple[Approval, ...] = ()
    posted_on: date | None = None
    asked: dict[UUID, tuple[LetterReference, ...]] = field(default_factory=dict)

    @property
    def moved_satang(self) -> int:
        return sum(line.satang for line in self.lines if line.satang > 0)


@dataclass(frozen=True)
class ResolutionTold:
    """A resolution as a letter quotes it. ``outcome`` is the enum's value."""

    committee: str
    citation: str
    adopted_on: date
    outcome: str
    coverage: str = ""
    ceiling_satang: int | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class Written:
    """A letter as drafted, before it has an id, a letterhead or a digest."""

    form: OutgoingForm
    purpose: LetterPurpose
    subject: str
    to: To
    body: tuple[str, ...]
    facts: tuple[FactTable, ...] = ()
    enclosures: tuple[tuple[str, int, str], ...] = ()
    references: tuple[LetterReference, ...] = ()

    def fields(self) -> dict[str, Any]:
        """Return what ``DraftLetter`` asks for; the tables go in as evidence."""
        memo = self.form is OutgoingForm.INTERNAL
        return {
            "form": self.form,
            "purpose": self.purpose,
            "subject": self.subject,
            "to": [
                {
                    "unit_id": self.to.unit_id,
                    "salutation": self.to.salutation,
                    "addressee": self.to.addressee,
                }
            ],
            "body": "\n".join(self.body),
            "closing": "" if memo else texts()["words"]["closing"],
            "enclosures": [
                {"name": name, "count": count, "unit": unit}
                for name, count, unit in self.enclosures
            ],
            "references": [
                {
                    "reference": r.reference,
                    "dated_on": r.dated_on,
                    "agency": r.agency,
                    "letter_id": r.letter_id,
                }
                for r in self.references
            ],
            "facts": self.facts,
        }
