"""A body that meets elsewhere: its resolution is recorded from a registered letter (R-G01)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.budget.transfer import Submitted, budget_transfer
from domain.casework.case import StepStatus, Underway, case
from infrastructure.demo.matter import Matter
from tests.hands import matter
from tests.served import ServedOffice


@pytest.fixture(scope="module")
def agreed(office: ServedOffice) -> Matter:
    """A matter to propose, and a committee outside the office beside the one inside."""
    played = matter(office).play("check")
    played.hand.do(
        "EstablishBody",
        {
            "kind": "area_committee",
            "name_th": "คณะกรรมการตัวอย่างที่ประชุมนอกสำนักงาน",
            "name_en": "Sample committee that meets elsewhere",
            "short_name_th": "กพท.",
            "short_name_en": "the committee",
            "placement": "outside",
            "legal_basis": "คำสั่งตัวอย่าง — สำนักงานต้องยืนยัน",
            "quorum_numerator": 1,
            "quorum_denominator": 2,
            "recused_count_as_present": False,
            "casting_vote": True,
            "valid_from": played.today - timedelta(days=30),
        },
        by="administrator",
    )
    return played


def fields(played: Matter, letter: UUID) -> dict[str, Any]:
    return {
        "source_letter_id": letter,
        "case_id": played.case,
        "meeting_no": 5,
        "meeting_year": played.hand.dates["$calendar_year"],
        "item_no": "5.1",
        "adopted_on": played.today,
        "outcome": "agreed",
        "coverage": "annexed_only",
    }


def test_without_a_registered_letter_there_is_no_resolution(agreed: Matter) -> None:
    """R-G01."""
    asked = fields(agreed, UUID(int=9))
    problem = agreed.hand.refused("RecordOutsideResolution", asked, by="analyst")
    assert problem["code"] == "resolution-letter-not-registered"


def test_no_meeting_of_it_is_called_here(agreed: Matter) -> None:
    """R-G01."""
    [outside] = agreed.hand.rows("bodies", placement="outside")
    asked = {
        "body_id": outside["id"],
        "held_on": agreed.today,
        "place": "ห้องประชุม",
        "mode": "in_person",
    }
    problem = agreed.hand.refused("CallMeeting", asked, by="assistant_secretary")
    assert problem["code"] == "body-meets-elsewhere"


def test_its_resolution_passes_the_boards_step_as_one_adopted_here(agreed: Matter) -> None:
    """R-G01, R-G08: cited by meeting and item, from the letter that carries it."""
    letter = agreed.hand.do(
        "ReceiveLetter",
        {
            "kind": "external",
            "sender_name": "ฝ่ายเลขานุการตัวอย่าง",
            "received_on": agreed.today,
            "subject": "แจ้งมติที่ประชุม",
            "to_unit_id": agreed.hand.ids["policy"],
        },
        by="registrar",
    )
    asked = fields(agreed, letter)
    key = agreed.hand.do("RecordOutsideResolution", asked, by="analyst")
    row = agreed.row("resolutions", key)
    assert (row["source_letter_id"], row["meeting_id"]) == (letter, None)
    standing = agreed.hand.office.state(budget_transfer, agreed.transfer)
    assert isinstance(standing, Submitted)
    assert standing.approved == ("area_committee",)
    found = agreed.hand.office.state(case, agreed.case)
    assert isinstance(found, Underway)
    assert found.file.step(6).status is StepStatus.DONE
    page = agreed.hand.client("analyst").get(f"/resolutions/{key}")
    assert page.status_code == 200
