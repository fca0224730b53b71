"""A resolution: what was resolved, what it reaches and still owes; and the body that adopts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.board.reading import citation_of, outcome_tag, papers_of
from api.board.routes import BODY_ROUTES, RESOLUTION_ROUTES
from api.context import Signed
from api.finding import desk_of, named, one
from api.pages import Shown
from api.web.parts import Act, Cell, Fact, Tag
from application.board.resolution import current
from domain.board.body import Established, body
from domain.board.resolution import Adopted, Subject, resolution
from domain.board.resolution.openings import acts_open, passes

pages = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Confirming:
    """One who has to confirm the new version of one transfer, and whether he has."""

    who: str
    given: bool
    name: str = ""


def acts_of(shown: Shown, key: UUID) -> list[Act]:
    """Return what this person may do with the resolution now."""
    found = shown.context.state(resolution, key)
    if shown.as_of or not isinstance(found, Adopted):
        return []
    now = current(desk_of(shown.context), found)
    return shown.acts(RESOLUTION_ROUTES, key, acts_open(found, shown.context.actor, now))


@pages.get("/resolutions/{id:uuid}")
def resolution_page(request: Request, id: UUID, context: Signed) -> Response:
    """One resolution: outcome, coverage, the transfers annexed, who confirmed a change, its report."""
    shown = Shown(request, context, here="board")
    row, label = one(shown, "resolutions", id), shown.words.text
    found = context.state(resolution, id)
    tags = [outcome_tag(shown, row["outcome"])]
    if row["state"] == "rescinded":
        tags.append(Tag(label("ui.resolution.rescinded"), "red", "ban"))
    return shown.html(
        "resolution.html",
        title=citation_of(shown, row, row["item_no"]),
        lead=row["case_subject"] or "",
        tags=tags,
        row=row,
        acts=acts_of(shown, id),
        facts=facts(shown, row),
        papers=papers_of(shown, row["transfer_ids"] or ()),
        confirmations=confirmations(shown, found) if not shown.as_of else [],
        waits_for_change=isinstance(found, Adopted) and found.changes_wanted and passes(found),
        story=shown.story(stream_id=f"resolution/{id}"),
    )


def confirmations(shown: Shown, found: object) -> list[Confirming]:
    """Return who confirms a change, subject by subject, on the version that stands now."""
    if not isinstance(found, Adopted) or not found.changes_wanted:
        return []
    now = current(desk_of(shown.context), found)
    rows: list[Confirming] = []
    for subject in found.subjects(now):
        rows += confirming(shown, found, subject, now.get(subject, ""))
    return rows


def confirming(shown: Shown, found: Adopted, subject: Subject, digest: str) -> list[Confirming]:
    label = shown.words.text
    rows = []
    for side in ("group", "secretary"):
        given = next(
            (
                confirmation
                for (about, one_), confirmation in found.confirmations.items()
                if about == subject and str(one_) == side and confirmation.digest == digest
            ),
            None,
        )
        name = shown.words.resolve(given.person_id) if given else ""
        rows.append(Confirming(label(f"value.side.{side}"), given is not None, name))
    last = found.new_versions.get(subject) == digest
    return [*rows, Confirming(label("value.role.area_director"), last)]


def facts(shown: Shown, row: Mapping[str, Any]) -> list[Fact]:
    label = shown.words.text
    found = [Fact(label("ui.resolution.adopted"), Cell(on=row["adopted_on"]))]
    if row["meeting_id"]:
        number = shown.words.in_digits(f"{row['meeting_no']}/{row['meeting_year']}")
        anchor = f"#item-{row['item_no'].replace('.', '-')}"
        href = shown.here_as_of(f"/meetings/{row['meeting_id']}") + anchor
        found.append(Fact(label("ui.resolution.meeting"), Cell(number, href=href)))
    if row["source_letter_id"]:
        href = f"/letters/{row['source_letter_id']}"
        source = shown.words.resolve(row["source_letter_id"])
        name = label("field.RecordOutsideResolution.source_letter_id")
        found.append(Fact(name, Cell(source, href=href)))
    if row["case_id"]:
        case = Cell(row["case_subject"] or "—", href=shown.here_as_of(f"/cases/{row['case_id']}"))
        found.append(Fact(label("ui.approval.case"), case))
    if row["coverage"]:
        reach = Cell(label(f"value.coverage_kind.{row['coverage']}"))
        found.append(Fact(label("ui.resolution.reaches"), reach))
    if row["ceiling_satang"] is not None:
        found.append(Fact(label("ui.resolution.limit"), Cell(satang=row["remaining_satang"])))
        found.append(Fact(label("ui.resolution.ceiling"), Cell(satang=row["ceiling_satang"])))
    if row["until_on"]:
        found.append(Fact(label("ui.resolution.until"), Cell(on=row["until_on"], due=True)))
    if row["changes"]:
        found.append(Fact(label("ui.meeting.changes"), Cell(row["changes"])))
    if row["follow_up_due_on"] and not row["reported"]:
        due = Cell(on=row["follow_up_due_on"], due=True)
        found.append(Fact(label("ui.resolution.report_due"), due))
    if row["reported"]:
        found.append(Fact(label("ui.resolution.reported"), Cell(row["result"] or "")))
    if row["reason"]:
        found.append(Fact(label("field.RescindResolution.reason"), Cell(row["reason"])))
    return found


@pages.get("/bodies/{id:uuid}")
def body_page(request: Request, id: UUID, context: Signed) -> Response:
    """A governing body: on what it rests, its quorum, its seats and who holds them now."""
    shown = Shown(request, context, here="board")
    row, label = one(shown, "bodies", id), shown.words.text
    known = isinstance(context.state(body, id), Established)
    opened = {"SetSeats": None, "EndBody": None} if known and not shown.as_of else {}
    posts = {
        found["id"]: found
        for found in context.rows.rows(
            "posts", id=[UUID(s["post_id"]) for s in row["seats"] if s["post_id"]]
        )
    }
    return shown.html(
        "body.html",
        title=named(shown, row, "name"),
        lead=label(f"value.body_kind.{row['kind']}"),
        row=row,
        acts=shown.acts(BODY_ROUTES, id, opened),
        facts=[
            Fact(label("ui.body.legal_basis"), Cell(row["legal_basis"])),
            Fact(
                label("ui.body.quorum"),
                Cell(
                    label(
                        "ui.meeting.body_quorum",
                        numerator=row["quorum_numerator"],
                        denominator=row["quorum_denominator"],
                    )
                ),
            ),
            Fact(
                label("ui.body.placement"), Cell(label(f"value.body_placement.{row['placement']}"))
            ),
            Fact(label("ui.body.valid"), Cell(on=row["in_force_from"])),
        ],
        seats=[seat_line(shown, seat, posts) for seat in row["seats"]],
    )


def seat_line(
    shown: Shown, seat: Mapping[str, Any], posts: Mapping[UUID, Mapping[str, Any]]
) -> dict[str, str]:
    """Return a seat as the page shows it: its title, its position, who holds it."""
    label = shown.words.text
    held_by: UUID | None = UUID(seat["person_id"]) if seat["person_id"] else None
    post = ""
    if seat["post_id"]:
        found = posts.get(UUID(seat["post_id"]))
        held_by = found["person_id"] if found else None
        post = named(shown, found, "title") if found else ""
    return {
        "title": named(shown, seat, "title"),
        "position": label(f"value.seat_position.{seat['position']}"),
        "kind": label(f"value.seat_kind.{seat['kind']}"),
        "post": post,
        "name": shown.words.resolve(held_by) if held_by else label("ui.body.vacant"),
        "votes": "" if seat["votes"] else label("ui.meeting.no_vote"),
    }
