"""What later decisions about a letter of ours need to know, and how events change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import msgspec

from domain.correspondence.outgoing_letter.events import (
    DeliveryFailed,
    DraftRevised,
    DraftSentBack,
    DraftWithdrawn,
    LetterChecked,
    LetterContent,
    LetterDelivered,
    LetterDispatched,
    LetterDrafted,
    LetterRendered,
    LetterSigned,
    OutgoingLetterEvent,
    OutgoingReadingEnded,
    OutgoingReadingGranted,
    OutgoingSecrecyChanged,
    ReminderSent,
    ReplyReceived,
)
from domain.correspondence.outgoing_letter.parts import LetterPurpose, RequiredPart
from domain.correspondence.parts import Secrecy
from domain.correspondence.reading import Reader


@dataclass(frozen=True)
class NotDrafted:
    """Nothing is written under this id."""


@dataclass(frozen=True)
class Occasion:
    """What the letter is written for and belongs to; what follows from its dispatch hangs on it.

    ``readers`` are those granted the reading of a classified letter; ``in_classified_register``: it was
    entered there once.
    """

    purpose: LetterPurpose
    secrecy: Secrecy
    to_unit_ids: tuple[UUID, ...]
    case_id: UUID | None = None
    batch_id: UUID | None = None
    answers_letter_id: UUID | None = None
    transfer_id: UUID | None = None
    transfer_digest: str = ""
    resolution_id: UUID | None = None
    legal_basis: str = ""
    readers: tuple[Reader, ...] = ()
    in_classified_register: bool = False


@dataclass(frozen=True)
class Draft:
    """``drafters`` wrote some version of it, ``checked_by`` found this one correct; ``missing`` are
    required fields still empty.

    ``content`` is what it says now: a revision keeps its tables printed from our own records, and
    another secrecy makes another version of it.
    """

    digest: str
    drafters: frozenset[UUID]
    missing: tuple[RequiredPart, ...]
    addressees: int
    occasion: Occasion
    content: LetterContent
    checked: bool = False
    sent_back: bool = False
    checked_by: UUID | None = None

    @property
    def spoke(self) -> frozenset[UUID]:
        """Who drafted or checked it: the signature is another's, where another can give it (R-H16)."""
        return self.drafters | ({self.checked_by} if self.checked_by else set())


@dataclass(frozen=True)
class Signed:
    """``draft`` is the version that was signed."""

    addressees: int
    occasion: Occasion
    draft: Draft


@dataclass(frozen=True)
class Dispatched:
    """``delivered`` holds the places of the addressees reached, ``replies`` letters received."""

    addressees: int
    occasion: Occasion
    reply_due_on: date | None
    rendered: bool = False
    delivered: frozenset[int] = frozenset()
    reminders: int = 0
    replies: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Withdrawn:
    """Given up before it was sent."""

    occasion: Occasion


OutgoingLetter = NotDrafted | Draft | Signed | Dispatched | Withdrawn


def evolve(letter: OutgoingLetter, event: OutgoingLetterEvent) -> OutgoingLetter:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, letter:
        case (
            (OutgoingReadingGranted() | OutgoingReadingEnded()),
            (Draft() | Signed() | Dispatched() | Withdrawn()),
        ):
            return replace(letter, occasion=replace(letter.occasion, readers=event.readers))
        case OutgoingSecrecyChanged(), Draft() | Signed() | Dispatched() | Withdrawn():
            return with_secrecy(letter, event)
        case LetterDrafted(), _:
            return draft(event, event.digest, frozenset({event.drafted_by}), occasion_of(event))
        case DraftRevised(), Draft():
            # What it was drafted for stays: what follows from its dispatch was settled then.
            occasion = replace(letter.occasion, secrecy=event.secrecy, to_unit_ids=units_of(event))
            return draft(event, event.digest, letter.drafters | {event.revised_by}, occasion)
        case LetterChecked(), Draft():
            return replace(letter, checked=True, checked_by=event.checked_by)
        case DraftSentBack(), Draft():
            return replace(letter, checked=False, sent_back=True, checked_by=None)
        case LetterSigned(), Draft():
            return Signed(letter.addressees, letter.occasion, letter)
        case DraftWithdrawn(), Draft() | Signed():
            return Withdrawn(letter.occasion)
        case LetterDispatched(), Signed():
            entered = letter.occasion.secrecy is not Secrecy.NONE
            occasion = replace(letter.occasion, in_classified_register=entered)
            return Dispatched(letter.addressees, occasion, event.reply_due_on)
        case LetterRendered(), Dispatched():
            return replace(letter, rendered=True)
        case LetterDelivered(), Dispatched():
            return replace(letter, delivered=letter.delivered | {event.addressee})
        case DeliveryFailed(), Dispatched():
            return letter  # It still waits to be delivered.
        case ReminderSent(), Dispatched():
            return replace(letter, reminders=event.number, reply_due_on=event.reply_due_on)
        case ReplyReceived(), Dispatched():
            return replace(letter, replies=letter.replies | {event.letter_id})
    return letter


def draft(
    content: LetterContent, digest: str, drafters: frozenset[UUID], occasion: Occasion
) -> Draft:
    missing = tuple(part for part in RequiredPart if not getattr(content, part))
    return Draft(digest, drafters, missing, len(content.to), occasion, content)


def with_secrecy(
    letter: Draft | Signed | Dispatched | Withdrawn, event: OutgoingSecrecyChanged
) -> OutgoingLetter:
    """Before dispatch it is another version: what was checked or signed is so no more (R-W07)."""
    entered = letter.occasion.in_classified_register or event.register is not None
    occasion = replace(letter.occasion, secrecy=event.secrecy, in_classified_register=entered)
    match letter:
        case Draft() | Signed():
            before = letter.draft if isinstance(letter, Signed) else letter
            content = msgspec.structs.replace(before.content, secrecy=event.secrecy)
            return replace(
                before,
                digest=event.digest,
                occasion=occasion,
                content=content,
                checked=False,
                checked_by=None,
            )
        case _:
            return replace(letter, occasion=occasion)


def occasion_of(event: LetterDrafted) -> Occasion:
    return Occasion(
        purpose=event.purpose,
        secrecy=event.secrecy,
        to_unit_ids=units_of(event),
        case_id=event.case_id,
        batch_id=event.batch_id,
        answers_letter_id=event.answers_letter_id,
        transfer_id=event.transfer_id,
        transfer_digest=event.transfer_digest,
        resolution_id=event.resolution_id,
        legal_basis=event.legal_basis,
    )


def units_of(content: LetterContent) -> tuple[UUID, ...]:
    """Return the addressees that are units we know, each once."""
    return tuple(dict.fromkeys(to.unit_id for to in content.to if to.unit_id is not None))
