"""The authorisation record: who decided, in which capacity, by what right (DESIGN §6).

Its exact bytes are stored with every command and their SHA-256 stands in the leaf of each event, so
what is not written here from the start can never be proved later. ``v: 1`` rested on role grants;
``v: 2`` holds the instrument, the row of the table of powers, the matter that was weighed, the
versions of the streams it was judged from, and the rules that were looked at: judged again from
those versions it gives the same answer (``application/adjudication.py``).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.message import Actor
from domain.organization.power import Matter


class Authorisation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One command's authorisation record.

    ``grant`` names the version of the table of powers and the role it let act; ``session`` is the
    id of the session or service token, or empty for the office's own system post. ``post`` is the
    post acted in, ``own_post`` the post of his own through which he stands in for it by
    ``instrument``; ``ceiling`` (satang) the lower of the row's and the instrument's. ``facts`` are
    (stream, version) of posts, instruments, absences and powers as they were read; ``on`` is the day in
    Bangkok that was judged.
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
    own_post: UUID | None = None
    instrument: UUID | None = None
    ceiling: int | None = None
    matter: Matter | None = None
    facts: tuple[tuple[str, int], ...] = ()
    rules: tuple[str, ...] = ()
    on: date | None = None
    outcome: str = "allowed"
    v: int = 2

    @property
    def actor(self) -> Actor:
        return Actor(
            self.person,
            self.post,
            self.role,
            self.unit,
            self.capacity,
            self.own_post,
            self.instrument,
        )


# `v` and `outcome` are always written: a record says which version it is.
_encoder = msgspec.json.Encoder(order="sorted")
decode = msgspec.json.Decoder(Authorisation).decode


def encode(record: Authorisation) -> bytes:
    """Return the canonical bytes: sorted keys, no spaces, UTF-8."""
    fields = msgspec.to_builtins(record) | {"v": record.v, "outcome": record.outcome}
    return _encoder.encode(fields)
