"""What can happen to the instruments of a post, and what can be asked of them.

``until_on`` is exclusive everywhere. Money is satang. Source: R-H01–R-H13.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from domain.fields import OneLine, OptionalLine, OptionalParagraphs, PaperDate, Satang
from domain.message import Command, Event, Evidence, Official, Part
from domain.organization.capacity import Capacity
from domain.organization.power import CommandName
from domain.organization.role import Role

ProcessKey = Annotated[str, Field(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2}){0,2}$")]


class Basis(StrEnum):
    """What an instrument rests on: the law alone (a sole deputy, R-H06), or an order in writing."""

    LAW = "law"
    ORDER = "order"


class Receiver(Part, frozen=True):
    """Who stands in: through his own post. ``person_id`` is None where whoever holds it does."""

    post_id: UUID
    person_id: UUID | None = None


class InstrumentIssued(Event, frozen=True):
    """``receivers`` stand in the order of their ranks. ``powers`` are commands; none named is all of
    the post's. ``subjects`` are processes; none named is all. ``letter_id`` is the received letter
    that brought the order, where a body outside issued it."""

    NAME = "instrument.issued"

    instrument_id: Official[UUID]
    capacity: Official[Capacity]
    basis: Official[Basis]
    legal_basis: Official[str]
    document: Official[str]
    receivers: Official[tuple[Receiver, ...]]
    from_on: Official[date]
    until_on: Official[date | None] = None
    powers: Official[tuple[str, ...]] = ()
    ceiling_satang: Official[int | None] = None
    subjects: Official[tuple[str, ...]] = ()
    conditions: Official[str] = ""
    issuer_post_id: Official[UUID | None] = None
    issuer_unit_id: Official[UUID | None] = None
    letter_id: Official[UUID | None] = None
    may_pass_on: Official[bool] = False


class InstrumentAccepted(Event, frozen=True):
    """Only a delegation is accepted, by its receiver (R-H03)."""

    NAME = "instrument.accepted"

    instrument_id: Official[UUID]
    accepted_by: Official[UUID]
    accepted_on: Official[date]


class InstrumentEnded(Event, frozen=True):
    """``until_on`` is the first day without; ``document`` is what the issuer ended it by.

    ``receivers`` is how many receivers it had in this post, ``capacity`` the one it gave."""

    NAME = "instrument.ended"

    instrument_id: Official[UUID]
    until_on: Official[date]
    reason: Official[str]
    receivers: Official[int]
    document: Official[str] = ""
    letter_id: Official[UUID | None] = None
    capacity: Official[Capacity | None] = None


class ReceiverItem(BaseModel):
    """A receiver as typed: his own post."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    post_id: UUID


class ReceiverFacts(Part, frozen=True):
    """A receiver as the office finds him on the first day: his post's role, and who holds it."""

    post_id: UUID
    role: Role
    person_id: UUID | None


class IssuerFacts(Part, frozen=True):
    """Who issued: a post of this office with its role, or a body outside with its code."""

    post_id: UUID | None = None
    role: Role | None = None
    unit_id: UUID | None = None
    unit_code: str | None = None


class PassedOn(Part, frozen=True):
    """The delegation by which who issues another acts himself: he gives no more than it gives him."""

    powers: tuple[str, ...]
    subjects: tuple[str, ...]
    ceiling_satang: int | None
    until_on: date | None
    may_pass_on: bool


class IssueInstrument(Command):
    """Enter an instrument by which somebody stands in for the post.

    Without ``issuer_unit_id`` the issuer is ``issuer_post_id``, or else the post of who asks; with it
    a body outside, whose order came with the received letter ``letter_id``. An end not given is open.
    """

    NAME: ClassVar[str] = "IssueInstrument"

    capacity: Capacity
    basis: Basis = Basis.ORDER
    legal_basis: OneLine
    document: OptionalLine = ""
    receivers: Annotated[tuple[ReceiverItem, ...], Field(min_length=1, max_length=20)]
    from_on: PaperDate
    until_on: PaperDate | None = None
    powers: Annotated[tuple[CommandName, ...], Field(max_length=200)] = ()
    ceiling_satang: Satang | None = None
    subjects: Annotated[tuple[ProcessKey, ...], Field(max_length=40)] = ()
    conditions: OptionalParagraphs = ""
    issuer_post_id: UUID | None = None
    issuer_unit_id: UUID | None = None
    letter_id: UUID | None = None
    may_pass_on: bool = False
    instrument_id: Evidence[UUID]
    giver_post_id: Evidence[UUID]
    post_role: Evidence[Role]
    post_until: Evidence[date | None] = None
    issuer: Evidence[IssuerFacts]
    letter_sender_id: Evidence[UUID | None] = None
    found: Evidence[tuple[ReceiverFacts, ...]]
    deputies: Evidence[tuple[UUID, ...]] = ()
    holder_away: Evidence[bool] = False
    holder_none: Evidence[bool] = False
    held_powers: Evidence[tuple[str, ...]] = ()
    passed_on: Evidence[PassedOn | None] = None
    sub_delegation_allowed: Evidence[bool] = False


class AcceptInstrument(Command):
    """Accept a delegation; it is in force from then on at the earliest (R-H03)."""

    NAME: ClassVar[str] = "AcceptInstrument"

    instrument_id: UUID


class EndInstrument(Command):
    """End an instrument: by its issuer, or with the document by which he ended it.

    ``until_on`` is the first day without, today or later. For a body outside ``letter_id`` is the
    received letter that said so.
    """

    NAME: ClassVar[str] = "EndInstrument"

    instrument_id: UUID
    until_on: PaperDate
    reason: OneLine
    document: OptionalLine = ""
    letter_id: UUID | None = None
    letter_sender_id: Evidence[UUID | None] = None


InstrumentCommand = IssueInstrument | AcceptInstrument | EndInstrument
InstrumentEvent = InstrumentIssued | InstrumentAccepted | InstrumentEnded
