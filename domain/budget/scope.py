"""What kind of transfer this is, computed from its two ends (R-B13); nobody types it.

A transfer is taken as one whole: two balanced moves in different programmes, put into one
transfer, count as across programmes. They are better drafted as two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.budget.availability import Available
from domain.message import Part


class ExpenditureCategory(StrEnum):
    """The five expenditure categories (R-B02); a closed list."""

    PERSONNEL = "personnel"
    OPERATIONS = "operations"
    INVESTMENT = "investment"
    SUBSIDY = "subsidy"
    OTHER = "other"


class LineFacts(Part, frozen=True):
    """One budget line as the transfer that asks finds it, at ``line_version`` of its stream.

    Money in satang. ``free_satang``, ``declared_surplus_satang`` and ``certified_free_satang``
    have what *other* pending transfers hold taken off; the asking transfer's own hold is not
    counted. ``held_satang`` is the net of the others' holds (minus leaving, plus arriving).
    ``year_closed`` is true also for a year never opened.
    """

    line_id: UUID
    fiscal_year: int
    year_closed: bool
    agency_unit_id: UUID
    programme: str
    output: str
    activity: str
    item: str
    category: ExpenditureCategory
    owner_unit_id: UUID
    balance_satang: int
    free_satang: int
    held_satang: int
    declared_surplus_satang: int | None
    certified_free_satang: int | None
    certified_on: date | None
    line_version: int

    @property
    def available(self) -> Available:
        return Available(
            self.item,
            self.free_satang,
            self.declared_surplus_satang,
            self.certified_free_satang,
            self.certified_on,
        )


class TransferScope(Part, frozen=True):
    """What the table of powers is asked with.

    ``changes_item`` compares output, activity and item together: an item of the same name under
    another activity is another item. ``personnel_involved`` is true when any line, from or to,
    is personnel money (R-B15).
    """

    same_programme: bool
    same_category: bool
    changes_item: bool
    across_agencies: bool
    personnel_involved: bool


def scope_of(lines: Sequence[LineFacts]) -> TransferScope:
    """Return the scope of a transfer between ``lines``, from and to together."""
    return TransferScope(
        same_programme=len({line.programme for line in lines}) == 1,
        same_category=len({line.category for line in lines}) == 1,
        changes_item=len({(line.output, line.activity, line.item) for line in lines}) > 1,
        across_agencies=len({line.agency_unit_id for line in lines}) > 1,
        personnel_involved=any(line.category is ExpenditureCategory.PERSONNEL for line in lines),
    )
