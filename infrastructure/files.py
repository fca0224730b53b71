"""Files by content: the digest of the bytes is the name, so a file can be neither changed nor doubled.

Digests stand in events; bytes stand here, under ``THABIAN_DATA/files``. Only kinds on the list are
taken, told by their content and never by their name.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from application.desk import StoredFacts

LIMIT = 25 * 1024 * 1024
CHUNK = 256 * 1024
KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


class FileRefused(Exception):  # noqa: N818
    """A file that is not taken; ``code`` is the problem's."""

    code = ""


class TooLarge(FileRefused):
    """More than 25 MiB, counted by the bytes that came."""

    code = "file-too-large"


class UnknownKind(FileRefused):
    """Neither PDF, PNG nor JPEG by its content."""

    code = "file-unknown-kind"


class Stored(NamedTuple):
    """A file that is kept: SHA-256 (hex), media type, size in bytes."""

    digest: str
    media_type: str
    size_bytes: int


class Files:
    """The files of one office."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: BinaryIO) -> Stored:
        """Keep what ``source`` holds.

        Raises:
            TooLarge, UnknownKind: nothing is kept.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._folder / f".{os.getpid()}.{os.urandom(8).hex()}"
        digest, size, head = sha256(), 0, b""
        try:
            with draft.open("xb") as target:
                while chunk := source.read(CHUNK):
                    head = head or chunk[:16]
                    size += len(chunk)
                    if size > LIMIT:
                        raise TooLarge()
                    digest.update(chunk)
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            media_type = _kind(head)
            path = self.path(digest.hexdigest())
            path.parent.mkdir(mode=0o700, exist_ok=True)
            draft.replace(path)
            for folder in (
                path.parent,
                self._folder,
            ):  # else a power cut takes the name, not the bytes
                synced(folder)
        finally:
            draft.unlink(missing_ok=True)
        return Stored(digest.hexdigest(), media_type, size)

    def known(self, digest: str) -> StoredFacts | None:
        """Return what is kept under ``digest``, or None."""
        path = self.path(digest)
        try:
            with path.open("rb") as kept:
                return StoredFacts(_kind(kept.read(16)), path.stat().st_size)
        except FileNotFoundError:
            return None

    def path(self, digest: str) -> Path:
        """Return where the file with this digest lies, whether or not it is there."""
        return self._folder / digest[:2] / digest


def synced(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _kind(head: bytes) -> str:
    for magic, media_type in KINDS:
        if head.startswith(magic):
            return media_type
    raise UnknownKind()
