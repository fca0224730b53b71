"""What a letter's page shows of cases: those it belongs to, and the way to open one with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.casework.panels import Card, Link
from api.casework.wording import number_of
from api.pages import Shown
from api.web.parts import Act
from domain.correspondence.letter import Letter, Received
from domain.correspondence.letter.openings import acts_open
from projections.ask import Ask


def opening_acts(shown: Shown, letter_id: Any, letter: Letter) -> list[Act]:
    """Return the act of opening a case with this letter, for who may; the next step only once."""
    context = shown.context
    if shown.as_of is not None or "OpenCase" not in acts_open(letter):
        return []
    if not context.may("OpenCase") or not isinstance(letter, Received):
        return []
    return [
        Act(
            shown.words.text("command.OpenCase"),
            f"/cases/new?letter_ids={letter_id}",
            "folder-plus",
            main=not letter.cases,
        )
    ]


def cases_card(shown: Shown, letter_id: UUID) -> Card | None:
    """Return the cases the letter belongs to, as far as the reader may know of them (R-W10)."""
    found = shown.context.rows.page(
        "case_letters",
        shown.viewer,
        Ask(filters={"letter_id": letter_id}, limit=100, as_of=shown.as_of),
    ).items
    if not found:
        return None
    return Card(
        "cases",
        shown.words.text("ui.menu.cases"),
        links=tuple(
            Link(
                row["case_subject"],
                shown.here_as_of(f"/cases/{row['case_id']}"),
                f"{shown.words.text('ui.case.number')} {number_of(row, 'case_')}",
                icon="folder",
            )
            for row in found
            if row["case_subject"]
        ),
    )
