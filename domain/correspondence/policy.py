"""What the office's own post could not do after an event: it is noted, and somebody is told.

One stream per policy (``policy/paper``). A policy acts only by commands, under the event that caused
them; where a rule refuses one, or the thing cannot be made, nothing else would say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from domain.decider import Decider
from domain.fields import OneLine, OptionalParagraphs
from domain.message import Command, Event, Official
from domain.refusal import NotOpen

MOST_REMEMBERED = 1000


class PolicyRefused(Event, frozen=True):
    """``about`` is the stream it was to act on, ``after`` the position of the causing event."""

    NAME = "policy.refused"

    about: Official[str]
    after: Official[int]
    command: Official[str]
    code: Official[str]
    detail: Official[str] = ""


class NotePolicyRefusal(Command):
    """Note, once for each event, what could not be done after it."""

    NAME: ClassVar[str] = "NotePolicyRefusal"

    about: OneLine
    after: Annotated[int, Field(strict=True, ge=1)]
    command: OneLine
    code: OneLine
    detail: OptionalParagraphs = ""


@dataclass(frozen=True)
class Noted:
    """``after`` are the latest events noted, oldest first."""

    after: tuple[int, ...] = ()


def decide(command: NotePolicyRefusal, policy: Noted) -> list[PolicyRefused]:
    """Return what ``command`` leads to.

    Raises:
        NotOpen: this is noted already.
    """
    if command.after in policy.after:
        raise NotOpen(f"{command.after} is noted")
    return [
        PolicyRefused(command.about, command.after, command.command, command.code, command.detail)
    ]


def evolve(policy: Noted, event: PolicyRefused) -> Noted:
    """Take ``event`` as it is."""
    return Noted((*policy.after, event.after)[-MOST_REMEMBERED:])


policy: Decider[Noted] = Decider(
    "policy", Noted(), decide, evolve, (PolicyRefused,), (NotePolicyRefusal,)
)
