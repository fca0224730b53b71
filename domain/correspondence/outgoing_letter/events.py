"""What can happen to a letter of ours, and the parts it is made of."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.correspondence.parts import Enclosure, LetterReference, Secrecy, Urgency
from domain.message import Event, Official, Part


class OutgoingForm(StrEnum):
    """The sheet it is written on: an external letter (R-L04) or a memorandum (R-L05)."""

    EXTERNAL = "external"
    INTERNAL = "internal"


class LetterPurpose(StrEnum):
    """What the letter is for in the work of the office."""

    GOVERNOR_REQUEST = "governor_request"
    REPORT_TO_OBEC = "report_to_obec"
    NOTIFY_SCHOOL = "notify_school"
    NOTIFY_GROUP = "notify_group"
    ENDING_NOTICE = "ending_notice"
    INVITATION = "invitation"
    REPLY = "reply"
    OTHER = "other"


class DeliveryMode(StrEnum):
    """How it goes out; e-saraban is the main channel, paper needs a reason (R-E01)."""

    E_SARABAN = "e_saraban"
    E_MAIL = "e_mail"
    PAPER = "paper"


class SignatureMethod(StrEnum):
    """How the signer is shown to be who he is (R-E04)."""

    TYPED_NAME = "typed_name"


class RequiredPart(StrEnum):
    """What no letter goes to its check without (R-L04); the values are the content's fields."""

    SUBJECT = "subject"
    TO = "to"
    BODY = "body"
    OWNER_UNIT_ID = "owner_unit_id"


class Addressee(Part, frozen=True):
    """Who it is written to, as printed after the salutation; ``unit_id`` where we know it."""

    unit_id: UUID | None
    salutation: str
    addressee: str


class FactTable(Part, frozen=True):
    """A table, every cell as printed; ``numeric_columns`` count from 0.

    ``note`` stands below it, such as the sum in words. An ``annex`` has a page of its own.
    """

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric_columns: tuple[int, ...] = ()
    total: tuple[str, ...] = ()
    note: str = ""
    annex: bool = True


class Letterhead(Part, frozen=True):
    """What the sheet says of the office that writes, as printed when it was written.

    ``agency`` are the lines at the top, ``responsible_unit`` the name above the telephone number.
    """

    agency: tuple[str, ...] = ()
    responsible_unit: str = ""


class SignatureBlock(Part, frozen=True):
    """What is printed under the signature; ``capacity_lines`` where one stands in (R-H17)."""

    name: str
    position: str
    capacity_lines: tuple[str, ...] = ()


class Signature(Part, frozen=True):
    """Who signed, as what, how, and what he said he meant by it (R-S02, R-H15)."""

    person_id: UUID
    post_id: UUID
    role: str
    unit_id: UUID
    capacity: str
    method: SignatureMethod
    intent: str
    block: SignatureBlock


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
    and the legal basis that the office states for it (R-B11).
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
    NAME = "outgoing_letter.withdrawn"

    reason: Official[str]


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
)
