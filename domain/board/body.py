"""Governing body: what it is, on what it rests, how it reaches a quorum, and its seats.

One stream per body. Which body agrees to what differs by date, so a body has its days (R-G01):
``valid_from`` is the first, ``valid_until`` the first day after the last. An *inside* body meets
here; of an *outside* one only its resolutions are recorded, from registered letters. There are no
default numbers: seats, terms and the quorum's fraction are given by the office (R-G02, R-G03).
Source: R-G01, R-G02, R-G03, R-G04, R-G15, R-G17.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.board.quorum import QuorumRule
from domain.board.seat import Seat, SeatItem, require_seats
from domain.decider import Decider
from domain.fields import OneLine, PaperDate, Paragraphs
from domain.message import Command, Event, Evidence, Official, Part
from domain.refusal import NotOpen, Refusal

FractionPart = Annotated[int, Field(strict=True, ge=1, le=100)]


class BodyKind(StrEnum):
    AREA_COMMITTEE = "area_committee"
    PROVINCIAL_EDUCATION_COMMITTEE = "provincial_education_committee"
    PERSONNEL_SUBCOMMISSION = "personnel_subcommission"
    ME_SUPERVISION_COMMITTEE = "me_supervision_committee"
    OTHER = "other"


class BodyPlacement(StrEnum):
    INSIDE = "inside"
    OUTSIDE = "outside"


class BodyRules(Part, frozen=True):
    """A body's rules as they stand on a day: evidence for its meetings and resolutions."""

    body_id: UUID
    placement: BodyPlacement
    quorum: QuorumRule
    casting_vote: bool


class BodyEstablished(Event, frozen=True):
    NAME = "body.established"
    kind: Official[BodyKind]
    name_th: Official[str]
    name_en: Official[str]
    short_name_th: Official[str]
    short_name_en: Official[str]
    placement: Official[BodyPlacement]
    legal_basis: Official[str]
    quorum: Official[QuorumRule]
    casting_vote: Official[bool]
    valid_from: Official[date]
    valid_until: Official[date | None] = None


class SeatsSet(Event, frozen=True):
    """All the seats, in their order; the earlier ones are gone."""

    NAME = "body.seats_set"
    seats: Official[tuple[Seat, ...]]


class BodyEnded(Event, frozen=True):
    NAME = "body.ended"
    valid_until: Official[date]
    reason: Official[str]


BodyEvent = BodyEstablished | SeatsSet | BodyEnded


class EstablishBody(Command):
    NAME: ClassVar[str] = "EstablishBody"
    kind: BodyKind
    name_th: OneLine
    name_en: OneLine
    short_name_th: OneLine
    short_name_en: OneLine
    placement: BodyPlacement
    legal_basis: Paragraphs
    quorum_numerator: FractionPart
    quorum_denominator: FractionPart
    recused_count_as_present: bool
    casting_vote: bool
    valid_from: PaperDate
    valid_until: PaperDate | None = None


class SetSeats(Command):
    """``new_ids`` are taken, in order, by the seats typed without an id."""

    NAME: ClassVar[str] = "SetSeats"
    seats: Annotated[tuple[SeatItem, ...], Field(min_length=1, max_length=200)]
    new_ids: Evidence[tuple[UUID, ...]] = ()


class EndBody(Command):
    NAME: ClassVar[str] = "EndBody"
    valid_until: PaperDate
    reason: Paragraphs


BodyCommand = EstablishBody | SetSeats | EndBody


class QuorumAboveAll(Refusal):
    """A quorum cannot be more than all members."""

    code = "quorum-above-all"
    rule = "R-G03"


class BodyDaysReversed(Refusal):
    """A body ends after it began."""

    code = "body-days-reversed"
    rule = "R-G01"


class BodyNotInForce(Refusal):
    """The body does not exist on that day."""

    code = "body-not-in-force"
    rule = "R-G01"


@dataclass(frozen=True)
class Unestablished:
    """No such body."""


@dataclass(frozen=True)
class Established:
    kind: BodyKind
    short_name_th: str
    placement: BodyPlacement
    quorum: QuorumRule
    casting_vote: bool
    valid_from: date
    valid_until: date | None
    seats: tuple[Seat, ...] = ()
    name_th: str = ""


Body = Unestablished | Established


def decide(command: BodyCommand, body: Body) -> list[BodyEvent]:
    """Return what ``command`` leads to.

    Raises:
        QuorumAboveAll, BodyDaysReversed: of the body's settings.
        SeatTwice, SeatHolderMismatch, SeatVoteMismatch, OneChair: of its seats.
        NotOpen: established already, or not yet.
    """
    match command, body:
        case EstablishBody(), Unestablished():
            return [established(command)]
        case SetSeats(), Established():
            new_ids = iter(command.new_ids)
            seats = tuple(seat_of(item, new_ids) for item in command.seats)
            require_seats(seats)
            return [SeatsSet(seats)]
        case EndBody(), Established():
            require_days(body.valid_from, command.valid_until)
            return [BodyEnded(command.valid_until, command.reason)]
    raise NotOpen(f"{type(command).__name__} while {type(body).__name__}")


def seat_of(item: SeatItem, new_ids: Iterator[UUID]) -> Seat:
    """Return the seat; one without an id is a new one."""
    fields = item.model_dump()
    return Seat(**fields | {"seat_id": item.seat_id or next(new_ids)})


def established(command: EstablishBody) -> BodyEstablished:
    numerator, denominator = command.quorum_numerator, command.quorum_denominator
    if numerator > denominator:
        raise QuorumAboveAll("above one", numerator=numerator, denominator=denominator)
    require_days(command.valid_from, command.valid_until)
    return BodyEstablished(
        kind=command.kind,
        name_th=command.name_th,
        name_en=command.name_en,
        short_name_th=command.short_name_th,
        short_name_en=command.short_name_en,
        placement=command.placement,
        legal_basis=command.legal_basis,
        quorum=QuorumRule(numerator, denominator, command.recused_count_as_present),
        casting_vote=command.casting_vote,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
    )


def require_days(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until <= valid_from:
        raise BodyDaysReversed("no day", valid_from=valid_from, valid_until=valid_until)


def rules_in_force(body_id: UUID, body: Body, on: date) -> BodyRules:
    """Return the body's rules on the day ``on``.

    Raises:
        BodyNotInForce: it is not established, has not begun, or has ended.
    """
    if not isinstance(body, Established):
        raise BodyNotInForce("no such body", body_id=body_id, on=on)
    ended = body.valid_until is not None and on >= body.valid_until
    if on < body.valid_from or ended:
        raise BodyNotInForce("not on that day", body_id=body_id, on=on)
    return BodyRules(body_id, body.placement, body.quorum, body.casting_vote)


def evolve(body: Body, event: BodyEvent) -> Body:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, body:
        case BodyEstablished(), _:
            return Established(
                event.kind,
                event.short_name_th,
                event.placement,
                event.quorum,
                event.casting_vote,
                event.valid_from,
                event.valid_until,
                name_th=event.name_th,
            )
        case SeatsSet(), Established():
            return replace(body, seats=event.seats)
        case BodyEnded(), Established():
            return replace(body, valid_until=event.valid_until)
    return body


body: Decider[Body] = Decider(
    kind="body",
    initial=Unestablished(),
    decide=decide,
    evolve=evolve,
    events=(BodyEstablished, SeatsSet, BodyEnded),
    commands=(EstablishBody, SetSeats, EndBody),
)
