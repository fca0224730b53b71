"""What the board's pages read of a meeting: its seats, its items, each with what was resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from api.board.forms import number_of
from api.board.routes import ITEM_ROUTES
from api.budget.reading import lines_by_id
from api.budget.transfer_parts import money_rows
from api.finding import every, named
from api.pages import Shown
from api.web.parts import Act, MoneyRow, Tag, Tone
from domain.board.meeting import Meeting, Open
from domain.board.meeting.openings import item_acts_open, item_quorum
from domain.board.meeting.recusals import reasons_known_to
from domain.thai_time import BANGKOK
from domain.viewer import Viewer

OUTCOMES: dict[str, tuple[Tone, str]] = {
    "agreed": ("green", "circle-check"),
    "approved": ("green", "circle-check"),
    "approved_with_changes": ("amber", "pencil"),
    "acknowledged": ("grey", "info-circle"),
    "not_approved": ("red", "circle-x"),
    "withdrawn": ("grey", "ban"),
    "deferred": ("amber", "clock"),
}
MEETING_STATES: dict[str, tuple[Tone, str]] = {
    "called": ("blue", "calendar-event"),
    "open": ("amber", "users"),
    "closed": ("green", "circle-check"),
    "cancelled": ("grey", "ban"),
}


@dataclass(frozen=True)
class Seat:
    """A seat at the meeting. ``note`` says why it was away, or when it came or left."""

    id: UUID
    name: str
    title: str
    present: bool
    votes: bool
    presides: bool
    left: bool = False
    note: str = ""


@dataclass(frozen=True)
class Recused:
    """A member who takes no part in an item. ``reason`` is empty to whom it is not to be known."""

    name: str
    interest: str
    reason: str = ""


@dataclass(frozen=True)
class Figures:
    """The quorum of an item: counted live while the meeting sits, as recorded afterwards."""

    members: int
    needed: int
    present: int
    recused: int

    @property
    def good(self) -> bool:
        return self.present >= self.needed


@dataclass(frozen=True)
class Votes:
    """Names by how they voted. ``unanimous`` says that there is but one side."""

    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    abstained: tuple[str, ...]
    unanimous: bool
    casting: str = ""


@dataclass(frozen=True)
class Paper:
    """One transfer annexed to the item's paper, with its lines before and after."""

    href: str
    reason: str
    money: tuple[MoneyRow, ...]


@dataclass(frozen=True)
class Item:
    no: str
    title: str
    section: str
    outcome: Tag | None = None
    changes: str = ""
    citation: str = ""
    resolution_href: str = ""
    case: str = ""
    case_href: str = ""
    guidelines: str = ""
    guidelines_words: tuple[tuple[str, str], ...] = ()
    carried: str = ""
    papers: tuple[Paper, ...] = ()
    recused: tuple[Recused, ...] = ()
    quorum: Figures | None = None
    votes: Votes | None = None
    dissents: tuple[tuple[str, str], ...] = ()
    acts: tuple[Act, ...] = field(default=())

    @property
    def anchor(self) -> str:
        return f"item-{self.no.replace('.', '-')}"


def outcome_tag(shown: Shown, outcome: str) -> Tag:
    tone, icon = OUTCOMES[outcome]
    return Tag(shown.words.text(f"value.resolution_outcome.{outcome}"), tone, icon)


def meeting_tag(shown: Shown, state: str) -> Tag:
    tone, icon = MEETING_STATES[state]
    return Tag(shown.words.text(f"value.meeting_state.{state}"), tone, icon)


def citation_of(shown: Shown, row: Mapping[str, Any], item_no: str) -> str:
    """Return how a resolution of this meeting is cited (``row``: with number and body)."""
    return shown.words.text(
        "ui.resolution.title", body=named(shown, row, "short"), number=number_of(row), item=item_no
    )


def clock(shown: Shown, at: datetime) -> str:
    return shown.words.in_digits(f"{at.astimezone(BANGKOK):%H.%M}")


def at_meeting(shown: Shown, meeting_id: UUID) -> Viewer:
    """Return who looks at a meeting: a member who sat there knows who else did, be he of a school."""
    context = shown.context
    sat = context.rows.rows("meeting_seats", meeting_id=meeting_id, person_id=context.person_id)
    return replace(shown.viewer, all_units=True) if sat else shown.viewer


def seats_of(shown: Shown, meeting: Mapping[str, Any], viewer: Viewer) -> list[Seat]:
    rows = every(shown, "meeting_seats", "place", viewer=viewer, meeting_id=meeting["id"])
    return [seat_of(shown, row, meeting["presided_by"]) for row in rows]


def seat_of(shown: Shown, row: Mapping[str, Any], presided_by: UUID | None) -> Seat:
    label = shown.words.text
    note = ""
    if row["left_at"] and not row["present"]:
        note = label("ui.meeting.left_at", at=clock(shown, row["left_at"]))
    elif row["arrived_at"]:
        note = label("ui.meeting.arrived_at", at=clock(shown, row["arrived_at"]))
    elif row["cause"]:
        note = label(f"value.absence_cause.{row['cause']}")
    return Seat(
        row["seat_id"],
        named(shown, row, "person"),
        named(shown, row, "title"),
        row["present"],
        row["votes"],
        row["seat_id"] == presided_by,
        row["left_at"] is not None,
        note,
    )


def items_of(
    shown: Shown,
    meeting: Mapping[str, Any],
    seats: Sequence[Seat],
    state: Meeting | None,
    viewer: Viewer,
) -> list[Item]:
    """Return the agenda in its order; ``state`` where it may be acted on now.

    ``viewer`` is who is told of recusals: ``at_meeting``.
    """
    rows = every(shown, "agenda_items", "place", meeting_id=meeting["id"])
    recusals = recusals_of(shown, meeting["id"], viewer)
    names = {seat.id: seat.name for seat in seats}
    return [item_of(shown, meeting, row, recusals, names, state) for row in rows]


def item_of(
    shown: Shown,
    meeting: Mapping[str, Any],
    row: Mapping[str, Any],
    recusals: Mapping[str, Sequence[Recused]],
    names: Mapping[UUID, str],
    state: Meeting | None,
) -> Item:
    label, no = shown.words.text, row["item_no"]
    carried = row["carried_from"]
    return Item(
        no=no,
        title=row["title"],
        section=label(f"value.agenda_section.{row['section']}"),
        outcome=outcome_tag(shown, row["outcome"]) if row["outcome"] else None,
        changes=row["changes"] or "",
        citation=citation_of(shown, meeting, no) if row["outcome"] else "",
        resolution_href=shown.here_as_of(f"/resolutions/{row['resolution_id']}"),
        case=f"{row['case_number']}/{row['case_year']} · {row['case_subject']}"
        if row["case_subject"]
        else "",
        case_href=shown.here_as_of(f"/cases/{row['case_id']}"),
        guidelines=label("ui.meeting.guidelines", n=row["guidelines_version"])
        if row["guidelines_version"]
        else "",
        guidelines_words=guidelines_of(shown, row),
        carried=label("ui.meeting.carried_from", no=carried["item_no"]) if carried else "",
        papers=papers_of(shown, [UUID(t["transfer_id"]) for t in row["transfers"] or ()]),
        recused=tuple(recusals.get(no, ())),
        quorum=figures(row, state),
        votes=votes_of(shown, row, names),
        dissents=tuple(
            (names.get(UUID(d["seat_id"]), "—"), d["reason"]) for d in row["dissents"] or ()
        ),
        acts=acts_of(shown, meeting["id"], no, state),
    )


def recusals_of(shown: Shown, meeting_id: UUID, viewer: Viewer) -> dict[str, list[Recused]]:
    """Return who is recused, by item. The reasons are sealed: they come from the log, not from rows."""
    rows = every(shown, "recusals", "oldest", viewer=viewer, meeting_id=meeting_id)
    story = shown.context.service.story_of(f"meeting/{meeting_id}") if rows else ()
    reasons = reasons_known_to(shown.context.person_id, story)
    found: dict[str, list[Recused]] = {}
    for row in rows:
        interest = shown.words.text(f"value.interest.{row['interest']}")
        reason = reasons.get(row["position"], "")
        one = Recused(named(shown, row, "person"), interest, reason)
        found.setdefault(row["item_no"], []).append(one)
    return found


def guidelines_of(shown: Shown, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the guidelines that the paper puts to the body, in the version it names."""
    if not row["guidelines_version"]:
        return ()
    papers = every(shown, "case_papers", "newest", case_id=row["case_id"], kind="guidelines")
    content = next(
        (p["content"] for p in papers if p["version"] == row["guidelines_version"]), None
    )
    if content is None:
        return ()
    label = shown.words.text
    return tuple(
        (label(f"field.SetGuidelines.{name}"), content[name]) for name in ("text", "methods")
    )


def figures(row: Mapping[str, Any], state: Meeting | None) -> Figures | None:
    if row["members"] is not None:
        return Figures(row["members"], row["needed"], row["present"], row["recused"])
    if isinstance(state, Open) and row["item_no"] in state.call.items:
        now = item_quorum(state, row["item_no"])
        return Figures(now.members, now.needed, now.present, now.recused)
    return None


def votes_of(shown: Shown, row: Mapping[str, Any], names: Mapping[UUID, str]) -> Votes | None:
    if not row["voted"]:
        return None

    def who(column: str) -> tuple[str, ...]:
        return tuple(names.get(seat, "—") for seat in row[column] or ())

    casting = row["casting_vote"]
    return Votes(
        who("votes_for"),
        who("votes_against"),
        who("abstained"),
        row["unanimous"],
        shown.words.text(f"value.vote.{casting}") if casting else "",
    )


def acts_of(shown: Shown, meeting_id: UUID, item_no: str, state: Meeting | None) -> tuple[Act, ...]:
    """Return what may be done with the item now; each knows the item by its address."""
    if state is None:
        return ()
    found = shown.acts(ITEM_ROUTES, meeting_id, item_acts_open(state, item_no))
    return tuple(
        Act(
            act.label,
            f"{act.href}?item_no={item_no}" if act.href else None,
            act.icon,
            act.main,
            act.warns,
            act.reason,
        )
        for act in found
    )


def papers_of(shown: Shown, ids: Sequence[UUID]) -> tuple[Paper, ...]:
    rows = [
        shown.context.rows.one("budget_transfers", key, shown.viewer, shown.as_of) for key in ids
    ]
    return tuple(paper_of(shown, row) for row in rows if row is not None)


def paper_of(shown: Shown, row: Mapping[str, Any]) -> Paper:
    known = lines_by_id(shown, [UUID(line["line_id"]) for line in row["lines"]])
    href = shown.here_as_of(f"/transfers/{row['id']}")
    return Paper(href, row["reason"], tuple(money_rows(shown, row["lines"], known)))
