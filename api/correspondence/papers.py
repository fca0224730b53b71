"""The papers of our letters: as PDF, as pictures of their pages, and what is enclosed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Response

from api.context import Signed
from api.correspondence.outgoing_pages import row_known
from api.files import handed_out
from application.correspondence.printing import paper_of
from domain.refusal import NotFound

pages = APIRouter(include_in_schema=False)


@pages.get("/outgoing-letters/{id:uuid}/paper.pdf")
def paper(id: UUID, context: Signed) -> Response:
    """The paper: the stored file once it is made, until then as it now reads."""
    row = row_known(context, id)
    digest, name = row["paper_digest"], f"{row['letter_number'] or 'draft'}.pdf".replace("/", "-")
    if digest is not None and context.office.files.known(digest) is not None:
        return handed_out(context, digest, name, "application/pdf")
    pdf = context.service.render(paper_of(row))
    return Response(
        pdf,
        media_type="application/pdf",
        headers={"Content-Disposition": "inline", "Cache-Control": "no-store"},
    )


@pages.get("/outgoing-letters/{id:uuid}/pages/{page}.png")
def picture(id: UUID, page: int, context: Signed) -> Response:
    """One page of the paper as a picture."""
    row = row_known(context, id)
    sheets: Sequence[bytes] = context.service.pictures(paper_of(row))
    if not 1 <= page <= len(sheets):
        raise NotFound()
    plain = row["secrecy"] == "none"  # of a classified letter each look is recorded
    return Response(
        sheets[page - 1],
        media_type="image/png",
        headers={"Cache-Control": "private, max-age=3600" if plain else "no-store"},
    )


@pages.get("/outgoing-letters/{id:uuid}/files/{digest}")
def enclosure(id: UUID, digest: str, context: Signed) -> Response:
    """An enclosure of a letter the viewer may know of."""
    row = row_known(context, id)
    known = {e["digest"]: e for e in row["enclosures"] if e.get("digest")}
    if digest not in known or context.office.files.known(digest) is None:
        raise NotFound()
    return handed_out(context, digest, known[digest]["name"], known[digest]["media_type"])
