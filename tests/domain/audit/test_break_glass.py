"""An administrator reads one thing, for a reason, for four hours; its owner is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.audit.break_glass import (
    BreakGlass,
    BreakNoted,
    GlassBroken,
    GlassKind,
    NoReason,
    NoteBreak,
    Owner,
    break_glass,
    is_told,
)
from domain.audit.export import ExportForm, ListExported, RecordExport, export
from domain.message import Actor
from domain.refusal import NotOpen
from tests.domain.scenario import Scenario

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
UNIT, OFFICER, CASE = UUID(int=1), UUID(int=2), UUID(int=3)
ADMINISTRATOR = Actor(UUID(int=11), UUID(int=111), "administrator", UNIT)
REASON = "หน้าเรื่องนี้แสดงผลผิด ต้องตรวจข้อมูล"
nothing = Scenario(break_glass)


def breaks(**said: Any) -> BreakGlass:
    fields: dict[str, Any] = {
        "by": ADMINISTRATOR,
        "on": date(2026, 11, 23),
        "thing": "case",
        "number": "๑๒ / ๒๕๖๙",
        "reason": REASON,
        "about": CASE,
        "owner": Owner(UNIT, OFFICER),
        "at": AT,
    }
    return BreakGlass(**(fields | said))


def note(by: Actor = ADMINISTRATOR) -> NoteBreak:
    return NoteBreak(by=by, on=date(2026, 11, 23))


def test_it_lasts_four_hours_and_names_the_thing_and_its_owner() -> None:
    until = AT + timedelta(hours=4)
    broken = nothing.when(breaks()).then(
        GlassBroken(GlassKind.CASE, CASE, "12/2569", REASON, Owner(UNIT, OFFICER), until)
    )
    broken.when(note()).then(BreakNoted()).when(note()).refused(NotOpen)
    broken.when(breaks()).refused(NotOpen)


def test_a_reason_says_something() -> None:
    nothing.when(breaks(reason="ก" * 19)).refused(NoReason, least=20)
    nothing.when(breaks(reason="ก" * 20)).events()
    nothing.when(breaks(reason="ก" * 19 + "    ")).refused(NoReason)


@pytest.mark.parametrize("number", ["12", "12/69", "x/2569", "12/2569/1", "1234567890/2569"])
def test_a_number_is_a_number_and_a_year(number: str) -> None:
    with pytest.raises(ValidationError):
        breaks(number=number)


def test_the_officer_in_charge_is_told_or_who_directs_the_unit() -> None:
    officer = Actor(OFFICER, UUID(int=112), "policy_and_plan_analyst", UNIT)
    director = Actor(UUID(int=12), UUID(int=113), "group_director", UNIT)
    in_charge = nothing.given(*nothing.when(breaks()).events()).state
    assert is_told(in_charge, officer)
    assert not is_told(in_charge, director)
    of_unit = nothing.given(*nothing.when(breaks(owner=Owner(UNIT))).events()).state
    assert is_told(of_unit, director)
    assert not is_told(of_unit, officer)
    assert not is_told(of_unit, Actor(UUID(int=13), UUID(int=114), "group_director", CASE))
    assert not is_told(nothing.state, director)


def test_the_area_director_notes_what_belongs_to_nobody_or_to_who_has_left() -> None:
    """Otherwise it would wait for ever."""
    head = Actor(UUID(int=14), UUID(int=115), "area_director", UUID(int=116))
    for owner in (Owner(None), Owner(UNIT), Owner(UNIT, OFFICER)):
        assert is_told(nothing.given(*nothing.when(breaks(owner=owner)).events()).state, head)
    assert not is_told(nothing.state, head)


def test_an_export_says_which_list_as_of_when() -> None:
    """R-M13."""
    said = RecordExport(
        by=ADMINISTRATOR,
        on=date(2026, 11, 23),
        view="case_status",
        asked="open=true",
        form="csv",
        as_of=7,
    )
    untaken = Scenario(export)
    taken = untaken.when(said).then(ListExported("case_status", "open=true", ExportForm.CSV, 7))
    taken.when(said).refused(NotOpen)
