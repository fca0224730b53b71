"""Letters of ours as pages: the list, one letter with its paper, a set, and the papers themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.context import Context, Signed
from api.correspondence.letters import reading_facts, urgency_tags
from api.correspondence.outgoing import DRAFT, LETTER_ROUTES
from api.pages import Shown
from api.web.parts import Cell, Column, Do, Empty, Fact, Listing, Pill, Row, Tag, Tone
from application.correspondence.printing import paper_of
from application.correspondence.signing import another_can_check
from application.organization.facts import OfStreams
from domain.correspondence.outgoing_letter import Draft, outgoing_letter
from domain.correspondence.outgoing_letter.openings import acts_open
from domain.refusal import NotFound, Refusal
from domain.thai_text import search_key
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)

STATE_TONES: Mapping[str, Tone] = {
    "draft": "grey",
    "checked": "blue",
    "sent_back": "amber",
    "signed": "blue",
    "dispatched": "green",
    "withdrawn": "grey",
}
VIEWS: Mapping[str, Mapping[str, Any]] = {
    "underway": {"state": ["draft", "sent_back", "checked", "signed"]},
    "draft": {"state": ["draft", "sent_back"]},
    "checked": {"state": "checked"},
    "signed": {"state": "signed"},
    "dispatched": {"state": "dispatched"},
    "all": {},
}
MOST_PAGES = 50


def state_tag(shown: Shown, row: Mapping[str, Any]) -> Tag:
    state = row["state"]
    return Tag(shown.words.text(f"ui.outgoing.state.{state}"), STATE_TONES[state])


def row_known(context: Context, key: UUID, as_of: int | None = None) -> dict[str, Any]:
    row = context.rows.one("outgoing_letters", key, context.viewer, as_of)
    if row is None:
        raise NotFound()
    return row


@pages.get("/outgoing-letters")
def list_page(request: Request, context: Signed) -> Response:
    """Letters of ours by how far they are, the latest change first."""
    shown = Shown(request, context, here="registers")
    label, view = shown.words.text, request.query_params.get("view", "underway")
    view = view if view in VIEWS else "underway"
    query = request.query_params.get("q", "").replace("\x00", "")
    words = tuple(search_key(query).split())
    ask = shown.ask(filters=VIEWS[view], sort="newest", search=words)
    page = context.rows.page("outgoing_letters", shown.viewer, ask)
    columns = ("number", "subject", "state", "owner", "changed")
    listing = Listing(
        id="outgoing",
        caption=label("ui.outgoing.title"),
        columns=tuple(Column(key, label(f"ui.outgoing.{key}")) for key in columns),
        rows=tuple(letter_row(shown, row) for row in page.items),
        empty=Empty(
            label("ui.outgoing.empty"), label("ui.outgoing.empty_help"), icon="mail-forward"
        ),
        pills=tuple(
            Pill(
                label(f"ui.outgoing.view.{name}"),
                shown.link(view=name),
                context.rows.count("outgoing_letters", shown.viewer, filters, shown.as_of),
                here=name == view,
            )
            for name, filters in VIEWS.items()
        ),
        search_action="/outgoing-letters",
        search_label=label("ui.outgoing.search"),
        search_value=query,
        search_keeps={"view": view},
        counted=page.count,
        next=shown.link(cursor=page.next) if page.next else None,
        verified_to=context.rows.verified_to(),
    )
    does = (
        (Do(label("command.DraftLetter"), DRAFT.form_path, icon=DRAFT.icon),)
        if context.may("DraftLetter")
        else ()
    )
    return shown.html("list.html", title=label("ui.outgoing.title"), listing=listing, does=does)


def letter_row(shown: Shown, row: Mapping[str, Any]) -> Row:
    href = f"/outgoing-letters/{row['id']}"
    return Row(
        id=str(row["id"]),
        href=href,
        quiet=row["state"] == "withdrawn",
        cells={
            "number": Cell(row["letter_number"] or "", on=None),
            "subject": Cell(
                row["subject"] or shown.words.text(unsaid(row)),
                href=href,
                sub=row["to_names"],
                tags=tuple(marks(shown, row)),
            ),
            "state": Cell(tags=(state_tag(shown, row),)),
            "owner": Cell(row["owner_th"] or ""),
            "changed": Cell(on=bangkok_date(row["changed_at"])),
        },
    )


def open_now(context: Context, key: UUID) -> dict[str, Refusal | None]:
    """Return what may be done with a letter now, and why not otherwise."""
    state = context.state(outgoing_letter, key)
    if not isinstance(state, Draft) or state.checked:
        return acts_open(state, context.actor)
    reader, find = OfStreams(context.office.streams), context.rows.rows
    can = another_can_check(reader, find, state, context.on)
    return acts_open(state, context.actor, another_can_check=can)


@pages.get("/outgoing-letters/{id:uuid}")
def letter_page(request: Request, id: UUID, context: Signed) -> Response:
    """One letter: its paper as it now is, what may be done, to whom it went, its story."""
    shown = Shown(request, context, here="registers")
    row = row_known(context, id, shown.as_of)
    label = shown.words.text
    acts = () if shown.as_of else shown.acts(LETTER_ROUTES, id, open_now(context, id))
    return shown.html(
        "outgoing_letter.html",
        title=row["subject"] or label("ui.outgoing.no_subject"),
        lead=" · ".join(filter(None, (row["letter_number"], row["to_names"]))),
        tags=[*marks(shown, row), state_tag(shown, row)],
        row=row,
        facts=facts_of(shown, row),
        sheets=[] if shown.as_of else sheets_of(context, row),
        deliveries=deliveries_of(shown, row),
        acts=acts,
        sent_back=row["sent_back_reason"],
        story=shown.story(stream_id=f"outgoing_letter/{id}"),
    )


def unsaid(row: Mapping[str, Any]) -> str:
    """Return the words for a letter whose subject a list does not tell: none yet, or classified."""
    return "ui.outgoing.no_subject" if row["secrecy"] == "none" else "ui.classified"


def marks(shown: Shown, row: Mapping[str, Any]) -> list[Tag]:
    secret = row["secrecy"] != "none"
    mark = (
        (Tag(shown.words.text(f"value.secrecy.{row['secrecy']}"), "red", "lock"),) if secret else ()
    )
    return [*mark, *urgency_tags(shown, row["urgency"])]


def facts_of(shown: Shown, row: Mapping[str, Any]) -> list[Fact]:
    label, name = shown.words.text, shown.words.resolve
    signature = row["signature"]
    facts = [
        Fact(
            label("ui.outgoing.number"),
            Cell(row["letter_number"] or label("ui.outgoing.no_number")),
        ),
        Fact(label("ui.outgoing.dated"), Cell(on=row["dispatched_on"])),
        Fact(label("ui.outgoing.purpose"), Cell(label(f"value.letter_purpose.{row['purpose']}"))),
        Fact(label("ui.outgoing.owner"), Cell(row["owner_th"] or "")),
        Fact(label("ui.outgoing.drafter"), Cell(name(row["drafted_by"]))),
        Fact(
            label("ui.outgoing.checker"), Cell(name(row["checked_by"]) if row["checked_by"] else "")
        ),
        Fact(
            label("ui.outgoing.signer"),
            Cell(
                signature["block"]["name"] if signature else "",
                sub=signature["block"]["position"] if signature else "",
            ),
        ),
    ]
    if row["legal_basis"]:
        facts.append(
            Fact(label("field.DraftGovernorRequest.legal_basis"), Cell(row["legal_basis"]))
        )
    if row["reply_due_on"]:
        due = not row["replied"]
        facts.append(Fact(label("ui.outgoing.reply_due"), Cell(on=row["reply_due_on"], due=due)))
    if row["case_id"]:
        facts.append(
            Fact(label("ui.outgoing.case"), Cell(name(row["case_id"]), f"/cases/{row['case_id']}"))
        )
    if row["batch_id"]:
        facts.append(
            Fact(
                label("ui.outgoing.set"),
                Cell(label("ui.outgoing.set_open"), f"/letter-sets/{row['batch_id']}"),
            )
        )
    if row["answers_letter_id"]:
        answered = row["answers_letter_id"]
        facts.append(
            Fact(label("ui.outgoing.answers"), Cell(name(answered), f"/letters/{answered}"))
        )
    facts.append(Fact(label("ui.outgoing.version"), Cell(row["digest"][:12])))
    return [*facts, *reading_facts(shown, row, f"/outgoing-letters/{row['id']}/readings")]


def sheets_of(context: Context, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the pages of the paper as pictures; the version is in the address, so they may be kept."""
    count = len(context.service.pictures(paper_of(row)))
    version = f"{row['state']}-{row['digest'][:16]}"
    return [
        {"n": n, "src": f"/outgoing-letters/{row['id']}/pages/{n}.png?v={version}"}
        for n in range(1, min(count, MOST_PAGES) + 1)
    ]


def deliveries_of(shown: Shown, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each addressee with how it reached him (R-E02)."""
    if row["state"] != "dispatched":
        return []
    attempts = shown.context.rows.rows("deliveries", outgoing_id=row["id"])
    found = []
    for place, to in enumerate(row["to"], start=1):
        own = [attempt for attempt in attempts if attempt["addressee"] == place]
        arrived = next((attempt for attempt in own if attempt["arrived"]), None)
        failed = own[-1] if own and arrived is None else None
        found.append({"name": to["addressee"], "arrived": arrived, "failed": failed})
    return found
