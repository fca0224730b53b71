from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.organization.unit import (
    AddresseeRequired,
    ChangePupils,
    CloseUnit,
    EnterPost,
    EstablishUnit,
    NameAhead,
    NotASchool,
    ParentRequired,
    PupilsCounted,
    RenameUnit,
    SchoolCodeRequired,
    UnitClosed,
    UnitEstablished,
    UnitIsClosed,
    UnitKind,
    UnitNotEmpty,
    UnitPostEntered,
    UnitRenamed,
    called_on,
    there_on,
    unit,
)
from domain.refusal import NotOpen
from tests.domain.organization.acting import ASKED, TODAY
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


DAY = timedelta(days=1)
NEW = ("กลุ่มแผน", "Planning Group", "กผ.")
ORDER = "คำสั่งตัวอย่างที่ 9/2569"
group = nothing.given(established(UnitKind.GROUP, parent_id=OFFICE))


def rename(**fields: Any) -> RenameUnit:
    names = dict(zip(NAMES, NEW, strict=True))
    return RenameUnit(**ASKED, **names, **({"from_on": TODAY, "document": ORDER} | fields))


def close(**fields: Any) -> CloseUnit:
    return CloseUnit(
        **ASKED, **({"until_on": TODAY, "document": ORDER, "reason": "รวมกลุ่ม"} | fields)
    )


def test_a_unit_is_called_what_it_was_called_on_the_day() -> None:
    """R-H15: what was written before keeps the name of then."""
    state = group.when(rename()).then(UnitRenamed(*NEW, TODAY, ORDER)).state
    assert called_on(state, TODAY).name_th == NEW[0]
    assert called_on(state, TODAY - DAY).name_th == NAMES["name_th"]
    assert state.name_th == NEW[0]


def test_of_two_names_for_one_day_the_later_entry_holds() -> None:
    renamed = group.given(
        UnitRenamed(*NEW, TODAY, ORDER), UnitRenamed("ค", "C", "ค.", TODAY, ORDER)
    )
    assert called_on(renamed.state, TODAY).name_th == "ค"


def test_a_name_is_not_entered_before_its_day() -> None:
    group.when(rename(from_on=TODAY + DAY)).refused(NameAhead, from_on=TODAY + DAY)


def test_a_school_keeps_its_code_under_its_new_name() -> None:
    """R-C07."""
    school = nothing.given(established(UnitKind.SCHOOL, parent_id=OFFICE, code="42030001"))
    school.when(rename()).then(UnitRenamed(*NEW, TODAY, ORDER, "42030001"))


def test_a_unit_is_there_from_its_first_day_until_it_is_closed() -> None:
    begun = nothing.given(established(UnitKind.GROUP, parent_id=OFFICE, from_on=TODAY))
    state = begun.when(close(until_on=TODAY + DAY)).then(UnitClosed(TODAY + DAY, ORDER, "รวมกลุ่ม"))
    days = [there_on(state.state, TODAY + n * DAY) for n in (-1, 0, 1)]
    assert days == [False, True, False]


def test_a_unit_is_closed_once_and_not_renamed_after() -> None:
    gone = group.given(UnitClosed(TODAY, ORDER, "รวมกลุ่ม"))
    gone.when(close()).refused(UnitIsClosed, until_on=TODAY)
    gone.when(rename()).refused(UnitIsClosed)
    gone.when(rename(from_on=TODAY - DAY)).then(UnitRenamed(*NEW, TODAY - DAY, ORDER))


@pytest.mark.parametrize("left", ["open_posts", "open_units"])
def test_a_unit_that_still_holds_something_is_not_closed(left: str) -> None:
    group.when(close(**{left: (OFFICE,)})).refused(UnitNotEmpty)


def test_nothing_is_established_in_a_unit_from_the_day_it_closes() -> None:
    asked = establish(UnitKind.SECTION, parent_id=OFFICE, parent_until=TODAY)
    nothing.when(asked).refused(UnitIsClosed, until_on=TODAY)
    before = establish(UnitKind.SECTION, parent_id=OFFICE, parent_until=TODAY + DAY)
    nothing.when(before).then(established(UnitKind.SECTION, parent_id=OFFICE))


def test_a_post_is_entered_in_its_unit_as_long_as_that_is_there() -> None:
    entered = group.when(EnterPost(**ASKED, post_id=OFFICE)).then(UnitPostEntered(OFFICE))
    assert entered.state.posts == (OFFICE,)
    closing = group.given(UnitClosed(TODAY + DAY, ORDER, "รวมกลุ่ม"))
    closing.when(EnterPost(**ASKED, post_id=OFFICE)).then(UnitPostEntered(OFFICE))
    late = EnterPost(**ASKED, post_id=OFFICE, from_on=TODAY + DAY)
    closing.when(late).refused(UnitIsClosed, until_on=TODAY + DAY)
