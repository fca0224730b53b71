"""Assignment: work that a post is told to do, by an order; it gives no power to sign (R-H18).

One stream per assignment (``assignment/<uuid>``). It is another record than an instrument: who is
given work decides nothing by it that his own post does not let him. Ends are exclusive.
Source: R-H18; processes §7.2 (duties 2.1–2.10 of an assignment order).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.decider import Decider
from domain.fields import OneLine, OptionalLine, PaperDate, Paragraphs
from domain.message import Command, Event, Evidence, Official
from domain.organization.absence import NotBackdated
from domain.organization.instrument.messages import ProcessKey
from domain.organization.period import require_period
from domain.organization.post import require_open
from domain.organization.role import Role
from domain.refusal import NotOpen, Refusal


class TaskAssigned(Event, frozen=True):
    """``post_id`` is given the work by ``given_by_post``; ``subjects`` are processes (none: all)."""

    NAME = "assignment.assigned"

    post_id: Official[UUID]
    given_by_post: Official[UUID]
    text: Official[str]
    order_reference: Official[str]
    from_on: Official[date]
    until_on: Official[date | None] = None
    subjects: Official[tuple[str, ...]] = ()


class AssignmentEnded(Event, frozen=True):
    """``until_on`` is the first day without; ``document`` is what another than the giver ended it by."""

    NAME = "assignment.ended"

    until_on: Official[date]
    reason: Official[str]
    document: Official[str] = ""


class AssignTask(Command):
    """Assign work to a post by an order. It gives no power; an end not given is open.

    ``receiver_role`` and ``receiver_until`` are those of the post as it stands.
    """

    NAME: ClassVar[str] = "AssignTask"

    post_id: UUID
    text: Paragraphs
    order_reference: OneLine
    from_on: PaperDate
    until_on: PaperDate | None = None
    subjects: Annotated[tuple[ProcessKey, ...], Field(max_length=40)] = ()
    receiver_role: Evidence[Role]
    receiver_until: Evidence[date | None] = None


class EndAssignment(Command):
    """End an assignment: by the post that gave it, or with the document that ends it."""

    NAME: ClassVar[str] = "EndAssignment"

    until_on: PaperDate
    reason: OneLine
    document: OptionalLine = ""


@dataclass(frozen=True)
class Unassigned:
    """Not given yet."""


@dataclass(frozen=True)
class Assigned:
    """Work that a post is to do from a day until, and not with, another."""

    post_id: UUID
    given_by_post: UUID
    from_on: date
    until_on: date | None


Assignment = Unassigned | Assigned
AssignmentEvent = TaskAssigned | AssignmentEnded
AssignmentCommand = AssignTask | EndAssignment


class NoPostOfTheLine(Refusal):
    """Work is assigned to posts of the office, not to its system or administrator."""

    code = "assignment-no-post-of-the-line"
    rule = "R-H18"


class GiverEndsAssignment(Refusal):
    """Only the post that gave the work takes it away, or a document that is named."""

    code = "giver-ends-assignment"
    rule = "R-H18"


def decide(command: AssignmentCommand, assignment: Assignment) -> list[AssignmentEvent]:
    """Return what ``command`` leads to.

    Raises:
        PeriodEmpty, NoPostOfTheLine, PostIsClosed, GiverEndsAssignment, NotBackdated
        NotOpen: given already, not given yet, or over by then.
    """
    match command, assignment:
        case AssignTask(), Unassigned():
            return [assigned(command)]
        case EndAssignment(), Assigned():
            return [ended(command, assignment)]
    raise NotOpen(f"{type(command).__name__} while {type(assignment).__name__}")


def assigned(command: AssignTask) -> TaskAssigned:
    require_period(command.from_on, command.until_on)
    if command.receiver_role in (Role.SYSTEM, Role.ADMINISTRATOR):
        raise NoPostOfTheLine("no post of the line", role=command.receiver_role)
    require_open(command.receiver_until, command.until_on)
    return TaskAssigned(
        command.post_id,
        command.by.post_id,
        command.text,
        command.order_reference,
        command.from_on,
        command.until_on,
        command.subjects,
    )


def ended(command: EndAssignment, assignment: Assigned) -> AssignmentEnded:
    if assignment.until_on is not None and command.until_on >= assignment.until_on:
        raise NotOpen("over by then")
    if command.until_on < command.on:
        raise NotBackdated(until_on=command.until_on, today=command.on)
    if command.by.post_id != assignment.given_by_post and not command.document:
        raise GiverEndsAssignment("neither the giver nor a document")
    return AssignmentEnded(command.until_on, command.reason, command.document)


def evolve(assignment: Assignment, event: AssignmentEvent) -> Assignment:
    """Take ``event`` as it is."""
    match event, assignment:
        case TaskAssigned(), _:
            return Assigned(event.post_id, event.given_by_post, event.from_on, event.until_on)
        case AssignmentEnded(), Assigned():
            return replace(assignment, until_on=event.until_on)
    return assignment


assignment: Decider[Assignment] = Decider(
    "assignment",
    Unassigned(),
    decide,
    evolve,
    (TaskAssigned, AssignmentEnded),
    (AssignTask, EndAssignment),
)
