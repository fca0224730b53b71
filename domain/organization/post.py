"""Post: a place in the office, and who holds it from when until when.

One stream per post (``post/<uuid>``). A post and its holder are two things (DESIGN §7): powers,
seats and signature blocks hang on the post. A *duty* is held by order beside one's own post, such
as head of section. At any moment a post has at most one holder; ends are exclusive.
Source: R-H15, R-H18, R-G15; processes §7.2 (two hats on one person is normal).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import msgspec

from domain.decider import Decider
from domain.fields import OneLine, PaperDate
from domain.message import Command, Event, Official, Part
from domain.organization.period import in_force, overlap, require_period
from domain.organization.role import Role
from domain.refusal import NotOpen, Refusal


class PostKind(StrEnum):
    """``post`` is a position of the establishment; ``duty`` is given by order to its holder."""

    POST = "post"
    DUTY = "duty"


class PostEstablished(Event, frozen=True):
    NAME = "post.established"

    title_th: Official[str]
    title_en: Official[str]
    role: Official[Role]
    unit_id: Official[UUID]
    kind: Official[PostKind]


class PostFilled(Event, frozen=True):
    """``order_reference`` is the order as printed (number/B.E. year); ``until_on`` exclusive."""

    NAME = "post.filled"

    person_id: Official[UUID]
    from_on: Official[date]
    order_reference: Official[str]
    until_on: Official[date | None] = None


class PostVacated(Event, frozen=True):
    """``until_on`` is the first day on which ``person_id`` no longer holds the post."""

    NAME = "post.vacated"

    person_id: Official[UUID]
    until_on: Official[date]
    reason: Official[str]


class EstablishPost(Command):
    """Enter a post or duty of a unit."""

    NAME: ClassVar[str] = "EstablishPost"

    title_th: OneLine
    title_en: OneLine
    role: Role
    unit_id: UUID
    kind: PostKind = PostKind.POST


class FillPost(Command):
    """Appoint a person by order. An end not given is open."""

    NAME: ClassVar[str] = "FillPost"

    person_id: UUID
    from_on: PaperDate
    order_reference: OneLine
    until_on: PaperDate | None = None


class VacatePost(Command):
    """End the holding of a post; ``until_on`` is the first day without."""

    NAME: ClassVar[str] = "VacatePost"

    until_on: PaperDate
    reason: OneLine


class Holding(Part, frozen=True):
    """A person on a post from a day until, and not with, another."""

    person_id: UUID
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class Unestablished:
    """Not entered yet."""


@dataclass(frozen=True)
class Established:
    """A post. ``holdings`` are in the order in which the orders were entered.

    ``title_th`` is what stands under a signature given in it (R-L15).
    """

    role: Role
    unit_id: UUID
    kind: PostKind
    holdings: tuple[Holding, ...] = ()
    title_th: str = ""


Post = Unestablished | Established
PostEvent = PostEstablished | PostFilled | PostVacated
PostCommand = EstablishPost | FillPost | VacatePost


class PostHeld(Refusal):
    """Somebody else holds the post on a day of the period asked for."""

    code = "post-held"
    rule = "R-H09"


class PostVacant(Refusal):
    """Nobody holds the post on that day, so nobody can leave it."""

    code = "post-vacant"


def holder_on(post: Post, on: date) -> UUID | None:
    """Return the person who holds ``post`` on the day ``on``, or None."""
    held = post.holdings if isinstance(post, Established) else ()
    return next((h.person_id for h in held if in_force(h.from_on, h.until_on, on)), None)


def decide(command: PostCommand, post: Post) -> list[PostEvent]:
    """Return what ``command`` leads to.

    Raises:
        PeriodEmpty: the end is not after the beginning.
        PostHeld: the period overlaps another holding.
        PostVacant: nobody to leave the post on that day.
        NotOpen: the post is established already, or not yet.
    """
    match command, post:
        case EstablishPost(), Unestablished():
            return [
                PostEstablished(
                    command.title_th,
                    command.title_en,
                    command.role,
                    command.unit_id,
                    command.kind,
                )
            ]
        case FillPost(), Established():
            return [filled(command, post)]
        case VacatePost(), Established():
            return [vacated(command, post)]
    raise NotOpen(f"{type(command).__name__} while {type(post).__name__}")


def filled(command: FillPost, post: Established) -> PostFilled:
    require_period(command.from_on, command.until_on)
    for held in post.holdings:
        if overlap(command.from_on, command.until_on, held.from_on, held.until_on):
            raise PostHeld(
                "the post is held in that period",
                person_id=held.person_id,
                from_on=held.from_on,
                until_on=held.until_on,
            )
    return PostFilled(command.person_id, command.from_on, command.order_reference, command.until_on)


def vacated(command: VacatePost, post: Established) -> PostVacated:
    for held in post.holdings:
        if in_force(held.from_on, held.until_on, command.until_on):
            return PostVacated(held.person_id, command.until_on, command.reason)
    raise PostVacant("nobody holds the post on that day", until_on=command.until_on)


def evolve(post: Post, event: PostEvent) -> Post:
    """Take ``event`` as it is."""
    match event, post:
        case PostEstablished(), _:
            return Established(event.role, event.unit_id, event.kind, title_th=event.title_th)
        case PostFilled(), Established():
            held = Holding(event.person_id, event.from_on, event.until_on)
            return replace(post, holdings=(*post.holdings, held))
        case PostVacated(), Established():
            return replace(post, holdings=shortened(post.holdings, event.until_on))
    return post


def shortened(holdings: tuple[Holding, ...], until_on: date) -> tuple[Holding, ...]:
    """Return ``holdings`` with the one in force on ``until_on`` ended there, if a day is left."""
    kept = []
    for held in holdings:
        if not in_force(held.from_on, held.until_on, until_on):
            kept.append(held)
        elif held.from_on < until_on:
            kept.append(msgspec.structs.replace(held, until_on=until_on))
    return tuple(kept)


post: Decider[Post] = Decider(
    "post",
    Unestablished(),
    decide,
    evolve,
    (PostEstablished, PostFilled, PostVacated),
    (EstablishPost, FillPost, VacatePost),
)
