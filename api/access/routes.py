"""Access: the office's rules of it as an act, everything else as deeds."""

from __future__ import annotations

from api.access import all_accounts, own_account
from api.access.deeds import Deed
from api.context import Context
from api.routes import Form, Route
from api.web.words import Words
from application.access.acts import ACTS
from application.desk import OFFICE
from domain.access.rules import access_rules
from domain.organization.power import powers
from domain.organization.role import Role

DEEDS: tuple[Deed, ...] = (*own_account.DEEDS, *all_accounts.DEEDS)


def rules_form(context: Context, _key: object) -> Form:
    """The rules as they are, and the commands that anybody may give."""
    rules = context.state(access_rules, OFFICE)
    words = Words("th")
    known = sorted({grant.command for grant in context.state(powers, OFFICE).grants})
    labels = sorted((words.power(name), name) for name in known)
    return Form(
        choices={
            "second_factor_for": [(name, label) for label, name in labels],
            "sign_in_roles": [
                (str(role), words.text(f"value.role.{role}"))
                for role in Role
                if role is not Role.SYSTEM
            ],
        },
        values={
            "second_factor_for": sorted(rules.second_factor_for),
            "step_up_minutes": int(rules.step_up.total_seconds()) // 60,
            "idle_minutes": int(rules.idle.total_seconds()) // 60,
            "longest_hours": int(rules.longest.total_seconds()) // 3600,
            "sign_in_everybody": rules.sign_in_everybody,
            "sign_in_roles": sorted(rules.sign_in_roles),
        },
    )


ROUTES = (Route("/access-rules", ACTS[0], "/settings", rules_form, key=OFFICE),)
