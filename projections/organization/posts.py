"""Posts and duties, and who holds them now: one row per post.

Table posts: id uuid, title_th, title_en, role, kind text, unit_id uuid, person_id uuid|null,
from_on, until_on date|null, order_reference text|null: one holding, the one that was last entered or
ended. Orders are entered ahead of their day: who holds the post on a day is judged from its stream.
closed_on date|null: the first day without the post.
"""

from __future__ import annotations

from domain.message import Recorded
from domain.organization.post import PostClosed, PostEstablished, PostFilled, PostVacated
from projections.table import Change, Insert, Reference, Rights, Table, Update


def established(recorded: Recorded[PostEstablished]) -> list[Change]:
    post = recorded.event
    return [
        Insert(
            "posts",
            recorded.id,
            {
                "title_th": post.title_th,
                "title_en": post.title_en,
                "role": str(post.role),
                "kind": str(post.kind),
                "unit_id": post.unit_id,
            },
        )
    ]


def filled(recorded: Recorded[PostFilled]) -> list[Change]:
    event = recorded.event
    return [
        Update(
            "posts",
            recorded.id,
            {
                "person_id": event.person_id,
                "from_on": event.from_on,
                "until_on": event.until_on,
                "order_reference": event.order_reference,
            },
        )
    ]


def vacated(recorded: Recorded[PostVacated]) -> list[Change]:
    """Show the holding that ends whole: a successor may have been entered since."""
    event = recorded.event
    ended: dict[str, object] = {"person_id": event.person_id, "until_on": event.until_on}
    if event.from_on is not None:
        ended |= {"from_on": event.from_on, "order_reference": event.order_reference}
    return [Update("posts", recorded.id, ended)]


def closed(recorded: Recorded[PostClosed]) -> list[Change]:
    return [Update("posts", recorded.id, {"closed_on": recorded.event.until_on})]


POSTS = Table(
    name="posts",
    version=3,
    stream="post",
    key="id",
    key_type="uuid",
    columns={
        "title_th": "text",
        "title_en": "text",
        "role": "text",
        "kind": "text",
        "unit_id": "uuid",
        "person_id": "uuid",
        "from_on": "date",
        "until_on": "date",
        "order_reference": "text",
        "closed_on": "date",
    },
    on={
        PostEstablished: established,
        PostFilled: filled,
        PostVacated: vacated,
        PostClosed: closed,
    },
    sorts={"title": ("title_th",)},
    filters=("role", "unit_id", "person_id", "kind"),
    references=(
        Reference("person_id", "persons", {"person_th": "name_th", "person_en": "name_en"}),
        Reference("unit_id", "units", {"unit_th": "name_th", "unit_en": "name_en"}),
    ),
    indexes=(("person_id",), ("role", "unit_id")),
    rights=Rights(office=True),
)
