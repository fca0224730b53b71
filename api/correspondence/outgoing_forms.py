"""What the forms of our letters offer, and what they are filled with at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api import choices
from api.context import Context
from api.correspondence.letters import ends_of, levels_but
from api.finding import desk_of
from api.routes import Form
from application.correspondence.letterhead import addressed, office_settings
from application.correspondence.story import texts
from application.desk import Desk
from domain.correspondence.letter import Received, letter
from domain.correspondence.outgoing_letter import LetterPurpose, outgoing_letter
from domain.correspondence.parts import Secrecy
from domain.refusal import NotFound
from domain.viewer import admits

# What is written by hand; the others are written from a case's own records.
BY_HAND = (LetterPurpose.OTHER, LetterPurpose.REPLY, LetterPurpose.INVITATION)
FROM_ROWS = (
    "form",
    "purpose",
    "urgency",
    "secrecy",
    "subject",
    "to",
    "references",
    "enclosures",
    "closing",
    "owner_unit_id",
    "phone",
)


def row_of(context: Context, key: Any) -> dict[str, Any]:
    """Return a letter's row.

    Raises:
        NotFound: there is none, or it is not the viewer's to know of.
    """
    row = context.rows.one("outgoing_letters", key, context.viewer)
    if row is None:
        raise NotFound()
    return row


def content_choices(context: Context) -> dict[str, Sequence[tuple[str, str]]]:
    levels = [(str(level), "") for level in Secrecy if level is not Secrecy.TOP_SECRET]
    return {
        "to.unit_id": choices.senders(context),
        "owner_unit_id": choices.groups(context),
        "secrecy": levels,
        "references.letter_id": (),
    }


UNSEEN = tuple(f"references.{n}.letter_id" for n in (*range(20), "__row__"))


def drafting(context: Context, _key: Any) -> Form:
    """A blank letter; one that answers begins with its addressee and reference."""
    desk = desk_of(context)
    first = {
        "form": "external",
        "closing": texts()["words"]["closing"],
        "owner_unit_id": context.unit_id,
        "phone": office_settings(desk).phone,
        "to": [{"salutation": texts()["words"]["salutation"]}],
    }
    form = Form(
        choices=content_choices(context) | {"purpose": [(str(purpose), "") for purpose in BY_HAND]},
        values=first,
        hidden=("case_id", "answers_letter_id", *UNSEEN),
        rows={"to": 1},
    )

    def fit(asked: Mapping[str, Any]) -> Form:
        answers = asked.get("answers_letter_id")
        if not answers or asked.get("to"):
            return form
        if context.rows.one("letters", id_of(answers), context.viewer) is None:
            raise NotFound()
        return Form(form.choices, first | answering(desk, id_of(answers)), form.hidden, form.rows)

    return Form(form.choices, first, form.hidden, form.rows, fit=fit)


def id_of(typed: object) -> UUID:
    try:
        return UUID(str(typed))
    except ValueError as problem:
        raise NotFound() from problem


def answering(desk: Desk, letter_id: UUID) -> dict[str, Any]:
    """Return what a letter that answers another begins with."""
    received = desk.state(letter, letter_id)
    if not isinstance(received, Received):
        raise NotFound()
    said = received.wording
    to = addressed(desk, said.sender_unit_id) if said.sender_unit_id else None
    values: dict[str, Any] = {"purpose": "reply", "subject": said.subject}
    if to is not None:
        values["to"] = [
            {"unit_id": to.unit_id, "salutation": to.salutation, "addressee": to.addressee}
        ]
    if said.reference:
        cited = {
            "reference": said.reference,
            "dated_on": said.dated_on,
            "agency": said.sender_name,
            "letter_id": letter_id,
        }
        values["references"] = [cited]
    return values


def revising(context: Context, key: Any) -> Form:
    row = row_of(context, key)
    values: dict[str, Any] = {name: row[name] for name in FROM_ROWS}
    values["body"] = "\n".join(row["body"])
    values["copy_recipients"] = "\n".join(row["copy_recipients"])
    hidden = ("purpose", "secrecy", *UNSEEN)  # its level is changed by an act of its own (R-U05)
    return Form(choices=content_choices(context), values=values, hidden=hidden, rows={"to": 1})


def seeing(context: Context, key: Any) -> Form:
    """The version seen goes along with the act."""
    row = row_of(context, key)
    return Form(
        values={"digest": row["digest"]},
        hidden=("digest",),
        template="letter_act.html",
        more=paper_shown(row),
    )


# Refusals that a reason overrides, where nobody else could sign.
OVERRIDDEN = dict.fromkeys(("drafter-may-not-sign", "checker-may-not-sign"), "override_reason")


def signing(context: Context, key: Any) -> Form:
    row = row_of(context, key)
    return Form(
        values={"digest": row["digest"], "intent": texts()["words"]["intent"]},
        hidden=("digest", "method"),
        confirms=OVERRIDDEN | {"letter-not-checked": "override_reason"},
        template="letter_act.html",
        more=paper_shown(row),
    )


def paper_shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"letters": [row]}


def delivering(context: Context, key: Any) -> Form:
    row = row_of(context, key)
    to = [(str(place), one["addressee"]) for place, one in enumerate(row["to"], start=1)]
    return Form(choices={"addressee": to})


def replying(context: Context, key: Any) -> Form:
    """The letters that may be the reply: those of the units written to, then the latest."""
    row = row_of(context, key)
    units = [one["unit_id"] for one in row["to"] if one["unit_id"]]
    received = context.rows.rows("letters", sender_unit_id=units) if units else []
    known = [
        found
        for found in sorted(received, key=lambda found: found["registered_at"], reverse=True)
        if admits(
            context.viewer, Secrecy(found["secrecy"]), found["parties"], found["readers"] or ()
        )
    ]
    options = [
        (str(found["id"]), f"{found['number']}/{found['year']} · {subject_in_list(found)}")
        for found in known[:50]
    ]
    return Form(choices={"letter_id": options})


def changing_level(context: Context, key: Any) -> Form:
    """Every level but the one it has, and the one at which nothing is written here."""
    has = context.state(outgoing_letter, key).occasion.secrecy
    levels = [level for level in levels_but(has) if level[0] != Secrecy.TOP_SECRET]
    return Form(choices={"secrecy": levels})


def ending_reading(context: Context, key: Any) -> Form:
    return ends_of(context, context.state(outgoing_letter, key).occasion.readers)


def subject_in_list(row: Mapping[str, Any]) -> str:
    """Return a letter's subject, and of a classified one nothing (R-U06)."""
    return str(row["subject"]) if row["secrecy"] == Secrecy.NONE else ""


def requesting(context: Context, _key: Any) -> Form:
    return Form(hidden=("transfer_id",))


def telling(context: Context, _key: Any) -> Form:
    return Form(hidden=("transfer_id", "case_id"))


def listing(context: Context, key: Any, state: str) -> Form:
    """The letters of a set that an act is to list, each in the version shown."""
    rows = [row for row in letters_of(context, key) if row["state"] == state]
    listed = [{"letter_id": row["id"], "digest": row["digest"]} for row in rows]
    return Form(
        values={"letters": listed, "intent": texts()["words"]["intent_set"]},
        hidden=("letters", "method"),
        confirms=OVERRIDDEN,
        template="letter_act.html",
        more={"letters": rows, "listed": listed},
    )


def letters_of(context: Context, key: Any) -> list[dict[str, Any]]:
    """Return the rows of a set's letters in their order, as far as the viewer may know of them."""
    found = context.rows.one("letter_sets", key, context.viewer)
    if found is None:
        raise NotFound()
    rows = [
        context.rows.one("outgoing_letters", letter_id, context.viewer)
        for letter_id in found["letter_ids"]
    ]
    return [row for row in rows if row is not None]


def checking_set(context: Context, key: Any) -> Form:
    return listing(context, key, "draft")


def signing_set(context: Context, key: Any) -> Form:
    return listing(context, key, "checked")


def sending_set(context: Context, key: Any) -> Form:
    rows = [row for row in letters_of(context, key) if row["state"] == "signed"]
    return Form(template="letter_act.html", more={"letters": rows})
