"""Whole lists to take away, as CSV or JSON: what the list shows to who asks, and no more (R-M13).

The list is exported as it stood at one position of the log, and that it is taken is recorded first.
Classified letters are in no export. A cell that a spreadsheet would take for a formula is quoted.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import StreamingResponse

from api.context import Context, Signed
from api.lists import HIDDEN, table_of, typed
from api.pages import Shown
from api.web.parts import Cell, Column, Empty, Listing, Row
from application.act import body_of
from application.audit.export import RECORD_EXPORT
from application.execute import execute
from domain.audit.export import ExportForm
from domain.refusal import NotPermitted, Refusal
from projections.ask import Ask
from projections.catalogue import TABLES
from projections.table import Table

router = APIRouter(prefix="/api/v1/exports", tags=["exports"])
pages = APIRouter(include_in_schema=False)

BOM = "\ufeff"  # without it a spreadsheet reads Thai as another alphabet
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PAGE = 200


class ListBehind(Refusal):
    """The list, or one it is joined with, has not taken in the log up to now: not yet, or it stopped."""

    code = "list-behind"


@router.get("/{view}", summary="A whole read model, to take away", response_class=Response)
def export(view: str, request: Request, context: Signed, form: ExportForm) -> Response:
    """Every row the viewer may know of, as of now. Further parameters filter as in the list.

    Raises:
        ListBehind: the list does not hold everything recorded so far, and says nothing of when.
    """
    table = table_of(view)
    named = {name: value for name, value in request.query_params.items() if name != "form"}
    filters = {name: typed(table, name, value) for name, value in named.items()}
    head = context.rows.head()
    if not context.service.runner.wait(head, table.read_with):
        raise ListBehind(view=view, as_of=head)
    asked = "&".join(f"{name}={value}" for name, value in sorted(named.items()))
    body = body_of(RECORD_EXPORT.command)(view=view, asked=asked, form=form, as_of=head)
    execute(
        context.office, RECORD_EXPORT, "new", body, context.who, command_id=uuid4(), at=context.at
    )
    rows = every_row(context, table, filters, head)
    written = as_csv(table, rows) if form is ExportForm.CSV else as_json(rows)
    kind = "text/csv; charset=utf-8" if form is ExportForm.CSV else "application/json"
    return StreamingResponse(
        written,
        media_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{view}.{form.value}"'},
    )


def every_row(
    context: Context, table: Table, filters: Mapping[str, Any], as_of: int
) -> Iterator[dict[str, Any]]:
    """Yield the rows page by page, all as of one position."""
    cursor: str | None = None
    while True:
        ask = Ask(filters=filters, cursor=cursor, limit=PAGE, as_of=as_of)
        page = context.service.rows.page(table.name, context.viewer, ask)
        for row in page.items:
            yield {name: value for name, value in row.items() if name not in HIDDEN}
        cursor = page.next
        if cursor is None:
            return


def columns_of(table: Table) -> Sequence[str]:
    shown = [name for reference in table.references for name in reference.show]
    own = [name for name in table.columns if name not in HIDDEN]
    return list(dict.fromkeys([table.key, *own, *shown]))


def as_csv(table: Table, rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    columns = columns_of(table)
    out = StringIO()
    writer = csv.writer(out)
    out.write(BOM)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row.get(name)) for name in columns])
        if out.tell() > 64_000:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def cell(value: Any) -> str:
    """Return a value as a spreadsheet may have it: text that looks like a formula is quoted."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(jsonable_encoder(value), ensure_ascii=False)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def as_json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    first = True
    yield "["
    for row in rows:
        yield ("" if first else ",\n") + json.dumps(jsonable_encoder(row), ensure_ascii=False)
        first = False
    yield "]\n"


@pages.get("/exports")
def exports_page(request: Request, context: Signed) -> Response:
    """Every list that may be taken away."""
    if not context.may("RecordExport"):
        raise NotPermitted(role=context.role, command="RecordExport")
    shown = Shown(request, context, here="exports")
    label = shown.words.text
    rows = tuple(
        Row(
            id=table.name,
            cells={
                "subject": Cell(label(f"ui.view.{table.name}")),
                **{
                    form.value: Cell(
                        label("ui.exports.take", form=form.value.upper()),
                        href=f"/api/v1/exports/{table.name}?form={form.value}",
                    )
                    for form in ExportForm
                },
            },
        )
        for table in TABLES
    )
    columns = (
        Column("subject", label("ui.exports.list")),
        *(Column(form.value, label(f"value.export_form.{form.value}")) for form in ExportForm),
    )
    return shown.html(
        "list.html",
        title=label("ui.exports.title"),
        lead=label("ui.exports.lead"),
        listing=Listing(
            id="exports",
            caption=label("ui.exports.title"),
            columns=columns,
            rows=rows,
            empty=Empty(label("ui.exports.title"), icon="download"),
        ),
    )
