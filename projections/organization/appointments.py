"""Appointments: one row each time a person was appointed to a post, as it was entered.

Table appointments (append-only): position bigint, post_id, person_id uuid, from_on date, until_on
date|null (exclusive, as ordered), order_reference text. Orders are entered ahead of their day, so one
post has several; who holds it on a day, and whether he left it earlier, is judged from its stream.
"""

from __future__ import annotations

from domain.message import Recorded
from domain.organization.post import PostFilled
from projections.table import Change, Insert, Reference, Rights, Table


def filled(recorded: Recorded[PostFilled]) -> list[Change]:
    event = recorded.event
    row = {
        "post_id": recorded.id,
        "person_id": event.person_id,
        "from_on": event.from_on,
        "until_on": event.until_on,
        "order_reference": event.order_reference,
    }
    return [Insert("appointments", recorded.position, row)]


APPOINTMENTS = Table(
    name="appointments",
    version=1,
    key="position",
    key_type="bigint",
    columns={
        "post_id": "uuid",
        "person_id": "uuid",
        "from_on": "date",
        "until_on": "date",
        "order_reference": "text",
    },
    on={PostFilled: filled},
    sorts={"newest": ("-position",)},
    filters=("post_id", "person_id"),
    references=(
        Reference("post_id", "posts", {"post_th": "title_th", "post_en": "title_en"}),
        Reference("person_id", "persons", {"person_th": "name_th", "person_en": "name_en"}),
    ),
    rights=Rights(office=True, inside=True),
    append_only=True,
    indexes=(("person_id",),),
)
