"""A round of approval: the exact version put up, who has it, what was said on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.approvals.routes import ROUTES
from api.budget.reading import lines_by_id
from api.budget.transfer_parts import money_rows
from api.context import Signed
from api.finding import every, named, one
from api.pages import Shown
from api.web.parts import Act, Cell, Fact, Tag, Tone
from application.approvals.route import able_to_speak
from application.organization.facts import OfStreams
from domain.approvals.approval import approval
from domain.approvals.approval.openings import acts_open

pages = APIRouter(include_in_schema=False)

STATES: dict[str, tuple[Tone, str]] = {
    "pending": ("blue", "hourglass"),
    "agreed_to_propose": ("green", "circle-check"),
    "returned": ("amber", "arrow-back-up"),
    "sent_back": ("amber", "arrow-back-up"),
    "not_agreed": ("red", "circle-x"),
    "withdrawn": ("grey", "ban"),
    "voided": ("grey", "refresh"),
}
OPEN = ("pending", "agreed_to_propose")


StationState = Literal["done", "against", "current", "waiting", "skipped"]


@dataclass(frozen=True)
class Station:
    """A rank on the way up: what it said, or that the file is there now, or not yet."""

    role: str
    who: str
    post: str
    state: StationState
    tag: Tag | None = None
    words: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Said:
    who: str
    post: str
    words: str
    at: datetime


def state_tag(shown: Shown, state: str) -> Tag:
    tone, icon = STATES[state]
    return Tag(shown.words.text(f"value.approval_state.{state}"), tone, icon)


def acts_of(shown: Shown, key: UUID) -> list[Act]:
    """Return what this person may do in the round now."""
    if shown.as_of:
        return []
    state = shown.context.state(approval, key)
    able = able_to_speak(OfStreams(shown.context.office.streams), state, shown.context.on)
    return shown.acts(ROUTES, key, acts_open(state, shown.context.actor, able))


@pages.get("/approvals/{id:uuid}")
def approval_page(request: Request, id: UUID, context: Signed) -> Response:
    """One round: the transfer in this version, the way up with opinions, the acts, the story."""
    shown = Shown(request, context, here="inbox")
    row, label = one(shown, "approvals", id), shown.words.text
    said = every(shown, "approval_opinions", "oldest", approval_id=id)
    transfer = (
        context.rows.one("budget_transfers", row["transfer_id"], shown.viewer, shown.as_of)
        if row["transfer_id"]
        else None
    )
    lines = transfer["lines"] if transfer else ()
    known = lines_by_id(shown, [UUID(line["line_id"]) for line in lines])
    return shown.html(
        "approval.html",
        title=label("ui.approval.title"),
        lead=transfer["reason"] if transfer else "",
        tags=[
            state_tag(shown, row["state"]),
            Tag(label("ui.approval.version", n=row["version"])),
        ],
        row=row,
        acts=acts_of(shown, id),
        now_with=named(shown, row, "rank") if row["rank_post_id"] else "",
        money=money_rows(shown, lines, known),
        moved_on=transfer is not None and transfer["digest"] != row["digest"],
        transfer_href=shown.here_as_of(f"/transfers/{row['transfer_id']}"),
        stations=stations(shown, row, said),
        objections=[spoken(shown, one_) for one_ in said if one_["kind"] == "objection"],
        facts=facts(shown, row),
        story=shown.story(stream_id=f"approval/{id}"),
    )


def spoken(shown: Shown, row: Mapping[str, Any]) -> Said:
    return Said(named(shown, row, "person"), named(shown, row, "post"), row["words"], row["at"])


def stations(
    shown: Shown, row: Mapping[str, Any], said: Sequence[Mapping[str, Any]]
) -> list[Station]:
    """Return every rank in its order with what it said."""
    by_post = {str(one_["post_id"]): one_ for one_ in said if one_["kind"] != "objection"}
    over = row["state"] != "pending"
    return [station(shown, rank, by_post.get(rank["post_id"]), row, over) for rank in row["ranks"]]


def station(
    shown: Shown,
    rank: Mapping[str, Any],
    said: Mapping[str, Any] | None,
    row: Mapping[str, Any],
    over: bool,
) -> Station:
    label = shown.words.text
    role = label(f"value.role.{rank['role']}")
    if said is not None:
        who, post = named(shown, said, "person"), named(shown, said, "post")
        tag = verdict(shown, said)
        state: StationState = (
            "skipped"
            if said["kind"] == "passed_over"
            else "done"
            if tag.tone == "green"
            else "against"
        )
        return Station(role, who, post, state, tag, said["words"], said["at"])
    post = shown.words.resolve(UUID(rank["post_id"]))
    if str(row["rank_post_id"]) == rank["post_id"]:
        return Station(role, post, "", "current", Tag(label("ui.approval.here"), "blue", "inbox"))
    if over:
        return Station(role, post, "", "skipped", Tag(label("ui.approval.not_reached")))
    return Station(role, post, "", "waiting", Tag(label("ui.approval.not_yet")))


def verdict(shown: Shown, said: Mapping[str, Any]) -> Tag:
    label = shown.words.text
    if said["kind"] == "opinion":
        if said["favourable"]:
            return Tag(label("ui.approval.favourable"), "green", "check")
        return Tag(label("ui.approval.unfavourable"), "red", "x")
    if said["kind"] == "sent_back":
        return state_tag(shown, "sent_back")
    if said["kind"] == "passed_over":
        return Tag(label("ui.approval.passed_over"))
    return state_tag(shown, said["outcome"])


def facts(shown: Shown, row: Mapping[str, Any]) -> list[Fact]:
    label = shown.words.text
    found = [
        Fact(
            label("ui.approval.case"),
            Cell(row["case_subject"] or "—", href=shown.here_as_of(f"/cases/{row['case_id']}")),
        ),
        Fact(
            label("ui.approval.version_label"),
            Cell(
                label("ui.approval.version", n=row["version"]),
                sub=label("ui.approval.digest", digest=row["digest"][:12]),
            ),
        ),
        Fact(label("ui.approval.requested"), Cell(named(shown, row, "requester"))),
    ]
    if row["rank_due_on"]:
        found.append(Fact(label("ui.approval.due"), Cell(on=row["rank_due_on"], due=True)))
    if row["reason"]:
        found.append(Fact(label("field.DecideApproval.reason"), Cell(row["reason"])))
    return found
