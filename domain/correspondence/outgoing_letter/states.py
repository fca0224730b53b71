"""What later decisions about a letter of ours need to know, and how events change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

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
    ReminderSent,
    ReplyReceived,
    RequiredPart,
)


@dataclass(frozen=True)
class NotDrafted:
    """Nothing is written under this id."""


@dataclass(frozen=True)
class Draft:
    """``drafters`` wrote some version of it; ``missing`` are required fields still empty."""

    digest: str
    drafters: frozenset[UUID]
    missing: tuple[RequiredPart, ...]
    addressees: int
    checked: bool = False
    sent_back: bool = False


@dataclass(frozen=True)
class Signed:
    addressees: int


@dataclass(frozen=True)
class Dispatched:
    """``delivered`` holds the places of the addressees reached, ``replies`` letters received."""

    addressees: int
    reply_due_on: date | None
    rendered: bool = False
    delivered: frozenset[int] = frozenset()
    reminders: int = 0
    replies: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Withdrawn:
    """Given up before it was sent."""


OutgoingLetter = NotDrafted | Draft | Signed | Dispatched | Withdrawn


def evolve(letter: OutgoingLetter, event: OutgoingLetterEvent) -> OutgoingLetter:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, letter:
        case LetterDrafted(), _:
            return draft(event, event.digest, frozenset({event.drafted_by}))
        case DraftRevised(), Draft():
            return draft(event, event.digest, letter.drafters | {event.revised_by})
        case LetterChecked(), Draft():
            return replace(letter, checked=True)
        case DraftSentBack(), Draft():
            return replace(letter, checked=False, sent_back=True)
        case LetterSigned(), Draft():
            return Signed(letter.addressees)
        case DraftWithdrawn(), _:
            return Withdrawn()
        case LetterDispatched(), Signed():
            return Dispatched(letter.addressees, event.reply_due_on)
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


def draft(content: LetterContent, digest: str, drafters: frozenset[UUID]) -> Draft:
    missing = tuple(part for part in RequiredPart if not getattr(content, part))
    return Draft(digest, drafters, missing, len(content.to))
