"""The form that sets the table of powers: the draft against the table in use, and the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import msgspec
from pydantic import Field, ValidationError

from api.context import Context
from api.finding import desk_of
from api.organization.powers_changes import change_shown, touched
from api.organization.powers_draft import MOST_TEXT, Draft, DraftUnreadable, marks, read
from api.organization.powers_matrix import matrix
from api.organization.powers_reading import known_versions, numbered
from api.organization.powers_wanted import wanted_of
from api.routes import Asking, Form
from application.act import body_of
from application.desk import OFFICE, Asked
from application.execute import StreamMovedOn
from application.organization.powers import Version, set_powers
from domain.fields import OneLine
from domain.organization.power import Grant, SetPowers
from domain.organization.power_changes import applied
from domain.refusal import Refusal


class NothingDrafted(Refusal):
    """The draft changes nothing."""

    code = "nothing-drafted"


class ChangesDoNotFit(Refusal):
    """Some changes of the draft are about rows that the table in use no longer has, or has already."""

    code = "changes-do-not-fit"


class SetPowersBody(Asking, frozen=True):
    """The changes as they are drafted, and the document that the new table rests on."""

    draft: Annotated[str, Field(max_length=2 * MOST_TEXT)] = ""
    document: OneLine

    def body_on(self, context: Context, seen: int | None) -> dict[str, Any]:
        """Return the table as it stood at the version ``seen``, with the changes made.

        Raises:
            DraftUnreadable, NothingDrafted, ChangesDoNotFit
            StreamMovedOn: the form does not say on which version it was filled in.
        """
        draft, known = read(self.draft), known_versions(context)
        version = numbered(known, seen or 0)
        if known and version is None:
            raise StreamMovedOn(seen=seen, version=known[-1].number)
        found = applied(version.grants if version else (), draft.changes)
        if not draft.changes:
            raise NothingDrafted()
        if found.unfit:
            raise ChangesDoNotFit(n=len(found.unfit))
        return {"grants": as_sent(found.grants), "document": self.document}


def as_sent(grants: Iterable[Grant]) -> list[dict[str, Any]]:
    return [msgspec.structs.asdict(row) for row in grants]


def form(context: Context, _key: Any) -> Form:
    """The draft, what it changes for whom, and the table as it would be."""
    return Form(hidden=("draft",), template="powers_draft.html", shows=shows)


def shows(shown: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of the draft shows, against the version in use."""
    words, context, unreadable = shown.words, shown.context, ""
    try:
        draft = read(str(values.get("draft") or ""))
    except DraftUnreadable as refusal:
        draft, unreadable = Draft(), shown.refusal_text(refusal)
    known = known_versions(context)
    version: Version | None = known[-1] if known else None
    before = version.grants if version else ()
    found = applied(before, draft.changes)
    places = {change: n for n, change in enumerate(draft.changes)}
    ahead = foreseen(context, found.grants) if draft.changes else None
    number = version.number if version else 0
    keeps = {"draft": draft.text} if draft.text else {}
    return {
        "unreadable": unreadable,
        "draft": draft.text,
        "number": number,
        "moved_from": draft.base if draft.changes and draft.base != number else None,
        "changes": [
            (change_shown(words, one), places[one])
            for one in draft.changes
            if one not in found.unfit
        ],
        "unfit": [(change_shown(words, one), places[one]) for one in found.unfit],
        "touched": touched(shown, before, found.grants, context.on),
        "foreseen": shown.refusal_text(ahead) if ahead else "",
        "matrix": matrix(
            shown,
            found.grants,
            wanted_of(shown, context.on),
            edits=True,
            marks=marks(draft.changes),
            keeps=keeps,
        ),
    }


def foreseen(context: Context, grants: Sequence[Grant]) -> Refusal | None:
    """Return what would stand in the way of setting these rows, asked at a desk of which nothing is kept."""
    try:
        body = body_of(SetPowers).model_validate({"grants": as_sent(grants), "document": "-"})
    except ValidationError:
        return None  # said field by field when the form is sent
    desk = desk_of(context)
    try:
        set_powers(desk, OFFICE, Asked(SetPowers, dict(body), desk.by, desk.on))
    except Refusal as refusal:
        return refusal
    return None
