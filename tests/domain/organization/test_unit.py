from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.organization.unit import (
    AddresseeRequired,
    ChangePupils,
    EstablishUnit,
    NotASchool,
    ParentRequired,
    PupilsCounted,
    SchoolCodeRequired,
    UnitEstablished,
    UnitKind,
    unit,
)
from domain.refusal import NotOpen
from tests.domain.organization.acting import ASKED
from tests.domain.scenario import Scenario

OFFICE = UUID(int=10)
NAMES = {"name_th": "บ้านนาดี", "name_en": "Ban Na Di", "short_name_th": "บ.นาดี"}
nothing = Scenario(unit)


def establish(kind: UnitKind, **fields: Any) -> EstablishUnit:
    return EstablishUnit(**ASKED, kind=kind, **NAMES, **fields)


def established(kind: UnitKind, **fields: Any) -> UnitEstablished:
    return UnitEstablished(kind, *NAMES.values(), **fields)


def count(pupils: int = 120) -> ChangePupils:
    return ChangePupils(**ASKED, academic_year=2569, pupils=pupils)


def test_a_school_is_established_with_parent_and_code() -> None:
    """R-C07."""
    asked = establish(UnitKind.SCHOOL, parent_id=OFFICE, code="42030001")
    nothing.when(asked).then(established(UnitKind.SCHOOL, parent_id=OFFICE, code="42030001"))


def test_a_school_without_its_code_is_refused() -> None:
    """R-C07."""
    nothing.when(establish(UnitKind.SCHOOL, parent_id=OFFICE)).refused(SchoolCodeRequired)


@pytest.mark.parametrize("kind", [UnitKind.GROUP, UnitKind.SECTION, UnitKind.SCHOOL])
def test_what_is_inside_the_office_belongs_to_a_unit(kind: UnitKind) -> None:
    nothing.when(establish(kind, code="1")).refused(ParentRequired, kind=kind)


def test_the_office_itself_belongs_to_nothing() -> None:
    nothing.when(establish(UnitKind.OFFICE)).then(established(UnitKind.OFFICE))


def test_an_outside_body_is_entered_with_the_addressee_of_its_letters() -> None:
    """R-L04."""
    title = "ผู้ว่าราชการจังหวัดเลย"
    asked = establish(UnitKind.OUTSIDE, head_title_th=title, salutation="เรียน")
    nothing.when(asked).then(established(UnitKind.OUTSIDE, head_title_th=title, salutation="เรียน"))
    nothing.when(establish(UnitKind.OUTSIDE)).refused(AddresseeRequired)


def test_a_unit_is_established_once() -> None:
    given = nothing.given(established(UnitKind.OFFICE))
    given.when(establish(UnitKind.OFFICE)).refused(NotOpen)


def test_pupils_are_counted_by_academic_year_and_may_be_counted_again() -> None:
    """R-T04."""
    school = nothing.given(established(UnitKind.SCHOOL, parent_id=OFFICE, code="42030001"))
    counted = school.when(count(120)).then(PupilsCounted(2569, 120))
    counted.when(count(0)).then(PupilsCounted(2569, 0))


def test_only_schools_have_pupils() -> None:
    nothing.given(established(UnitKind.GROUP, parent_id=OFFICE)).when(count()).refused(NotASchool)
    nothing.when(count()).refused(NotOpen)


def test_an_academic_year_is_of_the_buddhist_era() -> None:
    """R-T04, R-T05."""
    with pytest.raises(ValidationError):
        ChangePupils(**ASKED, academic_year=2026, pupils=1)
