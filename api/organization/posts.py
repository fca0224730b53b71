"""One post: who held it by which order, who stands in on the coming days, what its role may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.casework.panels import Link
from api.context import Signed
from api.finding import one
from api.organization.asking import may_ask_of_others
from api.organization.assignments import assigned, assignment_link
from api.organization.day import Day, StandIn, post_shown, stand_ins
from api.organization.powers_reading import bounds_text, power_name
from api.organization.routes import ROUTES
from api.organization.settings import settled_for_office
from api.pages import Shown
from api.web.parts import Act, Cell, Fact, Tag
from application.organization.presence import Days, coming, presence
from domain.message import stream_id
from domain.organization.capacity import Capacity
from domain.organization.instrument import Instrument, Instruments
from domain.organization.period import in_force
from domain.organization.post import (
    Established,
    PostHeld,
    PostIsClosed,
    PostVacant,
    holder_on,
)
from domain.organization.power import Grant
from domain.organization.role import Role
from domain.refusal import NotFound, Refusal
from domain.thai_time import bangkok_date

pages = APIRouter(include_in_schema=False)

AHEAD_DAYS = 30
ONE = timedelta(days=1)


@dataclass(frozen=True)
class RunShown:
    """Days on end, and who is there: the holder, or who stands in for him."""

    days: str
    today: bool
    holder: str
    away: bool
    standing_in: tuple[StandIn, ...]


@dataclass(frozen=True)
class HeldShown:
    """A holding: who, from when until when, by which order, and the event that says so."""

    name: str
    from_on: date
    until_on: date | None
    order: str
    story: str | None
    now: bool


@dataclass(frozen=True)
class PowerShown:
    """What the post's role may do, and within which bounds."""

    text: str
    bounds: str
    only_this_post: bool
    from_on: date
    until_on: date | None


@pages.get("/posts/{id:uuid}")
def post_page(request: Request, id: UUID, context: Signed) -> Response:
    """One post as it stands, what it was, what is ahead, and what may be done with it now."""
    shown = Shown(request, context, here="settings")
    settled_for_office(context)
    row = one(shown, "posts", id)
    day = Day(shown, bangkok_date(shown.as_of_moment or context.at))
    state = day.facts.post(id)
    if not isinstance(state, Established):
        raise NotFound()
    known = day.facts.instruments(id)
    found = presence(day.facts, id, day.on)
    return shown.html(
        "post.html",
        title=row[f"title_{shown.words.lang}"] or row["title_th"],
        lead=shown.words.resolve(row["unit_id"]),
        tags=tags(shown, state, found.holder_away, day.on),
        post=post_shown(day, row, found),
        acts=acts(shown, id, state, known, day.on),
        facts=facts(shown, state),
        runs=[run_shown(day, run) for run in coming(day.facts, id, day.on, AHEAD_DAYS)],
        instruments={
            when: [instrument_link(day, it) for it in items]
            for when, items in by_time(known, day.on).items()
        },
        held=held(day, id, state),
        powers=powers_of(shown, id, state.role, day),
        table=day.facts.powers().version,
        assignments=[assignment_link(shown, it, day.on) for it in assigned(shown, id)],
        story=shown.story(30, stream_id=f"post/{id}"),
        handover=f"/posts/{id}/handover" if concerned(shown, id) else None,
    )


def tags(shown: Shown, state: Established, away: bool, on: date) -> list[Tag]:
    label, found = shown.words.text, []
    if state.until_on is not None and state.until_on <= on:
        found.append(Tag(label("ui.organization.closed"), "grey", "ban"))
    if state.kind == "duty":
        found.append(Tag(label("value.post_kind.duty"), "blue"))
    if away:
        found.append(Tag(label("ui.organization.holder_away"), "amber", "clock"))
    return found


def concerned(shown: Shown, id: UUID) -> bool:
    """Whether it is his business what the post still owes: who is in it or holds it, and who may ask of
    others and reads the office's matters."""
    context = shown.context
    if context.post_id == id or (may_ask_of_others(context) and shown.viewer.matters):
        return True
    return holder_on(context.facts.post(id), context.on) == context.person_id


def acts(shown: Shown, id: UUID, state: Established, known: Instruments, on: date) -> list[Act]:
    """Return what may be done with the post, and why not."""
    if shown.as_of is not None:
        return []
    closed = PostIsClosed(until_on=state.until_on) if state.until_on is not None else None
    held = next((h for h in state.holdings if h.until_on is None or h.until_on > on), None)
    filled = PostHeld(person_id=held.person_id, from_on=held.from_on) if held else None
    left = [one for one in known.entered if one.until_on is None or one.until_on > on]
    wanted: dict[str, Refusal | None] = {
        "IssueInstrument": closed,
        "FillPost": closed or (filled if held and held.until_on is None else None),
        "VacatePost": None if held else PostVacant(until_on=on),
        "ClosePost": closed or (filled if held and held.until_on is None else None),
    }
    if any(waits_for_acceptance(one, shown.context.post_id) for one in known.entered):
        wanted["AcceptInstrument"] = None
    if left:
        wanted["EndInstrument"] = None
    found = shown.acts(ROUTES, id, wanted)
    if (
        shown.context.may("AssignTask")
        and closed is None
        and state.role
        not in (
            Role.SYSTEM,
            Role.ADMINISTRATOR,
        )
    ):
        words = shown.words.text("command.AssignTask")
        found.append(Act(words, f"/assignments?post_id={id}", "clipboard-check"))
    return found


def waits_for_acceptance(instrument: Instrument, post_id: UUID) -> bool:
    return (
        instrument.capacity is Capacity.ON_BEHALF
        and instrument.accepted_on is None
        and instrument.receivers[0].post_id == post_id
    )


def facts(shown: Shown, state: Established) -> list[Fact]:
    label = shown.words.text
    found = [
        Fact(
            label("field.EstablishPost.unit_id"),
            Cell(shown.words.resolve(state.unit_id), href=f"/units/{state.unit_id}"),
        ),
        Fact(label("field.EstablishPost.role"), Cell(label(f"value.role.{state.role}"))),
        Fact(label("ui.post.kind"), Cell(label(f"value.post_kind.{state.kind}"))),
    ]
    if state.from_on is not None:
        found.append(Fact(label("field.EstablishPost.from_on"), Cell(on=state.from_on)))
    if state.until_on is not None:
        found.append(Fact(label("field.ClosePost.until_on"), Cell(on=state.until_on)))
    return found


def days_text(shown: Shown, from_on: date, until_on: date) -> str:
    """Return days on end as one says them: the last one is the day before ``until_on``."""
    first, last = shown.words.date(from_on), shown.words.date(until_on - ONE)
    return first if from_on + ONE == until_on else f"{first} – {last}"


def run_shown(day: Day, run: Days) -> RunShown:
    found, shown = run.presence, day.shown
    return RunShown(
        days_text(shown, run.from_on, run.until_on),
        run.from_on <= day.on < run.until_on,
        shown.words.resolve(found.person_id) if found.person_id else "",
        found.holder_away,
        stand_ins(day, found),
    )


def by_time(known: Instruments, on: date) -> Mapping[str, list[Instrument]]:
    """Return the instruments in force on the day, those ahead, and those that are over."""
    found: dict[str, list[Instrument]] = {"now": [], "ahead": [], "over": []}
    for it in sorted(known.entered, key=lambda it: it.from_on, reverse=True):
        if in_force(it.from_on, it.until_on, on):
            found["now"].append(it)
        else:
            found["ahead" if it.from_on > on else "over"].append(it)
    return found


def instrument_link(day: Day, it: Instrument) -> Link:
    shown, label = day.shown, day.shown.words.text
    receivers = [shown.words.resolve(one.person_id or one.post_id) for one in it.receivers]
    until = shown.words.date(it.until_on) if it.until_on else None
    waits = it.capacity is Capacity.ON_BEHALF and it.accepted_on is None
    return Link(
        f"{label(f'value.capacity.{it.capacity}')}: {', '.join(receivers)}",
        day.orders.href(it.instrument_id),
        " · ".join(
            filter(
                None,
                (
                    shown.words.show("document", it.document or it.legal_basis),
                    label("ui.post.from", on=it.from_on),
                    label("ui.post.until", on=until) if until else label("ui.post.open_end"),
                ),
            )
        ),
        tags=(Tag(label("ui.post.waits_for_acceptance"), "amber", "hourglass"),) if waits else (),
        icon="switch-horizontal",
    )


def held(day: Day, id: UUID, state: Established) -> list[HeldShown]:
    """Return the holdings, the latest first, each with the event that entered it."""
    entered = {
        (row["facts"]["person_id"], row["facts"]["from_on"]): row["position"]
        for row in day.shown.context.rows.page(
            "audit_history",
            day.shown.viewer,
            day.shown.ask_story({"name": "post.filled", "stream_id": stream_id("post", id)}, 200),
        ).items
    }
    return [
        HeldShown(
            day.shown.words.resolve(it.person_id),
            it.from_on,
            it.until_on,
            it.order_reference,
            f"/history/{position}"
            if (position := entered.get((str(it.person_id), it.from_on.isoformat())))
            else None,
            in_force(it.from_on, it.until_on, day.on),
        )
        for it in sorted(state.holdings, key=lambda it: it.from_on, reverse=True)
    ]


def powers_of(shown: Shown, id: UUID, role: Role, day: Day) -> list[PowerShown]:
    """Return the rows of the table of powers for the post's role, in words."""
    rows: Sequence[Grant] = day.facts.powers().grants
    found = [
        PowerShown(
            power_name(shown.words, row.command),
            bounds_text(shown.words, row),
            row.post_id is not None,
            row.in_force_from,
            row.in_force_until,
        )
        for row in rows
        if row.role == role and row.post_id in (None, id) and row.holds_for(id, day.on)
    ]
    # Several commands may be one power in words: a letter and a transfer are both sent back.
    return sorted(dict.fromkeys(found), key=lambda one: one.text)
