from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.access.rules import (
    AccessRules,
    AccessRulesSet,
    IdleBeyondLongest,
    SetAccessRules,
    access_rules,
)
from tests.domain.organization.acting import ASKED
from tests.domain.scenario import Scenario

nothing = Scenario(access_rules)


def rules(*commands: str, idle: int = 30, longest: int = 12, **more: Any) -> SetAccessRules:
    return SetAccessRules(
        **ASKED,
        second_factor_for=commands,
        step_up_minutes=more.get("step_up", 5),
        idle_minutes=idle,
        longest_hours=longest,
    )


def test_before_an_office_says_anything_the_defaults_hold() -> None:
    assert nothing.state == AccessRules(
        frozenset(), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=12)
    )


def test_each_command_is_named_once_in_order() -> None:
    after = nothing.when(rules("SignLetter", "DecideApproval", "SignLetter")).then(
        AccessRulesSet(("DecideApproval", "SignLetter"), 5, 30, 12)
    )
    assert after.state.second_factor_for == {"DecideApproval", "SignLetter"}
    assert after.when(rules()).then(AccessRulesSet((), 5, 30, 12)).state == AccessRules()


def test_a_session_is_not_idle_for_longer_than_it_lasts() -> None:
    nothing.when(rules(idle=60, longest=1)).events()
    nothing.when(rules(idle=61, longest=1)).refused(IdleBeyondLongest, idle_minutes=61)


@pytest.mark.parametrize(
    "wrong", [{"idle": 4}, {"idle": 241}, {"longest": 0}, {"longest": 25}, {"step_up": 0}]
)
def test_the_limits_of_what_an_office_may_choose(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        rules(**wrong)
