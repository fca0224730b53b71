"""The administrator's part: accounts are opened, reset, closed; factors and tokens are taken away.

He never learns or chooses a password, and issues no token. Each deed stands in the trail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.access.deeds import Deed, DeedBody, Doing, Done
from api.context import Context
from api.routes import Form
from domain.refusal import NotFound

MANAGE = "ManageAccounts"
READ = "ReadAccessLog"
ACCOUNT = "/accounts/{id}"


class InviteAccount(DeedBody):
    """Open an account for a person of the office; he chooses his password by the code."""

    person_id: UUID
    sign_in_name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,59}$", max_length=60)]


class ResetAccount(DeedBody):
    """Take the password away and give a code for a new one; sessions and tokens end."""


class DisableAccount(DeedBody):
    """Close an account; its sessions end at once."""


class EnableAccount(DeedBody):
    """Open a closed account again."""


class EndSessionsOf(DeedBody):
    """End all of a person's sessions."""


class TakeFactorAway(DeedBody):
    """Take away a second factor that was lost."""


class TakeLinkAway(DeedBody):
    """Take away a person's link to the provider."""


class RevokeAnyToken(DeedBody):
    """Revoke anybody's service token."""


def inviting(context: Context, _key: UUID | None) -> Form:
    known = {account.person_id for account in context.service.access.accounts.all(context.at)}
    people = sorted(
        (str(row["name_th"]), str(row["id"]))
        for row in context.rows.rows("persons")
        if row["id"] not in known
    )
    return Form(choices={"person_id": [(id, name) for name, id in people]})


def invite(doing: Doing) -> Done:
    context, body = doing.context, doing.body
    if not context.rows.rows("persons", id=body.person_id):
        raise NotFound()
    code = doing.access.accounts.invite(
        body.person_id, body.sign_in_name, context.person_id, context.at, doing.source
    )
    return invited(doing, code, body.person_id)


def reset(doing: Doing) -> Done:
    code = doing.access.accounts.reset(
        doing.key, doing.context.person_id, doing.context.at, doing.source
    )
    assert doing.key is not None
    return invited(doing, code, doing.key)


def invited(doing: Doing, code: str, person_id: UUID) -> Done:
    base = f"{doing.request.url.scheme}://{doing.request.url.netloc}"
    return Done(
        secrets=[("invitation_link", f"{base}/invitation?code={code}"), ("invitation_code", code)],
        answer={"person_id": str(person_id), "code": code},
        to=f"/accounts/{person_id}",
    )


def disable(doing: Doing) -> Done:
    doing.access.accounts.disable(
        doing.key, doing.context.person_id, doing.context.at, doing.source
    )
    return Done()


def enable(doing: Doing) -> Done:
    doing.access.accounts.enable(doing.key, doing.context.person_id, doing.context.at, doing.source)
    return Done()


def end_sessions(doing: Doing) -> Done:
    doing.access.accounts.end_sessions_of(
        doing.key, doing.context.person_id, doing.context.at, doing.source
    )
    return Done()


def take_factor_away(doing: Doing) -> Done:
    by = doing.context.person_id
    doing.access.second_factors.remove(doing.key, doing.context.at, doing.source, by=by)
    return Done()


def take_link_away(doing: Doing) -> Done:
    by = doing.context.person_id
    doing.access.sign_ons.unlink(doing.key, doing.context.at, doing.source, by=by)
    return Done()


def revoke_any_token(doing: Doing) -> Done:
    doing.access.tokens.revoke(
        doing.key, doing.context.at, doing.source, of=None, by=doing.context.person_id
    )
    return Done()


DEEDS: Sequence[Deed] = (
    Deed(
        "InviteAccount",
        "/accounts/new",
        InviteAccount,
        invite,
        "/accounts",
        MANAGE,
        form=inviting,
        api_path="/accounts",
    ),
    Deed("ResetAccount", f"{ACCOUNT}/reset", ResetAccount, reset, ACCOUNT, MANAGE, warns=True),
    Deed(
        "DisableAccount",
        f"{ACCOUNT}/disabling",
        DisableAccount,
        disable,
        ACCOUNT,
        MANAGE,
        warns=True,
    ),
    Deed("EnableAccount", f"{ACCOUNT}/enabling", EnableAccount, enable, ACCOUNT, MANAGE),
    Deed(
        "EndSessionsOf",
        f"{ACCOUNT}/sessions/ending",
        EndSessionsOf,
        end_sessions,
        ACCOUNT,
        MANAGE,
        warns=True,
    ),
    Deed(
        "TakeFactorAway",
        f"{ACCOUNT}/second-factor/removal",
        TakeFactorAway,
        take_factor_away,
        ACCOUNT,
        MANAGE,
        warns=True,
    ),
    Deed(
        "TakeLinkAway",
        f"{ACCOUNT}/sign-on/removal",
        TakeLinkAway,
        take_link_away,
        ACCOUNT,
        MANAGE,
        warns=True,
    ),
    Deed(
        "RevokeAnyToken",
        "/service-tokens/{id}/revocation",
        RevokeAnyToken,
        revoke_any_token,
        "/service-tokens",
        MANAGE,
        warns=True,
    ),
)
