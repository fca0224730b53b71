"""Who looks, and what he may know: worked out once per request, from the post he acts in.

The same rule stands twice, and a test holds the two together: here as ``admits``, for decisions, and
as the conditions of every list's query, for rows. Administrators run the system and read no matter;
classified letters are known to who keeps their register or was granted the reading, and are shown
only where their reading is recorded.
Source: R-U06, R-U07, R-M13; DESIGN §5, §7; RELIABILITY §6.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from domain.correspondence.parts import Secrecy
from domain.message import Actor
from domain.organization.capacity import FILLING
from domain.organization.role import Role

# Who keeps the registers of classified letters. For secret and top secret the role is not enough:
# such a letter is known to whom its reading was granted (need to know).
KEEPERS = frozenset({Role.CENTRAL_REGISTRAR, Role.AREA_DIRECTOR})
KEPT = (Secrecy.NONE, Secrecy.CONFIDENTIAL)
PLAIN = (Secrecy.NONE,)
AUDITORS = frozenset({Role.INTERNAL_AUDITOR, Role.INSPECTOR})


@dataclass(frozen=True)
class Viewer:
    """``all_units`` is true for the office's own staff and its auditors; others know the rows in which
    one of ``units`` takes part. ``clearances`` are the secrecy levels known by role, ``readings`` the
    grants of reading that may be his (``Reader.key``). Without ``matters`` he reads none of the
    office's matters but the ``things`` for which he broke the glass. ``opened`` are the classified
    letters whose reading is recorded in this request: all others are shown as bare numbers, unless
    ``whole``, which is for the service itself. ``watched``: each thing he reads is recorded.
    """

    units: tuple[UUID, ...] = ()
    all_units: bool = False
    clearances: tuple[str, ...] = (Secrecy.NONE.value,)
    readings: tuple[str, ...] = ()
    matters: bool = True
    things: tuple[UUID, ...] = ()
    opened: tuple[UUID, ...] = ()
    whole: bool = False
    watched: bool = False

    @property
    def of_office(self) -> bool:
        """Whether he is one of the office's own people, its administrators among them."""
        return self.all_units or not self.matters


EVERYTHING = Viewer(all_units=True, clearances=tuple(level.value for level in Secrecy), whole=True)


def clearances(role: str) -> tuple[Secrecy, ...]:
    """Return the levels of secrecy that a post with this role knows without a grant."""
    return KEPT if role in KEEPERS else (Secrecy.NONE,)


def viewer_of(by: Actor, things: Collection[UUID] = ()) -> Viewer:
    """Return who looks when ``by`` does; ``things`` are those an administrator broke the glass for.

    What a post may know of classified letters goes with its holder and with who fills it as a whole
    (R-H08); a delegate or a substitute for duties reads what he himself was granted (R-U06).
    """
    if by.role == Role.ADMINISTRATOR:
        return Viewer(matters=False, things=tuple(things), watched=bool(things))
    if by.role == Role.SCHOOL_DIRECTOR:
        return Viewer(units=(by.unit_id,))
    fills, own = by.capacity in FILLING, f"{by.post_id}:{by.person_id}"
    return Viewer(
        units=(by.unit_id,),
        all_units=True,
        clearances=tuple(level.value for level in (clearances(by.role) if fills else PLAIN)),
        readings=(str(by.post_id), own) if fills else (own,),
        watched=by.role in AUDITORS,
    )


def admits(
    viewer: Viewer,
    secrecy: Secrecy,
    parties: Collection[UUID | None],
    readers: Collection[str] = (),
) -> bool:
    """Return whether ``viewer`` may know of a letter of this secrecy, between these parties, granted
    to these readers. To break the glass is to read, not to act: ``things`` admit nothing here."""
    if not viewer.matters:
        return False
    if set(viewer.readings) & set(readers):
        return True
    concerned = viewer.all_units or bool(set(viewer.units) & set(parties))
    return concerned and secrecy.value in viewer.clearances
