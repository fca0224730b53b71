"""Files: handed in before the command that names them, handed out to whom the letter is known."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile
from fastapi.responses import FileResponse
from pydantic import BaseModel

from api.context import Signed
from domain.refusal import NotFound

router = APIRouter(prefix="/api/v1", tags=["files"])
pages = APIRouter(include_in_schema=False)


class FileBody(BaseModel):
    """A file that is kept: its SHA-256, media type, size in bytes."""

    digest: str
    media_type: str
    size_bytes: int


@router.post("/files", status_code=201, summary="Hand in a file")
def put(file: Annotated[UploadFile, File()], context: Signed) -> FileBody:
    """Keep a PDF, PNG or JPEG of at most 25 MiB; name it by its digest in a command."""
    kept = context.service.files.put(file.file)
    return FileBody(digest=kept.digest, media_type=kept.media_type, size_bytes=kept.size_bytes)


@pages.get("/letters/{id}/files/{digest}")
def enclosure(id: UUID, digest: str, context: Signed) -> Response:
    """Hand out an enclosure of a letter the viewer may know of."""
    row = context.rows.one("letters", id, context.viewer)
    known = {e["digest"]: e for e in (row["enclosures"] or [])} if row else {}
    if digest not in known or context.service.office.files.known(digest) is None:
        raise NotFound()
    return handed_out(context, digest, known[digest]["name"], known[digest]["media_type"])


def handed_out(context: Signed, digest: str, name: str, media_type: str) -> Response:
    return FileResponse(
        context.service.files.path(digest),
        media_type=media_type,
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
