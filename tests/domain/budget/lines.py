"""A budget line's past, as the tests write it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.budget import line as budget
from domain.budget.line import budget_line
from domain.budget.scope import ExpenditureCategory
from domain.message import Actor, Command
from tests.domain.budget.people import FINANCE_OFFICER, OBEC, SCHOOL, TODAY, YEAR, known
from tests.domain.scenario import Scenario

TRANSFER, ANOTHER_TRANSFER = known(500), known(501)

OPENED = budget.BudgetLineOpened(
    fiscal_year=YEAR,
    agency_unit_id=OBEC,
    programme="แผนงานพื้นฐาน",
    output="ผู้จบการศึกษาขั้นพื้นฐาน",
    activity="พัฒนาครู",
    item="ค่าจัดอบรม",
    category=ExpenditureCategory.OPERATIONS,
    codes=budget.BudgetCodes("2000400001", "6911200", "กิจกรรม 1", is_sample=True),
    owner_unit_id=SCHOOL,
    project_name="อบรมครูภาษาไทย",
    purpose="ครูสอนอ่านเขียนได้ผล",
    target="ครู 40 คน",
)


def ask(command: type[Any], by: Actor = FINANCE_OFFICER, **fields: object) -> Any:
    """Return a command asked today, in an open year unless said otherwise."""
    if issubclass(command, budget.commands.InOpenYear):
        fields = {"year_closed": False} | fields
    return command(by=by, on=TODAY, **fields)


def after(scenario: Scenario, *commands: Command) -> Scenario:
    """Return the scenario after ``commands``, each of which must have been allowed."""
    for command in commands:
        scenario = scenario.given(*scenario.when(command).events())
    return scenario


def allocate(satang: int) -> budget.AllocateBudget:
    command: budget.AllocateBudget = ask(
        budget.AllocateBudget,
        amount_satang=satang,
        allocation_reference="ศธ 04002/ว100",
        allocation_dated_on=TODAY,
    )
    return command


def hold(satang: int, transfer_id: UUID = TRANSFER, *, is_surplus: bool = False) -> Any:
    return ask(
        budget.HoldForTransfer, transfer_id=transfer_id, satang=satang, is_surplus=is_surplus
    )


def post(satang: int, transfer_id: UUID = TRANSFER) -> Any:
    return ask(budget.PostTransferLine, transfer_id=transfer_id, satang=satang)


opened = Scenario(budget_line).given(OPENED)
allocated = after(opened, allocate(100_000))
