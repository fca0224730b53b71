"""Everybody's accounts, tokens and trail as pages, for those who hold the power."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access.all_accounts import MANAGE, READ
from api.access.lists import (
    TOKEN_COLUMNS,
    deed,
    factor_tag,
    list_page,
    log_page,
    log_rows,
    settings,
    token_rows,
)
from api.access.reading import require
from api.casework.panels import Card, Link
from api.context import Signed
from api.pages import Shown
from api.web.parts import Cell, Column, Empty, Fact, Listing, Row, Tag
from domain.refusal import NotFound

pages = APIRouter(include_in_schema=False)


@pages.get("/service-tokens")
def all_tokens_page(request: Request, context: Signed) -> Response:
    """Everybody's service tokens."""
    require(context, MANAGE, READ)
    shown = Shown(request, context, here="settings")
    found = context.service.access.tokens.of()
    rows = token_rows(shown, found, "/service-tokens", owner=True)
    return list_page(shown, "all_tokens", TOKEN_COLUMNS, rows, [settings(shown)])


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
                "factor": Cell(tags=(factor_tag(shown, account.second_factor),)),
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
            Cell(tags=(factor_tag(shown, account.second_factor),)),
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
            rows=tuple(log_rows(shown, entries)),
            empty=Empty(label("ui.access.log_empty"), icon="history"),
        )
        if context.may(READ)
        else None,
    )
