"""What later decisions about a received letter need to know, and how events change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from domain.correspondence.letter.events import (
    LetterAcknowledged,
    LetterAnswered,
    LetterCorrected,
    LetterEndorsed,
    LetterEvent,
    LetterJoinedCase,
    LetterNumberVoided,
    LetterReadingEnded,
    LetterReadingGranted,
    LetterReceived,
    LetterRerouted,
    LetterReturned,
    LetterSecrecyChanged,
    LetterTakenIn,
)
from domain.correspondence.parts import LetterKind, Secrecy, Urgency
from domain.correspondence.reading import Reader
from domain.message import Number, Part


class Wording(Part, frozen=True):
    """The fields that may be corrected, as they now read: a correction must say what was."""

    kind: LetterKind
    urgency: Urgency
    subject: str
    reference: str
    dated_on: date | None
    received_on: date
    sender_unit_id: UUID | None
    sender_name: str
    private_sender: str | None
    reply_due_on: date | None
    deliver_by: datetime | None
    holder: str


TYPES = {field.name: field.type for field in msgspec.structs.fields(Wording)}


class Standing(StrEnum):
    """Where the letter stands in its way through the office."""

    WITH_UNIT = "with_unit"
    AT_REGISTRY = "at_registry"
    FILED = "filed"
    RETURNED = "returned"
    VOID = "void"


@dataclass(frozen=True)
class NotReceived:
    """Nothing is registered under this id."""


@dataclass(frozen=True)
class Received:
    """``unit_id`` is where the letter stands; ``taken_in`` the register that unit took it in by.

    ``officer_id`` is who has it in hand, in the post ``officer_post_id``. ``readers`` are those granted
    the reading of a classified letter; ``in_classified_register``: it was entered there once.
    ``marked`` is the level that its sender gave it, as far as we were told.
    """

    standing: Standing
    unit_id: UUID
    wording: Wording
    secrecy: Secrecy
    registered_on: date
    party_id: UUID | None = None
    taken_in: str | None = None
    officer_id: UUID | None = None
    officer_post_id: UUID | None = None
    cases: frozenset[UUID] = frozenset()
    answers: frozenset[UUID] = frozenset()
    voided: frozenset[Number] = frozenset()
    readers: tuple[Reader, ...] = ()
    in_classified_register: bool = False
    marked: Secrecy = Secrecy.NONE

    @property
    def is_stub(self) -> bool:
        """Whether only number, date and holder are kept of it (R-U07, R-U08)."""
        classified = self.secrecy is not Secrecy.NONE
        return self.secrecy is Secrecy.TOP_SECRET or (classified and not self.wording.subject)


Letter = NotReceived | Received


def wording(event: LetterReceived) -> Wording:
    return Wording(**{name: getattr(event, name) for name in TYPES})


def evolve(letter: Letter, event: LetterEvent) -> Letter:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    if isinstance(event, LetterReceived):
        return Received(
            standing=Standing.WITH_UNIT,
            unit_id=event.to_unit_id,
            wording=wording(event),
            secrecy=event.secrecy,
            registered_on=event.registered_on,
            party_id=event.party_id,
            in_classified_register=event.secrecy is not Secrecy.NONE,
            marked=event.secrecy,
        )
    return letter if isinstance(letter, NotReceived) else changed(letter, event)


def changed(letter: Received, event: LetterEvent) -> Received:
    match event:
        case LetterTakenIn():
            return replace(letter, unit_id=event.unit_id, taken_in=event.register)
        case LetterReturned(to_unit_id=None):
            return replace(handed_back(letter), standing=Standing.RETURNED)
        case LetterReturned(to_unit_id=UUID() as unit_id):
            return replace(handed_back(letter), standing=Standing.AT_REGISTRY, unit_id=unit_id)
        case LetterRerouted():
            return replace(letter, standing=Standing.WITH_UNIT, unit_id=event.to_unit_id)
        case LetterEndorsed():
            return replace(
                letter,
                standing=Standing.WITH_UNIT,
                officer_id=event.assigned_to,
                officer_post_id=event.assigned_post_id,
            )
        case LetterAcknowledged():
            return replace(letter, standing=Standing.FILED)
        case LetterJoinedCase():
            cases = letter.cases | {event.case_id}
            return replace(letter, standing=Standing.WITH_UNIT, cases=cases)
        case LetterAnswered():
            answer = {event.outgoing_letter_id} if event.outgoing_letter_id else set[UUID]()
            return replace(letter, standing=Standing.FILED, answers=letter.answers | answer)
        case LetterNumberVoided():
            return voided(letter, event)
        case LetterCorrected():
            return corrected(letter, event)
        case LetterReadingGranted() | LetterReadingEnded():
            return replace(letter, readers=event.readers)
        case LetterSecrecyChanged():
            entered = letter.in_classified_register or event.register is not None
            marked = event.secrecy if event.owner_notice else letter.marked
            return replace(
                letter, secrecy=event.secrecy, marked=marked, in_classified_register=entered
            )
    return letter


def handed_back(letter: Received) -> Received:
    return replace(letter, taken_in=None, officer_id=None, officer_post_id=None)


def voided(letter: Received, event: LetterNumberVoided) -> Received:
    numbers = letter.voided | {Number(event.register, event.year, event.number)}
    standing = letter.standing if event.numbers_left else Standing.VOID
    # A unit whose own number is void may take the letter in again under a good one.
    taken_in = None if event.register == letter.taken_in else letter.taken_in
    return replace(letter, voided=numbers, standing=standing, taken_in=taken_in)


def corrected(letter: Received, event: LetterCorrected) -> Received:
    changes = {
        correction.field: msgspec.convert(correction.now, TYPES[correction.field])
        for correction in event.corrections
        if correction.field in TYPES
    }
    if event.private_sender_corrected:
        changes["private_sender"] = event.private_sender_now
    return replace(
        letter,
        wording=msgspec.structs.replace(letter.wording, **changes),
        party_id=event.party_id or letter.party_id,
    )
