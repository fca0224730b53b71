"""What can be asked of a letter of ours."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from domain.correspondence.outgoing_letter.events import (
    DeliveryMode,
    LetterPurpose,
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
from domain.fields import (
    Digest,
    OptionalLine,
    OptionalParagraphs,
    PaperDate,
)
from domain.message import Command, Evidence

Cells = Annotated[tuple[OptionalLine, ...], Field(max_length=20)]
Position = Annotated[int, Field(strict=True, ge=0, lt=200)]


class AddresseeItem(Item):
    """``salutation`` is the opening word (เรียน), ``addressee`` what follows it."""

    unit_id: UUID | None = None
    salutation: Line
    addressee: Line


class FactTableItem(Item):
    """A table of the annex; every row, and the total if there is one, as wide as the headers."""

    title: OptionalLine = ""
    headers: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]
    rows: Annotated[tuple[Cells, ...], Field(max_length=1000)] = ()
    numeric_columns: Annotated[tuple[Position, ...], Field(max_length=20)] = ()
    total: Cells = ()

    @model_validator(mode="after")
    def _as_wide_as_headers(self) -> Self:
        width = len(self.headers)
        rows = (*self.rows, self.total) if self.total else self.rows
        if any(len(row) != width for row in rows) or any(c >= width for c in self.numeric_columns):
            raise PydanticCustomError("table-width", "a row is not as wide as the headers")
        return self


class ContentCommand(Command):
    """The content of a draft; what is missing may come later, before the check (R-L04).

    Evidence: ``template_version``; ``files``, what is stored of the enclosures.
    """

    form: OutgoingForm
    purpose: LetterPurpose = LetterPurpose.OTHER
    urgency: Urgency = Urgency.NORMAL
    secrecy: Secrecy = Secrecy.NONE
    subject: OptionalLine = ""
    to: Annotated[tuple[AddresseeItem, ...], Field(max_length=200)] = ()
    references: Annotated[tuple[ReferenceItem, ...], Field(max_length=50)] = ()
    enclosures: Annotated[tuple[EnclosureItem, ...], Field(max_length=100)] = ()
    body: Annotated[tuple[Text, ...], Field(max_length=100)] = ()
    facts: Annotated[tuple[FactTableItem, ...], Field(max_length=20)] = ()
    closing: OptionalLine = ""
    owner_unit_id: UUID | None = None
    phone: OptionalLine = ""
    copy_recipients: Annotated[tuple[Line, ...], Field(max_length=50)] = ()
    template_version: Evidence[str]
    files: Evidence[tuple[StoredFile, ...]] = ()


class DraftLetter(ContentCommand):
    NAME: ClassVar[str] = "DraftLetter"

    case_id: UUID | None = None
    batch_id: UUID | None = None
    answers_letter_id: UUID | None = None


class ReviseDraft(ContentCommand):
    """Give the whole content again."""

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
    ``another_can_sign``, whether somebody who did not draft it holds the power (R-H16).
    """

    NAME: ClassVar[str] = "SignLetter"

    digest: Digest
    intent: Line
    method: SignatureMethod = SignatureMethod.TYPED_NAME
    override_reason: OptionalParagraphs = ""
    block: Evidence[SignatureBlock]
    another_can_sign: Evidence[bool] = True


class DispatchLetter(Command):
    """Number, date and send; dated today, never back (R-N10, R-N20). Evidence: ``letter_code``."""

    NAME: ClassVar[str] = "DispatchLetter"

    delivery: DeliveryMode = DeliveryMode.E_SARABAN
    delivery_reason: OptionalLine = ""
    reply_due_on: PaperDate | None = None
    letter_code: Evidence[str]


class WithdrawDraft(Command):
    NAME: ClassVar[str] = "WithdrawDraft"

    reason: Text


class RecordRendering(Command):
    """The system says that the paper was made. ``digest`` is of the file."""

    NAME: ClassVar[str] = "RecordRendering"

    digest: Digest
    size_bytes: Annotated[int, Field(strict=True, gt=0)]
    template_version: Line


class RecordDelivery(Command):
    """``addressee`` counts from 0 in the order of the letter."""

    NAME: ClassVar[str] = "RecordDelivery"

    addressee: Position = 0
    address: Line
    sent_at: PaperMoment
    arrived_at: PaperMoment


class RecordDeliveryFailure(Command):
    NAME: ClassVar[str] = "RecordDeliveryFailure"

    addressee: Position = 0
    address: Line
    reason: Text


class RecordReminder(Command):
    NAME: ClassVar[str] = "RecordReminder"

    reply_due_on: PaperDate
    note: OptionalParagraphs = ""


class RecordReply(Command):
    NAME: ClassVar[str] = "RecordReply"

    letter_id: UUID


OutgoingLetterCommand = (
    DraftLetter
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
)
