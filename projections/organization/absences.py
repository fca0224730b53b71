"""Absences: who is away from when until when; why is sealed and shown nowhere.

Table absences: id uuid, person_id uuid, from_on, until_on date (exclusive).
"""

from __future__ import annotations

from domain.message import Recorded
from domain.organization.absence import AbsenceEnded, AbsenceRecorded
from projections.table import Change, Insert, Reference, Rights, Table, Update


def away(recorded: Recorded[AbsenceRecorded]) -> list[Change]:
    event = recorded.event
    row = {"person_id": event.person_id, "from_on": event.from_on, "until_on": event.until_on}
    return [Insert("absences", event.absence_id, row)]


def ended(recorded: Recorded[AbsenceEnded]) -> list[Change]:
    return [Update("absences", recorded.event.absence_id, {"until_on": recorded.event.until_on})]


ABSENCES = Table(
    name="absences",
    version=1,
    key="id",
    key_type="uuid",
    columns={"person_id": "uuid", "from_on": "date", "until_on": "date"},
    on={AbsenceRecorded: away, AbsenceEnded: ended},
    sorts={"newest": ("-from_on",)},
    filters=("person_id", "from_on", "until_on"),
    references=(
        Reference("person_id", "persons", {"person_th": "name_th", "person_en": "name_en"}),
    ),
    rights=Rights(inside=True),
    indexes=(("person_id", "from_on"),),
)
