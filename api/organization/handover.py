"""Handing over a post: everything open of the post and of its holder, as one page and one paper."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.finding import one
from api.naming import Names
from api.organization.handover_parts import MOST, Part, Post, parts_of
from api.organization.posts import concerned
from api.organization.settings import settled_for_office
from api.pages import Shown
from api.web.words import Words
from application.desk import OFFICE
from application.organization.handover import HandoverPaper, Owed, Section
from domain.organization.settings import Settings, settings
from domain.refusal import NotFound

pages = APIRouter(include_in_schema=False)


@pages.get("/posts/{id:uuid}/handover")
def handover_page(request: Request, id: UUID, context: Signed) -> Response:
    """What goes over with a post: all that is open, kind by kind."""
    shown = Shown(request, context, here="settings")
    post = known(shown, id)
    parts = parts_of(post)
    label = shown.words.text
    return shown.html(
        "handover.html",
        title=label("ui.handover.title"),
        lead=label("ui.handover.lead", on=post.day.on),
        post=id,
        holder=shown.words.resolve(post.holder) if post.holder else "",
        unit=shown.words.resolve(post.state.unit_id),
        parts=parts,
        total=sum(len(part.lines) for part in parts),
        paper=shown.here_as_of(f"/posts/{id}/handover.pdf"),
    )


@pages.get("/posts/{id:uuid}/handover.pdf")
def handover_paper(request: Request, id: UUID, context: Signed) -> Response:
    """The same on paper, with a line to sign for each of the two."""
    shown = Shown(request, context)
    shown.words = Words("th", resolve=Names(context.service, "th"))  # papers are in Thai
    post = known(shown, id)
    return Response(
        context.service.render(paper_of(post)),
        media_type="application/pdf",
        headers={"Content-Disposition": "inline", "Cache-Control": "no-store"},
    )


def known(shown: Shown, id: UUID) -> Post:
    """Return the post.

    Raises:
        NotFound: there is none, or it is not his business.
    """
    settled_for_office(shown.context)
    one(shown, "posts", id)
    if not concerned(shown, id):
        raise NotFound()
    return Post(shown, id)


def paper_of(post: Post) -> HandoverPaper:
    words, office = post.shown.words, post.shown.context.state(settings, OFFICE)
    label = words.text
    position = post.shown.as_of or post.shown.context.rows.head()
    return HandoverPaper(
        title=label("ui.handover.paper"),
        office=office.name_th if isinstance(office, Settings) else label("ui.office"),
        post=words.resolve(post.id),
        unit=words.resolve(post.state.unit_id),
        giver=words.resolve(post.holder) if post.holder else "",
        intro=label("ui.handover.intro", on=words.date(post.day.on, short=False)),
        sections=tuple(section(words, part) for part in parts_of(post)),
        nothing=label("ui.handover.nothing"),
        giver_label=label("ui.handover.giver"),
        receiver_label=label("ui.handover.receiver"),
        date_label=label("ui.handover.date"),
        due_label=label("ui.handover.due"),
        foot=label("ui.handover.foot", position=position),
        dated_on=post.day.on,
    )


def section(words: Words, part: Part) -> Section:
    return Section(
        words.text(f"ui.handover.part.{part.key}"),
        tuple(
            Owed(line.text, line.sub, words.date(line.due) if line.due else "")
            for line in part.lines
        ),
        words.text("ui.handover.more", n=MOST) if part.more else "",
    )
