"""What goes over with a post: everything open of it and of its holder, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from api.casework.follow_ups import title_of
from api.casework.places import place_of
from api.finding import every
from api.organization.assignments import assigned
from api.organization.day import Day
from api.organization.posts import instrument_link
from api.pages import Shown
from application.organization.presence import presence
from application.organization.resting import rank_ahead, seats_of
from application.organization.worklist import waits_on, work_of
from domain.organization.authority import Standing
from domain.organization.capacity import Capacity
from domain.organization.post import Established
from domain.organization.role import Role
from domain.refusal import NotFound
from domain.thai_time import bangkok_date, fiscal_year

MOST = 200  # rows of one kind; beyond that it is said that there are more
# They answer for the unit's debts.
HEADS = (Role.AREA_DIRECTOR, Role.GROUP_DIRECTOR, Role.SECTION_HEAD)
DRAFTS = ("draft", "checked", "sent_back", "signed")
MOVING = ("draft", "submitted", "returned", "amended", "approved")


@dataclass(frozen=True)
class Line:
    """One thing that goes over; ``href`` is where it is."""

    text: str
    href: str | None = None
    sub: str = ""
    due: Any = None


@dataclass(frozen=True)
class Part:
    """Things of one kind, by the key of their words."""

    key: str
    lines: tuple[Line, ...]
    more: bool = False


class Post:
    """A post that is handed over, as the reader may know of it at the moment he looks at."""

    def __init__(self, shown: Shown, id: UUID) -> None:
        self.shown, self.id = shown, id
        self.day = Day(shown, bangkok_date(shown.as_of_moment or shown.context.at))
        state = self.day.facts.post(id)
        if not isinstance(state, Established):
            raise NotFound()
        self.state = state
        self.holder = presence(self.day.facts, id, self.day.on).person_id

    def page(self, table: str, filters: Mapping[str, Any], sort: str = "") -> list[dict[str, Any]]:
        ask = replace(self.shown.ask(filters=filters, sort=sort, limit=MOST), cursor=None)
        return self.shown.context.rows.page(table, self.shown.viewer, ask).items

    def work(self) -> dict[str, Any]:
        """Return by which keys what waits for the post and its holder is found."""
        standing = Standing(self.holder or UUID(int=0), self.id, Capacity.HOLDER, None, self.id)
        return work_of(self.day.facts, standing, self.day.on)


def parts_of(post: Post) -> list[Part]:
    """Return everything open, kind by kind; a kind with nothing says so."""
    return [
        part("inbox", inbox(post)),
        part("follow_ups", follow_ups(post)),
        part("cases", cases(post)),
        part("approvals", approvals(post)),
        part("transfers", transfers(post)),
        part("letters", letters(post)),
        part("certificates", certificates(post)),
        part("meetings", meetings(post)),
        part("given", given(post)),
        part("received", received(post)),
        part("assignments", assignments(post)),
    ]


def part(key: str, lines: Iterable[Line]) -> Part:
    found = tuple(lines)
    return Part(key, found[:MOST], len(found) >= MOST)


def subject_of(post: Post, row: Mapping[str, Any]) -> str:
    found = row.get("letter_subject") or row.get("title") or row.get("case_subject")
    return found or post.shown.words.text("ui.classified")


def inbox(post: Post) -> Iterable[Line]:
    for row in post.page("inbox", post.work() | waits_on(post.day.on), "due"):
        act = post.shown.words.text(f"command.{row['act']}")
        number = f"{row['case_number']}/{row['case_year']}" if row["case_number"] else ""
        sub = f"{act} · {number}" if number else act
        yield Line(subject_of(post, row), place_of(row), sub, row["due_on"])


def follow_ups(post: Post) -> Iterable[Line]:
    """What is owed to or by the post, and by the unit of its head."""
    keys = list(post.work()["waits_for"])
    if post.state.role in HEADS:
        keys.append(f"unit:{post.state.unit_id}")
    for row in post.page("follow_ups", {"open": True, "waits_for": keys}, "due"):
        yield Line(
            title_of(post.shown, row), place_of(row), row["case_subject"] or "", row["due_on"]
        )


def cases(post: Post) -> Iterable[Line]:
    """Cases of which the holder is the officer."""
    if post.holder is None:
        return
    for row in post.page("case_status", {"officer_id": post.holder, "open": True}):
        yield Line(row["subject"], f"/cases/{row['id']}", f"{row['number']}/{row['year']}")


def approvals(post: Post) -> Iterable[Line]:
    """Rounds that wait at this post or will come to it, and those its holder asked for."""
    words = post.shown.words
    for row in post.page("approvals", {"state": "pending"}, "newest"):
        asked = post.holder is not None and row["requested_by"] == post.holder
        if asked or rank_ahead(row, post.id):
            at = words.resolve(row["rank_post_id"]) if row["rank_post_id"] else ""
            sub = words.text("ui.handover.at", post=at) if at else ""
            yield Line(subject_of(post, row), f"/approvals/{row['id']}", sub, row["rank_due_on"])


def transfers(post: Post) -> Iterable[Line]:
    for row in every(post.shown, "budget_transfers", "", state=list(MOVING)):
        if row["drafted_by"] == post.holder:
            words = post.shown.words
            moved = words.show("moved_satang", row["moved_satang"])
            yield Line(row["reason"], f"/transfers/{row['id']}", moved)


def letters(post: Post) -> Iterable[Line]:
    """Letters that the holder drafted and that have not gone out."""
    for row in every(post.shown, "outgoing_letters", "", state=list(DRAFTS)):
        if row["drafted_by"] == post.holder:
            subject = row["subject"] or post.shown.words.text("ui.classified")
            yield Line(subject, f"/outgoing-letters/{row['id']}", row["to_names"] or "")


def certificates(post: Post) -> Iterable[Line]:
    """Lines whose balance the holder certified in this fiscal year (R-B09)."""
    words, year = post.shown.words, fiscal_year(post.day.on)
    for row in every(post.shown, "budget_balances", "programme", fiscal_year=year):
        if post.holder is not None and row["certified_by"] == post.holder:
            certified = words.show("certified_satang", row["certified_satang"])
            sub = f"{certified} · {words.date(row['certified_on'])}"
            yield Line(row["item"], f"/budget/lines/{row['id']}", sub)


def meetings(post: Post) -> Iterable[Line]:
    """Meetings ahead of bodies in which the post has a seat, which goes with it (R-G15)."""
    words = post.shown.words
    bodies = post.page("bodies", {})
    seats = {seat["body_id"]: seat for seat in seats_of(bodies, post.id, post.day.on)}
    for body_id, seat in seats.items():
        title = seat[f"title_{words.lang}"] or seat["title_th"]
        ahead = post.page("meetings", {"body_id": body_id, "state": ["called", "open"]})
        if not ahead:
            yield Line(words.resolve(body_id), f"/bodies/{body_id}", title)
        for row in ahead:
            number = f"{row['meeting_no']}/{row['meeting_year']}"
            text = words.text("ui.named.meeting", number=number)
            yield Line(
                text,
                f"/meetings/{row['id']}",
                f"{words.resolve(body_id)} · {title}",
                row["held_on"],
            )


def given(post: Post) -> Iterable[Line]:
    """Orders by which others stand in for this post, or that it issued."""
    known = {it.instrument_id: it for it in post.day.facts.instruments(post.id).entered}
    rows = post.page("instruments", {"issuer_post_id": post.id})
    for row in rows:
        if row["instrument_id"] not in known:
            found = post.day.facts.instruments(row["post_id"]).find(row["instrument_id"])
            if found is not None:
                known[row["instrument_id"]] = found
    for it in known.values():
        if it.until_on is None or it.until_on > post.day.on:
            link = instrument_link(post.day, it)
            yield Line(link.label, link.href, link.sub, it.until_on)


def received(post: Post) -> Iterable[Line]:
    """Orders by which this post stands in for others."""
    seen = set()
    for row in post.page("instruments", {"receiver_post_id": post.id}):
        over = row["until_on"] is not None and row["until_on"] <= post.day.on
        if over or (row["instrument_id"], row["post_id"]) in seen:
            continue
        seen.add((row["instrument_id"], row["post_id"]))
        words = post.shown.words
        capacity = words.text(f"value.capacity.{row['capacity']}")
        text = words.text(
            "ui.who_could.stands_in", capacity=capacity, post=words.resolve(row["post_id"])
        )
        href = post.day.orders.href(row["instrument_id"])
        order = words.show("document", row["document"] or row["legal_basis"])
        yield Line(text, href, order, row["until_on"])


def assignments(post: Post) -> Iterable[Line]:
    """Work assigned to the post, and work it assigned to others."""
    words = post.shown.words
    own = assigned(post.shown, post.id)
    others = post.page("assignments", {"given_by_post": post.id})
    for row in [*own, *(row for row in others if row["post_id"] != post.id)]:
        if row["until_on"] is None or row["until_on"] > post.day.on:
            to = "" if row["post_id"] == post.id else f" · {words.resolve(row['post_id'])}"
            order = words.show("order", row["order_reference"])
            yield Line(row["text"], f"/posts/{row['post_id']}", f"{order}{to}", row["until_on"])
