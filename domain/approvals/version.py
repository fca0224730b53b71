"""The exact version somebody saw: what is decided is bound to it (R-W07).

A version is named by its digest, the SHA-256 of its canonical content in hexadecimal.
"""

from __future__ import annotations

from domain.refusal import Refusal


class VersionMovedOn(Refusal):
    """The content is no longer what you saw: read it again, then decide."""

    code = "version-moved-on"
    rule = "R-W07"


def require_version(seen: str, current: str) -> None:
    """Refuse unless the digest ``seen`` is the ``current`` one.

    Raises:
        VersionMovedOn: they differ.
    """
    if seen != current:
        raise VersionMovedOn("another version than the one seen", seen=seen, current=current)
