"""What of our own letters waits for somebody: rows of ``inbox``.

A set of letters waits as one; a letter of a set waits by itself only while it was sent back.
"""

from __future__ import annotations

from typing import Any

from domain.correspondence.letter_set import SetChecked, SetDispatched, SetDrafted, SetSigned
from domain.correspondence.outgoing_letter import (
    DraftRevised,
    DraftSentBack,
    DraftWithdrawn,
    LetterChecked,
    LetterDispatched,
    LetterDrafted,
    LetterSigned,
    OutgoingSecrecyChanged,
)
from domain.message import AnyRecorded, Recorded
from projections.casework.waiting import at_role, at_unit, done, step_asks, waits, waits_anew
from projections.table import Change, Project

OF_THE_SET = frozenset({"CheckLetters", "SignLetters", "DispatchLetters"})
DRAFTER = "policy_and_plan_analyst"


def drafted(recorded: Recorded[LetterDrafted]) -> list[Change]:
    event = recorded.event
    letter = waits(
        recorded,
        recorded.stream_id,
        at_unit(recorded.by.unit_id, "group_director"),
        act="CheckLetter",
        outgoing_id=recorded.id,
        case_id=event.case_id,
        urgency=str(event.urgency),
        open=event.batch_id is None,
    )
    return [*letter, *asked_of_step(recorded)]


def withdrawn(recorded: Recorded[DraftWithdrawn]) -> list[Change]:
    return [*settled(recorded), *asked_of_step(recorded)]


def asked_of_step(recorded: Recorded[LetterDrafted] | Recorded[DraftWithdrawn]) -> list[Change]:
    """The step asks its officer for a letter as long as one is left to write."""
    asked, case_id = recorded.event.asked, recorded.case_id
    if asked is None or case_id is None:
        return []
    return step_asks(recorded, case_id, asked.step, open=asked.left > 0)


def anew(recorded: AnyRecorded, waits_for: str, act: str) -> list[Change]:
    """The letter waits by itself, unless the act was one on its whole set."""
    if recorded.command in OF_THE_SET:
        return done(recorded, recorded.stream_id)
    return waits_anew(recorded, recorded.stream_id, waits_for, act=act)


def revised(recorded: Recorded[DraftRevised]) -> list[Change]:
    return anew(recorded, at_unit(recorded.by.unit_id, "group_director"), "CheckLetter")


def sent_back(recorded: Recorded[DraftSentBack]) -> list[Change]:
    return anew(recorded, at_unit(recorded.by.unit_id, DRAFTER), "ReviseDraft")


def checked(recorded: Recorded[LetterChecked]) -> list[Change]:
    return anew(recorded, at_role("area_director"), "SignLetter")


def signed(recorded: Recorded[LetterSigned]) -> list[Change]:
    return anew(recorded, at_role("central_registrar"), "DispatchLetter")


def secrecy_changed(recorded: Recorded[OutgoingSecrecyChanged]) -> list[Change]:
    """What was checked or signed waits to be found correct again, by itself (R-W07)."""
    unit_id = recorded.event.recheck_unit_id
    if unit_id is None:
        return []
    return anew(recorded, at_unit(unit_id, "group_director"), "CheckLetter")


def settled(recorded: AnyRecorded) -> list[Change]:
    return done(recorded, recorded.stream_id)


def set_drafted(recorded: Recorded[SetDrafted]) -> list[Change]:
    return waits(
        recorded,
        recorded.stream_id,
        at_unit(recorded.by.unit_id, "group_director"),
        act="CheckLetters",
        case_id=recorded.event.case_id,
    )


def set_checked(recorded: Recorded[SetChecked]) -> list[Change]:
    return waits_anew(recorded, recorded.stream_id, at_role("area_director"), act="SignLetters")


def set_signed(recorded: Recorded[SetSigned]) -> list[Change]:
    return waits_anew(
        recorded, recorded.stream_id, at_role("central_registrar"), act="DispatchLetters"
    )


WAITING: dict[type[Any], Project] = {
    LetterDrafted: drafted,
    DraftRevised: revised,
    DraftSentBack: sent_back,
    LetterChecked: checked,
    LetterSigned: signed,
    LetterDispatched: settled,
    DraftWithdrawn: withdrawn,
    OutgoingSecrecyChanged: secrecy_changed,
    SetDrafted: set_drafted,
    SetChecked: set_checked,
    SetSigned: set_signed,
    SetDispatched: settled,
}
