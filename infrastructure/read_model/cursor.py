"""Cursors: where a page ended, signed, so that nobody asks to go on from where he may not look."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import msgspec

from projections.ask import BadCursor

MAC_BYTES = 16


class Cursors:
    """Signs and opens the cursors of one office's lists."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def sign(self, values: Sequence[Any], table: str, order: str) -> str:
        """Return the cursor after the row whose columns of the order hold ``values``."""
        body = msgspec.json.encode([table, order, list(values)])
        return urlsafe_b64encode(self._mac(body) + body).decode().rstrip("=")

    def open(self, cursor: str, table: str, order: str) -> list[Any]:
        """Return the values that were signed.

        Raises:
            BadCursor: not signed here, or of another list or order.
        """
        try:
            raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            mac, body = raw[:MAC_BYTES], raw[MAC_BYTES:]
            of_table, of_order, values = msgspec.json.decode(body)
        except (ValueError, msgspec.DecodeError) as problem:
            raise BadCursor() from problem
        if not hmac.compare_digest(mac, self._mac(body)) or [of_table, of_order] != [table, order]:
            raise BadCursor()
        return list(values)

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._secret, body, sha256).digest()[:MAC_BYTES]
