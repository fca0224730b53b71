"""The leaf of an event, computed apart from the database that stored it.

``SHA-256(0x00 ‖ entry)``, the entry being RFC 8785 JSON of the event's header and the hashes of its
payload and of its authorisation record (DESIGN §6). Header texts are ASCII, so plain sorted JSON is
the canonical form; a test compares it with an RFC 8785 implementation.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from domain.message import Number


def entry(
    office: str,
    stream_id: str,
    version: int,
    name: str,
    at: datetime,
    command_id: UUID,
    state: bytes,
    az: bytes,
    number: Number | None = None,
) -> bytes:
    """Return the canonical bytes whose hash is the leaf."""
    fields: dict[str, str | int] = {
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "az": az.hex(),
        "cmd": str(command_id),
        "office": office,
        "ph": sha256(state).hexdigest(),
        "stream": stream_id,
        "type": name,
        "v": 1,
        "ver": version,
    }
    if number is not None:
        fields |= {"number": number.number, "register": number.register, "year": number.year}
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


def leaf(entry_bytes: bytes) -> bytes:
    """Return the RFC 6962 leaf hash of an entry."""
    return sha256(b"\x00" + entry_bytes).digest()
