"""What a person did in each capacity, as a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.organization.asking import (
    may_ask_of_others,
)
from api.pages import Shown
from api.story import told
from api.web.parts import Pill
from domain.organization.capacity import Capacity
from domain.refusal import NotFound

pages = APIRouter(include_in_schema=False)


@pages.get("/authority/persons/{id:uuid}")
def person_page(request: Request, id: UUID, context: Signed) -> Response:
    """What a person did in each capacity, as far as the viewer may know it; of oneself always."""
    shown = Shown(request, context, here="audit")
    if not context.rows.rows("persons", id=id) or not (
        id == context.person_id or may_ask_of_others(context)
    ):
        raise NotFound()
    label = shown.words.text
    chosen = shown.asked("capacity")
    filters: dict[str, Any] = {"by_person": id}
    if chosen in list(Capacity):
        filters["capacity"] = chosen
    page = context.rows.page(
        "audit_history", shown.viewer, shown.ask(filters=filters, sort="newest")
    )
    return shown.html(
        "person_acts.html",
        title=shown.words.resolve(id),
        lead=label("ui.acts_of.lead"),
        pills=capacity_pills(shown, id, chosen),
        story=told(page.items, shown.words),
        more=shown.link(cursor=page.next) if page.next else None,
    )


def capacity_pills(shown: Shown, person_id: UUID, chosen: str) -> list[Pill]:
    """Return the capacities in which he did something, each with how much."""
    label = shown.words.text
    counts = {
        str(capacity): shown.context.rows.count(
            "audit_history",
            shown.viewer,
            {"by_person": person_id, "capacity": str(capacity)},
            shown.as_of,
        )
        for capacity in Capacity
    }
    pills = [Pill(label("ui.acts_of.all"), shown.link(capacity=None), here=chosen not in counts)]
    return pills + [
        Pill(
            label(f"value.capacity.{capacity}"),
            shown.link(capacity=capacity),
            count,
            here=capacity == chosen,
        )
        for capacity, count in counts.items()
        if count
    ]
