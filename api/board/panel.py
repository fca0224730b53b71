"""What of the board a case's page shows: the items it is on, and what was resolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.board.forms import number_of
from api.board.reading import citation_of, outcome_tag
from api.board.resolutions import acts_of
from api.casework.panels import Card, Contribution, Link, panel
from api.finding import every
from api.pages import Shown
from api.web.parts import Act, Tag

OURS = ("ConfirmChange", "ConfirmNewVersion", "UseResolution")


@panel
def of_case(shown: Shown, case: Mapping[str, Any]) -> Contribution:
    """Return what may be confirmed or rested on now, and a card of items and resolutions."""
    items = every(shown, "agenda_items", "place", case_id=case["id"])
    resolutions = {
        row["id"]: row for row in every(shown, "resolutions", "newest", case_id=case["id"])
    }
    acts: list[Act] = []
    for key, row in resolutions.items():
        if row["state"] == "adopted" and row["outcome"] == "approved_with_changes":
            # What is refused stays on the resolution's own page: here it would only be noise.
            acts += [act for act in acts_of(shown, key) if act.href and act.main]
    links = [
        link_of(shown, item, resolutions.get(item["resolution_id"]))
        for item in sorted(items, key=lambda row: (row["held_on"], row["place"]), reverse=True)
    ]
    outside = [
        Link(
            citation_of(shown, row, row["item_no"]),
            shown.here_as_of(f"/resolutions/{key}"),
            "",
            (outcome_tag(shown, row["outcome"]),),
            "gavel",
        )
        for key, row in resolutions.items()
        if row["meeting_id"] is None
    ]
    found = (*links, *outside)
    title = shown.words.text("ui.board.panel")
    return Contribution(tuple(acts), (Card("board", title, links=found),) if found else ())


def link_of(shown: Shown, item: Mapping[str, Any], resolved: Mapping[str, Any] | None) -> Link:
    label = shown.words.text
    anchor = f"#item-{item['item_no'].replace('.', '-')}"
    meeting = shown.here_as_of(f"/meetings/{item['meeting_id']}") + anchor
    if resolved is None:
        number = shown.words.in_digits(number_of(item))
        text = (
            f"{label('ui.meeting.number')} {number} {label('ui.meeting.item', no=item['item_no'])}"
        )
        return Link(
            text, meeting, item["title"], (Tag(label("ui.board.on_agenda"), "blue"),), "users"
        )
    tag = outcome_tag(shown, resolved["outcome"])
    href = shown.here_as_of(f"/resolutions/{resolved['id']}")
    text = citation_of(shown, resolved, item["item_no"])
    return Link(text, href, item["title"], (tag,), "gavel")
