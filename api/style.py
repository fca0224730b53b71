"""The style page: every component once, with invented data."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.context import Signed
from api.pages import Shown
from api.web import style_page

pages = APIRouter(include_in_schema=False)


@pages.get("/style")
def style(request: Request, context: Signed) -> Response:
    shown = Shown(request, context, here="settings")
    given = style_page.context(shown.words)
    return shown.html("style.html", notices=given.pop("notices"), **given)
