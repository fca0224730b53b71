"""Work assigned to posts: one row per assignment. It gives no power (R-H18).

Table assignments: id uuid, post_id, given_by_post uuid, text, order_reference text, subjects text[],
from_on date, until_on date|null (exclusive), ended_because text|null.
"""

from __future__ import annotations

from domain.message import Recorded
from domain.organization.assignment import AssignmentEnded, TaskAssigned
from projections.table import Change, Insert, Reference, Rights, Table, Update


def assigned(recorded: Recorded[TaskAssigned]) -> list[Change]:
    event = recorded.event
    row = {
        "post_id": event.post_id,
        "given_by_post": event.given_by_post,
        "text": event.text,
        "order_reference": event.order_reference,
        "subjects": list(event.subjects),
        "from_on": event.from_on,
        "until_on": event.until_on,
    }
    return [Insert("assignments", recorded.id, row)]


def ended(recorded: Recorded[AssignmentEnded]) -> list[Change]:
    event = recorded.event
    row = {"until_on": event.until_on, "ended_because": event.document or event.reason}
    return [Update("assignments", recorded.id, row)]


ASSIGNMENTS = Table(
    name="assignments",
    version=1,
    stream="assignment",
    key="id",
    key_type="uuid",
    columns={
        "post_id": "uuid",
        "given_by_post": "uuid",
        "text": "text",
        "order_reference": "text",
        "subjects": "text[]",
        "from_on": "date",
        "until_on": "date",
        "ended_because": "text",
    },
    on={TaskAssigned: assigned, AssignmentEnded: ended},
    sorts={"newest": ("-from_on",)},
    filters=("post_id", "given_by_post", "until_on"),
    references=(
        Reference("post_id", "posts", {"post_th": "title_th", "post_en": "title_en"}),
        Reference("given_by_post", "posts", {"giver_th": "title_th", "giver_en": "title_en"}),
    ),
    rights=Rights(inside=True),
    indexes=(("post_id",), ("given_by_post",)),
)
