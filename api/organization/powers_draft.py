"""A draft of the table of powers: the changes to make, carried in the page's address.

It needs no place of its own: the Back button takes a change back, the address can be kept for another
day, two administrators have a draft each, and nothing is left behind by one that is never set. Each
change names the whole row it is about (``power_changes``), so a draft is shown against whatever version
is in use; it says which one it was begun on.
"""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from domain.organization.power import Grant
from domain.organization.power_changes import Change
from domain.refusal import Refusal

MOST_TEXT = 6_000  # characters: what every server between takes as a part of an address
MOST_BYTES = 400_000  # unpacked
_encoder = msgspec.json.Encoder(order="sorted")


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """A draft as it stands in the address."""

    base: int
    changes: tuple[Change, ...]


_decoder = msgspec.json.Decoder(_Kept)


class DraftUnreadable(Refusal):
    """The address does not hold a whole draft."""

    code = "draft-unreadable"


class DraftFull(Refusal):
    """More changes than an address holds: set these, then go on."""

    code = "draft-full"


@dataclass(frozen=True)
class Draft:
    """``base`` is the version on which the last change was drafted; 0 where there was none."""

    base: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def text(self) -> str:
        """Return the draft as a part of an address; empty where nothing is drafted."""
        if not self.changes:
            return ""
        packed = zlib.compress(_encoder.encode(_Kept(self.base, self.changes)), 9)
        return urlsafe_b64encode(packed).decode().rstrip("=")

    def put(self, on: int, row: Grant | None, *new: Grant) -> Draft:
        """Draft that ``row``, as the draft has it, becomes ``new``: several rows, or none at all.

        Without ``row`` the new ones are added. ``on`` is the version being looked at.

        Raises:
            DraftFull
        """
        kept = [one for one in self.changes if row is None or one.after != row]
        earlier = next((one for one in self.changes if row is not None and one.after == row), None)
        was = earlier.before if earlier else row
        first, others = new[:1], new[1:]
        if (was, *first) != (was, was) and (was is not None or first):
            kept.append(Change(was, *first))
        kept.extend(Change(None, one) for one in others)
        draft = Draft(on, tuple(kept))
        if len(draft.text) > MOST_TEXT:
            raise DraftFull(n=len(self.changes))
        return draft

    def without(self, place: int) -> Draft:
        """Take the change at a place out of the draft."""
        return replace(self, changes=(*self.changes[:place], *self.changes[place + 1 :]))


def read(text: str) -> Draft:
    """Return the draft that an address holds.

    Raises:
        DraftUnreadable
    """
    if not text:
        return Draft()
    if len(text) > 2 * MOST_TEXT:
        raise DraftUnreadable()
    try:
        packed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        unpacking = zlib.decompressobj()
        kept = _decoder.decode(unpacking.decompress(packed, MOST_BYTES))
    except (ValueError, zlib.error, msgspec.MsgspecError) as problem:
        raise DraftUnreadable() from problem
    if unpacking.unconsumed_tail or any(one == Change() for one in kept.changes):
        raise DraftUnreadable()
    return Draft(kept.base, kept.changes)


def marks(changes: Sequence[Change]) -> dict[Grant, str]:
    """Return what a draft does to the rows there will be, by row."""
    return {one.after: one.kind for one in changes if one.after is not None}
