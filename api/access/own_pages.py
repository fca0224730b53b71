"""One's own account as pages: how one signs in, one's sessions, tokens and trail."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.access.lists import (
    TOKEN_COLUMNS,
    agent_name,
    deed,
    factor_tag,
    home,
    list_page,
    log_page,
    token_rows,
)
from api.access.reading import own, sessions_of
from api.casework.panels import Card, Link
from api.context import Signed
from api.pages import Shown
from api.web.parts import Cell, Fact, Row, Tag

pages = APIRouter(include_in_schema=False)


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
                tags=(factor_tag(shown, factor is not None),),
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


@pages.get("/account/tokens")
def tokens_page(request: Request, context: Signed) -> Response:
    """One's own service tokens."""
    shown = Shown(request, context)
    found = context.service.access.tokens.of(context.person_id)
    rows = token_rows(shown, found, "/account/tokens", owner=False)
    does = [deed(shown, "IssueToken", "/account/tokens/new")]
    return list_page(shown, "tokens", TOKEN_COLUMNS, rows, [home(shown)], does)


@pages.get("/account/log")
def own_log_page(request: Request, context: Signed) -> Response:
    """What was done to one's own account, with it, or tried."""
    shown = Shown(request, context)
    return log_page(shown, "log", context.person_id, [home(shown)], whose=False)
