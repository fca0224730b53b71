"""A request to an authority outside the office: what was asked, on what it rests, what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.approvals.routes import OUTSIDE_ROUTES
from api.budget.reading import lines_by_id
from api.context import Signed
from api.finding import one
from api.pages import Shown
from api.web.parts import Act, Cell, Fact, Tag, Tone
from domain.approvals.outside_approval import outside_approval
from domain.approvals.outside_approval.openings import acts_open

pages = APIRouter(include_in_schema=False)

STATES: dict[str, tuple[Tone, str]] = {
    "waiting": ("blue", "hourglass"),
    "unconfirmed": ("amber", "alert-triangle"),
    "more_information": ("amber", "info-circle"),
    "approved": ("green", "circle-check"),
    "partly_approved": ("green", "checks"),
    "not_approved": ("red", "circle-x"),
}


@dataclass(frozen=True)
class Line:
    """A line as asked and as granted, in satang; None: no answer yet."""

    item: str
    href: str
    asked: int
    granted: int | None


def state_tag(shown: Shown, state: str) -> Tag:
    tone, icon = STATES[state]
    return Tag(shown.words.text(f"value.outside_state.{state}"), tone, icon)


def title_of(shown: Shown, row: Mapping[str, Any]) -> str:
    authority = shown.words.text(f"value.authority.{row['authority']}")
    return shown.words.text("ui.outside.title", authority=authority)


def acts_of(shown: Shown, key: UUID) -> list[Act]:
    """Return what this person may do with the request now."""
    if shown.as_of:
        return []
    state = shown.context.state(outside_approval, key)
    return shown.acts(OUTSIDE_ROUTES, key, acts_open(state, shown.context.actor))


@pages.get("/outside-approvals/{id:uuid}")
def outside_page(request: Request, id: UUID, context: Signed) -> Response:
    """One request: the letter and its legal basis, the answer as recorded, the lines granted."""
    shown = Shown(request, context, here="cases")
    row = one(shown, "outside_approvals", id)
    return shown.html(
        "outside.html",
        title=title_of(shown, row),
        lead=row["case_subject"] or "",
        tags=[state_tag(shown, row["state"])],
        row=row,
        acts=acts_of(shown, id),
        facts=facts(shown, row),
        answer=answer(shown, row) if row["outcome"] else [],
        lines=lines(shown, row),
        story=shown.story(stream_id=f"outside_approval/{id}"),
    )


def facts(shown: Shown, row: Mapping[str, Any]) -> list[Fact]:
    label, resolve = shown.words.text, shown.words.resolve
    return [
        Fact(
            label("ui.approval.case"),
            Cell(row["case_subject"] or "—", href=shown.here_as_of(f"/cases/{row['case_id']}")),
        ),
        Fact(
            label("ui.approval.transfer"),
            Cell(
                resolve(row["transfer_id"]),
                href=shown.here_as_of(f"/transfers/{row['transfer_id']}"),
                sub=label("ui.approval.digest", digest=row["digest"][:12]),
            ),
        ),
        Fact(
            label("ui.outside.letter"),
            Cell(
                resolve(row["outgoing_letter_id"]),
                href=shown.here_as_of(f"/outgoing-letters/{row['outgoing_letter_id']}"),
            ),
        ),
        Fact(
            label("ui.outside.resolution"),
            Cell(
                resolve(row["resolution_id"]),
                href=shown.here_as_of(f"/resolutions/{row['resolution_id']}"),
            ),
        ),
        Fact(label("ui.outside.legal_basis"), Cell(row["legal_basis"])),
        Fact(label("ui.outside.asked_on"), Cell(on=row["asked_on"])),
    ]


def answer(shown: Shown, row: Mapping[str, Any]) -> list[Fact]:
    """Return the reply as the officer recorded it, and who confirmed that it reads so."""
    label, resolve = shown.words.text, shown.words.resolve
    found = [
        Fact(
            label("field.RecordOutcome.outcome"),
            Cell(tags=(Tag(label(f"value.outside_outcome.{row['outcome']}"), "grey"),)),
        ),
        Fact(label("field.RecordOutcome.decided_on"), Cell(on=row["decided_on"])),
        Fact(
            label("field.RecordOutcome.signer_name"),
            Cell(row["signer_name"], sub=row["signer_capacity"]),
        ),
        Fact(
            label("ui.outside.reply"),
            Cell(
                row["reply_reference"] or resolve(row["reply_letter_id"]),
                href=f"/letters/{row['reply_letter_id']}",
            ),
        ),
    ]
    if row["note"]:
        found.append(Fact(label("field.RecordOutcome.note"), Cell(row["note"])))
    found.append(Fact(label("ui.outside.recorded_by"), Cell(resolve(row["recorded_by"]))))
    if row["confirmed_by"]:
        found.append(Fact(label("ui.outside.confirmed_by"), Cell(resolve(row["confirmed_by"]))))
    return found


def lines(shown: Shown, row: Mapping[str, Any]) -> list[Line]:
    known = lines_by_id(shown, [UUID(line["line_id"]) for line in row["lines"]])
    granted = {line["line_id"]: line["satang"] for line in row["granted"] or ()}
    return [
        Line(
            known[UUID(line["line_id"])]["item"] if UUID(line["line_id"]) in known else "—",
            shown.here_as_of(f"/budget/lines/{line['line_id']}"),
            line["satang"],
            granted.get(line["line_id"], 0) if row["granted"] else None,
        )
        for line in row["lines"]
    ]
