"""What of correspondence is owed: answers by us to letters received, and answers to letters of ours."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from domain.correspondence.letter import (
    LetterAcknowledged,
    LetterAnswered,
    LetterCorrected,
    LetterEndorsed,
    LetterNumberVoided,
    LetterReceived,
    LetterRerouted,
    LetterReturned,
    LetterSecrecyChanged,
    LetterTakenIn,
    Secrecy,
)
from domain.correspondence.outgoing_letter import (
    LetterDispatched,
    LetterRendered,
    ReminderSent,
    ReplyReceived,
)
from domain.correspondence.policy import PolicyRefused
from domain.message import AnyRecorded, Recorded
from projections.casework.following import follows, settled
from projections.casework.waiting import at_post, at_role, at_unit
from projections.table import Change, Project, Update


def key(recorded: AnyRecorded) -> str:
    return f"{recorded.stream_id}/reply"


def received(recorded: Recorded[LetterReceived]) -> list[Change]:
    """Every letter has its row, for a correction may yet ask for an answer."""
    letter = recorded.event
    return follows(
        recorded,
        key(recorded),
        at_unit(letter.to_unit_id, "records_clerk"),
        kind="answer",
        due_on=letter.reply_due_on,
        letter_id=recorded.id,
        open=letter.reply_due_on is not None,
    )


def falls_to(recorded: AnyRecorded, waits_for: str) -> list[Change]:
    return [Update("follow_ups", key(recorded), {"waits_for": waits_for})]


def taken_in(recorded: Recorded[LetterTakenIn]) -> list[Change]:
    return falls_to(recorded, at_unit(recorded.event.unit_id, "group_director"))


def endorsed(recorded: Recorded[LetterEndorsed]) -> list[Change]:
    return falls_to(recorded, at_post(recorded.event.assigned_post_id))


def rerouted(recorded: Recorded[LetterRerouted]) -> list[Change]:
    return falls_to(recorded, at_unit(recorded.event.to_unit_id, "records_clerk"))


def returned(recorded: Recorded[LetterReturned]) -> list[Change]:
    if recorded.event.to_unit_id is None:
        return settled(recorded, key(recorded))
    return falls_to(recorded, at_role("central_registrar"))


def secrecy_changed(recorded: Recorded[LetterSecrecyChanged]) -> list[Change]:
    """The answer falls to whom the letter now waits for."""
    event = recorded.event
    if not event.unassigned or event.unit_id is None:
        return []
    if event.secrecy is not Secrecy.NONE:
        return falls_to(recorded, at_role("area_director"))
    role = "group_director" if event.taken_in else "records_clerk"
    return falls_to(recorded, at_unit(event.unit_id, role))


def corrected(recorded: Recorded[LetterCorrected]) -> list[Change]:
    now = {c.field: c.now for c in recorded.event.corrections}
    if "reply_due_on" not in now:
        return []
    due = msgspec.convert(now["reply_due_on"], date | None)
    return [Update("follow_ups", key(recorded), {"due_on": due, "open": due is not None})]


def voided(recorded: Recorded[LetterNumberVoided]) -> list[Change]:
    return [] if recorded.event.numbers_left else done(recorded)


def done(recorded: AnyRecorded) -> list[Change]:
    return settled(recorded, key(recorded))


def dispatched(recorded: Recorded[LetterDispatched]) -> list[Change]:
    """An answer, if one was asked for; and the paper, owed only once it could not be made."""
    event = recorded.event
    return [
        *follows(
            recorded,
            key(recorded),
            f"unit:{event.to_unit_ids[0]}" if event.to_unit_ids else at_role("central_registrar"),
            kind="reply",
            due_on=event.reply_due_on,
            outgoing_id=recorded.id,
            open=event.reply_due_on is not None,
        ),
        *follows(
            recorded,
            paper(recorded.stream_id),
            at_role("administrator"),
            kind="paper",
            outgoing_id=recorded.id,
            open=False,
        ),
    ]


def paper(stream_id: str) -> str:
    return f"{stream_id}/paper"


def policy_refused(recorded: Recorded[PolicyRefused]) -> list[Change]:
    about = recorded.event.about
    return [Update("follow_ups", paper(about), {"open": True, "since": recorded.at})]


def rendered(recorded: Recorded[LetterRendered]) -> list[Change]:
    return settled(recorded, paper(recorded.stream_id))


def reminded(recorded: Recorded[ReminderSent]) -> list[Change]:
    return [Update("follow_ups", key(recorded), {"due_on": recorded.event.reply_due_on})]


def replied(recorded: Recorded[ReplyReceived]) -> list[Change]:
    return settled(recorded, key(recorded))


FOLLOWED: dict[type[Any], Project] = {
    LetterReceived: received,
    LetterTakenIn: taken_in,
    LetterEndorsed: endorsed,
    LetterRerouted: rerouted,
    LetterReturned: returned,
    LetterCorrected: corrected,
    LetterNumberVoided: voided,
    LetterSecrecyChanged: secrecy_changed,
    LetterAcknowledged: done,
    LetterAnswered: done,
    LetterDispatched: dispatched,
    ReminderSent: reminded,
    ReplyReceived: replied,
    PolicyRefused: policy_refused,
    LetterRendered: rendered,
}
