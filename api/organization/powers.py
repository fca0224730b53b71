"""The table of powers, for programs: the version in force, every version, what two of them differ by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.context import Context, Signed
from api.organization.answers import GrantBody, grant_body
from api.organization.asking import day_of
from api.organization.authority import Day
from api.organization.powers_changes import posts_touched
from api.organization.powers_reading import (
    State,
    after,
    known_versions,
    numbered,
    state_of,
    wing_of,
)
from api.organization.settings import settled_for_office
from application.organization.powers import Version, version_on
from domain.organization.power import Grant
from domain.organization.power_changes import EffectKind, Kind, differences, row_id
from domain.refusal import NotFound

router = APIRouter(prefix="/api/v1/powers", tags=["powers"])

Number = Annotated[int | None, Query(ge=1, le=1_000_000)]


class RowBody(GrantBody):
    """A row: to whom it gives which command. ``id`` is the same wherever the row says the same;
    ``state`` is that of the day asked for."""

    id: str
    command: str
    wing: str
    state: State | None = None


class VersionBody(BaseModel):
    """A version of the table; ``replaced_by`` is the next one, null of the one in use."""

    version: int
    document: str
    set_by: UUID
    set_by_post: UUID
    set_at: datetime
    position: int
    rows: int
    replaced_by: int | None


class TableBody(VersionBody):
    """A version with its rows; of the day ``on`` where one was asked for."""

    on: date
    items: list[RowBody]


class VersionsBody(BaseModel):
    """Every version, the latest first."""

    items: list[VersionBody]


class ChangeBody(BaseModel):
    """A row as it was and as it became: null where there was or is none."""

    kind: Kind
    before: RowBody | None
    after: RowBody | None


class EffectBody(BaseModel):
    """What a post gains, loses or has within other bounds; ``until_on`` is exclusive."""

    command: str
    kind: EffectKind
    from_on: date
    until_on: date | None


class PostBody(BaseModel):
    """A post that gains or loses something."""

    post_id: UUID
    role: str
    effects: list[EffectBody]


class DifferencesBody(BaseModel):
    """What makes the version ``after`` of ``before``, and whom it touched from the day it was set."""

    before: int
    after: int
    changes: list[ChangeBody]
    posts: list[PostBody]


def read(context: Context) -> tuple[Version, ...]:
    """Return the versions, which everybody of the office may read.

    Raises:
        NotFound: he is not of the office, or there is no table yet.
    """
    settled_for_office(context)
    known = known_versions(context)
    if not known:
        raise NotFound()
    return known


def one_of(known: Sequence[Version], number: int) -> Version:
    found = numbered(known, number)
    if found is None:
        raise NotFound()
    return found


@router.get("", summary="The table of powers in use, or that of a day")
def table(context: Signed, response: Response, on: Day = "") -> TableBody:
    """The version in use and all its rows; with ``on`` the version of that day and the rows then in
    force. ``ETag`` is the version: ``If-Match`` for setting the next one."""
    known = read(context)
    day = day_of(on, context.on)
    version = version_on(known, day) if on.strip() else known[-1]
    assert version is not None
    response.headers["ETag"] = f'"{version.number}"'
    return table_body(known, version, day, in_force=bool(on.strip()))


@router.get("/versions", summary="Every version of the table of powers")
def versions(context: Signed) -> VersionsBody:
    """Each with the document it rests on, who set it and when."""
    known = read(context)
    return VersionsBody(items=[version_body(known, one) for one in reversed(known)])


@router.get("/versions/{number}", summary="One version of the table of powers")
def version(context: Signed, number: int, response: Response) -> TableBody:
    """All rows of one version, whether in force or not."""
    known = read(context)
    found = one_of(known, number)
    response.headers["ETag"] = f'"{found.number}"'
    return table_body(known, found, context.on, in_force=False)


@router.get("/differences", summary="What two versions of the table of powers differ by")
def differing(context: Signed, before: Number = None, after: Number = None) -> DifferencesBody:
    """The last version and the one before it, unless others are named."""
    known = read(context)
    newer = one_of(known, after) if after is not None else known[-1]
    older = one_of(known, before if before is not None else max(newer.number - 1, 1))
    return DifferencesBody(
        before=older.number,
        after=newer.number,
        changes=[
            ChangeBody(
                kind=one.kind,
                before=row_body(one.before) if one.before else None,
                after=row_body(one.after) if one.after else None,
            )
            for one in differences(older.grants, newer.grants)
        ],
        posts=[
            PostBody(
                post_id=one.id,
                role=one.row["role"],
                effects=[
                    EffectBody(
                        command=effect.command,
                        kind=effect.kind,
                        from_on=effect.from_on,
                        until_on=effect.until_on,
                    )
                    for effect in one.effects
                ],
            )
            for one in posts_touched(context.rows, older.grants, newer.grants, newer.set_on)
        ],
    )


def version_body(known: Sequence[Version], version: Version) -> VersionBody:
    replaced = after(known, version)
    return VersionBody(
        version=version.number,
        document=version.document,
        set_by=version.by.person_id,
        set_by_post=version.by.post_id,
        set_at=version.at,
        position=version.position,
        rows=len(version.grants),
        replaced_by=replaced.number if replaced else None,
    )


def table_body(
    known: Sequence[Version], version: Version, on: date, *, in_force: bool
) -> TableBody:
    rows = [row for row in version.grants if not in_force or state_of(row, on) == "now"]
    return TableBody(
        **dict(version_body(known, version)), on=on, items=[row_body(row, on) for row in rows]
    )


def row_body(row: Grant, on: date | None = None) -> RowBody:
    return RowBody(
        **dict(grant_body(row)),
        id=row_id(row),
        command=row.command,
        wing=wing_of(row.command),
        state=state_of(row, on) if on else None,
    )
