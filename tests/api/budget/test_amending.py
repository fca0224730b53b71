"""A change that a resolution asks for: the holds follow it, and its case is not asked again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.casework.case import Underway, case
from domain.casework.case.parts import StepStatus
from infrastructure.demo.matter import Matter
from tests.api.budget.money import WORKSHOP, hands, into, line, out, prepared, set_powers
from tests.served import ServedOffice


@pytest.fixture
def met(office: ServedOffice) -> Matter:
    """A matter before the board, its meeting open."""
    set_powers(office, ["area_committee", "governor"])
    played = prepared(office, 50_000)
    played.check()
    played.meet()
    return played


def resolved(played: Matter, outcome: str, **more: Any) -> UUID:
    fields = {
        "item_no": "5.1",
        "outcome": outcome,
        "unanimous": True,
        "coverage": "annexed_only",
        **more,
    }
    hands(played).do("ResolveItem", fields, of=played.meeting, by="assistant_secretary")
    [item] = hands(played).rows("agenda_items", meeting_id=played.meeting, item_no="5.1")
    hands(played).do("CloseMeeting", {"closed_time": "11.30"}, of=played.meeting, by=(
        "assistant_secretary"
    ))  # fmt: skip
    return UUID(str(item["resolution_id"]))


def amendment(played: Matter, resolution_id: UUID, satang: int) -> dict[str, Any]:
    ids = hands(played).ids
    lines = [
        out(ids[WORKSHOP], satang, is_surplus=True),
        into(ids["line:water"], satang),
    ]
    return {"resolution_id": resolution_id, "lines": lines, "reason": "ให้เฉพาะน้ำดื่มตามมติ"}


def test_the_holds_follow_the_change_and_the_committee_is_not_called_again(met: Matter) -> None:
    """R-W07: lowered on one line, gone from another."""
    names = (WORKSHOP, "line:electricity", "line:water")
    before = [line(met, name) for name in names]
    resolution_id = resolved(met, "approved_with_changes", changes="ให้เฉพาะน้ำดื่ม")
    fields = amendment(met, resolution_id, 30_000)
    hands(met).do("AmendForResolution", fields, of=met.transfer, by="analyst")
    after = [line(met, name) for name in names]
    assert after[0]["held_out_satang"] == before[0]["held_out_satang"] - 70_000
    assert after[1]["held_in_satang"] == before[1]["held_in_satang"] - 50_000
    assert after[2]["held_in_satang"] == before[2]["held_in_satang"] - 20_000
    row = hands(met).one("budget_transfers", met.transfer)
    assert (row["state"], row["version"]) == ("amended", 2)
    assert row["unconfirmed"] == ["group_director", "secretary", "area_director"]
    found = hands(met).office.state(case, met.case)
    assert isinstance(found, Underway)
    assert found.file.step(2).status is StepStatus.DONE
    assert row["digest"] in {proposed.digest for proposed in found.file.transfers}


def test_it_is_made_again_until_it_is_confirmed(met: Matter) -> None:
    """R-W07"""
    resolution_id = resolved(met, "approved_with_changes", changes="ให้เฉพาะน้ำดื่ม")
    first = amendment(met, resolution_id, 30_000)
    hands(met).do("AmendForResolution", first, of=met.transfer, by="analyst")
    held = line(met, WORKSHOP)["held_out_satang"]
    again = {name: value for name, value in first.items() if name != "resolution_id"}
    again["lines"] = amendment(met, resolution_id, 40_000)["lines"]
    hands(met).do("ReviseTransfer", again, of=met.transfer, by="analyst")
    assert line(met, WORKSHOP)["held_out_satang"] == held + 10_000
    assert hands(met).one("budget_transfers", met.transfer)["version"] == 3


def test_a_resolution_that_agrees_as_it_is_asks_no_change(met: Matter) -> None:
    """R-W07"""
    resolution_id = resolved(met, "agreed")
    fields = amendment(met, resolution_id, 30_000)
    problem = hands(met).refused("AmendForResolution", fields, of=met.transfer, by="analyst")
    assert (problem["code"], problem["rule"]) == ("resolution-asks-no-change", "R-W07")
    nowhere = fields | {"resolution_id": "11111111-1111-4111-8111-111111111111"}
    problem = hands(met).refused("AmendForResolution", nowhere, of=met.transfer, by="analyst")
    assert problem["code"] == "resolution-asks-no-change"
