"""What of our letters a case's page shows: the letters written in it, and those to write next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.casework.panels import Card, Contribution, Link, panel
from api.correspondence.outgoing import ENDINGS, REQUEST, RESULTS
from api.correspondence.outgoing_pages import state_tag
from api.finding import desk_of
from api.pages import Shown
from api.routes import Route
from api.web.parts import Act
from application.correspondence.asking import awaits_governor
from application.correspondence.runs import without_line
from application.correspondence.written_to import standing_of
from domain.budget.transfer import Posted, budget_transfer
from domain.casework.case import Ended, case
from projections.ask import Ask

MOST = 30


@panel
def letters(shown: Shown, row: Mapping[str, Any]) -> Contribution:
    """Return the acts that write what the case needs next, and a card of what is written."""
    ask = Ask(filters={"case_id": row["id"]}, sort="newest", limit=MOST, as_of=shown.as_of)
    found = shown.context.rows.page("outgoing_letters", shown.viewer, ask).items
    acts = () if shown.as_of else tuple(writing(shown, row["id"]))
    cards = (card_of(shown, found),) if found else ()
    return Contribution(acts, cards)


def writing(shown: Shown, case_id: UUID) -> list[Act]:
    desk = desk_of(shown.context)
    state = desk.state(case, case_id)
    acts: list[Act] = []
    if isinstance(state, Ended):
        untold = [u for u in state.file.asking_unit_ids if u not in state.file.notices]
        if untold and not standing_of(desk, case_id, gone_too=False):
            acts += act(shown, ENDINGS, f"case_id={case_id}")
    for proposed in getattr(getattr(state, "file", None), "transfers", ()):
        transfer_id = proposed.transfer_id
        if awaits_governor(desk, transfer_id):
            acts += act(shown, REQUEST, f"transfer_id={transfer_id}")
        posted = isinstance(desk.state(budget_transfer, transfer_id), Posted)
        if posted and (not standing_of(desk, transfer_id) or without_line(desk, case_id)):
            acts += act(shown, RESULTS, f"transfer_id={transfer_id}")
    return acts


def act(shown: Shown, route: Route, query: str) -> list[Act]:
    if not shown.context.may(route.act.name):
        return []
    label = shown.words.text(f"command.{route.act.name}")
    return [Act(label, f"{route.form_path}?{query}", route.icon, main=route.main)]


def card_of(shown: Shown, found: Sequence[Mapping[str, Any]]) -> Card:
    """Return the letters of the case; those of one run stand behind one line."""
    links: list[Link] = []
    sets: dict[UUID, list[Mapping[str, Any]]] = {}
    for letter in found:
        if letter["batch_id"] is None:
            links.append(
                Link(
                    letter["subject"],
                    shown.here_as_of(f"/outgoing-letters/{letter['id']}"),
                    " · ".join(filter(None, (letter["letter_number"], letter["to_names"]))),
                    (state_tag(shown, letter),),
                    "mail-forward",
                )
            )
        else:
            sets.setdefault(letter["batch_id"], []).append(letter)
    for set_id, letters_in in sets.items():
        links.append(
            Link(
                shown.words.text("ui.set.of", n=len(letters_in)),
                shown.here_as_of(f"/letter-sets/{set_id}"),
                letters_in[0]["subject"],
                tuple(
                    {
                        state_tag(shown, one).text: state_tag(shown, one) for one in letters_in
                    }.values()
                ),
                "checks",
            )
        )
    return Card("outgoing-letters", shown.words.text("ui.outgoing.panel"), links=tuple(links))
