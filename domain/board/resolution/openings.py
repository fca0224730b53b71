"""What may be done with a resolution now, and why not otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from domain.board.outcome import CoverageKind, ResolutionOutcome
from domain.board.resolution.confirming import CONFIRMS, SIDES
from domain.board.resolution.coverage import Adopted, Resolution, Subject, require_passes
from domain.board.resolution.refusals import (
    ChangeConfirmedAlready,
    ChangeNotConfirmed,
    ChangeNotMade,
    OnePersonConfirms,
)
from domain.message import Actor
from domain.refusal import Refusal


def acts_open(
    resolution: Resolution, by: Actor, changed: Mapping[Subject, str]
) -> dict[str, Refusal | None]:
    """Return, by command, the refusal that ``by`` would meet whatever he writes; None where open.

    ``changed`` is the digest that each subject of the paper has now.
    """
    if not isinstance(resolution, Adopted) or resolution.rescinded:
        return {"ReportResolution": None} if isinstance(resolution, Adopted) else {}
    acts: dict[str, Refusal | None] = {"ReportResolution": None, "RescindResolution": None}
    coverage = resolution.coverage
    if coverage is not None and coverage.kind is CoverageKind.WITHIN_GUIDELINES:
        acts["UseResolution"] = passes(resolution)
    if resolution.outcome is ResolutionOutcome.APPROVED_WITH_CHANGES and passes(resolution):
        if by.role in SIDES:
            acts["ConfirmChange"] = confirm_open(resolution, by, changed)
        if by.role == CONFIRMS:
            acts["ConfirmNewVersion"] = new_version_open(resolution, changed)
    return acts


def passes(resolution: Adopted) -> Refusal | None:
    try:
        require_passes(resolution)
    except Refusal as refusal:
        return refusal
    return None


def something_changed(resolution: Adopted, now: Mapping[Subject, str]) -> bool:
    """Whether anything of the paper differs from what the body saw."""
    seen: dict[Subject, str] = {subject: digest for subject, digest in resolution.annexed.items()}
    if resolution.paper is not None:
        seen[None] = resolution.paper.guidelines_digest
    return any(now.get(subject, digest) != digest for subject, digest in seen.items())


def confirm_open(resolution: Adopted, by: Actor, now: Mapping[Subject, str]) -> Refusal | None:
    """Return why ``by`` cannot confirm the change of any subject; None where he can of one."""
    if not something_changed(resolution, now):
        return ChangeNotMade()
    found: Refusal | None = None
    for subject in resolution.subjects(now):
        given = {
            side: confirmed
            for (about, side), confirmed in resolution.confirmations.items()
            if about == subject and confirmed.digest == now.get(subject)
        }
        if SIDES[by.role] in given:
            found = ChangeConfirmedAlready(confirmed_by=given[SIDES[by.role]].person_id)
        elif any(other.person_id == by.person_id for other in given.values()):
            found = OnePersonConfirms(person_id=by.person_id)
        else:
            return None
    return found


def new_version_open(resolution: Adopted, now: Mapping[Subject, str]) -> Refusal | None:
    """Return why the area director cannot confirm the new version yet."""
    if not something_changed(resolution, now):
        return ChangeNotMade()
    sides = set(SIDES.values())
    for subject in resolution.subjects(now):
        if resolution.new_versions.get(subject) == now.get(subject):
            continue
        given = {
            side
            for (about, side), confirmed in resolution.confirmations.items()
            if about == subject and confirmed.digest == now.get(subject)
        }
        if given == sides:
            return None
    return ChangeNotConfirmed(missing=tuple(sides), n=len(sides))
