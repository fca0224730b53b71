"""What is kept of the files that a command names by their digests."""

from __future__ import annotations

from collections.abc import Iterable

from application.desk import Desk
from domain.correspondence.parts import EnclosureItem, StoredFile


def stored_files(desk: Desk, enclosures: Iterable[EnclosureItem]) -> tuple[StoredFile, ...]:
    """Return what is kept of the enclosures named by digest."""
    digests = [item.digest for item in enclosures if item.digest]
    return tuple(
        StoredFile(digest, *known)
        for digest in digests
        if (known := desk.files.known(digest)) is not None
    )
