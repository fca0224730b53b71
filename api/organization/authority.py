"""Questions about authority, for programs: who may, who could on that day, what rests on an order."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel

from api.context import Context, Signed
from api.lists import PageBody, shown
from api.organization.answers import AuthorityBody, authority_body
from api.organization.asking import NOW, THEN, Typed, answered, asked_of, rows_of
from api.organization.resting import resting_of
from projections.ask import Ask

router = APIRouter(prefix="/api/v1/authority", tags=["authority"])

Command = Annotated[str, Query(max_length=60, description="The command, as `DecideApproval`")]
Day = Annotated[str, Query(max_length=20, description="B.E. or C.E.; today where not given")]
Known = Annotated[
    str,
    Query(
        max_length=40,
        description="`then`: what was recorded by the end of that day; `now`; a position; a moment",
    ),
]
Satang = Annotated[int | None, Query(ge=0, le=9_000_000_000_000_000)]
Bound = Annotated[str, Query(max_length=200)]


class RestingBody(BaseModel):
    """What goes back to the holder if the order is ended today, as far as the asker may know of it."""

    post_id: UUID
    persons: list[UUID]
    inbox: list[dict[str, Any]]
    seats: list[dict[str, Any]]
    approvals: list[dict[str, Any]]


class DecisionsBody(PageBody):
    """The acts that were done by an instrument, newest first; and what it moves if it ends today."""

    instrument_id: UUID
    touches: list[RestingBody]


def about(
    command: Command,
    person: UUID | None = None,
    amount_satang: Satang = None,
    process: Bound = "",
    fund_source: Bound = "",
    scope: Bound = "",
    secrecy: Bound = "",
) -> Typed:
    """Return what every question says, whatever its day: the command, of whom, and within what."""
    return Typed(command, "", NOW, person, amount_satang, process, fund_source, scope, secrecy)


About = Annotated[Typed, Depends(about)]


@router.get("/who-may", summary="Who may do this today, and why not others")
def who_may(context: Signed, asked: About) -> AuthorityBody:
    """Everybody who holds or stands in for a post, with the right or the refusal. Who may not ask about
    others is answered about himself."""
    return body_of(context, asked)


@router.get("/who-could", summary="Who could have done this on a day, as known then or now")
def who_could(context: Signed, asked: About, on: Day, known: Known = THEN) -> AuthorityBody:
    """As ``who-may``, of any day. Two times: the day, and up to where the log is read."""
    return body_of(context, replace(asked, on=on, known=known))


@router.get("/why-not", summary="Why not I: each of one's posts, and the orders that do not help")
def why_not(context: Signed, asked: About, on: Day = "", known: Known = NOW) -> AuthorityBody:
    """One person, oneself unless ``person`` says otherwise."""
    person_id = asked.person_id or context.person_id
    return body_of(context, replace(asked, on=on, known=known, person_id=person_id))


@router.get("/decisions", summary="Which decisions rest on an order, and what its end would touch")
def decisions(
    context: Signed,
    instrument: UUID,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DecisionsBody:
    """Known to its parties and to who may ask about others; the acts as far as the asker may know them."""
    rows = rows_of(context, instrument)
    ask = Ask({"instrument_id": instrument}, sort="newest", cursor=cursor, limit=limit, count=True)
    page = context.rows.page("audit_history", context.viewer, ask)
    return DecisionsBody(
        instrument_id=instrument,
        items=[shown(row) for row in page.items],
        next=page.next,
        count=page.count,
        touches=[
            RestingBody(
                post_id=one.post_id,
                persons=list(one.persons),
                inbox=[shown(dict(row)) for row in one.inbox],
                seats=[jsonable_encoder(row) for row in one.seats],
                approvals=[shown(dict(row)) for row in one.approvals],
            )
            for one in resting_of(context, rows)
        ],
    )


@router.get("/acts", summary="What a person did in each capacity")
def acts(
    context: Signed,
    person: UUID | None = None,
    capacity: Annotated[str | None, Query(max_length=40)] = None,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PageBody:
    """The events of his commands, newest first, as far as the asker may know them."""
    person_id = asked_of(context, Typed("", person_id=person)) or context.person_id
    filters: dict[str, Any] = {"by_person": person_id}
    if capacity:
        filters["capacity"] = capacity.replace("\x00", "")
    ask = Ask(filters, sort="newest", cursor=cursor, limit=limit, count=True)
    page = context.rows.page("audit_history", context.viewer, ask)
    return PageBody(items=[shown(row) for row in page.items], next=page.next, count=page.count)


def body_of(context: Context, typed: Typed) -> AuthorityBody:
    return authority_body(answered(context, typed), asked_of(context, typed))
