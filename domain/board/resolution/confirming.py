"""Agreement with changes: who confirms that the new version is what the body asked for.

The group director and the secretary each confirm that the change matches the resolution, then the
area director confirms the new version; all on one digest (R-W07). No second round of the body.
"""

from __future__ import annotations

from domain.approvals.version import require_version
from domain.board.outcome import ResolutionOutcome
from domain.board.resolution.coverage import Adopted, Subject
from domain.board.resolution.messages import (
    ChangeConfirmed,
    ConfirmChange,
    ConfirmNewVersion,
    NewVersionConfirmed,
    Side,
)
from domain.board.resolution.refusals import (
    ChangeConfirmedAlready,
    ChangeNotConfirmed,
    OnePersonConfirms,
    TransferNotAnnexed,
)
from domain.refusal import NotOpen, NotPermitted

# The area director is the body's secretary by post and the assistant does the desk work (issue);
# either may speak for the secretary.
SIDES = {
    "group_director": Side.GROUP,
    "board_secretary": Side.SECRETARY,
    "assistant_secretary": Side.SECRETARY,
}
CONFIRMS = "area_director"


def change_confirmed(command: ConfirmChange, resolution: Adopted) -> ChangeConfirmed:
    side = SIDES.get(command.by.role)
    if side is None:
        raise NotPermitted("confirms no change", role=command.by.role, needed=tuple(SIDES))
    now = require_changed(command, resolution)
    require_version(command.digest, now.get(command.transfer_id, ""))
    by_both = False
    for other in Side:
        before = resolution.confirmations.get((command.transfer_id, other))
        if before is None or before.digest != command.digest:
            continue
        if other is side:
            raise ChangeConfirmedAlready("already", confirmed_by=before.person_id)
        if before.person_id == command.by.person_id:
            raise OnePersonConfirms("for both sides", person_id=before.person_id)
        by_both = True
    return ChangeConfirmed(side, command.transfer_id, command.digest, command.by.person_id, by_both)


def new_version_confirmed(command: ConfirmNewVersion, resolution: Adopted) -> NewVersionConfirmed:
    if command.by.role != CONFIRMS:
        raise NotPermitted("the area director confirms", role=command.by.role, needed=CONFIRMS)
    now = require_changed(command, resolution)
    require_version(command.digest, now.get(command.transfer_id, ""))
    given = {side: resolution.confirmations.get((command.transfer_id, side)) for side in Side}
    missing = tuple(s for s, c in given.items() if c is None or c.digest != command.digest)
    if missing:
        raise ChangeNotConfirmed("not by both sides", missing=missing, n=len(missing))
    group = given[Side.GROUP]
    if group is not None and group.person_id == command.by.person_id:
        raise OnePersonConfirms("for the group too", person_id=group.person_id)
    if resolution.new_versions.get(command.transfer_id) == command.digest:
        raise ChangeConfirmedAlready("already", confirmed_by=command.by.person_id)
    others = [subject for subject in resolution.subjects(now) if subject != command.transfer_id]
    left = sum(resolution.new_versions.get(subject) != now.get(subject) for subject in others)
    return NewVersionConfirmed(command.transfer_id, command.digest, command.by.person_id, left)


def require_changed(
    command: ConfirmChange | ConfirmNewVersion, resolution: Adopted
) -> dict[Subject, str]:
    """Return the digests as they stand; refuse where the body asked for no change, or not of this."""
    if resolution.outcome is not ResolutionOutcome.APPROVED_WITH_CHANGES:
        raise NotOpen("no change was asked for", outcome=resolution.outcome)
    now: dict[Subject, str] = {one.transfer_id: one.digest for one in command.current}
    if command.transfer_id not in resolution.subjects(now):
        raise TransferNotAnnexed("not annexed", transfer_id=command.transfer_id)
    return now
