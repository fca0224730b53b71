"""Changes of the table of powers: row by row, between versions, and for one post."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

import msgspec
import pytest

from domain.organization.power import Grant
from domain.organization.power_changes import (
    Change,
    Effect,
    applied,
    differences,
    effects,
    row_id,
)
from domain.organization.role import Role

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
BEGAN = date(2026, 10, 1)
LATER = TODAY + 30 * DAY
POST, OTHER = UUID(int=1), UUID(int=2)
SIGN = Grant("SignLetter", Role.AREA_DIRECTOR, BEGAN)
DECIDE = Grant("DecideApproval", Role.AREA_DIRECTOR, BEGAN, ceiling_satang=50_000_000)
OPINION = Grant("GiveOpinion", Role.DEPUTY_AREA_DIRECTOR, BEGAN)
TABLE = (SIGN, DECIDE, OPINION)


def but(row: Grant, **fields: object) -> Grant:
    return msgspec.structs.replace(row, **fields)


def effects_of(*after: Grant, post: UUID = POST, role: Role = Role.AREA_DIRECTOR) -> list[Effect]:
    return list(effects(TABLE, after, role, post, TODAY))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (Change(None, SIGN), "added"),
        (Change(SIGN, None), "removed"),
        (Change(SIGN, but(SIGN, in_force_until=LATER)), "ended"),
        (Change(DECIDE, but(DECIDE, ceiling_satang=1)), "changed"),
        (Change(DECIDE, but(DECIDE, ceiling_satang=1, in_force_until=LATER)), "changed"),
        (Change(but(SIGN, in_force_until=LATER), SIGN), "changed"),
    ],
)
def test_what_a_change_is(change: Change, kind: str) -> None:
    assert change.kind == kind


def test_changes_are_made_row_by_row_and_the_others_stay() -> None:
    ended, new = but(SIGN, in_force_until=LATER), but(OPINION, command="SendBack")
    found = applied(TABLE, [Change(SIGN, ended), Change(DECIDE, None), Change(None, new)])
    assert found.grants == (ended, OPINION, new)
    assert found.unfit == ()


def test_a_new_row_stands_beside_those_of_its_command_and_role() -> None:
    new = but(SIGN, secrecies=("secret",))
    assert applied(TABLE, [Change(None, new)]).grants == (SIGN, new, DECIDE, OPINION)


def test_what_another_version_has_changed_already_does_not_fit() -> None:
    """Nothing is lost in silence: the change is given back, the others are made."""
    moved = (but(SIGN, in_force_until=LATER), DECIDE, OPINION)
    gone, there = Change(SIGN, None), Change(None, DECIDE)
    found = applied(moved, [gone, there, Change(OPINION, None)])
    assert found.unfit == (gone, there)
    assert found.grants == moved[:2]


def test_differences_lead_from_one_table_to_the_other() -> None:
    """Whatever the tables: 200 pairs made at random, from one seed."""
    chance = Random(2569)
    pool = [
        Grant(command, role, BEGAN + n * DAY, ceiling_satang=ceiling)
        for command in ("SignLetter", "DecideApproval", "GiveOpinion")
        for role in (Role.AREA_DIRECTOR, Role.GROUP_DIRECTOR)
        for n in range(2)
        for ceiling in (None, 100)
    ]
    for _ in range(200):
        before, after = (tuple(chance.sample(pool, chance.randrange(len(pool)))) for _ in "ab")
        found = applied(before, differences(before, after))
        assert set(found.grants) == set(after)
        assert len(found.grants) == len(after)
        assert not found.unfit


def test_a_row_that_was_changed_is_told_as_one_change() -> None:
    lower = but(DECIDE, ceiling_satang=20_000_000)
    assert differences(TABLE, (SIGN, lower, OPINION)) == (Change(DECIDE, lower),)
    assert differences(TABLE, TABLE) == ()
    assert differences(TABLE, (SIGN,)) == (Change(DECIDE, None), Change(OPINION, None))


def test_a_row_has_a_name_by_what_it_says() -> None:
    assert row_id(SIGN) == row_id(but(SIGN))
    assert row_id(SIGN) != row_id(but(SIGN, in_force_until=LATER))


def test_a_post_gains_and_loses_by_the_rows_of_its_role() -> None:
    new = but(SIGN, command="EndCase")
    assert effects_of(DECIDE, OPINION, new) == [
        Effect("SignLetter", "loses", TODAY, None),
        Effect("EndCase", "gains", TODAY, None),
    ]
    assert effects_of(DECIDE, role=Role.GROUP_DIRECTOR) == []


def test_what_ends_later_is_lost_from_that_day() -> None:
    ended = but(SIGN, in_force_until=LATER)
    assert effects_of(ended, DECIDE, OPINION) == [Effect("SignLetter", "loses", LATER, None)]


def test_a_gap_between_two_rows_is_lost_for_its_days_only() -> None:
    ended, again = but(SIGN, in_force_until=LATER), but(SIGN, in_force_from=LATER + DAY)
    assert effects_of(ended, again, DECIDE, OPINION) == [
        Effect("SignLetter", "loses", LATER, LATER + DAY)
    ]


def test_other_bounds_are_neither_gain_nor_loss() -> None:
    lower = but(DECIDE, ceiling_satang=20_000_000)
    assert effects_of(SIGN, lower, OPINION) == [Effect("DecideApproval", "otherwise", TODAY, None)]


def test_a_row_for_one_post_touches_that_post_alone() -> None:
    own = but(SIGN, post_id=POST)
    assert effects_of(own, DECIDE, OPINION) == []
    assert effects_of(own, DECIDE, OPINION, post=OTHER) == [
        Effect("SignLetter", "loses", TODAY, None)
    ]
