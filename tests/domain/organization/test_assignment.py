from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.message import Actor
from domain.organization.absence import NotBackdated
from domain.organization.assignment import (
    AssignmentEnded,
    AssignTask,
    EndAssignment,
    GiverEndsAssignment,
    NoPostOfTheLine,
    TaskAssigned,
    assignment,
)
from domain.organization.period import PeriodEmpty
from domain.organization.post import PostIsClosed
from domain.organization.role import Role
from domain.refusal import NotOpen
from tests.domain.organization.acting import TODAY
from tests.domain.scenario import Scenario

DAY = timedelta(days=1)
OFFICER = UUID(int=31)
DIRECTOR = Actor(UUID(int=4), UUID(int=5), "group_director", UUID(int=6))
OTHER = Actor(UUID(int=7), UUID(int=8), "group_director", UUID(int=6))
ORDER = "376/2569"
WORK = "จัดทำรายงานผลการดำเนินงานประจำปี"
nothing = Scenario(assignment)
given = nothing.given(TaskAssigned(OFFICER, DIRECTOR.post_id, WORK, ORDER, TODAY))


def assign(**fields: Any) -> AssignTask:
    asked: dict[str, Any] = {
        "by": DIRECTOR,
        "on": TODAY,
        "post_id": OFFICER,
        "text": WORK,
        "order_reference": ORDER,
        "from_on": TODAY,
        "receiver_role": Role.POLICY_AND_PLAN_ANALYST,
    }
    return AssignTask(**(asked | fields))


def end(by: Actor = DIRECTOR, **fields: Any) -> EndAssignment:
    return EndAssignment(
        **({"by": by, "on": TODAY, "until_on": TODAY + DAY, "reason": "เสร็จแล้ว"} | fields)
    )


def test_work_is_assigned_by_an_order_and_names_who_gave_it() -> None:
    """R-H18."""
    nothing.when(assign(subjects=("5.1.1",))).then(
        TaskAssigned(OFFICER, DIRECTOR.post_id, WORK, ORDER, TODAY, None, ("5.1.1",))
    )
    given.when(assign()).refused(NotOpen)


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.ADMINISTRATOR])
def test_no_work_is_assigned_to_the_system_or_its_administrator(role: Role) -> None:
    nothing.when(assign(receiver_role=role)).refused(NoPostOfTheLine)


def test_work_is_not_assigned_to_a_post_beyond_its_last_day() -> None:
    nothing.when(assign(receiver_until=TODAY + DAY)).refused(PostIsClosed)
    until = TODAY + DAY
    nothing.when(assign(receiver_until=until, until_on=until)).then(
        TaskAssigned(OFFICER, DIRECTOR.post_id, WORK, ORDER, TODAY, until)
    )


def test_an_assignment_lasts_a_day_at_least() -> None:
    nothing.when(assign(until_on=TODAY)).refused(PeriodEmpty)


def test_who_gave_the_work_ends_it_another_with_a_document() -> None:
    given.when(end()).then(AssignmentEnded(TODAY + DAY, "เสร็จแล้ว"))
    given.when(end(OTHER)).refused(GiverEndsAssignment)
    given.when(end(OTHER, document=ORDER)).then(AssignmentEnded(TODAY + DAY, "เสร็จแล้ว", ORDER))


def test_an_assignment_is_not_ended_in_the_past_nor_twice() -> None:
    """R-H15."""
    given.when(end(until_on=TODAY - DAY)).refused(NotBackdated)
    over = given.given(AssignmentEnded(TODAY + DAY, "เสร็จแล้ว"))
    over.when(end()).refused(NotOpen)
    nothing.when(end()).refused(NotOpen)
