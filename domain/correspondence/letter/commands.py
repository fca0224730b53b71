"""What can be asked of a received letter. Dates typed in B.E. or C.E.; hours are Bangkok's."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.correspondence.parts import (
    EnclosureItem,
    LetterKind,
    Line,
    PaperMoment,
    ReferenceItem,
    Secrecy,
    StoredFile,
    Text,
    Urgency,
)
from domain.correspondence.reading import EndsReading, LetsRead
from domain.correspondence.secrecy import ChangesSecrecy
from domain.fields import OptionalLine, OptionalParagraphs, PaperDate
from domain.message import Command, Evidence, Number, Part


class EarlierLetter(Part, frozen=True):
    """A letter already registered with the same sender, number and date."""

    letter_id: UUID
    receive_number: str
    received_on: date


class ReceiveLetter(Command):
    """Register a letter. Of a top secret one: kind, marks, number, dates and holder, no more.

    Evidence: ``duplicates``, earlier letters with the same sender, number and date; ``files``,
    what is stored of the enclosures; ``party_id``, given where a private person writes;
    ``keeps_classified``, whether the office keeps the content of classified letters here (R-U08);
    ``director_post_id``, the area director's post, who reads what comes to the office (R-U06).
    """

    NAME: ClassVar[str] = "ReceiveLetter"

    kind: LetterKind
    received_on: PaperDate
    to_unit_id: UUID
    subject: OptionalLine = ""
    sender_unit_id: UUID | None = None
    sender_name: OptionalLine = ""
    private_sender: Line | None = None
    reference: OptionalLine = ""  # their number in any form, or none: never refused (R-N02)
    dated_on: PaperDate | None = None
    urgency: Urgency = Urgency.NORMAL
    secrecy: Secrecy = Secrecy.NONE
    references: Annotated[tuple[ReferenceItem, ...], Field(max_length=50)] = ()
    enclosures: Annotated[tuple[EnclosureItem, ...], Field(max_length=100)] = ()
    defects: OptionalParagraphs = ""  # one to a line (R-N11)
    reply_due_on: PaperDate | None = None
    deliver_by: PaperMoment | None = None
    holder: OptionalLine = ""
    duplicate_confirmed: bool = False
    duplicates: Evidence[tuple[EarlierLetter, ...]] = ()
    files: Evidence[tuple[StoredFile, ...]] = ()
    party_id: Evidence[UUID | None] = None
    keeps_classified: Evidence[bool] = False
    director_post_id: Evidence[UUID | None] = None


class TakeInLetter(Command):
    """Take the letter in at one's own unit. Evidence: ``register_id``, the unit's own."""

    NAME: ClassVar[str] = "TakeInLetter"

    register_id: Evidence[str]


class ReturnLetter(Command):
    """Send a letter back: a unit to the central registry, or the registry ``to_sender``."""

    NAME: ClassVar[str] = "ReturnLetter"

    reason: Text
    to_sender: bool = False
    registry_unit_id: Evidence[UUID]


class RerouteLetter(Command):
    NAME: ClassVar[str] = "RerouteLetter"

    to_unit_id: UUID
    reason: Text | None = None


class EndorseLetter(Command):
    """Write an opinion and give the letter to an officer; again, to give it to another.

    Evidence: ``assigned_to``, who holds the officer's post today.
    """

    NAME: ClassVar[str] = "EndorseLetter"

    opinion: Text
    assigned_post_id: UUID
    assigned_to: Evidence[UUID]


class AcknowledgeLetter(Command):
    NAME: ClassVar[str] = "AcknowledgeLetter"

    note: OptionalParagraphs = ""


class JoinCase(Command):
    NAME: ClassVar[str] = "JoinCase"

    case_id: UUID


class AnswerLetter(Command):
    NAME: ClassVar[str] = "AnswerLetter"

    outgoing_letter_id: UUID | None = None
    note: OptionalParagraphs = ""


class VoidNumber(Command):
    """Void one number of the letter. Evidence: ``numbers``, all it was ever given."""

    NAME: ClassVar[str] = "VoidNumber"

    register_id: Line
    year: Annotated[int, Field(strict=True, ge=2400, le=2700)]
    number: Annotated[int, Field(strict=True, ge=1)]
    reason: Text
    numbers: Evidence[tuple[Number, ...]]


class ClearableField(StrEnum):
    """The fields of a letter that may be corrected to nothing."""

    SENDER_UNIT_ID = "sender_unit_id"
    SENDER_NAME = "sender_name"
    PRIVATE_SENDER = "private_sender"
    REFERENCE = "reference"
    DATED_ON = "dated_on"
    REPLY_DUE_ON = "reply_due_on"
    DELIVER_BY = "deliver_by"


class CorrectLetter(Command):
    """Put fields right: None leaves a field as it is, ``cleared`` names those to be emptied.

    Secrecy, enclosures and where the letter goes are not corrected but decided: not here.
    Evidence: ``wrong_position``, the event that said it; ``party_id`` and ``keeps_classified`` as in
    ``ReceiveLetter``.
    """

    NAME: ClassVar[str] = "CorrectLetter"

    reason: Text
    kind: LetterKind | None = None
    urgency: Urgency | None = None
    subject: Line | None = None
    sender_unit_id: UUID | None = None
    sender_name: Line | None = None
    private_sender: Line | None = None
    reference: Line | None = None
    dated_on: PaperDate | None = None
    received_on: PaperDate | None = None
    reply_due_on: PaperDate | None = None
    deliver_by: PaperMoment | None = None
    holder: Line | None = None
    cleared: frozenset[ClearableField] = frozenset()
    wrong_position: Evidence[int]
    party_id: Evidence[UUID | None] = None
    keeps_classified: Evidence[bool] = False


class GrantReading(LetsRead):
    """Let somebody read a classified letter that came in."""

    NAME: ClassVar[str] = "GrantReading"


class EndReading(EndsReading):
    """Take a grant of reading back, of a letter that came in."""

    NAME: ClassVar[str] = "EndReading"


class ChangeLetterSecrecy(ChangesSecrecy):
    """Raise or lower the secrecy of a letter that came in (R-U05).

    Its owner is who sent it. To go below the level that another office or school marked,
    ``owner_notice`` cites the paper by which that owner said so; what the office added by itself, and
    what a private person wrote, is the office's to lower.
    """

    NAME: ClassVar[str] = "ChangeLetterSecrecy"

    owner_notice: OptionalLine = ""


LetterCommand = (
    ReceiveLetter
    | TakeInLetter
    | ReturnLetter
    | RerouteLetter
    | EndorseLetter
    | AcknowledgeLetter
    | JoinCase
    | AnswerLetter
    | VoidNumber
    | CorrectLetter
    | GrantReading
    | EndReading
    | ChangeLetterSecrecy
)
