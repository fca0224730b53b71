"""One row of the table of powers in the draft: added, changed, ended from a day, taken out.

Nothing is decided and nothing kept here: each answer leads back to the draft with one change more. So
all of it is asked by address, and the Back button undoes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ValidationError

from api import choices
from api.context import Signed
from api.organization.powers_draft import Draft, DraftFull, read
from api.organization.powers_matrix import in_order
from api.organization.powers_reading import (
    all_powers,
    known_versions,
    power_name,
    row_text,
    wing_of,
)
from api.pages import Shown
from api.web.forms import form_fields, messages, read_form
from application.matter import SCOPES
from domain.correspondence.parts import Secrecy
from domain.fields import PaperDate
from domain.organization.power import Grant, GrantItem, SetPowers
from domain.organization.power_changes import applied, row_id
from domain.organization.role import Role
from domain.refusal import NotFound, NotPermitted

pages = APIRouter(include_in_schema=False)

DRAFT, ROWS = "/powers", "/powers/rows"


class EndRow(BaseModel, extra="forbid", frozen=True):
    """The first day on which a row is no longer in force."""

    until_on: PaperDate


class Drafting:
    """The draft that a page's address holds, on the table in use."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.today: date = shown.context.on
        self.draft = read(shown.request.query_params.get("draft", ""))
        known = known_versions(shown.context)
        self.number = known[-1].number if known else 0
        self.grants = applied(known[-1].grants if known else (), self.draft.changes).grants
        wanted = shown.request.query_params.get("row")
        self.row = next((row for row in self.grants if row_id(row) == wanted), None)
        if wanted and self.row is None:
            raise NotFound()

    def put(self, *new: Grant) -> Draft:
        return self.draft.put(self.number, self.row, *new)

    @property
    def may_remove(self) -> bool:
        """A row that has been in force is ended and not taken out: the table says what was."""
        return self.row is not None and self.row.in_force_from >= self.today

    @property
    def may_end(self) -> bool:
        """A row that is over has its end."""
        until = self.row.in_force_until if self.row else None
        return self.row is not None and (until is None or until > self.today)


def to_draft(draft: Draft) -> Response:
    query = f"?{urlencode({'draft': draft.text})}" if draft.text else ""
    return RedirectResponse(f"{DRAFT}{query}#draft", status_code=303)


@pages.get(ROWS)
def row_page(request: Request, context: Signed) -> Response:
    """A row of the draft, to be changed; or, with what was typed, the draft with that change."""
    shown = Shown(request, context, here="settings")
    if not context.may(SetPowers.NAME):
        raise NotPermitted(role=context.role, command=SetPowers.NAME)
    drafting, asked = Drafting(shown), request.query_params
    undo = asked.get("undo", "")
    if undo.isascii() and undo.isdigit() and len(undo) < 6:
        return to_draft(drafting.draft.without(int(undo)))
    if "remove" in asked and drafting.may_remove:
        return to_draft(drafting.put())
    errors: dict[str, str] = {}
    if "end" in asked and drafting.may_end:
        new = ended(drafting, errors)
    elif "put" in asked:
        new = typed(drafting, errors)
    else:
        new = ()
    if new and not errors:
        try:
            return to_draft(drafting.put(*new))
        except DraftFull as full:
            errors[""] = shown.refusal_text(full)
    return shown_row(drafting, errors)


def ended(drafting: Drafting, errors: dict[str, str]) -> tuple[Grant, ...]:
    """Return the row with the end that was typed; what is wrong with it is put among ``errors``."""
    shown, row = drafting.shown, drafting.row
    assert row is not None
    try:
        until_on = EndRow.model_validate(read_form(EndRow, pairs(shown, EndRow))).until_on
    except ValidationError as problem:
        errors |= messages(EndRow, problem, shown.words)
        return ()
    if until_on < drafting.today:
        errors["until_on"] = shown.words.text("ui.powers.end_past")
    elif until_on <= row.in_force_from:
        errors["until_on"] = shown.words.text("ui.powers.end_before", on=row.in_force_from)
    return (msgspec.structs.replace(row, in_force_until=until_on),)


def typed(drafting: Drafting, errors: dict[str, str]) -> tuple[Grant, ...]:
    """Return the row that was typed; what is wrong with it is put among ``errors``.

    A row in force that shall be otherwise from a day on, today or later, keeps what it says until then.
    """
    words, row = drafting.shown.words, drafting.row
    try:
        item = GrantItem.model_validate(read_form(GrantItem, pairs(drafting.shown, GrantItem)))
    except ValidationError as problem:
        errors |= messages(GrantItem, problem, words)
        return ()
    new = Grant(**dict(item))
    role = role_of_post(drafting.shown, new)
    if new.in_force_until is not None and new.in_force_until <= new.in_force_from:
        errors["in_force_until"] = words.text("ui.powers.end_before", on=new.in_force_from)
    elif role not in (None, new.role):
        errors["post_id"] = words.text("ui.powers.other_role", role=role)
    elif new in drafting.grants and new != row:
        errors[""] = words.text("ui.powers.there_already")
    if row is None or new.in_force_from < drafting.today or not standing_then(row, new):
        return (new,)
    return (msgspec.structs.replace(row, in_force_until=new.in_force_from), new)


def standing_then(row: Grant, new: Grant) -> bool:
    """Whether a row has begun before, and not ended when, the new one begins."""
    ends_later = row.in_force_until is None or row.in_force_until > new.in_force_from
    return row.in_force_from < new.in_force_from and ends_later


def role_of_post(shown: Shown, row: Grant) -> Role | None:
    """Return the role of the single post that a row names."""
    if row.post_id is None:
        return None
    found = shown.context.rows.rows("posts", id=row.post_id)
    return Role(found[0]["role"]) if found else None


def pairs(shown: Shown, model: type[BaseModel]) -> list[tuple[str, str]]:
    """Return what the address says of a model's fields; the rest is the page's own."""
    asked = shown.request.query_params.multi_items()
    return [(name, value) for name, value in asked if name in model.model_fields]


def shown_row(drafting: Drafting, errors: Mapping[str, str]) -> Response:
    shown, row, words = drafting.shown, drafting.row, drafting.shown.words
    asked = shown.request.query_params
    ends, puts = "end" in asked, "put" in asked
    values: dict[str, Any] = (
        msgspec.structs.asdict(row) if row else {"in_force_from": drafting.today}
    )
    if row and row.in_force_from < drafting.today < (row.in_force_until or date.max):
        values["in_force_from"] = drafting.today
    if puts or row is None:
        values |= read_form(GrantItem, pairs(shown, GrantItem))
    end = read_form(EndRow, pairs(shown, EndRow)) if ends else {"until_on": drafting.today}
    back = f"{DRAFT}?{urlencode({'draft': drafting.draft.text})}" if drafting.draft.text else DRAFT
    return shown.html(
        "powers_row.html",
        status=422 if errors else 200,
        title=power_name(words, row.command) if row else words.text("ui.powers.add_row"),
        lead=row_text(words, row) if row else words.text("ui.powers.add_row_lead"),
        draft=drafting.draft.text,
        row=row_id(row) if row else None,
        action=ROWS,
        back=back,
        may_end=drafting.may_end,
        may_remove=drafting.may_remove,
        end_fields=form_fields(EndRow, words, end, errors if ends else {}),
        fields=form_fields(
            GrantItem,
            words,
            values,
            errors if puts else {},
            options(drafting),
            hidden=("command",) if row else (),
        ),
        problem=errors.get("", ""),
        ends=ends,
    )


def options(drafting: Drafting) -> dict[str, Sequence[tuple[str, str]]]:
    """Return what there is to choose from, and what the row already says."""
    shown, words, row = drafting.shown, drafting.shown.words, drafting.row
    return {
        "command": [
            (name, f"{words.text(f'ui.powers.wing.{wing_of(name)}')} · {power_name(words, name)}")
            for name in in_order(all_powers())
        ],
        "post_id": choices.posts(shown.context, *map(str, Role)),
        "processes": kept(processes(shown), row.processes if row else ()),
        "scopes": [(one, words.text(f"value.scope.{one}")) for one in SCOPES],
        "secrecies": [(str(one), words.text(f"value.secrecy.{one}")) for one in Secrecy],
    }


def kept(found: Mapping[str, str], values: Sequence[str]) -> list[tuple[str, str]]:
    """Return options with those that a row has and that are no longer offered."""
    return list(({one: one for one in values} | dict(found)).items())


def processes(shown: Shown) -> dict[str, str]:
    """Return the processes that are defined, by their number."""
    rows = shown.context.rows.page(
        "audit_history", shown.viewer, shown.ask_story({"name": "process.defined"}, 200)
    ).items
    named = {
        row["facts"]["code"]: row["facts"][f"title_{shown.words.lang}"] or row["facts"]["title_th"]
        for row in reversed(rows)
    }
    return {code: f"{code} · {title}" for code, title in sorted(named.items())}
