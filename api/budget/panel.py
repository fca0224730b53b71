"""What of the budget a case's page shows: its transfers, with their lines before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.budget.reading import PENDING, lines_by_id
from api.budget.routes import DRAFT, TRANSFER_ROUTES
from api.budget.transfer_parts import money_rows, state_tag
from api.budget.transfers import openings
from api.casework.panels import Card, Contribution, Link, panel
from api.finding import desk_of, every
from api.pages import Shown
from api.web.parts import Act
from application.casework.steps import file_of
from domain.casework.case.parts import TransferStep
from domain.casework.case.steps import require_workable
from domain.refusal import Refusal

ENDED = ("withdrawn", "rejected")


@panel
def transfers(shown: Shown, case: Mapping[str, Any]) -> Contribution:
    """Return the acts of the case's transfers, and a card for each that has not ended."""
    found = every(shown, "budget_transfers", "newest", case_id=case["id"])
    acts: list[Act] = [] if shown.as_of else [*drafting(shown, case, found)]
    cards = []
    for transfer in found:
        if transfer["state"] in PENDING and not shown.as_of:
            acts += acts_of(shown, transfer["id"])
        cards.append(card_of(shown, transfer))
    return Contribution(tuple(acts), tuple(cards))


def drafting(shown: Shown, case: Mapping[str, Any], found: list[dict[str, Any]]) -> list[Act]:
    """Return the act that drafts a transfer; the solid one as long as the case has none."""
    context, name = shown.context, DRAFT.act.name
    if case["process_code"] != "4.4" or not case["open"] or not context.may(name):
        return []
    refusal = unworkable(shown, case["id"])
    first = all(row["state"] in ENDED for row in found)
    return [
        Act(
            shown.words.text(f"command.{name}"),
            None if refusal else f"{DRAFT.form_path}?case_id={case['id']}",
            DRAFT.icon,
            main=first and refusal is None,
            reason=shown.refusal_text(refusal) if refusal else None,
        )
    ]


def unworkable(shown: Shown, case_id: UUID) -> Refusal | None:
    try:
        require_workable(file_of(desk_of(shown.context), case_id), TransferStep.PROPOSAL)
    except Refusal as refusal:
        return refusal
    return None


def acts_of(shown: Shown, transfer_id: UUID) -> list[Act]:
    return shown.acts(TRANSFER_ROUTES, transfer_id, openings(shown.context, transfer_id))


def card_of(shown: Shown, transfer: Mapping[str, Any]) -> Card:
    label, href = shown.words.text, shown.here_as_of(f"/transfers/{transfer['id']}")
    tag = state_tag(shown, transfer["state"])
    title = label("ui.transfer.title", moved_satang=transfer["moved_satang"])
    if transfer["state"] in ENDED:
        link = Link(title, href, transfer["ending"] or "", (tag,), "arrows-exchange")
        return Card(f"transfer-{transfer['id']}", label("ui.transfer.panel"), links=(link,))
    lines = transfer["posted_lines"] or transfer["lines"]
    known = lines_by_id(shown, [UUID(line["line_id"]) for line in lines])
    return Card(
        f"transfer-{transfer['id']}",
        label("ui.transfer.panel"),
        links=(Link(title, href, transfer["reason"], (tag,), "arrows-exchange"),),
        money=tuple(money_rows(shown, lines, known)),
        place="wide",
        more=(label("ui.transfer.open"), href),
    )
