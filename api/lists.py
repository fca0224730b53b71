"""Lists for programs: each read model as ``{items, next}``, with filters, rights, ``as_of``, cursors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel

from api.context import Context, Signed
from api.pages import parse_moment
from api.problems import BadCursor, BadRequest
from domain.catalogue import DECIDERS
from domain.refusal import NotFound
from domain.thai_text import search_key
from projections.ask import Ask
from projections.ask import BadCursor as CursorNotSigned
from projections.catalogue import TABLES
from projections.table import Table

router = APIRouter(prefix="/api/v1/views", tags=["views"])
SEARCHED = {"search", "search_corrected", "text", "text_loose", "text_corrected"}
HIDDEN = SEARCHED | {"sort_key", "parties", "readers", "phone", "email"}
BY_NAME = {table.name: table for table in TABLES}


class PageBody(BaseModel):
    """A page of rows, and the cursor of the next (null: that was all)."""

    items: list[dict[str, Any]]
    next: str | None
    count: int | None


def position_of(context: Context, as_of: str | None) -> int | None:
    """Read ``as_of``: a position of the log, or a moment."""
    if as_of is None or not as_of.strip():
        return None
    if as_of.isascii() and as_of.isdigit() and len(as_of) < 16:
        return int(as_of)
    return context.rows.position_at(parse_moment(as_of))


def table_of(name: str) -> Table:
    if name not in BY_NAME:
        raise NotFound()
    return BY_NAME[name]


@router.get("/{view}", summary="A page of a read model")
def rows(
    view: str,
    request: Request,
    context: Signed,
    q: Annotated[str | None, Query(max_length=200)] = None,
    sort: Annotated[str, Query(max_length=40)] = "",
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    as_of: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[int | None, Query(ge=0, le=10**15)] = None,
) -> PageBody:
    """Rows the viewer may know. Further parameters filter by the columns the view declares."""
    table = table_of(view)
    if after is not None:
        context.service.runner.wait(after, [view])
    known = {"q", "sort", "cursor", "limit", "as_of", "after"}
    filters: dict[str, Any] = {
        name: typed(table, name, value)
        for name, value in request.query_params.items()
        if name not in known
    }
    if sort and sort not in table.sorts:
        raise BadRequest(sort=sort, known=list(table.sorts))
    if q and (not (table.search or table.search_also) or "\x00" in q):
        raise BadRequest(q=q)
    ask = Ask(
        filters=filters,
        search=tuple(search_key(q).split()) if q else (),
        sort=sort,
        cursor=cursor,
        limit=limit,
        as_of=position_of(context, as_of),
        count=True,
    )
    try:
        page = context.rows.page(view, context.viewer, ask)
    except CursorNotSigned as problem:
        raise BadCursor() from problem
    return PageBody(items=[shown(row) for row in page.items], next=page.next, count=page.count)


@router.get("/{view}/{key:path}", summary="One row of a read model")
def row(
    view: str,
    key: str,
    context: Signed,
    response: Response,
    as_of: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[int | None, Query(ge=0, le=10**15)] = None,
) -> dict[str, Any]:
    """One row, or 404. Where the row is a stream's own, ``ETag`` is that stream's version."""
    table = table_of(view)
    if after is not None:
        context.service.runner.wait(after, [view])
    try:
        found_key = typed(table, table.key, key)
    except BadRequest as problem:
        raise NotFound() from problem
    found = context.rows.one(view, found_key, context.viewer, position_of(context, as_of))
    if found is None:
        raise NotFound()
    if table.stream:
        response.headers["ETag"] = f'"{context.version(DECIDERS[table.stream], key)}"'
    return shown(found)


def shown(row: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = jsonable_encoder({k: v for k, v in row.items() if k not in HIDDEN})
    return body


def moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("a moment says where its clock stands")
    return found


def typed(table: Table, name: str, value: str) -> Any:
    kind = table.key_type if name == table.key else table.columns.get(name)
    if name not in table.filters and name != table.key:
        raise BadRequest(parameter=name, known=list(table.filters))
    try:
        match kind:
            case "uuid":
                return UUID(value)
            case "integer" | "bigint":
                number = int(value)
                if abs(number) > 2**31 - 1 and kind == "integer":
                    raise ValueError
                if abs(number) > 2**63 - 1:
                    raise ValueError
                return number
            case "boolean":
                return {"true": True, "false": False}[value]
            case "uuid[]":
                return [UUID(value)]
            case "date":
                return date.fromisoformat(value)
            case "timestamptz":
                return moment(value)
    except (ValueError, KeyError) as problem:
        raise BadRequest(parameter=name, value=value) from problem
    if "\x00" in value:
        raise BadRequest(parameter=name)
    return value
