"""The form of an order to stand in: the kind first, then what that kind needs, and what it would change."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from api import choices
from api.casework.places import place_of
from api.context import Context
from api.finding import desk_of
from api.naming import Names
from api.organization import resting as read
from api.routes import Form
from api.web.words import Words
from application.act import Act, body_of
from application.desk import OFFICE
from application.organization import instruments as orders
from application.organization.preview import Changed, carried_out, ending, issuing
from application.organization.resting import Resting, resting
from domain.organization.capacity import SIGNS_NOTHING, Capacity
from domain.organization.instrument import ISSUES_ACTING, instruments
from domain.organization.post import Established, holder_on
from domain.organization.post import post as posts
from domain.organization.role import Role
from domain.organization.settings import Settings, settings
from domain.refusal import NotFound, Refusal
from projections.ask import Ask

ISSUE, END = (
    next(a for a in orders.ACTS if a.name == n) for n in ("IssueInstrument", "EndInstrument")
)
KINDS = tuple(one for one in Capacity if one is not Capacity.HOLDER)
POWERLESS = ("powers", "ceiling_satang", "subjects")  # what who acts has no part of: he has it all
# Which fields a kind does not ask for; the others are shown.
UNASKED: Mapping[Capacity, tuple[str, ...]] = {
    Capacity.ACTING: (*POWERLESS, "may_pass_on"),
    Capacity.INTERIM: ("basis", *POWERLESS, "may_pass_on"),
    Capacity.ON_BEHALF: ("basis", "issuer_post_id", "issuer_unit_id", "letter_id"),
    Capacity.DUTY_SUBSTITUTE: (
        "basis", "ceiling_satang", "subjects", "issuer_unit_id", "letter_id", "may_pass_on",
    ),
    Capacity.MUTUAL_SUBSTITUTE: (
        "basis", *POWERLESS, "issuer_unit_id", "letter_id", "may_pass_on",
    ),
}  # fmt: skip
RECEIVERS = {Capacity.DUTY_SUBSTITUTE: 4, Capacity.MUTUAL_SUBSTITUTE: 2}
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Kind:
    """A kind of instrument to choose; ``why_not`` says why it does not fit this post."""

    value: str
    label: str
    help: str
    href: str
    why_not: str = ""


@dataclass(frozen=True)
class Move:
    """What would change in one post: for whom, from which day, and what goes with it."""

    post_id: UUID
    changed: Changed
    resting: Resting | None


@dataclass(frozen=True)
class Preview:
    """What an order would change; ``refusal`` is what stands in its way."""

    moves: tuple[Move, ...] = ()
    refusal: Refusal | None = None
    ends: bool = False


@cache
def legal_bases() -> Sequence[Mapping[str, Any]]:
    """Return what may be cited, as it stands in the data."""
    found: Sequence[Mapping[str, Any]] = tomllib.loads(
        (HERE / "legal_bases.toml").read_text("utf-8")
    )["basis"]
    return found


def bases_for(capacity: Capacity, role: Role) -> list[str]:
    return [
        str(one["text"])
        for one in legal_bases()
        if one["capacity"] == capacity and role in one.get("roles", (role,))
    ]


def instrument(context: Context, key: UUID) -> Form:
    """An instrument for one post: first its kind, then who, by whose order, from when, what with."""
    state = context.state(posts, key)
    if not isinstance(state, Established):
        raise NotFound(post_id=key)
    outside = choices.units(context, "outside")
    held = [one for one in choices.posts(context, *map(str, Role)) if one[0] != str(key)]
    table = context.facts.powers()
    given = sorted({grant.command for grant in table.grants if grant.role == state.role})
    words = Words("th", resolve=Names(context.service, "th"))
    whole = Form(
        choices={
            "receivers.post_id": held,
            "powers": sorted(((name, words.power(name)) for name in given), key=lambda one: one[1]),
            "issuer_post_id": choices.posts(context, *map(str, Role)),
            "issuer_unit_id": outside,
            "letter_id": letters_from(context, [unit_id for unit_id, _ in outside]),
        },
        values={"from_on": context.on},
        intro=words.resolve(key),
        template="instrument_form.html",
    )

    def fitted(values: Mapping[str, Any]) -> Form:
        chosen = capacity_of(values)
        if chosen is None:
            return replace(whole, more={"kinds": kinds(context, key, state), "chosen": None})
        hidden = ["capacity", *UNASKED[chosen]]
        if not passing_on_allowed(context):
            hidden.append("may_pass_on")
        issuer = {"issuer_post_id": key} if chosen is Capacity.ON_BEHALF else {}
        return replace(
            whole,
            values={**whole.values, **issuer},
            hidden=hidden,
            rows={"receivers": RECEIVERS.get(chosen, 1)},
            suggests={"legal_basis": bases_for(chosen, state.role)},
            more={
                "kinds": kinds(context, key, state),
                "chosen": chosen,
                "preview": looked_at(context, ISSUE, key, {**issuer, **values}),
                "place_of": place_of,
            },
        )

    return replace(whole, fit=fitted)


def passing_on_allowed(context: Context) -> bool:
    """Whether the office lets a delegation be passed on at all (R-H04)."""
    office = context.state(settings, OFFICE)
    return isinstance(office, Settings) and office.allow_sub_delegation


def capacity_of(values: Mapping[str, Any]) -> Capacity | None:
    """Return the kind chosen, if one is."""
    typed = str(values.get("capacity") or "")
    return Capacity(typed) if typed in list(KINDS) else None


def kinds(context: Context, key: UUID, state: Established) -> list[Kind]:
    """Return every kind of instrument, and why one does not fit this post today."""
    holder = holder_on(state, context.on)
    acts_by_law = state.role in ISSUES_ACTING
    found = []
    for kind in KINDS:
        why = ""
        if kind is Capacity.ACTING and not acts_by_law:
            why = "no_acting"
        elif kind in SIGNS_NOTHING and acts_by_law:
            why = "acting_instead"
        elif kind is Capacity.INTERIM and holder is not None:
            why = "not_vacant"
        found.append(
            Kind(str(kind), f"value.capacity.{kind}", f"ui.instrument.kind.{kind}",
                 f"/posts/{key}/instruments?capacity={kind}",
                 f"ui.instrument.why_not.{why}" if why else "")
        )  # fmt: skip
    return found


def looked_at(context: Context, act: Act, key: UUID, values: Mapping[str, Any]) -> Preview | None:
    """Return what an order would change; None while it is not yet filled in."""
    try:
        body = body_of(act.command).model_validate(values)
    except ValidationError:
        return None
    before, desk = context.facts, desk_of(context)
    try:
        carried_out(desk, act, key, body)
    except Refusal as refusal:
        return Preview(refusal=refusal, ends=act is END)
    found = ending(before, desk) if act is END else issuing(desk)
    moves = tuple(Move(one.post_id, one, rests(context, one)) for one in found)
    return Preview(moves, ends=act is END)


def rests(context: Context, changed: Changed) -> Resting | None:
    """Return what would go with the order; None where nobody would stand in by it."""
    if not changed.standings:
        return None
    return resting(
        changed.standings,
        read.inbox(context, context.facts, changed.post_id),
        context.rows.rows("bodies"),
        read.approvals(context),
        changed.from_on,
    )


def letters_from(context: Context, unit_ids: Sequence[str]) -> choices.Options:
    """The latest letters that these units sent and that the reader may know of."""
    ask = Ask({"sender_unit_id": [UUID(one) for one in unit_ids]}, sort="newest")
    return [
        (str(row["id"]), f"{row['number']}/{row['year']} · {row['subject']}")
        for row in context.rows.page("letters", context.viewer, ask).items
    ]


def of_instruments(context: Context, key: UUID) -> Form:
    """The instruments of a post that may still be accepted or ended, by what they are."""
    return Form(choices={"instrument_id": offered(context, key)})


def acceptance(context: Context, key: UUID) -> Form:
    """The delegations of a post that wait for whoever acts now; chosen already where it is one."""
    waiting = {
        str(one.instrument_id)
        for one in context.state(instruments, key).entered
        if one.capacity is Capacity.ON_BEHALF
        and one.accepted_on is None
        and one.receivers[0].post_id == context.post_id
    }
    found = [one for one in offered(context, key) if one[0] in waiting]
    values = {"instrument_id": found[0][0]} if len(found) == 1 else {}
    return Form(choices={"instrument_id": found}, values=values)


def offered(context: Context, key: UUID) -> list[tuple[str, str]]:
    """Return the instruments of a post that are not over, in words."""
    words = Words("th", resolve=Names(context.service, "th"))
    return [
        (
            str(one.instrument_id),
            " · ".join(
                (
                    words.text(f"value.capacity.{one.capacity}"),
                    ", ".join(words.resolve(r.person_id or r.post_id) for r in one.receivers),
                    words.show("document", one.document or one.legal_basis),
                )
            ),
        )
        for one in context.state(instruments, key).entered
        if one.until_on is None or one.until_on > context.on
    ]


def end(context: Context, key: UUID) -> Form:
    """The end of an instrument, and what goes back with it."""
    bodies = [unit_id for unit_id, _ in choices.units(context, "outside")]
    found = offered(context, key)
    whole = Form(
        choices={"instrument_id": found, "letter_id": letters_from(context, bodies)},
        values={
            "until_on": context.on,
            **({"instrument_id": found[0][0]} if len(found) == 1 else {}),
        },
        template="instrument_form.html",
        more={"chosen": "end", "kinds": (), "preview": None, "place_of": place_of},
    )

    def fitted(values: Mapping[str, Any]) -> Form:
        return replace(whole, more={**whole.more, "preview": looked_at(context, END, key, values)})

    return replace(whole, fit=fitted)
