"""Powers: which role may give which command, as one versioned table with dates of effect.

One stream per office (``powers/office``). The table is data that an office sets by a document; what
it does not grant is not permitted (DESIGN §7). A new version replaces the whole table, and what was
decided under an earlier one stays valid (R-H15). Assigning work grants nothing (R-H18).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from domain.decider import Decider
from domain.fields import OneLine, PaperDate
from domain.message import Command, Event, Official, Part
from domain.organization.period import in_force, overlap, require_period
from domain.organization.role import Role
from domain.refusal import Refusal

CommandName = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]{2,60}$")]


class Grant(Part, frozen=True):
    """``role`` may give ``command`` from a day until, and not with, another."""

    command: str
    role: Role
    in_force_from: date
    in_force_until: date | None = None


class PowersSet(Event, frozen=True):
    """The whole table. ``version`` counts from 1; ``document`` is what it rests on."""

    NAME = "powers.set"

    version: Official[int]
    grants: Official[tuple[Grant, ...]]
    document: Official[str]


class GrantItem(BaseModel):
    """One row of the table as typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    command: CommandName
    role: Role
    in_force_from: PaperDate
    in_force_until: PaperDate | None = None


class SetPowers(Command):
    """Set the table of powers, all of it, on the strength of a document."""

    NAME: ClassVar[str] = "SetPowers"

    grants: Annotated[tuple[GrantItem, ...], Field(min_length=1, max_length=5_000)]
    document: OneLine


@dataclass(frozen=True)
class Powers:
    """The table in force. ``version`` is 0 before the first."""

    version: int = 0
    grants: tuple[Grant, ...] = ()


class GrantTwice(Refusal):
    """Two rows grant the same command to the same role on the same day."""

    code = "grant-twice"


def grant_for(powers: Powers, role: str, command: str, on: date) -> Grant | None:
    """Return the grant by which ``role`` may give ``command`` on ``on``, or None."""
    for grant in powers.grants:
        named = (grant.role, grant.command) == (role, command)
        if named and in_force(grant.in_force_from, grant.in_force_until, on):
            return grant
    return None


def may(powers: Powers, role: str, command: str, on: date) -> bool:
    """Return whether ``role`` may give ``command`` on ``on``; what is not granted is not."""
    return grant_for(powers, role, command, on) is not None


def decide(command: SetPowers, powers: Powers) -> list[PowersSet]:
    """Return what ``command`` leads to.

    Raises:
        PeriodEmpty: a row ends before it begins.
        GrantTwice: two rows say the same for the same day.
    """
    seen: dict[tuple[str, Role], list[GrantItem]] = {}
    for row in command.grants:
        require_period(row.in_force_from, row.in_force_until)
        same = seen.setdefault((row.command, row.role), [])
        for other in same:
            if overlap(
                row.in_force_from, row.in_force_until, other.in_force_from, other.in_force_until
            ):
                raise GrantTwice("granted twice", command=row.command, role=row.role)
        same.append(row)
    grants = tuple(
        Grant(row.command, row.role, row.in_force_from, row.in_force_until)
        for row in command.grants
    )
    return [PowersSet(powers.version + 1, grants, command.document)]


def evolve(powers: Powers, event: PowersSet) -> Powers:
    """Take ``event`` as it is."""
    return Powers(event.version, event.grants)


powers: Decider[Powers] = Decider("powers", Powers(), decide, evolve, (PowersSet,), (SetPowers,))
