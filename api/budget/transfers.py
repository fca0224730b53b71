"""Transfers: the list of them, and one transfer from its lines to its posting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.budget.reading import lines_by_id
from api.budget.routes import DRAFT, TRANSFER_ROUTES
from api.budget.transfer_parts import (
    STATES,
    approvers,
    checks,
    effects,
    money_rows,
    scope_tags,
    state_tag,
    transfer_facts,
)
from api.context import Context, Signed
from api.finding import desk_of, every, named, one
from api.pages import Shown
from api.web.parts import (
    Act,
    Cell,
    Column,
    Do,
    Empty,
    Listing,
    Pill,
    Row,
    Tag,
    Tone,
)
from application.approvals.approval import underway
from application.approvals.rounds import subject_of
from application.budget.holds import facts, transfer_of
from application.budget.transfer import (
    approval_pending,
    decided,
    power_rows,
    standing,
    steps_open,
)
from domain.budget.transfer import Submitted
from domain.budget.transfer.openings import acts_open
from domain.refusal import Refusal
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)


@pages.get("/transfers")
def list_page(request: Request, context: Signed) -> Response:
    """Transfers, the newest first."""
    shown = Shown(request, context, here="budget")
    label = shown.words.text
    state = request.query_params.get("state", "")
    filters = {"state": state} if state in STATES else {}
    page = context.rows.page("budget_transfers", shown.viewer, shown.ask(filters=filters))
    count = context.rows.count
    listing = Listing(
        id="transfers",
        caption=label("ui.transfer.list"),
        columns=(
            Column("subject", label("ui.transfer.subject")),
            Column("moved", label("ui.transfer.moved"), "end"),
            Column("state", label("ui.transfer.state")),
            Column("missing", label("ui.transfer.missing")),
            Column("drafted", label("ui.transfer.drafted")),
        ),
        rows=tuple(list_row(shown, row) for row in page.items),
        empty=Empty(
            label("ui.transfer.empty"), label("ui.transfer.empty_help"), icon="arrows-exchange"
        ),
        pills=(
            Pill(label("ui.transfer.all"), shown.link(state=None), here=not filters),
            *(
                Pill(
                    label(f"value.transfer_state.{name}"),
                    shown.link(state=name),
                    count("budget_transfers", shown.viewer, {"state": name}, shown.as_of),
                    here=state == name,
                )
                for name in STATES
            ),
        ),
        counted=page.count,
        next=page.next and shown.link(cursor=page.next),
        verified_to=context.rows.verified_to(),
    )
    does = [Do(label("command.DraftTransfer"), DRAFT.form_path, icon=DRAFT.icon)]
    return shown.html(
        "list.html",
        title=label("ui.transfer.list"),
        lead=label("ui.budget.lead"),
        listing=listing,
        does=does if context.may("DraftTransfer") else (),
    )


def list_row(shown: Shown, row: Mapping[str, Any]) -> Row:
    missing = [shown.words.text(f"value.authority.{name}") for name in row["missing"] or ()]
    href = shown.here_as_of(f"/transfers/{row['id']}")
    return Row(
        id=str(row["id"]),
        href=href,
        quiet=row["state"] in ("withdrawn", "rejected"),
        cells={
            "subject": Cell(row["reason"], href=href, sub=named(shown, row, "drafter")),
            "moved": Cell(satang=row["moved_satang"]),
            "state": Cell(tags=(state_tag(shown, row["state"]),)),
            "missing": Cell(", ".join(missing)),
            "drafted": Cell(on=bangkok_date(row["drafted_at"])),
        },
    )


@pages.get("/transfers/{id:uuid}")
def transfer_page(request: Request, id: UUID, context: Signed) -> Response:
    """One transfer: lines before and after, scope, authorities, acts, story."""
    shown = Shown(request, context, here="budget")
    row, label = one(shown, "budget_transfers", id), shown.words.text
    lines = lines_by_id(shown, [UUID(line["line_id"]) for line in row["lines"]])
    case = context.rows.one("case_status", row["case_id"], shown.viewer, shown.as_of)
    opened, request_acts = openings(context, id), requesting(shown, id)
    return shown.html(
        "transfer.html",
        title=label("ui.transfer.title", moved_satang=row["moved_satang"]),
        lead=row["reason"],
        tags=[
            state_tag(shown, row["state"]),
            Tag(label("ui.transfer.version", n=row["version"])),
        ],
        row=row,
        case=case,
        money=money_rows(shown, row["lines"], lines),
        posted=money_rows(shown, row["posted_lines"] or (), lines),
        effects=effects(shown, row["lines"], lines),
        checks=checks(shown, row, lines) if row["state"] != "posted" else (),
        scope=scope_tags(shown, row["scope"]),
        facts=transfer_facts(shown, row, case),
        approvers=approvers(shown, row),
        unconfirmed=[label(f"value.amendment_role.{role}") for role in row["unconfirmed"] or ()],
        rounds=rounds(shown, id),
        acts=() if shown.as_of else [*shown.acts(TRANSFER_ROUTES, id, opened), *request_acts],
        story=shown.story(stream_id=f"budget_transfer/{id}"),
    )


def openings(context: Context, transfer_id: UUID) -> dict[str, Refusal | None]:
    """Return what may be done with the transfer by this person now."""
    desk = desk_of(context)
    transfer = transfer_of(desk, transfer_id)
    return acts_open(
        transfer,
        by=desk.by,
        on=desk.on,
        facts=facts(desk, standing(transfer), transfer_id),
        power_rows=power_rows(desk),
        steps_open=steps_open(desk, transfer.case_id),
        decided=decided(desk, transfer_id),
        approval_pending=approval_pending(desk, transfer_id),
        change_asked=change_asked(context, transfer_id),
    )


def requesting(shown: Shown, transfer_id: UUID) -> list[Act]:
    """Return the act that puts a submitted transfer up to the officer's superiors, where it is due."""
    desk, name = desk_of(shown.context), "RequestApproval"
    transfer = transfer_of(desk, transfer_id)
    due = isinstance(transfer, Submitted) and not transfer.approved and transfer.amendment is None
    if not due or not shown.context.may(name):
        return []
    if underway(desk, transfer_id, transfer.content.digest):
        return []
    href = f"/approvals/new?subject={subject_of(transfer_id)}"
    return [Act(shown.words.text(f"command.{name}"), href, "send", main=True)]


def change_asked(context: Context, transfer_id: UUID) -> bool:
    """Return whether a resolution agrees to this transfer with changes."""
    found = context.rows.rows("resolutions", outcome="approved_with_changes")
    return any(transfer_id in (row.get("transfer_ids") or ()) for row in found)


ROUND_TONES: dict[str, Tone] = {
    "pending": "blue",
    "agreed_to_propose": "green",
    "returned": "amber",
    "sent_back": "amber",
    "not_agreed": "red",
}


def rounds(shown: Shown, transfer_id: UUID) -> list[dict[str, Any]]:
    """Return the rounds of the internal check on this transfer, the newest first."""
    return [
        {
            "href": shown.here_as_of(f"/approvals/{row['id']}"),
            "label": shown.words.text("ui.transfer.round", n=row["version"]),
            "tag": Tag(
                shown.words.text(f"ui.transfer.round_state.{row['state']}"),
                ROUND_TONES.get(row["state"], "grey"),
            ),
        }
        for row in every(shown, "approvals", "newest", transfer_id=transfer_id)
    ]
