"""What every page needs: the reader's language, the frame, the wait for one's own act, the story."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from api.access.form_token import with_form_token
from api.context import Context, Service, standings_today
from api.naming import Names
from api.problems import BadRequest
from api.routes import Route
from api.story import told
from api.web.parts import Act as ActShown
from api.web.parts import Frame, MenuEntry, Notice, PostHeld, Told
from api.web.render import page
from api.web.words import Lang, Words
from application.organization.worklist import waits_on, work_of
from domain.fields import paper_date
from domain.organization.authority import Standing
from domain.refusal import Refusal
from domain.thai_time import BANGKOK, bangkok_date
from projections.ask import Ask, Viewer

LANG_COOKIE = "thabian_lang"
MENU = (
    ("overview", "/", "home"),
    ("inbox", "/inbox", "inbox"),
    ("registers", "/registers", "file-text"),
    ("cases", "/cases", "folder"),
    ("budget", "/budget", "coins"),
    ("board", "/meetings", "users"),
    ("follow_ups", "/follow-ups", "clock"),
    ("audit", "/history", "shield-check"),
    ("readings", "/readings", "eye"),
    ("exports", "/exports", "download"),
    ("break_glass", "/break-glass", "lock"),
    ("settings", "/settings", "settings"),
)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?")
MATTERS = frozenset({"overview", "inbox", "registers", "cases", "budget", "board", "follow_ups"})


def lang_of(request: Request) -> Lang:
    return "en" if request.cookies.get(LANG_COOKIE) == "en" else "th"


def words_for(request: Request, service: Service, met: Collection[UUID] = ()) -> Words:
    """Return the reader's words; ``met`` are ids that he will probably want named."""
    lang = lang_of(request)
    return Words(lang, resolve=Names(service, lang, met))


class Shown:
    """A page in the making for one request: words, frame, past position, waits."""

    def __init__(self, request: Request, context: Context, *, here: str = "") -> None:
        self.request = request
        self.context = context
        self.words = words_for(request, context.service, context.rows.met)
        self.as_of_moment, self.as_of = self._as_of()
        self.here = here
        self.late = False
        self._as_asked = context.service.runner.reached
        after = request.query_params.get("after", "")
        if after.isascii() and after.isdigit() and len(after) < 18:
            self.late = not context.service.runner.wait(int(after), timeout=1.0)
            self._as_asked = context.service.runner.reached

    def _as_of(self) -> tuple[datetime | None, int | None]:
        typed = self.request.query_params.get("as_of", "").strip()
        if not typed:
            return None, None
        moment = parse_moment(typed)
        return moment, self.context.rows.position_at(moment)

    @property
    def viewer(self) -> Viewer:
        return self.context.viewer

    def frame(self, notices: Sequence[Notice] = ()) -> Frame:
        context, rows = self.context, self.context.rows
        person = rows.one("persons", context.person_id, Viewer(all_units=True))
        held = standings_today(context.person_id, context.service, context.at)
        said = list(notices)
        done = self.request.query_params.get("done")
        if done:
            known = self.words.maybe(f"command.{done}.done")
            command = self.words.text(f"command.{done}")
            said.append(Notice(known or self.words.text("ui.done", command=command)))
        deed = self.request.query_params.get("deed")
        if deed and (sentence := self.words.maybe(f"deed.{deed}.done")):
            said.append(Notice(sentence))
        if self.late:
            said.append(Notice(self.words.text("ui.still_working"), tone="amber"))
        posts = {row["id"]: row for row in rows.rows("posts", id=[one.post_id for one in held])}
        return Frame(
            office=self.words.text("ui.office"),
            path=self.request.url.path
            + (f"?{self.request.url.query}" if self.request.url.query else ""),
            today=bangkok_date(self.as_of_moment or context.at),
            person=self.words.name(_Labels(person)) if person else None,
            posts=tuple(
                post_held(self.words, standing, posts[standing.post_id], context.standing)
                for standing in held
                if standing.post_id in posts
            ),
            menu=tuple(
                MenuEntry(
                    f"ui.menu.{key}",
                    href,
                    icon,
                    self._waiting() if key == "inbox" else 0,
                    key == self.here,
                )
                for key, href, icon in MENU
                if self._offered(key)
            ),
            as_of=self.as_of_moment,
            verified_to=rows.verified_to(),
            notices=tuple(said),
            query=self.request.query_params.get("q", ""),
        )

    def _offered(self, key: str) -> bool:
        """Whether an entry of the menu leads anywhere for who looks."""
        match key:
            case "exports":
                return self.context.may("RecordExport")
            case "readings":
                return self.viewer.watched or self.context.may("GrantReading")
            case "break_glass":
                return self.viewer.watched or self.context.may("BreakGlass")
        return self.viewer.matters or key not in MATTERS

    def _waiting(self) -> int:
        return self.context.rows.count(
            "inbox", self.viewer, inbox_filters(self.context) | waits_on(self.context.on)
        )

    def html(
        self, template: str, *, status: int = 200, notices: Sequence[Notice] = (), **more: Any
    ) -> Response:
        """Return the page."""
        frame = replace(self.frame(notices), live=self._live())
        text = page(template, self.words, frame, **more)
        return HTMLResponse(with_form_token(text, self.context.form_token), status_code=status)

    def _live(self) -> int | None:
        """Return the position the page shows at least, from which it goes on by itself; None: it stays.

        The past stays, and so does what was read: each reading is recorded, and of people only.
        """
        stays = self.as_of is not None or self.context.rows.recorded
        return None if stays or self.request.method != "GET" else self._as_asked

    # Lists

    def link(self, **changes: str | None) -> str:
        """Return this page's address with some parameters changed; a change of list starts anew."""
        parameters = dict(self.request.query_params)
        for gone in ("cursor", "after", "done"):
            parameters.pop(gone, None)
        for name, value in changes.items():
            if value is None:
                parameters.pop(name, None)
            else:
                parameters[name] = value
        query = urlencode(parameters)
        return self.request.url.path + (f"?{query}" if query else "")

    def asked(self, name: str) -> str:
        """Return a parameter of this page's address, without what PostgreSQL cannot hold."""
        return self.request.query_params.get(name, "").replace("\x00", "").strip()[:200]

    def here_as_of(self, path: str) -> str:
        """Return ``path`` at the moment that is being looked at, where it is a past one."""
        typed = self.request.query_params.get("as_of", "").strip()
        if not typed:
            return path
        return f"{path}{'&' if '?' in path else '?'}{urlencode({'as_of': typed})}"

    def ask(self, *, filters: Mapping[str, Any] | None = None, **more: Any) -> Ask:
        """Return what this page's address asks of a list."""
        return Ask(
            filters=filters or {},
            cursor=self.request.query_params.get("cursor"),
            as_of=self.as_of,
            count=True,
            **more,
        )

    # The story

    def story(self, limit: int = 100, **filters: Any) -> list[Told]:
        """Return the sentences of what happened, newest first."""
        found = self.context.rows.page("audit_history", self.viewer, self.ask_story(filters, limit))
        return told(found.items, self.words)

    def ask_story(self, filters: Mapping[str, Any], limit: int) -> Ask:
        return Ask(filters=filters, as_of=self.as_of, limit=limit, sort="newest")

    # What may be done now

    def acts(
        self, routes: Sequence[Route], key: Any, open_acts: Mapping[str, Refusal | None]
    ) -> list[ActShown]:
        """Return a thing's acts: those open to this post, and those that are not, with the reason.

        ``open_acts`` gives, by command, why the thing cannot take it now (None: it can); a command
        it does not name is not shown. What another role does is left out.
        """
        shown: list[ActShown] = []
        for route in routes:
            name = route.act.name
            if name not in open_acts or not self.context.may(name):
                continue
            refusal = open_acts[name]
            shown.append(
                ActShown(
                    self.words.text(f"command.{name}"),
                    None if refusal else route.form_path.replace("{id}", str(key)),
                    route.icon,
                    main=route.main and refusal is None,
                    warns=route.warns,
                    reason=self.refusal_text(refusal) if refusal else None,
                )
            )
        return shown

    def refusal_text(self, refusal: Refusal) -> str:
        sentence = self.words.text(f"refusal.{refusal.code}", **refusal.figures)
        return f"{sentence} ({refusal.rule})" if refusal.rule else sentence


class _Labels:
    """A row as ``Words.name`` reads it."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.__dict__.update(row)


def post_held(
    words: Words, standing: Standing, row: Mapping[str, Any], now_in: Standing
) -> PostHeld:
    """Return a post for the header: its title, and in which capacity he acts in it."""
    by = standing.instrument
    return PostHeld(
        f"{standing.post_id}.{by.instrument_id}" if by else str(standing.post_id),
        words.name(_Labels(row), "title"),
        words.resolve(row["unit_id"]),
        words.text(f"value.capacity.{standing.capacity}") if by else None,
        current=standing == now_in,
    )


def inbox_filters(context: Context) -> dict[str, Any]:
    """Return what of the inbox waits for the reader in the post and capacity in which he acts."""
    return work_of(context.facts, context.standing, context.on)


def parse_moment(typed: str) -> datetime:
    """Read a past moment: ``2569-11-23``, ``23/11/2569 09:30`` or ISO, in Bangkok where none is said.

    What is left out is its end: of the day, of the minute, of the second.

    Raises:
        BadRequest: it is none of these.
    """
    day, _, clock = typed.replace("T", " ").partition(" ")
    try:
        on = paper_date(day)
        hour, minute, second, fraction, zone = CLOCK.fullmatch(clock or "23:59").groups()  # type: ignore[union-attr]
        at = time(
            int(hour), int(minute), int(second or 59), int((fraction or "999999").ljust(6, "0"))
        )
        where = datetime.fromisoformat(f"2000-01-01T00:00{zone}").tzinfo if zone else BANGKOK
        return datetime.combine(on, at, where)  # type: ignore[arg-type]
    except Exception as problem:
        raise BadRequest("as_of is a date or a moment", as_of=typed) from problem
