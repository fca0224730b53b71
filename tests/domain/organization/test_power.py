from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from domain.organization.period import PeriodEmpty
from domain.organization.power import (
    Grant,
    GrantItem,
    GrantTwice,
    InPost,
    NobodySetsPowers,
    PowersSet,
    SetPowers,
    grant_for,
    may,
    powers,
)
from domain.organization.role import Role
from tests.domain.organization.acting import ASKED, TODAY
from tests.domain.scenario import Scenario

FROM, UNTIL = date(2026, 10, 1), date(2027, 10, 1)
DAY = timedelta(days=1)
ORDER = "คำสั่งที่ 1/2569"
ENDORSE = Grant("EndorseLetter", Role.GROUP_DIRECTOR, FROM, UNTIL)
ADMINISTRATORS = InPost(UUID(int=2), Role.ADMINISTRATOR)

nothing = Scenario(powers)
in_force = nothing.given(PowersSet(1, (ENDORSE,), ORDER))


def row(role: Role, from_on: date, until_on: date | None = None) -> GrantItem:
    return GrantItem(
        command="EndorseLetter", role=role, in_force_from=from_on, in_force_until=until_on
    )


def set_powers(*rows: GrantItem) -> SetPowers:
    """A table of these rows, and of the one by which the next is set."""
    return table(*rows, setter())


def setter(from_on: date = FROM, until_on: date | None = None, **bounds: object) -> GrantItem:
    return GrantItem(
        command="SetPowers",
        role=Role.ADMINISTRATOR,
        in_force_from=from_on,
        in_force_until=until_on,
        **bounds,
    )


def table(*rows: GrantItem, able: tuple[InPost, ...] = (ADMINISTRATORS,)) -> SetPowers:
    return SetPowers(**ASKED, grants=rows, document=ORDER, able=able)


def test_what_is_not_granted_is_not_permitted() -> None:
    """DESIGN §7: default deny."""
    assert not may(nothing.state, "group_director", "EndorseLetter", FROM)
    assert may(in_force.state, "group_director", "EndorseLetter", FROM)
    assert not may(in_force.state, "records_clerk", "EndorseLetter", FROM)
    assert not may(in_force.state, "group_director", "CheckLetter", FROM)


def test_a_power_is_held_from_its_first_day_until_its_end() -> None:
    """R-H15: the end is exclusive."""
    held = [FROM - DAY, FROM, UNTIL - DAY, UNTIL]
    assert [may(in_force.state, "group_director", "EndorseLetter", on) for on in held] == [
        False,
        True,
        True,
        False,
    ]
    assert grant_for(in_force.state, "group_director", "EndorseLetter", FROM) == ENDORSE


def test_a_new_table_replaces_the_whole_of_the_old_one() -> None:
    clerk = Grant("EndorseLetter", Role.RECORDS_CLERK, FROM)
    after = in_force.when(set_powers(row(Role.RECORDS_CLERK, FROM))).then(
        PowersSet(2, (clerk, Grant("SetPowers", Role.ADMINISTRATOR, FROM)), ORDER)
    )
    assert not may(after.state, "group_director", "EndorseLetter", FROM)
    assert may(after.state, "records_clerk", "EndorseLetter", date(2060, 1, 1))


def test_the_same_power_is_not_granted_twice_for_one_day() -> None:
    director = Role.GROUP_DIRECTOR
    nothing.when(set_powers(row(director, FROM, UNTIL), row(director, UNTIL - DAY))).refused(
        GrantTwice, command="EndorseLetter", role=director
    )
    nothing.when(set_powers(row(director, FROM, UNTIL), row(director, UNTIL))).events()


def test_a_power_is_held_for_at_least_a_day() -> None:
    nothing.when(set_powers(row(Role.GROUP_DIRECTOR, FROM, FROM))).refused(PeriodEmpty)


def test_a_table_by_which_nobody_could_set_the_next_one_is_refused() -> None:
    """A post must hold the power today, without bounds, and somebody must be in that post."""
    clerk = row(Role.RECORDS_CLERK, FROM)
    nothing.when(table(clerk)).refused(NobodySetsPowers, on=TODAY)
    nothing.when(table(clerk, setter(), able=())).refused(NobodySetsPowers)
    nothing.when(table(clerk, setter(TODAY + DAY))).refused(NobodySetsPowers, on=TODAY)
    for bound in ({"ceiling_satang": 10**9}, {"processes": ("4.4",)}, {"secrecies": ("none",)}):
        nothing.when(table(setter(**bound))).refused(NobodySetsPowers)
    nothing.when(table(clerk, setter(TODAY))).events()


def test_nor_may_the_power_to_set_the_table_run_out() -> None:
    end = TODAY + 90 * DAY
    nothing.when(table(setter(until_on=end))).refused(NobodySetsPowers, on=end)
    nothing.when(table(setter(until_on=end), setter(end))).events()
    nothing.when(table(setter(until_on=end), setter(end + DAY))).refused(NobodySetsPowers, on=end)


def test_the_power_to_set_the_table_may_be_given_to_one_post_alone() -> None:
    own, other = ADMINISTRATORS.post_id, UUID(int=99)
    nothing.when(table(setter(post_id=own))).events()
    nothing.when(table(setter(post_id=other))).refused(NobodySetsPowers)
