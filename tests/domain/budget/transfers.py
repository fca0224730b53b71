"""A transfer's past, as the tests write it: from a workshop's surplus to a school's roof."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.budget.scope import ExpenditureCategory, LineFacts, TransferScope
from domain.budget.transfer import (
    AmendForResolution,
    ConfirmAmendment,
    DraftTransfer,
    PostTransfer,
    RecordAuthorityApproval,
    SubmitTransfer,
    budget_transfer,
)
from domain.budget.transfer_power import Authority, PowerRow
from domain.message import Actor
from tests.domain.budget.lines import after
from tests.domain.budget.people import (
    AREA_DIRECTOR,
    ASSISTANT_SECRETARY,
    FINANCE_OFFICER,
    GROUP_DIRECTOR,
    OBEC,
    OFFICER,
    PLANS,
    SCHOOL,
    TODAY,
    YEAR,
    known,
)
from tests.domain.scenario import Scenario

CASE, RESOLUTION, GOVERNORS_ANSWER = known(700), known(701), known(702)
WORKSHOP, ROOF, BOOKS = known(31), known(32), known(33)
REASON = "อบรมครบแล้วใช้เงินต่ำกว่าที่ได้รับ"


def line_facts(line_id: UUID, **different: Any) -> LineFacts:
    facts = LineFacts(
        line_id=line_id,
        fiscal_year=YEAR,
        year_closed=False,
        agency_unit_id=OBEC,
        programme="แผนงานพื้นฐาน",
        output="ผู้จบการศึกษาขั้นพื้นฐาน",
        activity="พัฒนาครู",
        item="ค่าจัดอบรม",
        category=ExpenditureCategory.OPERATIONS,
        owner_unit_id=PLANS,
        balance_satang=100_000,
        free_satang=100_000,
        held_satang=0,
        declared_surplus_satang=None,
        certified_free_satang=None,
        certified_on=None,
        line_version=2,
    )
    return msgspec.structs.replace(facts, **different)


workshop = line_facts(
    WORKSHOP,
    declared_surplus_satang=60_000,
    certified_free_satang=100_000,
    certified_on=TODAY,
)
roof = line_facts(ROOF, item="ซ่อมหลังคา", owner_unit_id=SCHOOL, balance_satang=0, free_satang=0)
books = line_facts(BOOKS, item="ค่าหนังสือ", owner_unit_id=SCHOOL)
FACTS = (workshop, roof, books)


def power_row(row_id: str = "within", **different: Any) -> PowerRow:
    row = PowerRow(
        row_id=row_id,
        same_programme=True,
        same_category=True,
        changes_item=None,
        allows_personnel=False,
        allows_across_agencies=False,
        authorities=(Authority.AREA_COMMITTEE, Authority.GOVERNOR),
        document="",
        in_force_from=date(2026, 10, 1),
    )
    return msgspec.structs.replace(row, **different)


ROWS = (power_row(),)
WITHIN = TransferScope(
    same_programme=True,
    same_category=True,
    changes_item=True,
    across_agencies=False,
    personnel_involved=False,
)


def ask(command: type[Any], by: Actor = OFFICER, on: date = TODAY, **fields: object) -> Any:
    """Return a command asked today; evidence is what the office looks like unless said."""
    ordinary = {"facts": FACTS, "power_rows": ROWS, "fiscal_year": YEAR, "decided": False}
    known_fields = {name: ordinary[name] for name in ordinary if name in command.model_fields}
    return command(by=by, on=on, **known_fields | fields)


def take(line_id: UUID, satang: int, **different: object) -> dict[str, object]:
    return {
        "line_id": line_id,
        "satang": -satang,
        "effect_on_target": "ไม่กระทบเป้าหมาย อบรมครบแล้ว",
    } | different


def bring(line_id: UUID, satang: int, **different: object) -> dict[str, object]:
    return {
        "line_id": line_id,
        "satang": satang,
        "effect_on_target": "นักเรียนมีห้องเรียนที่ฝนไม่รั่ว",
        "target": {"text": "ซ่อมหลังคาอาคารเรียน", "planned": 1, "unit": "หลัง"},
    } | different


SURPLUS = {"is_surplus": True}
LINES = (take(WORKSHOP, 60_000, **SURPLUS), bring(ROOF, 60_000))


def draft(*lines: dict[str, object], **fields: object) -> Any:
    fields = {"case_id": CASE, "lines": lines or LINES, "reason": REASON} | fields
    return ask(DraftTransfer, **fields)


def digest(scenario: Scenario) -> str:
    found: str = scenario.state.content.digest
    return found


def board_approves(scenario: Scenario, **fields: object) -> Any:
    return ask(
        RecordAuthorityApproval,
        **{
            "authority": "area_committee",
            "resolution_id": RESOLUTION,
            "approved_on": TODAY,
            "reference": "มติที่ประชุม กพท. ครั้งที่ 5/2569 วาระที่ 5.1",
            "approved_digest": digest(scenario),
        }
        | fields,
    )


def governor_approves(scenario: Scenario, **fields: object) -> Any:
    return ask(
        RecordAuthorityApproval,
        **{
            "authority": "governor",
            "outside_approval_id": GOVERNORS_ANSWER,
            "approved_on": TODAY,
            "reference": "ลย 0017/100",
            "approved_digest": digest(scenario),
        }
        | fields,
    )


def amend(scenario: Scenario, satang: int = 50_000, **fields: object) -> Any:
    return ask(
        AmendForResolution,
        **{
            "resolution_id": RESOLUTION,
            "lines": (take(WORKSHOP, satang, **SURPLUS), bring(ROOF, satang)),
            "reason": REASON,
            "resolved_digest": digest(scenario),
        }
        | fields,
    )


def confirm(scenario: Scenario, by: Actor) -> Any:
    return ask(ConfirmAmendment, by, digest=digest(scenario))


def post(by: Actor = FINANCE_OFFICER, **fields: object) -> Any:
    return ask(PostTransfer, by, **fields)


nothing = Scenario(budget_transfer)
drafted = after(nothing, draft())
submitted = after(drafted, ask(SubmitTransfer))
agreed_by_board = after(submitted, board_approves(submitted))
approved_by_all = after(agreed_by_board, governor_approves(agreed_by_board))
amended = after(submitted, amend(submitted))
amendment_confirmed = after(
    amended, *(confirm(amended, by) for by in (GROUP_DIRECTOR, ASSISTANT_SECRETARY, AREA_DIRECTOR))
)
