"""What of correspondence waits for somebody: rows of ``inbox`` (see ``projections/casework/inbox.py``)."""

from __future__ import annotations

from typing import Any

from domain.correspondence.letter import (
    LetterAcknowledged,
    LetterAnswered,
    LetterEndorsed,
    LetterJoinedCase,
    LetterNumberVoided,
    LetterReceived,
    LetterRerouted,
    LetterReturned,
    LetterSecrecyChanged,
    LetterTakenIn,
    Secrecy,
)
from domain.message import AnyRecorded, Recorded
from projections.casework.waiting import at_post, at_role, at_unit, done, waits, waits_anew
from projections.table import Change, Project, Update


def received(recorded: Recorded[LetterReceived]) -> list[Change]:
    letter = recorded.event
    plain = letter.secrecy is Secrecy.NONE
    return waits(
        recorded,
        key(recorded),
        at_unit(letter.to_unit_id, "records_clerk") if plain else at_role("area_director"),
        act="TakeInLetter" if plain else "AcknowledgeLetter",
        letter_id=recorded.id,
        urgency=str(letter.urgency),
        due_on=letter.reply_due_on,
    )


def moved(recorded: Recorded[Any], waits_for: str, act: str) -> list[Change]:
    return waits_anew(recorded, key(recorded), waits_for, act=act)


def taken_in(recorded: Recorded[LetterTakenIn]) -> list[Change]:
    return moved(recorded, at_unit(recorded.event.unit_id, "group_director"), "EndorseLetter")


def returned(recorded: Recorded[LetterReturned]) -> list[Change]:
    if recorded.event.to_unit_id is None:
        return done(recorded, key(recorded))
    return moved(recorded, at_role("central_registrar"), "RerouteLetter")


def rerouted(recorded: Recorded[LetterRerouted]) -> list[Change]:
    """A classified letter goes on to who is cleared, as when it came: no clerk takes it in (R-U06)."""
    if recorded.event.secrecy is not Secrecy.NONE:
        return moved(recorded, at_role("area_director"), "AcknowledgeLetter")
    return moved(recorded, at_unit(recorded.event.to_unit_id, "records_clerk"), "TakeInLetter")


def endorsed(recorded: Recorded[LetterEndorsed]) -> list[Change]:
    return moved(recorded, at_post(recorded.event.assigned_post_id), "OpenCase")


def secrecy_changed(recorded: Recorded[LetterSecrecyChanged]) -> list[Change]:
    """A letter that no officer has in hand waits for who is cleared, or for its unit again (R-U06).

    What was done with stays so: whether it waits at all does not change.
    """
    event = recorded.event
    plain = (event.secrecy_was is Secrecy.NONE, event.secrecy is Secrecy.NONE)
    if not event.unassigned or event.unit_id is None or plain[0] == plain[1]:
        return []
    if not plain[1]:
        falls = {"waits_for": at_role("area_director"), "act": "AcknowledgeLetter"}
    elif event.taken_in:
        falls = {"waits_for": at_unit(event.unit_id, "group_director"), "act": "EndorseLetter"}
    else:
        falls = {"waits_for": at_unit(event.unit_id, "records_clerk"), "act": "TakeInLetter"}
    return [Update("inbox", key(recorded), {**falls, "since": recorded.at})]


def settled(recorded: AnyRecorded) -> list[Change]:
    return done(recorded, key(recorded))


def voided(recorded: Recorded[LetterNumberVoided]) -> list[Change]:
    return [] if recorded.event.numbers_left else done(recorded, key(recorded))


def key(recorded: AnyRecorded) -> str:
    return recorded.stream_id


WAITING: dict[type[Any], Project] = {
    LetterReceived: received,
    LetterTakenIn: taken_in,
    LetterReturned: returned,
    LetterRerouted: rerouted,
    LetterEndorsed: endorsed,
    LetterAcknowledged: settled,
    LetterAnswered: settled,
    LetterJoinedCase: settled,
    LetterNumberVoided: voided,
    LetterSecrecyChanged: secrecy_changed,
}
