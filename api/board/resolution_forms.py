"""What the forms of a resolution offer: the version to confirm, the transfer to rest on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.approvals.seen import versions
from api.board.forms import Options
from api.board.item_forms import cases_to_propose
from api.context import Context
from api.finding import desk_of
from api.routes import Form
from application.board.resolution import current
from domain.board.resolution import Adopted, resolution
from domain.refusal import NotFound
from domain.thai_time import bangkok_date, calendar_year


def adopted(context: Context, key: UUID) -> Adopted:
    found = context.state(resolution, key)
    if not isinstance(found, Adopted):
        raise NotFound()
    if context.rows.one("resolutions", key, context.viewer) is None:
        raise NotFound()
    return found


def of_resolution(context: Context, key: UUID) -> Form:
    adopted(context, key)
    return Form()


def transfer_names(context: Context, ids: Sequence[UUID]) -> Options:
    rows = context.rows.rows("budget_transfers", id=list(ids)) if ids else []
    return [(str(row["id"]), str(row["reason"])[:120]) for row in rows]


def confirming(context: Context, key: UUID) -> Form:
    """The version that stands is confirmed: the page shows it, nobody types its digest."""
    found = adopted(context, key)
    now = current(desk_of(context), found)
    subjects = found.subjects(now)
    annexed = [subject for subject in subjects if subject is not None]

    def fit(values: Mapping[str, Any]) -> Form:
        typed = str(values.get("transfer_id") or "")
        about = next((k for k in annexed if str(k) == typed), subjects[0])
        single = len(subjects) <= 1 or bool(typed)
        return Form(
            choices={"transfer_id": transfer_names(context, annexed)},
            values={"transfer_id": about or "", "digest": now.get(about, "")},
            hidden=("digest", "transfer_id") if single else ("digest",),
            template="form_on_version.html",
            more={"seen": versions(context, annexed)},
        )

    return Form(fit=fit)


def using(context: Context, key: UUID) -> Form:
    adopted(context, key)
    rows = context.rows.rows("approvals", state="agreed_to_propose")
    ids = [row["transfer_id"] for row in rows if row["transfer_id"]]
    waiting = context.rows.rows("budget_transfers", id=ids, state="submitted") if ids else []
    return Form(choices={"transfer_id": [(str(r["id"]), str(r["reason"])[:120]) for r in waiting]})


def reporting(context: Context, key: UUID) -> Form:
    found = adopted(context, key)
    body_id, since = (
        found.citation.body_id,
        (
            found.citation.meeting_year,
            found.citation.meeting_no,
        ),
    )
    later = [
        row
        for row in context.rows.rows("meetings", body_id=body_id)
        if (row["meeting_year"], row["meeting_no"]) > since and row["state"] != "cancelled"
    ]
    return Form(
        choices={
            "meeting_id": [
                (str(row["id"]), f"{row['meeting_no']}/{row['meeting_year']}") for row in later
            ]
        }
    )


def recording_outside(context: Context, _key: Any) -> Form:
    today = bangkok_date(context.at)
    bodies = context.rows.rows("bodies", placement="outside")
    letters = context.rows.rows("letters", unit_id=context.unit_id)
    return Form(
        choices={
            "body_id": [(str(row["id"]), str(row["name_th"])) for row in bodies],
            "case_id": cases_to_propose(context),
            "source_letter_id": [
                (str(row["id"]), f"{row['number']}/{row['year']} · {row['subject']}")
                for row in letters
                if row["secrecy"] == "none"
            ],
        },
        values={"meeting_year": calendar_year(today), "adopted_on": today},
    )
