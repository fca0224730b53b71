"""One's own account: password, sessions, second factor, service tokens, sign-on at the provider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from api.access import scopes
from api.access.deeds import Deed, DeedBody, Doing, Done
from api.access.factor import factor_address, shown_secret
from api.context import Context
from api.routes import Form
from api.web.words import Words
from application.catalogue import ACTS
from application.desk import OFFICE
from domain.access.one_time_code import secret_text
from domain.access.refusals import ScopeUnknown
from domain.access.trail import AccessAct
from domain.fields import OneLine
from domain.organization.power import powers

Password = Annotated[SecretStr, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(min_length=1, max_length=40)]
JOURNEY = "thabian_journey"
JOURNEY_SECONDS = 600


def alike(asked: Any) -> Any:
    """Refuse a new password that was typed otherwise the second time."""
    if asked.new.get_secret_value() != asked.again.get_secret_value():
        raise PydanticCustomError("passwords-differ", "the two new passwords differ")
    return asked


class ChangePassword(DeedBody):
    """Change one's own password; all other sessions end."""

    password: Password
    new: Password
    again: Password

    same = model_validator(mode="after")(alike)


class EndSession(DeedBody):
    """End one of one's own sessions."""

    password: Password


class EndOtherSessions(DeedBody):
    """Sign out everywhere but here."""

    password: Password


class BeginSecondFactor(DeedBody):
    """Begin to set up a second factor: the secret counts once a code of it has come."""

    password: Password


class ConfirmSecondFactor(DeedBody):
    """Confirm the second factor by its first code; the recovery codes come with the answer."""

    code: Code


class RemoveSecondFactor(DeedBody):
    """Take one's own second factor away."""

    password: Password
    code: Code


class IssueToken(DeedBody):
    """Issue a service token for the post in which one acts."""

    name: Annotated[OneLine, Field(min_length=1, max_length=80)]
    scopes: Annotated[
        tuple[Annotated[str, Field(max_length=80)], ...], Field(min_length=1, max_length=200)
    ]
    days: Annotated[int, Field(strict=True, ge=1, le=365)] = 90
    password: Password


class RevokeToken(DeedBody):
    """Revoke a service token."""


class LinkSignOn(DeedBody):
    """Link oneself to one's account at the office's provider."""

    password: Password


class UnlinkSignOn(DeedBody):
    """Take one's link to the provider away."""

    password: Password


def names_of(context: Context, person_id: UUID) -> list[str]:
    """Return what a guesser would know of a person: his names, his sign-in name, the office's."""
    row = next(iter(context.rows.rows("persons", id=person_id)), {})
    account = context.service.access.accounts.one(person_id, context.at)
    names = [str(row.get("name_th") or ""), str(row.get("name_en") or "")]
    return [*names, account.sign_in_name if account else "", context.office.code]


def again(doing: Doing) -> None:
    """Ask for the password again, before what may change how one signs in."""
    doing.access.accounts.confirm(
        doing.context.person_id, doing.body.password.get_secret_value(), doing.context.at
    )


def change_password(doing: Doing) -> Done:
    context, body = doing.context, doing.body
    doing.access.accounts.change_password(
        context.person_id,
        body.password.get_secret_value(),
        body.new.get_secret_value(),
        names_of(context, context.person_id),
        context.signed.id,
        context.at,
        doing.source,
    )
    return Done()


def end_session(doing: Doing) -> Done:
    again(doing)
    doing.access.sessions.end(
        doing.context.person_id, doing.key, doing.context.at, doing.source, AccessAct.SESSION_ENDED
    )
    return Done()


def end_other_sessions(doing: Doing) -> Done:
    again(doing)
    doing.access.sessions.end_others(
        doing.context.person_id, doing.context.signed.id, doing.context.at, doing.source
    )
    return Done()


def begin_second_factor(doing: Doing) -> Done:
    again(doing)
    context = doing.context
    secret = doing.access.second_factors.begin(context.person_id, context.at)
    return Done(
        answer={
            "secret": secret_text(secret),
            "address": factor_address(context.service, context.person_id, secret, context.at),
        },
        to="/account/second-factor/confirmation",
    )


def confirming(context: Context, _key: UUID | None) -> Form:
    """The form of the first code: the secret as a picture and as text."""
    secret = context.service.access.second_factors.begun(context.person_id)
    if secret is None:
        return Form()
    shown = shown_secret(context.service, context.person_id, secret, context.at)
    return Form(template="access_factor.html", more=shown)


def confirm_second_factor(doing: Doing) -> Done:
    context = doing.context
    codes = doing.access.second_factors.confirm(
        context.person_id, doing.body.code, context.signed.id, context.at, doing.source
    )
    doing.access.sessions.end_others(context.person_id, context.signed.id, context.at, doing.source)
    return Done(
        secrets=[("recovery_code", code) for code in codes],
        answer={"recovery_codes": codes},
        token=doing.access.sessions.step_up(context.signed, context.at, doing.source),
        to="/account",
    )


def remove_second_factor(doing: Doing) -> Done:
    again(doing)
    context, factors = doing.context, doing.access.second_factors
    factors.check(context.person_id, doing.body.code, context.at, doing.source)
    factors.remove(context.person_id, context.at, doing.source)
    return Done()


def commands_of(context: Context) -> list[str]:
    """Return the acts one may do today in the capacity in which one acts."""
    known = {grant.command for grant in context.state(powers, OFFICE).grants}
    return sorted(command for command in known & set(ACTS) if context.may(command))


def issuing(context: Context, _key: UUID | None) -> Form:
    words = Words("th")
    labels = [(scope, scope_label(words, scope)) for scope in scopes.offered(commands_of(context))]
    return Form(choices={"scopes": labels})


def scope_label(words: Words, scope: str) -> str:
    """Return a scope as a person reads it."""
    kind, _, name = scope.partition(":")
    named = words.power(name) if kind == "command" else words.text(f"ui.view.{name}")
    return words.text(f"ui.access.scope_{kind}", name=named)


def issue_token(doing: Doing) -> Done:
    again(doing)
    context, body = doing.context, doing.body
    known = set(scopes.offered(commands_of(context)))
    unknown = sorted(set(body.scopes) - known)
    if unknown:
        raise ScopeUnknown(scopes=unknown)
    token, id = doing.access.tokens.issue(
        context.person_id,
        context.post_id,
        context.instrument_id,
        body.name,
        body.scopes,
        context.at + timedelta(days=body.days),
        context.at,
        doing.source,
    )
    return Done(
        secrets=[("service_token", token)],
        answer={"id": str(id), "service_token": token},
        to="/account/tokens",
    )


def revoke_own_token(doing: Doing) -> Done:
    context = doing.context
    doing.access.tokens.revoke(
        doing.key, context.at, doing.source, of=context.person_id, by=context.person_id
    )
    return Done()


def link_sign_on(doing: Doing) -> Done:
    again(doing)
    going = doing.access.sign_ons.depart(
        "/account", doing.context.at, link_person=doing.context.person_id
    )
    return Done(to=going.address, cookies={JOURNEY: (going.browser, JOURNEY_SECONDS)})


def unlink_sign_on(doing: Doing) -> Done:
    again(doing)
    doing.access.sign_ons.unlink(doing.context.person_id, doing.context.at, doing.source)
    return Done()


DEEDS: Sequence[Deed] = (
    Deed("ChangePassword", "/account/password", ChangePassword, change_password),
    Deed(
        "EndOtherSessions",
        "/account/sessions/ending",
        EndOtherSessions,
        end_other_sessions,
        "/account/sessions",
        warns=True,
    ),
    Deed(
        "EndSession",
        "/account/sessions/{id}/ending",
        EndSession,
        end_session,
        "/account/sessions",
        warns=True,
    ),
    Deed("BeginSecondFactor", "/account/second-factor", BeginSecondFactor, begin_second_factor),
    Deed(
        "ConfirmSecondFactor",
        "/account/second-factor/confirmation",
        ConfirmSecondFactor,
        confirm_second_factor,
        form=confirming,
    ),
    Deed(
        "RemoveSecondFactor",
        "/account/second-factor/removal",
        RemoveSecondFactor,
        remove_second_factor,
        warns=True,
    ),
    Deed(
        "IssueToken",
        "/account/tokens/new",
        IssueToken,
        issue_token,
        "/account/tokens",
        form=issuing,
        api_path="/account/tokens",
    ),
    Deed(
        "RevokeToken",
        "/account/tokens/{id}/revocation",
        RevokeToken,
        revoke_own_token,
        "/account/tokens",
        warns=True,
    ),
    Deed("LinkSignOn", "/account/sign-on", LinkSignOn, link_sign_on, api=False),
    Deed("UnlinkSignOn", "/account/sign-on/removal", UnlinkSignOn, unlink_sign_on, warns=True),
)
