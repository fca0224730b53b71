"""Post: a place in the office, and who holds it from when until when.

One stream per post (``post/<uuid>``). A post and its holder are two things (DESIGN §7): powers,
seats and signature blocks hang on the post. A *duty* is held by order beside one's own post, such
as head of section. At any moment a post has at most one holder; ends are exclusive. A post that is
closed has no holder from that day on, and nobody stands in for it.
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
from domain.message import Command, Event, Evidence, Official, Part
from domain.organization.period import in_force, overlap, require_period
from domain.organization.role import ONE_IN_AN_OFFICE, Role
from domain.organization.unit import require_there
from domain.refusal import NotOpen, Refusal


class PostKind(StrEnum):
    """``post`` is a position of the establishment; ``duty`` is given by order to its holder."""

    POST = "post"
    DUTY = "duty"


class PostEstablished(Event, frozen=True):
    """``from_on`` is its first day; None where it was there before this service was."""

    NAME = "post.established"

    title_th: Official[str]
    title_en: Official[str]
    role: Official[Role]
    unit_id: Official[UUID]
    kind: Official[PostKind]
    from_on: Official[date | None] = None


class PostClosed(Event, frozen=True):
    """``until_on`` is the first day without the post; ``document`` the order."""

    NAME = "post.closed"

    until_on: Official[date]
    document: Official[str]
    reason: Official[str]


class PostFilled(Event, frozen=True):
    """``order_reference`` is the order as printed (number/B.E. year); ``until_on`` exclusive."""

    NAME = "post.filled"

    person_id: Official[UUID]
    from_on: Official[date]
    order_reference: Official[str]
    until_on: Official[date | None] = None


class PostVacated(Event, frozen=True):
    """``until_on`` is the first day on which ``person_id`` no longer holds the post; ``from_on`` and
    ``order_reference`` are those of the holding that it ends, which need not be the one entered last."""

    NAME = "post.vacated"

    person_id: Official[UUID]
    until_on: Official[date]
    reason: Official[str]
    from_on: Official[date | None] = None
    order_reference: Official[str] = ""


class EstablishPost(Command):
    """Enter a post or duty of a unit. A first day not given: it has always been there.

    ``unit_until`` is the day on which its unit closes; ``others`` are the posts of that role which would
    be there on its first day or later, asked for where an office has one.
    """

    NAME: ClassVar[str] = "EstablishPost"

    title_th: OneLine
    title_en: OneLine
    role: Role
    unit_id: UUID
    kind: PostKind = PostKind.POST
    from_on: PaperDate | None = None
    unit_until: Evidence[date | None] = None
    others: Evidence[tuple[UUID, ...]] = ()


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


class ClosePost(Command):
    """Close a post; ``until_on`` is the first day without it.

    ``stood_in`` says how many instruments of the post would still be in force on that day;
    ``sets_powers_alone``, whether it is then the last from which the table of powers could be set.
    """

    NAME: ClassVar[str] = "ClosePost"

    until_on: PaperDate
    document: OneLine
    reason: OneLine
    stood_in: Evidence[int] = 0
    sets_powers_alone: Evidence[bool] = False


class Holding(Part, frozen=True):
    """A person on a post from a day until, and not with, another; by which order."""

    person_id: UUID
    from_on: date
    until_on: date | None
    order_reference: str = ""


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
    from_on: date | None = None
    until_on: date | None = None


Post = Unestablished | Established
PostEvent = PostEstablished | PostFilled | PostVacated | PostClosed
PostCommand = EstablishPost | FillPost | VacatePost | ClosePost


class PostHeld(Refusal):
    """Somebody else holds the post on a day of the period asked for."""

    code = "post-held"
    rule = "R-H09"


class OwnAppointment(Refusal):
    """Nobody enters the order by which he himself is appointed: another does."""

    code = "own-appointment"
    rule = "R-H16"


class PostVacant(Refusal):
    """Nobody holds the post on that day, so nobody can leave it."""

    code = "post-vacant"


class PostIsClosed(Refusal):
    """The post is no longer there on a day of that period."""

    code = "post-is-closed"


class PostStoodIn(Refusal):
    """Somebody stands in for the post on that day or later: end that first."""

    code = "post-stood-in"


class PostIsTheOnly(Refusal):
    """An office has one post of this role: close the one there is first, or fill it."""

    code = "post-is-the-only"
    rule = "R-H06"


class PostSetsPowersAlone(Refusal):
    """Without this post nobody could set the table of powers any more: let another set it first."""

    code = "post-sets-powers-alone"


def there_on(post: Post, on: date) -> bool:
    """Return whether the post is there on the day ``on``."""
    return isinstance(post, Established) and in_force(post.from_on or date.min, post.until_on, on)


def require_open(until_on: date | None, ends_on: date | None) -> None:
    """Refuse a period until ``ends_on`` of a post that is there until ``until_on`` only."""
    if until_on is not None and (ends_on is None or ends_on > until_on):
        raise PostIsClosed("closed by then", until_on=until_on)


def holder_on(post: Post, on: date) -> UUID | None:
    """Return the person who holds ``post`` on the day ``on``, or None."""
    held = post.holdings if isinstance(post, Established) else ()
    return next((h.person_id for h in held if in_force(h.from_on, h.until_on, on)), None)


def decide(command: PostCommand, post: Post) -> list[PostEvent]:
    """Return what ``command`` leads to.

    Raises:
        PeriodEmpty: the end is not after the beginning.
        PostHeld: the period overlaps another holding.
        OwnAppointment: by the person who is appointed (R-H16).
        PostVacant: nobody to leave the post on that day.
        UnitIsClosed, PostIsClosed, PostStoodIn, PostIsTheOnly, PostSetsPowersAlone
        NotOpen: the post is established already, or not yet.
    """
    match command, post:
        case EstablishPost(), Unestablished():
            require_there(command.unit_until, command.from_on or command.on)
            if command.role in ONE_IN_AN_OFFICE and command.others:
                raise PostIsTheOnly("there is one", role=command.role, post_id=command.others[0])
            return [
                PostEstablished(
                    command.title_th,
                    command.title_en,
                    command.role,
                    command.unit_id,
                    command.kind,
                    command.from_on,
                )
            ]
        case FillPost(), Established():
            return [filled(command, post)]
        case VacatePost(), Established():
            return [vacated(command, post)]
        case ClosePost(), Established():
            return [closed(command, post)]
    raise NotOpen(f"{type(command).__name__} while {type(post).__name__}")


def filled(command: FillPost, post: Established) -> PostFilled:
    if command.person_id == command.by.person_id:
        raise OwnAppointment("entered by himself", person_id=command.person_id)
    require_period(command.from_on, command.until_on)
    require_open(post.until_on, command.until_on)
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
            return PostVacated(
                held.person_id,
                command.until_on,
                command.reason,
                held.from_on,
                held.order_reference,
            )
    raise PostVacant("nobody holds the post on that day", until_on=command.until_on)


def closed(command: ClosePost, post: Established) -> PostClosed:
    require_open(post.until_on, command.until_on)
    for held in post.holdings:
        if held.until_on is None or held.until_on > command.until_on:
            raise PostHeld(
                "the post is held on that day or later",
                person_id=held.person_id,
                from_on=held.from_on,
                until_on=held.until_on,
            )
    if command.stood_in:
        raise PostStoodIn("somebody stands in", until_on=command.until_on, n=command.stood_in)
    if command.sets_powers_alone:
        raise PostSetsPowersAlone("the last to set them", until_on=command.until_on)
    return PostClosed(command.until_on, command.document, command.reason)


def evolve(post: Post, event: PostEvent) -> Post:
    """Take ``event`` as it is."""
    match event, post:
        case PostEstablished(), _:
            return Established(
                event.role,
                event.unit_id,
                event.kind,
                title_th=event.title_th,
                from_on=event.from_on,
            )
        case PostFilled(), Established():
            held = Holding(event.person_id, event.from_on, event.until_on, event.order_reference)
            return replace(post, holdings=(*post.holdings, held))
        case PostVacated(), Established():
            return replace(post, holdings=shortened(post.holdings, event.until_on))
        case PostClosed(), Established():
            return replace(post, until_on=event.until_on)
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
    (PostEstablished, PostFilled, PostVacated, PostClosed),
    (EstablishPost, FillPost, VacatePost, ClosePost),
)
