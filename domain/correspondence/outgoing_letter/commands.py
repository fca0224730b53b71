"""What can be asked of a letter of ours."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.correspondence.outgoing_letter.events import LetterContent
from domain.correspondence.outgoing_letter.parts import (
    DeliveryMode,
    FactTable,
    Letterhead,
    LetterPurpose,
    LettersAsked,
    OutgoingForm,
    SignatureBlock,
    SignatureMethod,
)
from domain.correspondence.parts import (
    EnclosureItem,
    Item,
    Line,
    PaperMoment,
    ReferenceItem,
    Secrecy,
    StoredFile,
    Text,
    Urgency,
)
from domain.correspondence.reading import EndsReading, LetsRead, Reader
from domain.correspondence.secrecy import ChangesSecrecy
from domain.fields import (
    Digest,
    OptionalLine,
    OptionalParagraphs,
    PaperDate,
)
from domain.message import Command, Evidence

Place = Annotated[int, Field(strict=True, ge=1, le=200)]


class AddresseeItem(Item):
    """``salutation`` is the opening word (เรียน), ``addressee`` what follows it."""

    unit_id: UUID | None = None
    salutation: Line
    addressee: Line


class ContentCommand(Command):
    """The content of a draft; what is missing may come later, before the check (R-L04).

    Evidence: ``template_version``; ``letterhead``, what the sheet says of the office; ``facts``,
    tables printed from our own records, which nobody types; ``files``, what is stored of the
    enclosures; ``keeps_classified``, whether the office keeps the content of classified letters here
    (R-U08); ``director_post_id``, the area director's post, who reads what is secret.
    """

    form: OutgoingForm
    purpose: LetterPurpose = LetterPurpose.OTHER
    urgency: Urgency = Urgency.NORMAL
    secrecy: Secrecy = Secrecy.NONE
    subject: OptionalLine = ""
    to: Annotated[tuple[AddresseeItem, ...], Field(max_length=200)] = ()
    references: Annotated[tuple[ReferenceItem, ...], Field(max_length=50)] = ()
    enclosures: Annotated[tuple[EnclosureItem, ...], Field(max_length=100)] = ()
    body: OptionalParagraphs = ""  # one paragraph to a line
    closing: OptionalLine = ""
    owner_unit_id: UUID | None = None
    phone: OptionalLine = ""
    copy_recipients: OptionalParagraphs = ""  # one to a line
    template_version: Evidence[str]
    letterhead: Evidence[Letterhead] = Letterhead()
    facts: Evidence[tuple[FactTable, ...]] = ()
    files: Evidence[tuple[StoredFile, ...]] = ()
    keeps_classified: Evidence[bool] = False
    director_post_id: Evidence[UUID | None] = None


class DraftLetter(ContentCommand):
    """Write a letter. Evidence: ``batch_id``, the run of a template that wrote it with others."""

    NAME: ClassVar[str] = "DraftLetter"

    case_id: UUID | None = None
    answers_letter_id: UUID | None = None
    batch_id: Evidence[UUID | None] = None


class DraftGovernorRequest(Command):
    """Write the letter by which a transfer is put to an outside authority.

    The legal basis has no default: none was found in law, the office states it (R-B11).
    Evidence: ``content``, written from the transfer and the resolution; ``case_id``;
    ``transfer_digest``, the version it was written from; ``resolution_id``; ``asked``, how many such
    letters the case's step wants beside this one.
    """

    NAME: ClassVar[str] = "DraftGovernorRequest"

    transfer_id: UUID
    legal_basis: Text
    content: Evidence[LetterContent]
    case_id: Evidence[UUID]
    transfer_digest: Evidence[str]
    resolution_id: Evidence[UUID]
    asked: Evidence[LettersAsked | None] = None


class ReviseDraft(ContentCommand):
    """Give the whole content again; its secrecy stays, for that is changed with a reason (R-U05)."""

    NAME: ClassVar[str] = "ReviseDraft"


class CheckLetter(Command):
    """Find the letter correct; ``digest`` is that of the version one saw."""

    NAME: ClassVar[str] = "CheckLetter"

    digest: Digest
    note: OptionalParagraphs = ""


class SendBackDraft(Command):
    NAME: ClassVar[str] = "SendBackDraft"

    reason: Text


class SignLetter(Command):
    """Sign the version one saw. ``intent`` is the statement the signer agreed to (R-S02).

    Evidence: ``block``, name, position and capacity lines as they stand today (R-L15);
    ``another_can_sign``, whether somebody who neither drafted nor checked it may; ``another_can_check``,
    whether somebody who did not draft it may check it (R-H16).
    """

    NAME: ClassVar[str] = "SignLetter"
    SIGNS: ClassVar[bool] = True

    digest: Digest
    intent: Line
    method: SignatureMethod = SignatureMethod.TYPED_NAME
    override_reason: OptionalParagraphs = ""
    block: Evidence[SignatureBlock]
    another_can_sign: Evidence[bool] = True
    another_can_check: Evidence[bool] = True


class DispatchLetter(Command):
    """Number, date and send; dated today, never back (R-N10, R-N20). Evidence: ``letter_code``."""

    NAME: ClassVar[str] = "DispatchLetter"

    delivery: DeliveryMode = DeliveryMode.E_SARABAN
    delivery_reason: OptionalLine = ""
    reply_due_on: PaperDate | None = None
    letter_code: Evidence[str]


class WithdrawDraft(Command):
    """Give the letter up. Evidence: ``asked``, what the case's step then wants of such letters."""

    NAME: ClassVar[str] = "WithdrawDraft"

    reason: Text
    asked: Evidence[LettersAsked | None] = None


class RecordRendering(Command):
    """The system says that the paper was made. ``digest`` is of the file."""

    NAME: ClassVar[str] = "RecordRendering"

    digest: Digest
    size_bytes: Annotated[int, Field(strict=True, gt=0)]
    template_version: Line


class RecordDelivery(Command):
    """``addressee`` counts from 1 in the order of the letter."""

    NAME: ClassVar[str] = "RecordDelivery"

    addressee: Place = 1
    address: Line
    sent_at: PaperMoment
    arrived_at: PaperMoment


class RecordDeliveryFailure(Command):
    NAME: ClassVar[str] = "RecordDeliveryFailure"

    addressee: Place = 1
    address: Line
    reason: Text


class RecordReminder(Command):
    NAME: ClassVar[str] = "RecordReminder"

    reply_due_on: PaperDate
    note: OptionalParagraphs = ""


class RecordReply(Command):
    NAME: ClassVar[str] = "RecordReply"

    letter_id: UUID


class GrantOutgoingReading(LetsRead):
    """Let somebody read a classified letter of ours."""

    NAME: ClassVar[str] = "GrantOutgoingReading"


class EndOutgoingReading(EndsReading):
    """Take a grant of reading back, of a letter of ours."""

    NAME: ClassVar[str] = "EndOutgoingReading"


class ChangeOutgoingSecrecy(ChangesSecrecy):
    """Raise or lower the secrecy of a letter of ours, which is the office's to decide (R-U05).

    Evidence: ``drafters``, who wrote its versions, each in the post he wrote in; ``letter_number``, as
    printed on it, once it is dispatched.
    """

    NAME: ClassVar[str] = "ChangeOutgoingSecrecy"

    drafters: Evidence[tuple[Reader, ...]] = ()
    letter_number: Evidence[str | None] = None


OutgoingLetterCommand = (
    DraftLetter
    | DraftGovernorRequest
    | ReviseDraft
    | CheckLetter
    | SendBackDraft
    | SignLetter
    | DispatchLetter
    | WithdrawDraft
    | RecordRendering
    | RecordDelivery
    | RecordDeliveryFailure
    | RecordReminder
    | RecordReply
    | GrantOutgoingReading
    | EndOutgoingReading
    | ChangeOutgoingSecrecy
)
