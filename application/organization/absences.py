"""Recording that a person is away, and that he is back: what substitution waits for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from application.act import Act
from application.desk import Asked, Desk
from domain.organization.absence import (
    EndAbsence,
    EndAbsenceFor,
    RecordAbsence,
    RecordAbsenceFor,
    absence,
)
from domain.organization.person import Registered, person
from domain.refusal import NotFound


def record(desk: Desk, person_id: UUID, asked: Asked[Any]) -> None:
    """Record an absence under its person, who must be one."""
    if not isinstance(desk.state(person, person_id), Registered):
        raise NotFound(person_id=person_id)
    command = asked.command(person_id=person_id, absence_id=desk.new_id())
    desk.decide(absence, person_id, command)


def end(desk: Desk, person_id: UUID, asked: Asked[Any]) -> None:
    desk.decide(absence, person_id, asked.command(person_id=person_id))


ACTS = (
    Act(RecordAbsence, absence, record, may_begin=True, of_right=True),
    Act(RecordAbsenceFor, absence, record, may_begin=True),
    Act(EndAbsence, absence, end, of_right=True),
    Act(EndAbsenceFor, absence, end),
)
