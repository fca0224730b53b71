"""The token of a session's forms: no other site can know it, so no other site can fill them.

It is put into every form a page holds as the page is made, and asked for by every page that takes a
form. What comes with ``Authorization`` instead of a cookie no other site can send.
"""

from __future__ import annotations

import hmac
import re

from fastapi import Request

from api.access.tokens import bearer_of
from api.context import Context, Signed
from domain.access.refusals import FormStale

NAME = "_form"
FORMS = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>')


def with_form_token(html: str, token: str) -> str:
    """Return a page with the token in each of its forms. Texts of people hold no ``<form``."""
    field = f'<input type="hidden" name="{NAME}" value="{token}">'
    return FORMS.sub(lambda found: found[0] + field, html)


def fits(request: Request, context: Context, sent: object) -> bool:
    """Whether ``sent`` is the token of the session that a form came in."""
    if bearer_of(request) is not None:
        return True
    known = context.form_token
    return isinstance(sent, str) and hmac.compare_digest(sent.encode(), known.encode())


async def require_form_token(request: Request, context: Signed) -> None:
    """Refuse a form that does not bear the token of the session it is sent in.

    Raises:
        FormStale
    """
    if request.method in ("GET", "HEAD"):
        return
    if not fits(request, context, (await request.form()).get(NAME)):
        raise FormStale()
