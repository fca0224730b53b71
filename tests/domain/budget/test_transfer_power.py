"""R-B05, R-B06, R-B09, R-B15: who must approve is a dated table, and no row is a no."""

from datetime import date
from typing import Any

import msgspec
import pytest
from pydantic import ValidationError

from domain.budget.scope import TransferScope
from domain.budget.transfer_power import (
    Authority,
    NoPowerAcrossAgencies,
    NoPowerAcrossProgrammes,
    NoPowerOverPersonnel,
    NoTransferPower,
    PowerRow,
    PowerRowEntry,
    PowerRowNeverInForce,
    PowerRowRepeats,
    PowerRowsOverlap,
    PowerRowWithoutDocument,
    SetTransferPowers,
    TransferPowersSet,
    power_for,
    transfer_powers,
)
from domain.refusal import Refusal
from tests.domain.budget.people import AREA_DIRECTOR, TODAY
from tests.domain.budget.transfers import WITHIN, power_row
from tests.domain.scenario import Scenario

nothing = Scenario(transfer_powers)


def set_powers(*rows: PowerRow) -> SetTransferPowers:
    entries = [PowerRowEntry(**msgspec.structs.asdict(row)) for row in rows]
    return SetTransferPowers(by=AREA_DIRECTOR, on=TODAY, rows=tuple(entries))


def scope(**different: bool) -> TransferScope:
    return msgspec.structs.replace(WITHIN, **different)


def document(**different: Any) -> PowerRow:
    return power_row(**{"row_id": "by document", "document": "ศธ 04002/1"} | different)


def test_each_setting_of_the_table_is_a_version() -> None:
    """R-B09"""
    first = nothing.when(set_powers(power_row())).then(
        TransferPowersSet(rows=(power_row(),), version=1)
    )
    second = first.when(set_powers()).then(TransferPowersSet(rows=(), version=2))
    assert second.state.rows == ()


@pytest.mark.parametrize(
    "freed",
    [{"same_programme": False}, {"allows_personnel": True}, {"allows_across_agencies": True}],
    ids=str,
)
def test_a_row_that_frees_what_the_law_closes_cites_its_document(freed: dict[str, bool]) -> None:
    """R-B05, R-B06, R-B15"""
    nothing.when(set_powers(power_row(**freed))).refused(PowerRowWithoutDocument, row_id="within")
    row = document(**freed)
    nothing.when(set_powers(row)).then(TransferPowersSet(rows=(row,), version=1))


def test_a_row_names_at_least_one_authority_and_none_twice() -> None:
    with pytest.raises(ValidationError):
        set_powers(power_row(authorities=()))
    twice = power_row(authorities=(Authority.GOVERNOR, Authority.GOVERNOR))
    nothing.when(set_powers(twice)).refused(PowerRowRepeats)


def test_two_rows_do_not_share_an_id() -> None:
    rows = power_row(changes_item=True), power_row(changes_item=False)
    nothing.when(set_powers(*rows)).refused(PowerRowRepeats, row_id="within")


def test_a_row_ends_after_it_begins() -> None:
    ended = power_row(in_force_until=date(2026, 10, 1))
    nothing.when(set_powers(ended)).refused(PowerRowNeverInForce)
    one_day = power_row(in_force_until=date(2026, 10, 2))
    nothing.when(set_powers(one_day)).then(TransferPowersSet(rows=(one_day,), version=1))


def test_two_rows_for_one_scope_may_follow_each_other_and_not_overlap_by_a_day() -> None:
    """R-B09"""
    old = power_row("old", in_force_until=date(2027, 10, 1))
    new = power_row("new", in_force_from=date(2027, 10, 1))
    for rows in ((old, new), (new, old)):
        nothing.when(set_powers(*rows)).then(TransferPowersSet(rows=rows, version=1))
    early = power_row("new", in_force_from=date(2027, 9, 30))
    for rows in ((old, early), (early, old)):
        nothing.when(set_powers(*rows)).refused(PowerRowsOverlap)


def test_a_row_holds_from_its_first_day_until_the_day_before_its_end() -> None:
    """R-B09"""
    rows = [power_row(in_force_from=date(2026, 10, 1), in_force_until=date(2027, 10, 1))]
    assert power_for(WITHIN, date(2026, 10, 1), rows) == rows[0]
    assert power_for(WITHIN, date(2027, 9, 30), rows) == rows[0]
    for day in (date(2026, 9, 30), date(2027, 10, 1)):
        with pytest.raises(NoTransferPower):
            power_for(WITHIN, day, rows)


@pytest.mark.parametrize(
    ("asked", "refusal", "rule", "freed"),
    [
        ({"same_programme": False}, NoPowerAcrossProgrammes, "R-B06", {"same_programme": False}),
        ({"personnel_involved": True}, NoPowerOverPersonnel, "R-B15", {"allows_personnel": True}),
        (
            {"across_agencies": True},
            NoPowerAcrossAgencies,
            "R-B05",
            {"allows_across_agencies": True},
        ),
        ({"same_category": False}, NoTransferPower, "R-B09", {"same_category": False}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_without_a_row_the_refusal_names_the_rule_and_a_row_lifts_it(
    asked: dict[str, bool], refusal: type[Refusal], rule: str, freed: dict[str, bool]
) -> None:
    """R-B05, R-B06, R-B09, R-B15"""
    for rows in ([], [power_row()]):
        with pytest.raises(refusal) as caught:
            power_for(scope(**asked), TODAY, rows)
        assert type(caught.value) is refusal
        assert caught.value.rule == rule
    row = document(**freed)
    assert power_for(scope(**asked), TODAY, [power_row(), row]) == row


def test_a_row_across_programmes_does_not_free_personnel_money() -> None:
    """R-B15"""
    rows = [document(same_programme=False)]
    asked = scope(same_programme=False, personnel_involved=True)
    with pytest.raises(NoPowerOverPersonnel):
        power_for(asked, TODAY, rows)


def test_a_row_across_programmes_is_not_for_transfers_within_one() -> None:
    """R-B06, R-B09"""
    with pytest.raises(NoTransferPower):
        power_for(WITHIN, TODAY, [document(same_programme=False)])


def test_a_row_may_be_for_changes_of_item_only() -> None:
    """R-B09"""
    rows = [power_row(changes_item=True)]
    assert power_for(WITHIN, TODAY, rows) == rows[0]
    with pytest.raises(NoTransferPower):
        power_for(scope(changes_item=False), TODAY, rows)


@pytest.mark.parametrize(
    "wider",
    [
        document(allows_personnel=True),
        document(allows_across_agencies=True),
        document(changes_item=None),
    ],
)
def test_of_several_rows_that_fit_the_narrowest_holds(wider: PowerRow) -> None:
    """R-B09"""
    narrow = power_row(changes_item=True)
    assert power_for(WITHIN, TODAY, [wider, narrow]) == narrow
    assert power_for(WITHIN, TODAY, [narrow, wider]) == narrow
