"""Assigning work to a post, and ending it: it gives no power (R-H18)."""

from __future__ import annotations

from uuid import UUID

from application.act import Act
from application.desk import Asked, Desk
from application.organization.instruments import established
from domain.organization.assignment import AssignTask, EndAssignment, assignment


def assign(desk: Desk, assignment_id: UUID, asked: Asked[AssignTask]) -> None:
    """Give the work to a post that is there."""
    receiver = established(desk, asked.post_id)
    command = asked.command(receiver_role=receiver.role, receiver_until=receiver.until_on)
    desk.decide(assignment, assignment_id, command)


ACTS = (
    Act(AssignTask, assignment, assign, creates=True),
    Act(EndAssignment, assignment),
)
