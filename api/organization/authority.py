"""Questions about authority, for programs: who may, who could on that day, what rests on an order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel

from api.context import Context, Signed
from api.lists import PageBody, shown
from api.organization.asking import NOW, THEN, Typed, answered, asked_of, rows_of
from api.organization.resting import resting_of
from api.problems import problem
from application.organization.grounds import Ground
from application.organization.questions import Answer, Bar, Line
from domain.organization.power import Grant
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


class GroundBody(BaseModel):
    """An event an answer rests on; ``late``: recorded after the day in question."""

    position: int
    name: str
    stream_id: str
    at: datetime
    document: str
    from_on: date | None
    until_on: date | None
    late: bool
    href: str


class GrantBody(BaseModel):
    """A row of the table of powers; money in satang, ``in_force_until`` exclusive."""

    role: str
    post_id: UUID | None
    in_force_from: date
    in_force_until: date | None
    ceiling_satang: int | None
    processes: list[str]
    fund_sources: list[str]
    scopes: list[str]
    secrecies: list[str]


class LineBody(BaseModel):
    """One person in one post and capacity: by what right, or why not."""

    may: bool
    person_id: UUID
    post_id: UUID
    role: str
    capacity: str
    own_post_id: UUID | None
    instrument_id: UUID | None
    document: str
    ceiling_satang: int | None
    grant: GrantBody | None
    rules: list[str]
    refusal: dict[str, Any] | None
    rests_on: list[GroundBody]


class BarBody(BaseModel):
    """An instrument that names the person and is not in force for him that day."""

    post_id: UUID
    instrument_id: UUID
    capacity: str
    document: str
    why: str
    rests_on: list[GroundBody]


class AnswerBody(BaseModel):
    """The answer as of two times: the day in question, and the position up to which the log was read.

    ``table`` is the version of the table of powers of that day (0: none), ``rows`` its rows for this
    command; ``replaced``: it was replaced afterwards; ``of_right``: everybody's, no table is asked.
    ``bars`` are given where one person was asked about.
    """

    command: str
    on: date
    position: int
    person_id: UUID | None
    table: int
    replaced: bool
    of_right: bool
    rows: list[GrantBody]
    lines: list[LineBody]
    bars: list[BarBody]


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


@router.get("/who-may", summary="Who may do this today, and why not others")
def who_may(
    context: Signed,
    command: Command,
    person: UUID | None = None,
    amount_satang: Satang = None,
    process: Bound = "",
    fund_source: Bound = "",
    scope: Bound = "",
    secrecy: Bound = "",
) -> AnswerBody:
    """Everybody who holds or stands in for a post, with the right or the refusal. Who may not ask about
    others is answered about himself."""
    typed = Typed(command, "", NOW, person, amount_satang, process, fund_source, scope, secrecy)
    return body_of(context, typed)


@router.get("/who-could", summary="Who could have done this on a day, as known then or now")
def who_could(
    context: Signed,
    command: Command,
    on: Day,
    known: Known = THEN,
    person: UUID | None = None,
    amount_satang: Satang = None,
    process: Bound = "",
    fund_source: Bound = "",
    scope: Bound = "",
    secrecy: Bound = "",
) -> AnswerBody:
    """As ``who-may``, of any day. Two times: the day, and up to where the log is read."""
    typed = Typed(command, on, known, person, amount_satang, process, fund_source, scope, secrecy)
    return body_of(context, typed)


@router.get("/why-not", summary="Why not I: each of one's posts, and the orders that do not help")
def why_not(
    context: Signed,
    command: Command,
    on: Day = "",
    known: Known = NOW,
    person: UUID | None = None,
    amount_satang: Satang = None,
    process: Bound = "",
    fund_source: Bound = "",
    scope: Bound = "",
    secrecy: Bound = "",
) -> AnswerBody:
    """One person, oneself unless ``person`` says otherwise."""
    typed = Typed(
        command,
        on,
        known,
        person or context.person_id,
        amount_satang,
        process,
        fund_source,
        scope,
        secrecy,
    )
    return body_of(context, typed)


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


def body_of(context: Context, typed: Typed) -> AnswerBody:
    return answer_body(answered(context, typed), asked_of(context, typed))


def answer_body(answer: Answer, person_id: UUID | None) -> AnswerBody:
    return AnswerBody(
        command=answer.question.act.name,
        on=answer.question.on,
        position=answer.position,
        person_id=person_id,
        table=answer.version,
        replaced=answer.replaced,
        of_right=answer.of_right,
        rows=[grant_body(row) for row in answer.rows],
        lines=[line_body(line) for line in answer.lines],
        bars=[bar_body(bar) for bar in answer.bars],
    )


def line_body(line: Line) -> LineBody:
    standing, instrument = line.standing, line.standing.instrument
    refusal = line.refusal
    return LineBody(
        may=line.may,
        person_id=standing.person_id,
        post_id=standing.post_id,
        role=line.role,
        capacity=str(standing.capacity),
        own_post_id=standing.own_post_id,
        instrument_id=instrument.instrument_id if instrument else None,
        document=instrument.document or instrument.legal_basis if instrument else "",
        ceiling_satang=line.ceiling_satang,
        grant=grant_body(line.permit.grant) if line.permit else None,
        rules=list(line.permit.rules) if line.permit else [],
        refusal=problem(refusal.code, refusal.rule, refusal.figures) if refusal else None,
        rests_on=[ground_body(one) for one in line.grounds],
    )


def bar_body(bar: Bar) -> BarBody:
    instrument = bar.instrument
    return BarBody(
        post_id=bar.post_id,
        instrument_id=instrument.instrument_id,
        capacity=str(instrument.capacity),
        document=instrument.document or instrument.legal_basis,
        why=bar.why,
        rests_on=[ground_body(one) for one in bar.grounds],
    )


def grant_body(grant: Grant) -> GrantBody:
    return GrantBody(
        role=str(grant.role),
        post_id=grant.post_id,
        in_force_from=grant.in_force_from,
        in_force_until=grant.in_force_until,
        ceiling_satang=grant.ceiling_satang,
        processes=list(grant.processes),
        fund_sources=list(grant.fund_sources),
        scopes=list(grant.scopes),
        secrecies=list(grant.secrecies),
    )


def ground_body(ground: Ground) -> GroundBody:
    return GroundBody(
        position=ground.position,
        name=ground.name,
        stream_id=ground.stream_id,
        at=ground.at,
        document=ground.document,
        from_on=ground.from_on,
        until_on=ground.until_on,
        late=ground.late,
        href=f"/history/{ground.position}",
    )
