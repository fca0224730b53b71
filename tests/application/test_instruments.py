"""What is gathered for an instrument: the powers that the giver's own post holds (R-H01)."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from application.act import body_of
from application.catalogue import ACTS
from application.desk import OFFICE
from application.execute import Who, execute
from domain.organization.instrument.refusals import PowerNotHeld
from domain.organization.power import Powers, powers
from domain.organization.settings import settings
from domain.thai_time import bangkok_date
from tests.acting import Acting

TODAY = bangkok_date(datetime.now(UTC))
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def add_row(acting: Acting, command: str, **bounds: Any) -> None:
    """Set the table as it stands, with one more row for the area director."""
    row = {"command": command, "role": "area_director", "in_force_from": "2560-01-01"}
    set_rows(acting, [*rows_now(acting), row | bounds])


def rows_now(acting: Acting) -> list[dict[str, Any]]:
    table: Powers = acting.service.office.streams.known(
        powers, f"powers/{OFFICE}", fresh=True
    ).state
    return [
        {name: getattr(grant, name) for name in grant.__struct_fields__} for grant in table.grants
    ]


def set_rows(acting: Acting, rows: list[dict[str, Any]]) -> None:
    said = {"grants": rows, "document": "ตารางทดสอบ"}
    acting.do("SetPowers", said, by="administrator", of=OFFICE)


def delegate(acting: Acting, command: str, **other: Any) -> UUID:
    """The area director delegates one power to a deputy from today on."""
    wanted = {
        "capacity": "on_behalf",
        "legal_basis": "มาตรา 45",
        "document": "คำสั่งทดสอบที่ 811/2569",
        "receivers": [{"post_id": str(acting.ids["deputy_1"])}],
        "from_on": str(TODAY),
        "powers": [command],
    }
    post = acting.ids["area_director"]
    return UUID(acting.do("IssueInstrument", wanted | other, by="area_director", of=post).id)


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


def test_who_passes_a_delegation_on_gives_no_more_than_he_has(acting: Acting) -> None:
    """R-H03, R-H04: judged from the delegation by which he acts, not from the post he acts in."""
    office = acting.service.office.streams.known(settings, f"settings/{OFFICE}", fresh=True).state
    said = {field.name: getattr(office, field.name) for field in fields(office)}
    said["handling_days"] = msgspec.to_builtins(said["handling_days"])
    said["allow_sub_delegation"] = True
    acting.do("SetOfficeSettings", said, by="administrator", of=OFFICE)
    document, post = "คำสั่งทดสอบที่ 813/2569", acting.ids["area_director"]
    given = {"powers": ["SignLetter", "IssueInstrument"], "may_pass_on": True}
    delegate(acting, "SignLetter", **given, document=document)
    acting.settled()
    [row] = [row for row in acting.service.rows.rows("instruments") if row["document"] == document]
    acting.do("AcceptInstrument", {"instrument_id": row["instrument_id"]}, by="deputy_1", of=post)

    def pass_on(command: str) -> None:
        act = ACTS["IssueInstrument"]
        wanted = {
            "capacity": "on_behalf",
            "legal_basis": "มาตรา 39",
            "document": "คำสั่งทดสอบที่ 814/2569",
            "receivers": [{"post_id": str(acting.ids["policy_director"])}],
            "from_on": str(TODAY),
            "powers": [command],
        }
        who = Who(acting.who("deputy_1").person_id, post, instrument_id=row["instrument_id"])
        execute(
            acting.service.office,
            act,
            post,
            body_of(act.command).model_validate(wanted),
            who,
            command_id=uuid4(),
            at=datetime.now(UTC),
        )

    with pytest.raises(PowerNotHeld):
        pass_on("DecideApproval")
    pass_on("SignLetter")


def test_a_row_for_another_post_gives_the_giver_nothing(acting: Acting) -> None:
    """The table names one single post of that role: it is not this one."""
    add_row(acting, "DraftLetter", post_id=str(acting.ids["deputy_1"]))
    with pytest.raises(PowerNotHeld):
        delegate(acting, "DraftLetter")
    add_row(acting, "ReviseDraft", post_id=str(acting.ids["area_director"]))
    delegate(acting, "ReviseDraft")
