"""One case: what it is, how far, what may be done now, its parts, its story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.casework.cards import facts_of, letters_card, papers_card, people_card
from api.casework.case_acts import one_main, own_acts
from api.casework.panels import Contribution, contributions
from api.casework.papers import papers_of
from api.casework.reading import row_of, steps_of
from api.casework.wording import (
    due_words,
    number_of,
    state_tag,
    stepper,
)
from api.context import Signed
from api.files import handed_out
from api.pages import Shown
from api.web.parts import Act, Pill, Tag, Told
from domain.catalogue import DECIDERS
from domain.refusal import NotFound
from domain.thai_time import bangkok_date
from projections.ask import Ask

pages = APIRouter(include_in_schema=False)

# What the story can be narrowed to: kinds of stream.
ABOUT: Mapping[str, tuple[str, ...]] = {
    "steps": ("case",),
    "letters": ("letter", "outgoing_letter"),
    "money": ("budget_transfer", "budget_line"),
    "decisions": ("approval", "outside_approval", "meeting", "resolution"),
}


@pages.get("/cases/{id:uuid}")
def case_page(request: Request, id: UUID, context: Signed) -> Response:
    """The heart of the matter."""
    shown = Shown(request, context, here="cases")
    row = row_of(shown, id)
    label = shown.words.text
    steps = steps_of(shown, id)
    own_people = context.viewer.all_units
    others = contributions(shown, row) if own_people else Contribution()
    acts: list[Act] = []
    if shown.as_of is None and own_people:
        acts = one_main([*own_acts(shown, row), *others.acts])
    papers = papers_of(shown, id)
    cards = [
        letters_card(shown, row),
        people_card(shown, row, papers),
        papers_card(shown, row, papers),
        *others.cards,
    ]
    about = request.query_params.get("about", "")
    return shown.html(
        "case.html",
        title=row["subject"],
        lead=label(
            "ui.case.lead",
            number=number_of(row),
            process=row["process_code"],
            fiscal_year=row["fiscal_year"],
        ),
        tags=[state_tag(shown, row), *late_tags(shown, steps)],
        steps=stepper(shown, steps),
        acts=acts,
        reading=shown.as_of is not None,
        outside=not own_people,
        facts=facts_of(shown, row, steps),
        cards=[card for card in cards if card is not None],
        story=case_story(shown, id, about),
        story_pills=story_pills(shown, about),
    )


def late_tags(shown: Shown, steps: Sequence[Mapping[str, Any]]) -> list[Tag]:
    """Return a mark for the step that is overdue the longest, if one is."""
    due = [row["due_on"] for row in steps if row["open"] and row["due_on"]]
    first = min(due, default=None)
    if first is None or first >= bangkok_date(shown.as_of_moment or shown.context.at):
        return []
    return [Tag(due_words(shown, first), "red", "alert-circle")]


def case_story(shown: Shown, case_id: UUID, about: str) -> list[Told]:
    filters: dict[str, Any] = {"case_id": case_id}
    if about in ABOUT:
        kinds = ABOUT[about]
        filters["name"] = [
            event.NAME for kind in kinds if kind in DECIDERS for event in DECIDERS[kind].events
        ]
    return shown.story(200, **filters)


def story_pills(shown: Shown, about: str) -> tuple[Pill, ...]:
    label = shown.words.text
    everything = Pill(label("ui.case.about.all"), shown.link(about=None) + "#story", here=not about)
    return (
        everything,
        *(
            Pill(
                label(f"ui.case.about.{name}"),
                shown.link(about=name) + "#story",
                here=about == name,
            )
            for name in ABOUT
        ),
    )


@pages.get("/cases/{id:uuid}/files/{digest}")
def case_file(id: UUID, digest: str, context: Signed) -> Response:
    """Hand out a file laid down in a case the viewer may know of."""
    rows = context.rows.page(
        "case_papers", context.viewer, Ask(filters={"case_id": id}, limit=200)
    ).items
    known = {file["digest"]: file for row in rows for file in row["files"] or () if file["digest"]}
    if digest not in known or context.service.office.files.known(digest) is None:
        raise NotFound()
    return handed_out(context, digest, known[digest]["name"], known[digest]["media_type"])
