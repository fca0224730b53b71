"""What of the budget can be found: rows of ``search``."""

from __future__ import annotations

from typing import Any

from domain.budget.line import BudgetLineOpened
from domain.budget.transfer import TransferAmended, TransferDrafted, TransferRevised
from domain.message import Recorded
from domain.thai_text import search_key
from projections.table import Change, Insert, Project, Update

TITLE_LENGTH = 150


def line_opened(recorded: Recorded[BudgetLineOpened]) -> list[Change]:
    line = recorded.event
    row = {
        "kind": "budget_line",
        "title": line.item,
        "sub": f"{line.programme} · {line.activity}",
        "at": recorded.at,
        "href": f"/budget/lines/{recorded.id}",
        "text": search_key(
            f"{line.item} {line.project_name} {line.programme} {line.output} {line.activity}"
            f" {line.codes.budget_code}"
        ),
    }
    return [Insert("search", recorded.stream_id, row)]


def drafted(recorded: Recorded[TransferDrafted]) -> list[Change]:
    row = {
        "kind": "budget_transfer",
        "at": recorded.at,
        "href": f"/transfers/{recorded.id}",
        "case_id": recorded.event.case_id,
        **reason(recorded),
    }
    return [Insert("search", recorded.stream_id, row)]


def revised(recorded: Recorded[TransferRevised] | Recorded[TransferAmended]) -> list[Change]:
    return [Update("search", recorded.stream_id, reason(recorded))]


def reason(recorded: Recorded[Any]) -> dict[str, str]:
    text = recorded.event.reason
    return {"title": text[:TITLE_LENGTH], "text": search_key(text)}


FINDABLE: dict[type[Any], Project] = {
    BudgetLineOpened: line_opened,
    TransferDrafted: drafted,
    TransferRevised: revised,
    TransferAmended: revised,
}
