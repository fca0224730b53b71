"""What one reads of access: one's own account, and for those who hold the power, everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.access.all_accounts import MANAGE, READ
from api.access.own_account import scope_label
from api.casework.panels import Card, Link
from api.context import Context, Signed
from api.pages import Shown
from api.web.parts import Cell, Column, Do, Empty, Fact, Listing, Row, Tag
from api.web.words import value_key
from domain.refusal import NotFound, NotPermitted

api = APIRouter(prefix="/api/v1", tags=["access"])
pages = APIRouter(include_in_schema=False)
Before = Annotated[int | None, Query(ge=1, le=2**62)]
LINES = 50


class AccountBody(BaseModel):
    """An account. ``invited_until`` is how long a code for a new password still counts."""

    person_id: UUID
    sign_in_name: str
    disabled: bool
    has_password: bool
    invited_until: datetime | None
    second_factor: bool
    sessions: int
    last_signed_in_at: datetime | None


class SessionLine(BaseModel):
    """A session of one's own."""

    id: UUID
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
    current: bool


class TokenLine(BaseModel):
    """A service token, without itself."""

    id: UUID
    name: str
    person_id: UUID
    post_id: UUID
    scopes: list[str]
    issued_at: datetime
    until_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    used_from: str | None


class TrailLine(BaseModel):
    """A line of the trail of access; ``by_id`` is who did it, where that was another."""

    number: int
    at: datetime
    act: str
    person_id: UUID | None
    by_id: UUID | None
    session_id: UUID | None
    address: str
    agent: str
    note: str


def require(context: Context, *commands: str) -> None:
    """Refuse who holds none of these powers.

    Raises:
        NotPermitted
    """
    if not any(context.may(command) for command in commands):
        raise NotPermitted(role=context.role, command=commands[0])


def own(context: Context) -> Any:
    found = context.service.access.accounts.one(context.person_id, context.at)
    if found is None:
        raise NotFound()
    return found


def sessions_of(context: Context) -> Sequence[Any]:
    access = context.service.access
    rules = access.rules()
    found: Sequence[Any] = access.sessions.of(
        context.person_id, context.at, rules.idle, rules.longest
    )
    return found


@api.get("/account", summary="One's own account")
def read_account(context: Signed) -> AccountBody:
    return AccountBody(**own(context)._asdict())


@api.get("/account/sessions", summary="One's own sessions")
def read_sessions(context: Signed) -> list[SessionLine]:
    return [
        SessionLine(
            id=session.id,
            address=session.source.address,
            agent=session.source.agent,
            created_at=session.created_at,
            seen_at=session.seen_at,
            current=session.id == context.signed.id,
        )
        for session in sessions_of(context)
    ]


@api.get("/account/tokens", summary="One's own service tokens")
def read_tokens(context: Signed) -> list[TokenLine]:
    return [TokenLine(**t._asdict()) for t in context.service.access.tokens.of(context.person_id)]


@api.get("/account/log", summary="The trail of one's own account")
def read_log(context: Signed, before: Before = None) -> list[TrailLine]:
    """Fifty lines, the latest first; ``before`` is the last number of the page before."""
    return trail(context, context.person_id, before)


@api.get("/accounts", summary="Every account")
def read_accounts(context: Signed) -> list[AccountBody]:
    require(context, MANAGE, READ)
    found = context.service.access.accounts.all(context.at)
    return [AccountBody(**account._asdict()) for account in found]


@api.get("/service-tokens", summary="Everybody's service tokens")
def read_all_tokens(context: Signed) -> list[TokenLine]:
    require(context, MANAGE, READ)
    return [TokenLine(**token._asdict()) for token in context.service.access.tokens.of()]


@api.get("/access-log", summary="The trail of access")
def read_all_log(
    context: Signed, person_id: UUID | None = None, before: Before = None
) -> list[TrailLine]:
    """Fifty lines, of all or of one person, the latest first."""
    require(context, READ)
    return trail(context, person_id, before)


def trail(context: Context, person_id: UUID | None, before: int | None) -> list[TrailLine]:
    found = context.service.access.trail.page(person_id=person_id, before=before, limit=LINES)
    return [TrailLine(**entry._asdict()) for entry in found]


# Pages


@pages.get("/account")
def account_page(request: Request, context: Signed) -> Response:
    """One's own account: how one signs in, and the way to each part."""
    shown = Shown(request, context)
    label = shown.words.text
    account, access = own(context), context.service.access
    factor = access.second_factors.state(context.person_id)
    links = access.sign_ons.of(context.person_id)
    facts = [
        Fact(label("ui.access.sign_in_name"), Cell(account.sign_in_name)),
        Fact(
            label("ui.access.second_factor"),
            Cell(
                tags=(_factor_tag(shown, factor is not None),),
                sub=label(
                    "ui.access.factor_since",
                    at=factor.confirmed_at,
                    n=factor.codes_left,
                )
                if factor
                else label("ui.access.factor_none"),
            ),
        ),
    ]
    if access.sign_ons.provider:
        name = access.sign_ons.provider.registration.name
        facts.append(
            Fact(
                name,
                Cell(
                    label("ui.access.linked_since", at=links[0].linked_at)
                    if links
                    else label("ui.access.not_linked")
                ),
            )
        )
    doors = [
        ("ChangePassword", "/account/password", "lock"),
        ("RemoveSecondFactor", "/account/second-factor/removal", "shield-check")
        if factor
        else ("BeginSecondFactor", "/account/second-factor", "shield-check"),
    ]
    if access.sign_ons.provider:
        doors.append(
            ("UnlinkSignOn", "/account/sign-on/removal", "building")
            if links
            else ("LinkSignOn", "/account/sign-on", "building")
        )
    lists = [
        ("sessions", "/account/sessions", "layout-dashboard"),
        ("tokens", "/account/tokens", "switch-horizontal"),
        ("log", "/account/log", "history"),
    ]
    return shown.html(
        "access_account.html",
        title=label("ui.access.account"),
        lead=label("ui.access.account_lead"),
        facts=facts,
        parts=Card(
            "parts",
            label("ui.access.parts"),
            links=(
                *(
                    Link(
                        label(f"deed.{name}"),
                        href,
                        shown.words.help(f"deed.{name}") or "",
                        icon=icon,
                    )
                    for name, href, icon in doors
                ),
                *(
                    Link(
                        label(f"ui.access.{name}"), href, label(f"ui.access.{name}_help"), icon=icon
                    )
                    for name, href, icon in lists
                ),
            ),
        ),
    )


def _factor_tag(shown: Shown, there: bool) -> Tag:
    text = shown.words.text("ui.access.factor_on" if there else "ui.access.factor_off")
    return Tag(text, "green" if there else "amber")


def list_page(
    shown: Shown,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    trail: Sequence[tuple[str, str]],
    does: Sequence[Do] = (),
    next: str | None = None,
) -> Response:
    label = shown.words.text
    listing = Listing(
        id=name,
        caption=label(f"ui.access.{name}"),
        columns=tuple(Column(key, label(f"ui.access.column.{key}")) for key in columns),
        rows=tuple(rows),
        empty=Empty(label(f"ui.access.{name}_empty"), icon="list-check"),
        next=next,
    )
    return shown.html(
        "access_list.html",
        title=label(f"ui.access.{name}"),
        lead=label(f"ui.access.{name}_help"),
        does=tuple(does),
        trail=tuple(trail),
        listing=listing,
    )


def home(shown: Shown) -> tuple[str, str]:
    return shown.words.text("ui.access.account"), "/account"


def settings(shown: Shown) -> tuple[str, str]:
    return shown.words.text("ui.menu.settings"), "/settings"


def deed(shown: Shown, name: str, href: str) -> Do:
    return Do(shown.words.text(f"deed.{name}"), href=href)


@pages.get("/account/sessions")
def sessions_page(request: Request, context: Signed) -> Response:
    """Where one is signed in, and the way to end each session."""
    shown = Shown(request, context)
    label = shown.words.text
    rows = []
    for session in sessions_of(context):
        here = session.id == context.signed.id
        rows.append(
            Row(
                id=str(session.id),
                cells={
                    "from": Cell(
                        agent_name(session.source.agent) or label("ui.access.agent_unknown"),
                        sub=session.source.address,
                        tags=(Tag(label("ui.access.this_session"), "green"),) if here else (),
                    ),
                    "since": Cell(shown.words.moment(session.created_at)),
                    "seen": Cell(shown.words.moment(session.seen_at)),
                    "do": Cell(label("deed.EndSession"), f"/account/sessions/{session.id}/ending"),
                },
            )
        )
    does = [deed(shown, "EndOtherSessions", "/account/sessions/ending")] if len(rows) > 1 else []
    return list_page(shown, "sessions", ("from", "since", "seen", "do"), rows, [home(shown)], does)


AGENTS = (("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Firefox/", "Firefox"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def agent_name(agent: str) -> str:
    """Return what a browser's long name means to a person; a program's own name as it is."""
    browser = next((name for mark, name in AGENTS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part) or agent[:60]


def token_rows(shown: Shown, tokens: Sequence[Any], revoke: str, *, owner: bool) -> list[Row]:
    label, names = shown.words.text, shown.words.resolve
    at = shown.context.at
    rows = []
    for token in tokens:
        over = token.revoked_at is not None or token.until_at <= at
        state = "revoked" if token.revoked_at else "expired" if over else "valid"
        used = shown.words.moment(token.used_at) if token.used_at else label("ui.access.never")
        rows.append(
            Row(
                id=str(token.id),
                quiet=over,
                cells={
                    "name": Cell(
                        token.name,
                        sub=f"{names(token.person_id)} · {names(token.post_id)}"
                        if owner
                        else names(token.post_id),
                        tags=(Tag(label(f"ui.access.token_{state}"), "grey" if over else "green"),),
                    ),
                    "scopes": Cell(
                        " · ".join(scope_label(shown.words, scope) for scope in token.scopes)
                    ),
                    "until": Cell(shown.words.moment(token.until_at)),
                    "used": Cell(used, sub=token.used_from or ""),
                    "do": Cell()
                    if over
                    else Cell(label("deed.RevokeToken"), f"{revoke}/{token.id}/revocation"),
                },
            )
        )
    return rows


TOKEN_COLUMNS = ("name", "scopes", "until", "used", "do")


@pages.get("/account/tokens")
def tokens_page(request: Request, context: Signed) -> Response:
    """One's own service tokens."""
    shown = Shown(request, context)
    found = context.service.access.tokens.of(context.person_id)
    rows = token_rows(shown, found, "/account/tokens", owner=False)
    does = [deed(shown, "IssueToken", "/account/tokens/new")]
    return list_page(shown, "tokens", TOKEN_COLUMNS, rows, [home(shown)], does)


@pages.get("/service-tokens")
def all_tokens_page(request: Request, context: Signed) -> Response:
    """Everybody's service tokens."""
    require(context, MANAGE, READ)
    shown = Shown(request, context, here="settings")
    found = context.service.access.tokens.of()
    rows = token_rows(shown, found, "/service-tokens", owner=True)
    return list_page(shown, "all_tokens", TOKEN_COLUMNS, rows, [settings(shown)])


def log_rows(shown: Shown, entries: Sequence[Any], *, whose: bool) -> list[Row]:
    names = shown.words.resolve
    rows = []
    for entry in entries:
        told = entry.note
        if told:
            try:
                told = names(UUID(told))  # the post that was chosen
            except ValueError:
                told = shown.words.maybe(f"ui.access.method.{told}") or told
        by = shown.words.text("ui.access.by", by=entry.by_id) if entry.by_id else ""
        person = names(entry.person_id) if entry.person_id else shown.words.text("ui.access.nobody")
        rows.append(
            Row(
                id=str(entry.number),
                cells={
                    "at": Cell(shown.words.moment(entry.at)),
                    "person": Cell(person),
                    "act": Cell(
                        shown.words.text(value_key(entry.act)),
                        sub=" · ".join(part for part in (told, by) if part),
                    ),
                    "from": Cell(entry.address, sub=agent_name(entry.agent)),
                },
            )
        )
    return rows


def log_page(
    shown: Shown, name: str, person_id: UUID | None, trail: Any, *, whose: bool
) -> Response:
    typed = shown.asked("before")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
    found = shown.context.service.access.trail.page(person_id=person_id, before=before, limit=LINES)
    more = shown.link(before=str(found[-1].number)) if len(found) == LINES else None
    columns = ("at", *(("person",) if whose else ()), "act", "from")
    return list_page(shown, name, columns, log_rows(shown, found, whose=whose), trail, next=more)


@pages.get("/account/log")
def own_log_page(request: Request, context: Signed) -> Response:
    """What was done to one's own account, with it, or tried."""
    shown = Shown(request, context)
    return log_page(shown, "log", context.person_id, [home(shown)], whose=False)


@pages.get("/access-log")
def all_log_page(request: Request, context: Signed) -> Response:
    """The trail of access of the whole office."""
    require(context, READ)
    shown = Shown(request, context, here="settings")
    return log_page(shown, "access_log", None, [settings(shown)], whose=True)


def account_tags(shown: Shown, account: Any) -> tuple[Tag, ...]:
    label = shown.words.text
    if account.disabled:
        return (Tag(label("ui.access.disabled"), "red", "ban"),)
    if not account.has_password:
        state = "invited" if account.invited_until else "invitation_over"
        return (Tag(label(f"ui.access.{state}"), "amber"),)
    return (Tag(label("ui.access.open"), "green"),)


@pages.get("/accounts")
def accounts_page(request: Request, context: Signed) -> Response:
    """Every account of the office."""
    require(context, MANAGE, READ)
    shown = Shown(request, context, here="settings")
    label, names = shown.words.text, shown.words.resolve
    rows = [
        Row(
            id=str(account.person_id),
            href=f"/accounts/{account.person_id}",
            quiet=account.disabled,
            cells={
                "person": Cell(names(account.person_id), href=f"/accounts/{account.person_id}"),
                "login": Cell(account.sign_in_name),
                "state": Cell(tags=account_tags(shown, account)),
                "factor": Cell(tags=(_factor_tag(shown, account.second_factor),)),
                "seen": Cell(
                    shown.words.moment(account.last_signed_in_at)
                    if account.last_signed_in_at
                    else label("ui.access.never")
                ),
            },
        )
        for account in context.service.access.accounts.all(context.at)
    ]
    does = [deed(shown, "InviteAccount", "/accounts/new")] if context.may(MANAGE) else []
    columns = ("person", "login", "state", "factor", "seen")
    return list_page(shown, "accounts", columns, rows, [settings(shown)], does)


@pages.get("/accounts/{id}")
def one_account_page(request: Request, id: UUID, context: Signed) -> Response:
    """One account, what the administrator may do with it, and its trail."""
    require(context, MANAGE, READ)
    shown = Shown(request, context, here="settings")
    label = shown.words.text
    access = context.service.access
    account = access.accounts.one(id, context.at)
    if account is None:
        raise NotFound()
    facts = [
        Fact(label("ui.access.sign_in_name"), Cell(account.sign_in_name)),
        Fact(label("ui.access.column.state"), Cell(tags=account_tags(shown, account))),
        Fact(
            label("ui.access.second_factor"),
            Cell(tags=(_factor_tag(shown, account.second_factor),)),
        ),
        Fact(label("ui.access.sessions"), Cell(str(account.sessions))),
    ]
    if account.invited_until:
        until = shown.words.moment(account.invited_until)
        facts.append(Fact(label("ui.access.invited_until"), Cell(until)))
    doors = [
        ("ResetAccount", "reset", "lock"),
        ("EnableAccount", "enabling", "user-check")
        if account.disabled
        else ("DisableAccount", "disabling", "ban"),
    ]
    if account.sessions:
        doors.append(("EndSessionsOf", "sessions/ending", "logout"))
    if account.second_factor:
        doors.append(("TakeFactorAway", "second-factor/removal", "shield-check"))
    if access.sign_ons.of(id):
        doors.append(("TakeLinkAway", "sign-on/removal", "building"))
    entries = access.trail.page(person_id=id, limit=20) if context.may(READ) else []
    return shown.html(
        "access_account.html",
        title=shown.words.resolve(id),
        lead=label("ui.access.one_lead"),
        facts=facts,
        trail=(settings(shown), (label("ui.access.accounts"), "/accounts")),
        parts=Card(
            "parts",
            label("ui.access.deeds"),
            links=tuple(
                Link(
                    label(f"deed.{name}"),
                    f"/accounts/{id}/{path}",
                    shown.words.help(f"deed.{name}") or "",
                    icon=icon,
                )
                for name, path, icon in doors
            )
            if context.may(MANAGE)
            else (),
        ),
        listing=Listing(
            id="log",
            caption=label("ui.access.log"),
            columns=tuple(
                Column(key, label(f"ui.access.column.{key}")) for key in ("at", "act", "from")
            ),
            rows=tuple(log_rows(shown, entries, whose=False)),
            empty=Empty(label("ui.access.log_empty"), icon="history"),
        )
        if context.may(READ)
        else None,
    )
