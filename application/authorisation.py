"""The authorisation record: who decided, in which capacity, by what right (DESIGN §6).

Its exact bytes are stored with every command and their SHA-256 stands in the leaf of each event, so
what is not written here from the start can never be proved later. ``v: 1`` rests on role grants.
"""

from __future__ import annotations

from uuid import UUID

import msgspec

from domain.message import Actor


class Authorisation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One command's authorisation record, version 1.

    ``grant`` names the version of the table of powers and the role it let act; ``session`` is the
    SHA-256 (hex) of the session's token hash, or empty for the office's own system post.
    """

    command: str
    person: UUID
    post: UUID
    role: str
    unit: UUID
    capacity: str
    grant: str
    session: str = ""
    case: UUID | None = None
    cause: int | None = None
    outcome: str = "allowed"
    v: int = 1

    @property
    def actor(self) -> Actor:
        return Actor(self.person, self.post, self.role, self.unit, self.capacity)


# `v` and `outcome` are always written: a record says which version it is.
_encoder = msgspec.json.Encoder(order="sorted")
decode = msgspec.json.Decoder(Authorisation).decode


def encode(record: Authorisation) -> bytes:
    """Return the canonical bytes: sorted keys, no spaces, UTF-8."""
    fields = msgspec.to_builtins(record) | {"v": record.v, "outcome": record.outcome}
    return _encoder.encode(fields)
