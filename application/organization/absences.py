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
from domain.organization.person import person


def record(desk: Desk, person_id: UUID, asked: Asked[Any]) -> None:
    command = asked.command(person_id=person_id, absence_id=desk.new_id())
    desk.decide(absence, person_id, command)


def end(desk: Desk, person_id: UUID, asked: Asked[Any]) -> None:
    desk.decide(absence, person_id, asked.command(person_id=person_id))


ACTS = (
    Act(RecordAbsence, absence, record, begins_under=person, of_right=True, own=True),
    Act(RecordAbsenceFor, absence, record, begins_under=person),
    Act(EndAbsence, absence, end, of_right=True, own=True),
    Act(EndAbsenceFor, absence, end),
)
