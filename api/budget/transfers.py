"""Transfers: the list of them, and one transfer from its lines to its posting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from api.budget.reading import desk_of, every, lines_by_id, named, one
from api.budget.routes import DRAFT, TRANSFER_ROUTES
from api.context import Context, Signed
from api.pages import Shown
from api.web.parts import (
    Act,
    Cell,
    Column,
    Do,
    Empty,
    Fact,
    Listing,
    MoneyRow,
    Pill,
    Row,
    Tag,
    Tone,
)
from application.approvals.approval import underway
from application.approvals.rounds import subject_of
from application.budget.holds import facts
from application.budget.transfer import (
    approval_pending,
    decided,
    power_rows,
    standing,
    steps_open,
    transfer_of,
)
from domain.budget.transfer import Submitted
from domain.budget.transfer.openings import acts_open
from domain.refusal import Refusal
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)

STATES: dict[str, tuple[Tone, str]] = {
    "draft": ("grey", "pencil"),
    "submitted": ("blue", "hourglass"),
    "returned": ("amber", "arrow-back-up"),
    "amended": ("amber", "pencil"),
    "approved": ("blue", "checks"),
    "posted": ("green", "circle-check"),
    "withdrawn": ("grey", "ban"),
    "rejected": ("red", "circle-x"),
}


def state_tag(shown: Shown, state: str) -> Tag:
    tone, icon = STATES[state]
    return Tag(shown.words.text(f"value.transfer_state.{state}"), tone, icon)


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


@dataclass(frozen=True)
class Effect:
    """What a line's gain or loss means for its target."""

    href: str
    item: str
    gains: bool
    satang: int
    effect: str
    target: str


@dataclass(frozen=True)
class Check:
    """Amount ≤ declared surplus ≤ certified free balance, each in satang; None: not there yet."""

    item: str
    amount_satang: int
    declared_satang: int | None
    certified_satang: int | None
    certified_on: date | None

    @property
    def good(self) -> bool:
        return (
            self.declared_satang is not None
            and self.certified_satang is not None
            and self.amount_satang <= self.declared_satang <= self.certified_satang
        )


@dataclass(frozen=True)
class Approver:
    """An authority the table names: whether it has approved, when and by what."""

    name: str
    given: bool
    on: date | None = None
    reference: str = ""
    partial: bool = False


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


def money_rows(
    shown: Shown, lines: Sequence[Mapping[str, Any]], known: Mapping[UUID, Mapping[str, Any]]
) -> list[MoneyRow]:
    return [money_row(shown, line, known.get(UUID(line["line_id"]))) for line in lines]


def money_row(shown: Shown, line: Mapping[str, Any], known: Mapping[str, Any] | None) -> MoneyRow:
    label = shown.words.text
    words = [label(f"value.direction.{'from' if line['satang'] < 0 else 'to'}")]
    if known:
        words.append(named(shown, known, "owner"))
        words.append(label(f"value.expenditure_category.{known['category']}"))
    if line["is_surplus"]:
        words.append(label("ui.transfer.as_surplus"))
    return MoneyRow(
        known["item"] if known else line["line_id"][:8],
        line["balance_before_satang"],
        line["balance_after_satang"],
        " · ".join(words),
        shown.here_as_of(f"/budget/lines/{line['line_id']}") if known else None,
    )


def effects(
    shown: Shown, lines: Sequence[Mapping[str, Any]], known: Mapping[UUID, Mapping[str, Any]]
) -> list[Effect]:
    return [
        Effect(
            f"/budget/lines/{line['line_id']}",
            known[UUID(line["line_id"])]["item"] if UUID(line["line_id"]) in known else "—",
            line["satang"] > 0,
            line["satang"],
            line["effect_on_target"],
            target_text(shown, line["target"]),
        )
        for line in lines
    ]


def target_text(shown: Shown, target: Mapping[str, Any] | None) -> str:
    if target is None:
        return ""
    return shown.words.in_digits(f"{target['text']} · {target['planned']:,} {target['unit']}")


def checks(
    shown: Shown, row: Mapping[str, Any], known: Mapping[UUID, Mapping[str, Any]]
) -> list[Check]:
    """Return for each from-line used as surplus the figures its rule compares (R-B16)."""
    if shown.as_of:
        return []
    desk = desk_of(shown.context)
    found = {fact.line_id: fact for fact in facts(desk, known, row["id"])}
    return [
        Check(
            fact.item,
            -line["satang"],
            fact.declared_surplus_satang,
            fact.certified_free_satang,
            fact.certified_on,
        )
        for line in row["lines"]
        if line["is_surplus"] and (fact := found.get(UUID(line["line_id"])))
    ]


def scope_tags(shown: Shown, scope: Mapping[str, bool]) -> list[Tag]:
    """Return the computed facts that the table of powers is asked with (R-B13)."""
    label = shown.words.text
    two_sided = ("same_programme", "same_category", "changes_item")
    tags = [
        Tag(
            label(f"ui.scope.{name}.{'yes' if scope[name] else 'no'}"),
            "amber" if name != "changes_item" and not scope[name] else "grey",
        )
        for name in two_sided
    ]
    tags += [
        Tag(label(f"ui.scope.{name}"), "red", "alert-triangle")
        for name in ("across_agencies", "personnel_involved")
        if scope[name]
    ]
    return tags


def transfer_facts(
    shown: Shown, row: Mapping[str, Any], case: Mapping[str, Any] | None
) -> list[Fact]:
    label = shown.words.text
    power = row["power"] or {}
    found = [
        Fact(
            label("ui.transfer.case"),
            Cell(
                f"{case['number']}/{case['year']}" if case else "—",
                href=f"/cases/{row['case_id']}" if case else None,
                sub=case["subject"] if case else "",
            ),
        ),
        Fact(label("ui.transfer.year"), Cell(str(row["fiscal_year"]))),
        Fact(label("ui.transfer.drafter"), Cell(named(shown, row, "drafter"))),
        Fact(label("ui.transfer.digest"), Cell(row["digest"][:12])),
    ]
    if power:
        found.append(Fact(label("ui.transfer.power"), Cell(power["row_id"], sub=power["document"])))
    if row["posted_on"]:
        found.append(
            Fact(
                label("ui.transfer.posted"),
                Cell(on=row["posted_on"], sub=shown.words.resolve(row["posted_by"])),
            )
        )
        reference = row["state_system_reference"] or label("ui.transfer.no_reference")
        found.append(Fact(label("field.PostTransfer.state_system_reference"), Cell(reference)))
        found.append(
            Fact(label("field.PostTransfer.state_system_date"), Cell(on=row["state_system_date"]))
        )
    if row["ending"]:
        found.append(Fact(label("ui.transfer.ending"), Cell(row["ending"])))
    return found


def approvers(shown: Shown, row: Mapping[str, Any]) -> list[Approver]:
    """Return the authorities in their order, with the instrument of those that have approved."""
    told = every(
        shown,
        "audit_history",
        "oldest",
        stream_id=f"budget_transfer/{row['id']}",
        name="budget_transfer.approved_by",
    )
    # A later version may have been approved anew: the latest approval of each stands.
    given = {event["facts"]["authority"]: event["facts"] for event in told}
    return [
        Approver(
            shown.words.text(f"value.authority.{name}"),
            name not in row["missing"],
            *instrument(given[name] if name not in row["missing"] and name in given else None),
        )
        for name in row["authorities"] or ()
    ]


def instrument(approval: Mapping[str, Any] | None) -> tuple[date | None, str, bool]:
    if approval is None:
        return None, "", False
    on = msgspec.convert(approval["approved_on"], date)
    return on, approval["reference"], approval["is_partial"]
