"""Rules of access: who gives two factors, for which acts, how fresh; how long a session lasts.

One stream per office (``access_rules/office``). Before an office has said anything the defaults hold.
They are the office's facts, so that it can be told which rules stood when somebody signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from domain.decider import Decider
from domain.message import Command, Event, Official
from domain.organization.power import CommandName
from domain.organization.role import Role
from domain.refusal import Refusal


class AccessRulesSet(Event, frozen=True):
    """All rules of access, as they stand from now on.

    ``second_factor_for`` names commands; ``step_up_minutes`` is how long a code counts for them.
    ``idle_minutes`` and ``longest_hours`` end a session. ``sign_in_roles`` are the roles in whose posts
    nobody acts without the second factor given at sign-in; ``sign_in_everybody`` says it of all.
    """

    NAME = "access_rules.set"

    second_factor_for: Official[tuple[str, ...]]
    step_up_minutes: Official[int]
    idle_minutes: Official[int]
    longest_hours: Official[int]
    sign_in_roles: Official[tuple[str, ...]] = ()
    sign_in_everybody: Official[bool] = False


class SetAccessRules(Command):
    """Set all of the office's rules of access."""

    NAME: ClassVar[str] = "SetAccessRules"

    second_factor_for: Annotated[tuple[CommandName, ...], Field(max_length=500)] = ()
    step_up_minutes: Annotated[int, Field(strict=True, ge=1, le=60)]
    idle_minutes: Annotated[int, Field(strict=True, ge=5, le=240)]
    longest_hours: Annotated[int, Field(strict=True, ge=1, le=24)]
    sign_in_everybody: bool = False
    sign_in_roles: Annotated[tuple[Role, ...], Field(max_length=50)] = ()


@dataclass(frozen=True)
class AccessRules:
    """The rules in force; as made here, those of an office that has said nothing yet."""

    second_factor_for: frozenset[str] = frozenset()
    step_up: timedelta = timedelta(minutes=5)
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)
    sign_in_roles: frozenset[str] = frozenset()
    sign_in_everybody: bool = False

    def two_factors(self, roles: Iterable[str]) -> bool:
        """Return whether who may act in these roles gives two factors at every sign-in."""
        return self.sign_in_everybody or not self.sign_in_roles.isdisjoint(roles)


class IdleBeyondLongest(Refusal):
    """A session cannot be idle for longer than it may last."""

    code = "idle-beyond-longest"


def decide(command: SetAccessRules, rules: AccessRules) -> list[AccessRulesSet]:
    """Return what ``command`` leads to.

    Raises:
        IdleBeyondLongest: sessions would be idle for longer than they may last.
    """
    if command.idle_minutes > command.longest_hours * 60:
        raise IdleBeyondLongest(
            idle_minutes=command.idle_minutes, longest_hours=command.longest_hours
        )
    return [
        AccessRulesSet(
            tuple(sorted(set(command.second_factor_for))),
            command.step_up_minutes,
            command.idle_minutes,
            command.longest_hours,
            tuple(sorted({str(role) for role in command.sign_in_roles})),
            command.sign_in_everybody,
        )
    ]


def evolve(rules: AccessRules, event: AccessRulesSet) -> AccessRules:
    """Take ``event`` as it is."""
    return AccessRules(
        frozenset(event.second_factor_for),
        timedelta(minutes=event.step_up_minutes),
        timedelta(minutes=event.idle_minutes),
        timedelta(hours=event.longest_hours),
        frozenset(event.sign_in_roles),
        event.sign_in_everybody,
    )


access_rules: Decider[AccessRules] = Decider(
    "access_rules", AccessRules(), decide, evolve, (AccessRulesSet,), (SetAccessRules,)
)
