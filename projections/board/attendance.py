"""Who was at a meeting, seat by seat: one row per seat held on its day.

Table meeting_seats: id text (``<meeting>/<seat>``); meeting_id, seat_id uuid; place integer: the order
of the seats; title_th, title_en, position text; votes boolean; person_id, post_id uuid; capacity text;
present boolean: there now, or at the end; cause text|null: of an absence; arrived_at, left_at
timestamptz|null: after the opening.

Both are the office's own; a member who sat there, of a school perhaps, sees them on the meeting's page.

Table recusals: position bigint; meeting_id, seat_id, person_id uuid; item_no, interest text. The
reason in words is sealed and stands in no row.
"""

from __future__ import annotations

from domain.board.meeting import MeetingOpened, MemberArrived, MemberLeft, MemberRecused
from domain.message import Recorded
from projections.table import Change, Insert, Reference, Rights, Table, Update


def opened(recorded: Recorded[MeetingOpened]) -> list[Change]:
    event = recorded.event
    causes = {absence.seat_id: str(absence.cause) for absence in event.absent}
    return [
        Insert(
            "meeting_seats",
            f"{recorded.id}/{seat.seat_id}",
            {
                "meeting_id": recorded.id,
                "seat_id": seat.seat_id,
                "place": place,
                "title_th": seat.title_th,
                "title_en": seat.title_en,
                "position": str(seat.position),
                "votes": seat.votes,
                "person_id": seat.person_id,
                "post_id": seat.post_id,
                "capacity": seat.capacity,
                "present": seat.seat_id in event.present,
                "cause": causes.get(seat.seat_id),
            },
        )
        for place, seat in enumerate(event.seats, 1)
    ]


def arrived(recorded: Recorded[MemberArrived]) -> list[Change]:
    event = recorded.event
    row = {"present": True, "arrived_at": event.arrived_at}
    return [Update("meeting_seats", f"{recorded.id}/{event.seat_id}", row)]


def left(recorded: Recorded[MemberLeft]) -> list[Change]:
    event = recorded.event
    row = {"present": False, "left_at": event.left_at}
    return [Update("meeting_seats", f"{recorded.id}/{event.seat_id}", row)]


MEETING_SEATS = Table(
    name="meeting_seats",
    version=1,
    key="id",
    key_type="text",
    columns={
        "meeting_id": "uuid",
        "seat_id": "uuid",
        "place": "integer",
        "title_th": "text",
        "title_en": "text",
        "position": "text",
        "votes": "boolean",
        "person_id": "uuid",
        "post_id": "uuid",
        "capacity": "text",
        "present": "boolean",
        "cause": "text",
        "arrived_at": "timestamptz",
        "left_at": "timestamptz",
    },
    on={MeetingOpened: opened, MemberArrived: arrived, MemberLeft: left},
    sorts={"place": ("place",)},
    filters=("meeting_id", "seat_id", "person_id", "present"),
    references=(
        Reference("person_id", "persons", {"person_th": "name_th", "person_en": "name_en"}),
    ),
    rights=Rights(inside=True),
    indexes=(("meeting_id", "place"),),
)


def recused(recorded: Recorded[MemberRecused]) -> list[Change]:
    event = recorded.event
    row = {
        "meeting_id": recorded.id,
        "item_no": event.item_no,
        "seat_id": event.seat_id,
        "person_id": event.person_id,
        "interest": str(event.interest),
    }
    return [Insert("recusals", recorded.position, row)]


RECUSALS = Table(
    name="recusals",
    version=1,
    key="position",
    key_type="bigint",
    columns={
        "meeting_id": "uuid",
        "item_no": "text",
        "seat_id": "uuid",
        "person_id": "uuid",
        "interest": "text",
    },
    on={MemberRecused: recused},
    sorts={"oldest": ("position",)},
    filters=("meeting_id", "item_no", "person_id"),
    references=(
        Reference("person_id", "persons", {"person_th": "name_th", "person_en": "name_en"}),
    ),
    rights=Rights(inside=True),
    append_only=True,
    indexes=(("meeting_id", "item_no"),),
)
