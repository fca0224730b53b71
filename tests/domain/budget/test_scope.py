"""R-B13: what kind of transfer it is follows from its lines."""

import msgspec
import pytest

from domain.budget.scope import ExpenditureCategory, TransferScope, scope_of
from tests.domain.budget.people import ANOTHER_AGENCY
from tests.domain.budget.transfers import BOOKS, ROOF, WORKSHOP, line_facts

START = line_facts(WORKSHOP)
SAME = TransferScope(
    same_programme=True,
    same_category=True,
    changes_item=False,
    across_agencies=False,
    personnel_involved=False,
)


def test_two_lines_that_differ_in_nothing_change_nothing() -> None:
    """R-B13"""
    assert scope_of([START, line_facts(ROOF)]) == SAME


@pytest.mark.parametrize(
    ("different", "found"),
    [
        ({"programme": "แผนงานยุทธศาสตร์"}, {"same_programme": False}),
        ({"category": ExpenditureCategory.SUBSIDY}, {"same_category": False}),
        ({"item": "ค่าหนังสือ"}, {"changes_item": True}),
        ({"activity": "พัฒนาผู้เรียน"}, {"changes_item": True}),
        ({"output": "เด็กพิการ"}, {"changes_item": True}),
        ({"agency_unit_id": ANOTHER_AGENCY}, {"across_agencies": True}),
        (
            {"category": ExpenditureCategory.PERSONNEL},
            {"same_category": False, "personnel_involved": True},
        ),
    ],
    ids=str,
)
def test_programme_category_item_agency_and_personnel_are_independent_facts(
    different: dict[str, object], found: dict[str, bool]
) -> None:
    """R-B05, R-B13, R-B15"""
    expected = msgspec.structs.replace(SAME, **found)
    other = line_facts(ROOF, **different)
    assert scope_of([START, other]) == expected
    assert scope_of([other, START]) == expected


def test_personnel_money_moved_within_personnel_is_still_personnel_money() -> None:
    """R-B15"""
    personnel = ExpenditureCategory.PERSONNEL
    scope = scope_of(
        [line_facts(WORKSHOP, category=personnel), line_facts(ROOF, category=personnel)]
    )
    assert scope.personnel_involved
    assert scope.same_category


def test_one_line_of_many_that_differs_is_enough() -> None:
    """R-B06"""
    lines = [START, line_facts(ROOF), line_facts(BOOKS, programme="แผนงานยุทธศาสตร์")]
    assert not scope_of(lines).same_programme
