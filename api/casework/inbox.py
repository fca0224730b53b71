"""The inbox: what waits for the reader in the post he acts in, the most overdue first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.casework.places import place_of
from api.casework.wording import label_of, number_of, today
from api.context import Signed, standings_today
from api.correspondence.letters import urgency_tags
from api.pages import Shown, inbox_filters
from api.web.parts import Cell, Column, Empty, Listing, Pill, Row
from application.organization.worklist import waits_on, work_of
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)


@pages.get("/inbox")
def inbox_page(request: Request, context: Signed) -> Response:
    shown = Shown(request, context, here="inbox")
    label = shown.words.text
    mine = inbox_filters(context) | waits_on(today(shown))
    views: dict[str, dict[str, Any]] = {
        "all": mine,
        "overdue": mine | {"due_on<": today(shown)},
        "today": mine | {"due_on": today(shown)},
        "urgent": mine | {"urgency": ["urgent", "very_urgent", "most_urgent"]},
    }
    view = request.query_params.get("view", "all")
    view = view if view in views else "all"
    counts = {
        name: context.rows.count("inbox", shown.viewer, filters, shown.as_of)
        for name, filters in views.items()
    }
    ask = replace(shown.ask(filters=views[view], sort="due"), count=False)
    page = context.rows.page("inbox", shown.viewer, ask)
    listing = Listing(
        id="inbox",
        caption=label("ui.menu.inbox"),
        columns=tuple(
            Column(k, label(f"ui.inbox.{k}")) for k in ("subject", "act", "since", "due")
        ),
        rows=tuple(inbox_row(shown, row) for row in page.items),
        empty=Empty(label("ui.inbox.empty"), label("ui.inbox.empty_help"), icon="inbox"),
        pills=tuple(
            Pill(
                label(f"ui.inbox.view.{name}"),
                shown.link(view=name),
                counts[name],
                here=name == view,
            )
            for name, filters in views.items()
        ),
        counted=counts[view],
        next=shown.link(cursor=page.next) if page.next else None,
        verified_to=context.rows.verified_to(),
    )
    return shown.html(
        "inbox.html",
        title=label("ui.menu.inbox"),
        listing=listing,
        elsewhere=elsewhere(shown) if shown.as_of is None else (),
    )


@dataclass(frozen=True)
class Elsewhere:
    """Work that waits in another post for which the reader stands in; ``key`` is what its choice sends."""

    key: str
    post: UUID
    capacity: str
    count: int


def elsewhere(shown: Shown) -> list[Elsewhere]:
    """Return the posts he stands in for but in which he does not act now, with what waits there."""
    context = shown.context
    facts, found = context.facts, []
    for standing in standings_today(context.person_id, context.service, context.at):
        by = standing.instrument
        if by is None or standing == context.standing:
            continue
        filters = work_of(facts, standing, context.on) | waits_on(context.on)
        found.append(
            Elsewhere(
                f"{standing.post_id}.{by.instrument_id}",
                standing.post_id,
                shown.words.text(f"value.capacity.{standing.capacity}"),
                context.rows.count("inbox", shown.viewer, filters),
            )
        )
    return found


def inbox_row(shown: Shown, row: Mapping[str, Any]) -> Row:
    href = shown.here_as_of(place_of(row))
    label = shown.words.text
    of_case = f"{label('ui.case.number')} {number_of(row, 'case_')}" if row["case_number"] else ""
    own = row["letter_subject"] or row["title"]
    subject = own or row["case_subject"] or label("ui.classified")
    sub = row["letter_from"] or (
        " · ".join(filter(None, (of_case, row["case_subject"]))) if own else of_case
    )
    act = label(f"command.{row['act']}")
    return Row(
        id=str(row["id"]).replace("/", "-"),
        href=href,
        cells={
            "subject": Cell(
                subject,
                href=href,
                sub=sub,
                tags=urgency_tags(shown, row["urgency"]),
            ),
            "act": Cell(act, sub=step_of(shown, row)),
            "since": Cell(on=bangkok_date(row["since"])),
            "due": Cell(on=row["due_on"], due=row["due_on"] is not None),
        },
    )


def step_of(shown: Shown, row: Mapping[str, Any]) -> str:
    if not row["step"]:
        return ""
    return f"{shown.words.text('ui.steps.step', n=row['step'])} {label_of(shown, row, 'title')}"
