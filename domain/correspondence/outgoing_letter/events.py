"""What can happen to a letter of ours."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.correspondence.outgoing_letter.parts import (
    Addressee,
    DeliveryMode,
    FactTable,
    Letterhead,
    LetterPurpose,
    LettersAsked,
    OutgoingForm,
    Signature,
)
from domain.correspondence.parts import Enclosure, LetterReference, Secrecy, Urgency
from domain.correspondence.reading import EndOfReading, GrantOfReading
from domain.correspondence.secrecy import ChangeOfSecrecy
from domain.message import Event, Official


class LetterContent(Event, frozen=True):
    """What a signature binds. Never stored by itself: a draft and a revision both carry it."""

    form: Official[OutgoingForm]
    purpose: Official[LetterPurpose]
    urgency: Official[Urgency]
    secrecy: Official[Secrecy]
    subject: Official[str]
    to: Official[tuple[Addressee, ...]]
    references: Official[tuple[LetterReference, ...]]
    enclosures: Official[tuple[Enclosure, ...]]
    body: Official[tuple[str, ...]]
    facts: Official[tuple[FactTable, ...]]
    closing: Official[str]
    owner_unit_id: Official[UUID | None]
    phone: Official[str]
    copy_recipients: Official[tuple[str, ...]]
    template_version: Official[str]
    letterhead: Official[Letterhead]


class LetterDrafted(LetterContent, frozen=True):
    """``digest`` is the SHA-256 (hex) of the canonical content; ``drafted_by`` a person.

    A request to an outside authority names the transfer and its version, the resolution it rests on
    and the legal basis that the office states for it (R-B11). ``asked`` is what the case's step still
    wants of such letters with this one there; None of any other letter.
    """

    NAME = "outgoing_letter.drafted"

    digest: Official[str]
    drafted_by: Official[UUID]
    case_id: Official[UUID | None] = None
    batch_id: Official[UUID | None] = None
    answers_letter_id: Official[UUID | None] = None
    transfer_id: Official[UUID | None] = None
    transfer_digest: Official[str] = ""
    resolution_id: Official[UUID | None] = None
    legal_basis: Official[str] = ""
    asked: Official[LettersAsked | None] = None


class DraftRevised(LetterContent, frozen=True):
    """The whole content again; whatever was checked before is checked no more (R-W07)."""

    NAME = "outgoing_letter.revised"

    digest: Official[str]
    revised_by: Official[UUID]


class LetterChecked(Event, frozen=True):
    """Found correct, in the version with this ``digest``."""

    NAME = "outgoing_letter.checked"

    digest: Official[str]
    note: Official[str] = ""
    checked_by: Official[UUID | None] = None


class DraftSentBack(Event, frozen=True):
    NAME = "outgoing_letter.sent_back"

    reason: Official[str]


class LetterSigned(Event, frozen=True):
    """Signed in the version with this ``digest``.

    ``override_reason`` says why a drafter signed, there being nobody else who could (R-H16).
    """

    NAME = "outgoing_letter.signed"

    digest: Official[str]
    signature: Official[Signature]
    override_reason: Official[str] = ""


class LetterDispatched(Event, frozen=True):
    """Dated and sent. The send number is in the envelope, printed after ``letter_code``.

    ``to_unit_ids`` are those addressees that are units we know: from now on they may know of it.
    """

    NAME = "outgoing_letter.dispatched"

    dispatched_on: Official[date]
    letter_code: Official[str]
    delivery: Official[DeliveryMode]
    delivery_reason: Official[str] = ""
    reply_due_on: Official[date | None] = None
    to_unit_ids: Official[tuple[UUID, ...]] = ()


class DraftWithdrawn(Event, frozen=True):
    """``asked`` is what the case's step wants of letters like this one, now that it is gone."""

    NAME = "outgoing_letter.withdrawn"

    reason: Official[str]
    asked: Official[LettersAsked | None] = None


class LetterRendered(Event, frozen=True):
    """The paper exists: ``digest`` is the SHA-256 (hex) of its file, not of the content."""

    NAME = "outgoing_letter.rendered"

    digest: Official[str]
    size_bytes: Official[int]
    template_version: Official[str]


class LetterDelivered(Event, frozen=True):
    """It reached an addressee: two UTC instants and the address (R-S07, R-E08).

    ``addressee`` counts from 1 in the order of the letter.
    """

    NAME = "outgoing_letter.delivered"

    addressee: Official[int]
    address: Official[str]
    sent_at: Official[datetime]
    arrived_at: Official[datetime]


class DeliveryFailed(Event, frozen=True):
    NAME = "outgoing_letter.delivery_failed"

    addressee: Official[int]
    address: Official[str]
    reason: Official[str]


class ReminderSent(Event, frozen=True):
    """The ``number``-th reminder, with the new day by which the answer is due."""

    NAME = "outgoing_letter.reminder_sent"

    number: Official[int]
    reply_due_on: Official[date]
    note: Official[str] = ""


class ReplyReceived(Event, frozen=True):
    """The addressee answered by a letter that we registered."""

    NAME = "outgoing_letter.reply_received"

    letter_id: Official[UUID]


class OutgoingReadingGranted(GrantOfReading, frozen=True):
    """A person may read the classified letter, or whoever holds a post (R-U06)."""

    NAME = "outgoing_letter.reading_granted"


class OutgoingReadingEnded(EndOfReading, frozen=True):
    NAME = "outgoing_letter.reading_ended"


class OutgoingSecrecyChanged(ChangeOfSecrecy, frozen=True):
    """A letter of ours was raised or lowered (R-U05).

    The mark is part of what is signed: before dispatch the letter is another version with ``digest``,
    and where it was found correct or signed, ``recheck_unit_id`` is the unit whose director is to look
    at it again. A dispatched letter stays as it was signed (``digest`` is empty): ``holders`` are the
    units that have it, which the office is to tell; ``letter_number`` is the one printed on it.
    """

    NAME = "outgoing_letter.secrecy_changed"

    digest: Official[str] = ""
    recheck_unit_id: Official[UUID | None] = None
    holders: Official[tuple[UUID, ...]] = ()
    letter_number: Official[str | None] = None


OutgoingLetterEvent = (
    LetterDrafted
    | DraftRevised
    | LetterChecked
    | DraftSentBack
    | LetterSigned
    | LetterDispatched
    | DraftWithdrawn
    | LetterRendered
    | LetterDelivered
    | DeliveryFailed
    | ReminderSent
    | ReplyReceived
    | OutgoingReadingGranted
    | OutgoingReadingEnded
    | OutgoingSecrecyChanged
)
