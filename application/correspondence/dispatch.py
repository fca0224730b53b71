"""Sending letters: the number, and what follows in the same append from their having gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from application.approvals import outside
from application.approvals.matter import alive, complete_gate
from application.approvals.rounds import rounds
from application.casework.steps import file_of
from application.correspondence.register import SEND, classified, require_open
from application.correspondence.runs import without_line
from application.desk import Desk
from domain.casework.case import Ended, RecordNotice, Underway, case
from domain.casework.case.ending import untold
from domain.casework.process import StepKind
from domain.correspondence.letter import AnswerLetter, Received, Standing, letter
from domain.correspondence.letter_set import Written, letter_set
from domain.correspondence.outgoing_letter import (
    DeliveryMode,
    Dispatched,
    DispatchLetter,
    LetterPurpose,
    NotDrafted,
    Occasion,
    Signed,
    Withdrawn,
    outgoing_letter,
)
from domain.correspondence.parts import Secrecy
from domain.correspondence.register import Opened, register

TOLD_BY = {
    StepKind.REPORT: frozenset({LetterPurpose.REPORT_TO_OBEC}),
    StepKind.NOTIFY: frozenset({LetterPurpose.NOTIFY_SCHOOL, LetterPurpose.NOTIFY_GROUP}),
}


NOTICES: dict[LetterPurpose, type[Underway | Ended]] = {
    LetterPurpose.ENDING_NOTICE: Ended,
    LetterPurpose.NOTIFY_SCHOOL: Underway,
}


def occasion_of(desk: Desk, letter_id: UUID) -> Occasion | None:
    state = desk.state(outgoing_letter, letter_id)
    return None if isinstance(state, NotDrafted) else state.occasion


def dispatch_one(
    desk: Desk,
    letter_id: UUID,
    *,
    delivery: DeliveryMode,
    delivery_reason: str,
    reply_due_on: date | None,
) -> None:
    """Send one letter with the next number of the send register, or of that of its secrecy."""
    state = desk.state(outgoing_letter, letter_id)
    secrecy = state.occasion.secrecy if isinstance(state, Signed) else Secrecy.NONE
    number_of = require_open(desk, classified(SEND, secrecy))
    opened = desk.state(register, number_of)
    desk.ask(
        outgoing_letter,
        letter_id,
        DispatchLetter,
        register=number_of,
        delivery=delivery,
        delivery_reason=delivery_reason,
        reply_due_on=reply_due_on,
        letter_code=opened.letter_code if isinstance(opened, Opened) else "",
    )


def follow(desk: Desk, letter_ids: Sequence[UUID]) -> None:
    """Do what follows once these letters are dispatched, after all of them are."""
    for letter_id in letter_ids:
        occasion = occasion_of(desk, letter_id)
        if occasion is not None:
            ask_outside(desk, letter_id, occasion)
            answer(desk, letter_id, occasion)
            record_notice(desk, letter_id, occasion)
    for case_id in {
        found.case_id for i in letter_ids if (found := occasion_of(desk, i)) and found.batch_id
    }:
        if case_id is not None:
            complete_told(desk, case_id)


def ask_outside(desk: Desk, letter_id: UUID, occasion: Occasion) -> None:
    """The outside authority is asked by this letter (R-B11)."""
    if occasion.transfer_id is None or occasion.resolution_id is None:
        return
    outside.request(
        desk,
        transfer_id=occasion.transfer_id,
        transfer_digest=occasion.transfer_digest,
        outgoing_letter_id=letter_id,
        resolution_id=occasion.resolution_id,
        legal_basis=occasion.legal_basis,
    )


def answer(desk: Desk, letter_id: UUID, occasion: Occasion) -> None:
    """The letter that this one answers is answered."""
    if occasion.answers_letter_id is None:
        return
    received = desk.state(letter, occasion.answers_letter_id)
    if isinstance(received, Received) and received.standing in (
        Standing.WITH_UNIT,
        Standing.FILED,
    ):
        desk.ask(letter, occasion.answers_letter_id, AnswerLetter, outgoing_letter_id=letter_id)


def record_notice(desk: Desk, letter_id: UUID, occasion: Occasion) -> None:
    """Who asked is told how the case ended; who asked too late for its letters, how it went."""
    if occasion.purpose not in NOTICES or occasion.case_id is None:
        return
    state = desk.state(case, occasion.case_id)
    if not isinstance(state, NOTICES[occasion.purpose]):
        return
    for unit_id in untold(state):
        if unit_id in occasion.to_unit_ids:
            desk.ask(
                case,
                occasion.case_id,
                RecordNotice,
                asking_unit_id=unit_id,
                outgoing_letter_id=letter_id,
            )


def complete_told(desk: Desk, case_id: UUID) -> None:
    """Complete the steps whose letters have gone, for every transfer of the case (steps 8 and 9).

    Those affected are told once a school that asked while the letters were under way has its own.
    """
    file_of(desk, case_id)
    for kind, purposes in TOLD_BY.items():
        if kind is StepKind.NOTIFY and without_line(desk, case_id):
            continue
        streams = [told_by(desk, transfer_id, purposes) for transfer_id in alive(desk, case_id)]
        if streams and all(streams):
            complete_gate(desk, case_id, kind, streams[-1] or "", desk.on)


def told_by(desk: Desk, transfer_id: UUID, purposes: frozenset[LetterPurpose]) -> str | None:
    """Return the latest set with letters of these purposes, once all such letters have gone."""
    told = None
    for key, state in rounds(desk, letter_set, transfer_id):
        if not isinstance(state, Written):
            continue
        letters = [desk.state(outgoing_letter, letter_id) for letter_id in state.letter_ids]
        concerned = [
            found
            for found in letters
            if not isinstance(found, NotDrafted | Withdrawn) and found.occasion.purpose in purposes
        ]
        if not all(isinstance(found, Dispatched) for found in concerned):
            return None
        if concerned:
            told = f"{letter_set.kind}/{key}"
    return told
