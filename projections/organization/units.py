"""Units: the office, its groups and sections, its schools, bodies outside. One row per unit.

Table units: id uuid, kind, code, name_th, name_en, short_name_th text, parent_id uuid|null,
head_title_th, salutation text|null, academic_year (B.E.), pupils integer|null, sort_key text,
from_on, until_on date|null (exclusive). The names are the latest; what it was called on an earlier
day stands in its stream.
"""

from __future__ import annotations

from domain.message import Recorded
from domain.organization.unit import PupilsCounted, UnitClosed, UnitEstablished, UnitRenamed
from domain.thai_text import search_key, sort_key
from projections.table import Change, Insert, Rights, Table, Update


def established(recorded: Recorded[UnitEstablished]) -> list[Change]:
    unit = recorded.event
    row = {
        "kind": str(unit.kind),
        "code": unit.code,
        "parent_id": unit.parent_id,
        "head_title_th": unit.head_title_th,
        "salutation": unit.salutation,
        "from_on": unit.from_on,
    }
    return [Insert("units", recorded.id, row | names(unit))]


def renamed(recorded: Recorded[UnitRenamed]) -> list[Change]:
    return [Update("units", recorded.id, names(recorded.event))]


def names(unit: UnitEstablished | UnitRenamed) -> dict[str, str]:
    """Return the columns that come from a unit's name."""
    searched = f"{unit.name_th} {unit.name_en} {unit.short_name_th} {unit.code or ''}"
    return {
        "name_th": unit.name_th,
        "name_en": unit.name_en,
        "short_name_th": unit.short_name_th,
        "sort_key": sort_key(unit.name_th),
        "search": search_key(searched),
    }


def closed(recorded: Recorded[UnitClosed]) -> list[Change]:
    return [Update("units", recorded.id, {"until_on": recorded.event.until_on})]


def pupils_counted(recorded: Recorded[PupilsCounted]) -> list[Change]:
    count = recorded.event
    row = {"academic_year": count.academic_year, "pupils": count.pupils}
    return [Update("units", recorded.id, row)]


UNITS = Table(
    name="units",
    version=3,
    stream="unit",
    key="id",
    key_type="uuid",
    columns={
        "kind": "text",
        "code": "text",
        "name_th": "text",
        "name_en": "text",
        "short_name_th": "text",
        "parent_id": "uuid",
        "head_title_th": "text",
        "salutation": "text",
        "academic_year": "integer",
        "pupils": "integer",
        "sort_key": "text",
        "from_on": "date",
        "until_on": "date",
        "search": "text",
    },
    on={
        UnitEstablished: established,
        UnitRenamed: renamed,
        UnitClosed: closed,
        PupilsCounted: pupils_counted,
    },
    sorts={"name": ("sort_key",)},
    filters=("kind", "parent_id", "code"),
    search="search",
    indexes=(("kind", "sort_key"),),
    rights=Rights(office=True),
)
