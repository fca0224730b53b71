"""Transfer powers: which authorities a transfer of a given scope needs, as dated data.

One stream, ``transfer_powers/office``; each setting replaces the table whole. No rule about who
approves is in code (R-B09). Where no row fits, a transfer may be drafted but not submitted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Annotated, ClassVar

from pydantic import BaseModel, Field

from domain.budget.scope import TransferScope
from domain.decider import Decider
from domain.fields import OneLine, OptionalLine, PaperDate
from domain.message import Command, Event, Official, Part
from domain.refusal import Refusal


class Authority(StrEnum):
    """Who may have to approve a transfer. Which of them, and in what order, the table says."""

    AREA_DIRECTOR = "area_director"
    AREA_COMMITTEE = "area_committee"
    PROVINCIAL_EDUCATION_COMMITTEE = "provincial_education_committee"
    GOVERNOR = "governor"
    OBEC_SECRETARY_GENERAL = "obec_secretary_general"
    BUDGET_BUREAU = "budget_bureau"
    CABINET = "cabinet"


class PowerRow(Part, frozen=True):
    """One row: the scope it covers and the authorities that must approve, in their order.

    ``changes_item`` None covers both. ``document`` is the order or letter it rests on.
    ``in_force_until`` is exclusive; None is open-ended.
    """

    row_id: str
    same_programme: bool
    same_category: bool
    changes_item: bool | None
    allows_personnel: bool
    allows_across_agencies: bool
    authorities: tuple[Authority, ...]
    document: str
    in_force_from: date
    in_force_until: date | None = None

    def in_force(self, on: date) -> bool:
        return self.in_force_from <= on and (
            self.in_force_until is None or on < self.in_force_until
        )

    @property
    def needs_document(self) -> bool:
        return not self.same_programme or self.allows_personnel or self.allows_across_agencies


class TransferPowersSet(Event, frozen=True):
    NAME = "transfer_powers.set"

    rows: Official[tuple[PowerRow, ...]]
    version: Official[int]


class PowerRowEntry(BaseModel, extra="forbid", frozen=True):
    row_id: OneLine
    same_programme: bool
    same_category: bool
    changes_item: bool | None = None
    allows_personnel: bool = False
    allows_across_agencies: bool = False
    authorities: Annotated[tuple[Authority, ...], Field(min_length=1, max_length=10)]
    document: OptionalLine = ""
    in_force_from: PaperDate
    in_force_until: PaperDate | None = None

    def row(self) -> PowerRow:
        return PowerRow(**self.model_dump())


class SetTransferPowers(Command):
    NAME: ClassVar[str] = "SetTransferPowers"

    rows: Annotated[tuple[PowerRowEntry, ...], Field(max_length=200)]


@dataclass(frozen=True)
class TransferPowers:
    """The table as it stands; ``version`` 0 is an office that has set none."""

    version: int = 0
    rows: tuple[PowerRow, ...] = ()


class PowerRowWithoutDocument(Refusal):
    """A row across programmes or agencies, or for personnel money, cites no document."""

    code = "power-row-without-document"
    rule = "R-B09"


class PowerRowsOverlap(Refusal):
    """Two rows cover the same scope on the same day, so which one holds cannot be told."""

    code = "power-rows-overlap"
    rule = "R-B09"


class PowerRowNeverInForce(Refusal):
    """A row ends on or before the day it begins."""

    code = "power-row-never-in-force"


class PowerRowRepeats(Refusal):
    """Two rows have one id, or a row names an authority twice."""

    code = "power-row-repeats"


class NoPowerAcrossProgrammes(Refusal):
    """No row lets money go to another programme."""

    code = "no-power-across-programmes"
    rule = "R-B06"


class NoPowerOverPersonnel(Refusal):
    """No row lets personnel money be moved."""

    code = "no-power-over-personnel"
    rule = "R-B15"


class NoPowerAcrossAgencies(Refusal):
    """No row lets money of one agency be used for another."""

    code = "no-power-across-agencies"
    rule = "R-B05"


class NoTransferPower(Refusal):
    """No row covers a transfer of this scope on this day."""

    code = "no-transfer-power"
    rule = "R-B09"


def power_for(scope: TransferScope, on: date, rows: Sequence[PowerRow]) -> PowerRow:
    """Return the row that says who must approve; of several that fit, the narrowest.

    Raises:
        NoPowerAcrossProgrammes, NoPowerOverPersonnel, NoPowerAcrossAgencies, NoTransferPower:
            no row in force covers it; the first names the widest thing missing.
    """
    fits = [row for row in rows if row.in_force(on) and row.same_programme == scope.same_programme]
    if not fits and not scope.same_programme:
        raise refused(NoPowerAcrossProgrammes, scope, on)
    if scope.personnel_involved:
        fits = [row for row in fits if row.allows_personnel]
        if not fits:
            raise refused(NoPowerOverPersonnel, scope, on)
    if scope.across_agencies:
        fits = [row for row in fits if row.allows_across_agencies]
        if not fits:
            raise refused(NoPowerAcrossAgencies, scope, on)
    fits = [
        row
        for row in fits
        if row.same_category == scope.same_category
        and row.changes_item in (None, scope.changes_item)
    ]
    if not fits:
        raise refused(NoTransferPower, scope, on)
    return min(fits, key=breadth)


def refused(refusal: type[Refusal], scope: TransferScope, on: date) -> Refusal:
    return refusal(
        same_programme=scope.same_programme,
        same_category=scope.same_category,
        changes_item=scope.changes_item,
        on=on,
    )


def breadth(row: PowerRow) -> tuple[bool, bool, bool]:
    return row.allows_personnel, row.allows_across_agencies, row.changes_item is None


def require_sound(rows: Sequence[PowerRow]) -> None:
    """Refuse a table that could not be applied, or that frees what needs a document without one."""
    ids = Counter(row.row_id for row in rows)
    for row in rows:
        if ids[row.row_id] > 1 or len(set(row.authorities)) < len(row.authorities):
            raise PowerRowRepeats(row_id=row.row_id)
        if row.in_force_until is not None and row.in_force_until <= row.in_force_from:
            raise PowerRowNeverInForce(
                row_id=row.row_id,
                in_force_from=row.in_force_from,
                in_force_until=row.in_force_until,
            )
        if row.needs_document and not row.document:
            raise PowerRowWithoutDocument(row_id=row.row_id)
    for one, other in combinations(rows, 2):
        if covers_the_same(one, other):
            raise PowerRowsOverlap(row_id=one.row_id, other_row_id=other.row_id)


def covers_the_same(one: PowerRow, other: PowerRow) -> bool:
    """Return whether ``power_for`` could not choose between the two on some day."""
    same_key = (one.same_programme, one.same_category, one.changes_item, *breadth(one)) == (
        other.same_programme,
        other.same_category,
        other.changes_item,
        *breadth(other),
    )
    return (
        same_key
        and (other.in_force_until is None or one.in_force_from < other.in_force_until)
        and (one.in_force_until is None or other.in_force_from < one.in_force_until)
    )


def decide(command: SetTransferPowers, powers: TransferPowers) -> list[TransferPowersSet]:
    """Return the new table.

    Raises:
        PowerRowRepeats, PowerRowNeverInForce, PowerRowWithoutDocument, PowerRowsOverlap: see there.
    """
    rows = tuple(entry.row() for entry in command.rows)
    require_sound(rows)
    return [TransferPowersSet(rows=rows, version=powers.version + 1)]


def evolve(powers: TransferPowers, event: TransferPowersSet) -> TransferPowers:
    return TransferPowers(event.version, event.rows)


transfer_powers: Decider[TransferPowers] = Decider(
    kind="transfer_powers",
    initial=TransferPowers(),
    decide=decide,
    evolve=evolve,
    events=(TransferPowersSet,),
    commands=(SetTransferPowers,),
)
