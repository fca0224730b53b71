"""Answers about authority as programs read them: each person with his right or the refusal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.problems import problem
from application.organization.grounds import Ground
from application.organization.questions import Answer, Bar, Line
from domain.organization.power import Grant


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


class AuthorityBody(BaseModel):
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


def authority_body(answer: Answer, person_id: UUID | None) -> AuthorityBody:
    return AuthorityBody(
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
