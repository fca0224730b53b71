"""The headers of every answer: what a browser may do with it, and that nobody keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
]
STAY = (b"strict-transport-security", b"max-age=31536000")  # said over https only
UNKEPT = (b"cache-control", b"no-store")
KEPT = (b"cache-control", b"public, max-age=31536000, immutable")  # its address changes with it


def headers_of(scope: Mapping[str, Any], status: int) -> list[tuple[bytes, bytes]]:
    """Return what stands above the answer of ``status`` to a request."""
    found = scope["path"].startswith("/static/") and status in (200, 206, 304)
    stay = [STAY] if scope.get("scheme") == "https" else []
    return [*HEADERS, *stay, KEPT if found else UNKEPT]
