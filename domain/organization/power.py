"""Powers: which post may give which command on which matter, as one versioned table with dates.

One stream per office (``powers/office``). The table is data that an office sets by a document; what
it does not grant is not permitted (DESIGN §7). A row names a role or one single post, and may bound
the matter: by process, amount, fund source, transfer scope and secrecy; a bound that the matter says
nothing about is not met. A new version replaces the whole table, and what was decided under an
earlier one stays valid (R-H15). Assigning work grants nothing (R-H18). A table by which nobody could set
the next one is refused: the office would be locked out of it for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from domain.decider import Decider
from domain.fields import OneLine, PaperDate, Satang
from domain.message import Command, Event, Evidence, Official, Part
from domain.organization.period import in_force, overlap, require_period
from domain.organization.role import Role
from domain.refusal import Refusal

CommandName = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]{2,60}$")]
Bounds = Annotated[tuple[OneLine, ...], Field(max_length=40)]


class Matter(Part, frozen=True, omit_defaults=True):
    """What a command is about, as far as the table of powers may ask; None where it says nothing.

    ``process`` is the manual's number (``4.4``); ``amount_satang`` the whole amount; ``fund_sources``
    those of every line the money comes from or goes to, an empty one where a line names none; ``scope``
    as the budget wing computes it; ``secrecy`` the letter's level.
    """

    process: str | None = None
    amount_satang: int | None = None
    fund_sources: tuple[str, ...] = ()
    scope: str | None = None
    secrecy: str | None = None


ANY_MATTER = Matter()


class Grant(Part, frozen=True, omit_defaults=True):
    """``role``, or the post ``post_id`` alone, may give ``command`` from a day until, and not with,
    another, on matters within the bounds; empty bounds bound nothing."""

    command: str
    role: Role
    in_force_from: date
    in_force_until: date | None = None
    post_id: UUID | None = None
    processes: tuple[str, ...] = ()
    ceiling_satang: int | None = None
    fund_sources: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    secrecies: tuple[str, ...] = ()

    def holds_for(self, post_id: UUID | None, on: date) -> bool:
        """Whether the row stands on the day ``on`` for this post."""
        mine = self.post_id is None or self.post_id == post_id
        return mine and in_force(self.in_force_from, self.in_force_until, on)

    @property
    def bounded(self) -> bool:
        """Whether the row asks what the command is about."""
        texts = self.processes or self.fund_sources or self.scopes or self.secrecies
        return bool(texts) or self.ceiling_satang is not None

    def covers(self, matter: Matter) -> bool:
        """Whether ``matter`` lies within the bounds."""
        return (
            within(self.processes, matter.process)
            and all_within(self.fund_sources, matter.fund_sources)
            and within(self.scopes, matter.scope)
            and within(self.secrecies, matter.secrecy)
            and below(self.ceiling_satang, matter.amount_satang)
        )


def within(bound: tuple[str, ...], value: str | None) -> bool:
    return not bound or value in bound


def all_within(bound: tuple[str, ...], values: tuple[str, ...]) -> bool:
    """Whether every value lies within the bound: one outside is enough, and none at all says nothing."""
    return not bound or (bool(values) and set(values) <= set(bound))


def below(ceiling_satang: int | None, amount_satang: int | None) -> bool:
    return ceiling_satang is None or (amount_satang is not None and amount_satang <= ceiling_satang)


class PowersSet(Event, frozen=True):
    """The whole table. ``version`` counts from 1; ``document`` is what it rests on."""

    NAME = "powers.set"

    version: Official[int]
    grants: Official[tuple[Grant, ...]]
    document: Official[str]


class GrantItem(BaseModel):
    """One row of the table as typed; ceilings in satang, processes by their number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    command: CommandName
    role: Role
    in_force_from: PaperDate
    in_force_until: PaperDate | None = None
    post_id: UUID | None = None
    processes: Bounds = ()
    ceiling_satang: Satang | None = None
    fund_sources: Bounds = ()
    scopes: Bounds = ()
    secrecies: Bounds = ()


@dataclass(frozen=True)
class InPost:
    """A post in which somebody may act on the day of asking, as holder or for him."""

    post_id: UUID
    role: Role


class SetPowers(Command):
    """Set the table of powers, all of it, on the strength of a document.

    ``able`` are the posts filled that day which the new table names for this very command.
    """

    NAME: ClassVar[str] = "SetPowers"

    grants: Annotated[tuple[GrantItem, ...], Field(min_length=1, max_length=5_000)]
    document: OneLine
    able: Evidence[tuple[InPost, ...]]


@dataclass(frozen=True)
class Powers:
    """The table in force. ``version`` is 0 before the first."""

    version: int = 0
    grants: tuple[Grant, ...] = ()

    @cached_property
    def asks_fund_sources(self) -> bool:
        """Whether any row bounds the fund source; else nobody need look at the lines of a transfer."""
        return any(grant.fund_sources for grant in self.grants)

    @cached_property
    def by_command(self) -> dict[tuple[str, str], tuple[Grant, ...]]:
        """The rows by role and command: every act asks."""
        found: dict[tuple[str, str], list[Grant]] = {}
        for grant in self.grants:
            found.setdefault((str(grant.role), grant.command), []).append(grant)
        return {key: tuple(rows) for key, rows in found.items()}


class GrantTwice(Refusal):
    """Two rows grant the same command to the same role on the same day, within the same bounds."""

    code = "grant-twice"


class NobodySetsPowers(Refusal):
    """By this table nobody in a post today could set the next one, from the day named on."""

    code = "nobody-sets-powers"


def grants_for(
    powers: Powers, role: str, command: str, on: date, post_id: UUID | None = None
) -> Iterator[Grant]:
    """Yield the rows by which ``role`` (in ``post_id``) may give ``command`` on ``on``."""
    for grant in powers.by_command.get((role, command), ()):
        if grant.holds_for(post_id, on):
            yield grant


def grant_for(
    powers: Powers,
    role: str,
    command: str,
    on: date,
    *,
    post_id: UUID | None = None,
    matter: Matter | None = None,
) -> Grant | None:
    """Return the grant by which ``role`` may give ``command`` on ``on``, or None.

    Without ``matter`` any row will do, whatever its bounds: there may be a matter it covers.
    """
    for grant in grants_for(powers, role, command, on, post_id):
        if matter is None or grant.covers(matter):
            return grant
    return None


def may(powers: Powers, role: str, command: str, on: date, *, post_id: UUID | None = None) -> bool:
    """Return whether ``role`` may give ``command`` on ``on``, on some matter at least."""
    return grant_for(powers, role, command, on, post_id=post_id) is not None


def decide(command: SetPowers, powers: Powers) -> list[PowersSet]:
    """Return what ``command`` leads to.

    Raises:
        PeriodEmpty: a row ends before it begins.
        GrantTwice: two rows say the same for the same day.
        NobodySetsPowers: nobody could set the table after this one.
    """
    seen: dict[tuple[object, ...], list[GrantItem]] = {}
    for row in command.grants:
        require_period(row.in_force_from, row.in_force_until)
        bounds = (row.processes, row.ceiling_satang, row.fund_sources, row.scopes, row.secrecies)
        same = seen.setdefault((row.command, row.role, row.post_id, *bounds), [])
        for other in same:
            if overlap(
                row.in_force_from, row.in_force_until, other.in_force_from, other.in_force_until
            ):
                raise GrantTwice("granted twice", command=row.command, role=row.role)
        same.append(row)
    grants = tuple(Grant(**dict(row)) for row in command.grants)
    require_settable(Powers(powers.version + 1, grants), command.able, command.on)
    return [PowersSet(powers.version + 1, grants, command.document)]


def require_settable(table: Powers, able: Iterable[InPost], on: date) -> None:
    """Refuse a table that leaves a day, ``on`` or later, on which none of ``able`` may set the next.

    A bounded row does not help: the table of powers has no process and no amount.
    """
    ends = {row.in_force_until for row in table.grants if row.command == SetPowers.NAME}
    for day in sorted({on} | {end for end in ends if end is not None and end > on}):
        if not any(may_set(table, one, day) for one in able):
            raise NobodySetsPowers("nobody could set the next table", on=day)


def may_set(table: Powers, post: InPost, on: date) -> bool:
    """Whether the post may set the table of powers on the day ``on``."""
    name, role = SetPowers.NAME, str(post.role)
    return grant_for(table, role, name, on, post_id=post.post_id, matter=ANY_MATTER) is not None


def evolve(powers: Powers, event: PowersSet) -> Powers:
    """Take ``event`` as it is."""
    return Powers(event.version, event.grants)


powers: Decider[Powers] = Decider("powers", Powers(), decide, evolve, (PowersSet,), (SetPowers,))
