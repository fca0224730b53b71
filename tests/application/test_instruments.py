"""What is gathered for an instrument: the powers that the giver's own post holds (R-H01)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from application.desk import OFFICE
from domain.organization.instrument.refusals import PowerNotHeld
from domain.organization.power import Powers, powers
from domain.thai_time import bangkok_date
from tests.acting import Acting

TODAY = bangkok_date(datetime.now(UTC))
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def add_row(acting: Acting, command: str, **bounds: Any) -> None:
    """Set the table as it stands, with one more row for the area director."""
    table: Powers = acting.service.office.streams.known(
        powers, f"powers/{OFFICE}", fresh=True
    ).state
    rows = [
        {name: getattr(grant, name) for name in grant.__struct_fields__} for grant in table.grants
    ]
    row = {"command": command, "role": "area_director", "in_force_from": "2560-01-01"}
    acting.do(
        "SetPowers",
        {"grants": [*rows, row | bounds], "document": "ตารางทดสอบ"},
        by="administrator",
        of=OFFICE,
    )


def delegate(acting: Acting, command: str, **other: Any) -> UUID:
    """The area director delegates one power to a deputy from today on."""
    fields = {
        "capacity": "on_behalf",
        "legal_basis": "มาตรา 45",
        "document": "คำสั่งทดสอบที่ 811/2569",
        "receivers": [{"post_id": str(acting.ids["deputy_1"])}],
        "from_on": str(TODAY),
        "powers": [command],
    }
    post = acting.ids["area_director"]
    return UUID(acting.do("IssueInstrument", fields | other, by="area_director", of=post).id)


def test_a_power_is_delegated_while_the_giver_holds_it(acting: Acting) -> None:
    """A row that is over, or not yet in force, gives nothing to pass to another."""
    add_row(acting, "OpenCase", in_force_until=str(TODAY))
    with pytest.raises(PowerNotHeld):
        delegate(acting, "OpenCase")
    add_row(acting, "AddLetter", in_force_from=str(TOMORROW))
    with pytest.raises(PowerNotHeld):
        delegate(acting, "AddLetter")
    delegate(acting, "AddLetter", from_on=str(TOMORROW))
    delegate(acting, "SignLetter", from_on=str(YESTERDAY))


def test_a_row_for_another_post_gives_the_giver_nothing(acting: Acting) -> None:
    """The table names one single post of that role: it is not this one."""
    add_row(acting, "DraftLetter", post_id=str(acting.ids["deputy_1"]))
    with pytest.raises(PowerNotHeld):
        delegate(acting, "DraftLetter")
    add_row(acting, "ReviseDraft", post_id=str(acting.ids["area_director"]))
    delegate(acting, "ReviseDraft")
