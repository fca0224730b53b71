"""What can happen to a set of letters, and what can be asked of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.correspondence.outgoing_letter.parts import DeliveryMode, SignatureMethod
from domain.correspondence.parts import Item, Line
from domain.fields import Digest, OptionalLine, OptionalParagraphs, PaperDate
from domain.message import Command, Event, Evidence, Official, Part


class SetKind(StrEnum):
    """What the run was for: telling the result of a transfer, or how a case ended otherwise."""

    RESULT = "result"
    ENDING = "ending"


class ListedLetter(Part, frozen=True):
    """A letter of the set, in the version with this ``digest`` (SHA-256, hex)."""

    letter_id: UUID
    digest: str


class SetDrafted(Event, frozen=True):
    """``transfer_id`` is the transfer whose result the letters tell; None for an ending."""

    NAME = "letter_set.drafted"

    kind: Official[SetKind]
    case_id: Official[UUID]
    letter_ids: Official[tuple[UUID, ...]]
    transfer_id: Official[UUID | None] = None


class SetChecked(Event, frozen=True):
    NAME = "letter_set.checked"

    letters: Official[tuple[ListedLetter, ...]]


class SetSigned(Event, frozen=True):
    """One confirmation for the letters listed; each has its own signature in its own stream."""

    NAME = "letter_set.signed"

    letters: Official[tuple[ListedLetter, ...]]


class SetDispatched(Event, frozen=True):
    NAME = "letter_set.dispatched"

    letter_ids: Official[tuple[UUID, ...]]


class ListedLetterItem(Item):
    letter_id: UUID
    digest: Digest


Listed = Annotated[tuple[ListedLetterItem, ...], Field(min_length=1, max_length=200)]


class DraftResultLetters(Command):
    """Write the letters that tell the result of a posted transfer.

    Evidence: ``case_id``; ``posted``, whether the transfer is; ``earlier``, letters of earlier runs
    that still stand; ``letter_ids``, those now written: beside earlier ones, to who asked since.
    """

    NAME: ClassVar[str] = "DraftResultLetters"

    transfer_id: UUID
    case_id: Evidence[UUID]
    posted: Evidence[bool]
    earlier: Evidence[tuple[UUID, ...]] = ()
    letter_ids: Evidence[tuple[UUID, ...]]


class DraftEndingLetters(Command):
    """Write to each unit that asked how the case ended. Evidence as above; ``ended``, whether it did."""

    NAME: ClassVar[str] = "DraftEndingLetters"

    case_id: UUID
    ended: Evidence[bool]
    earlier: Evidence[tuple[UUID, ...]] = ()
    letter_ids: Evidence[tuple[UUID, ...]]


class CheckLetters(Command):
    """Find the letters listed correct, each in the version with the digest given."""

    NAME: ClassVar[str] = "CheckLetters"

    letters: Listed
    note: OptionalParagraphs = ""


class SignLetters(Command):
    """Sign the letters listed in one confirmation; each is signed in the version listed."""

    NAME: ClassVar[str] = "SignLetters"
    SIGNS: ClassVar[bool] = True

    letters: Listed
    intent: Line
    method: SignatureMethod = SignatureMethod.TYPED_NAME
    override_reason: OptionalParagraphs = ""


class DispatchLetters(Command):
    """Number, date and send every letter of the set that still stands, or none.

    Evidence: ``standing``, the letters of the set neither withdrawn nor dispatched.
    """

    NAME: ClassVar[str] = "DispatchLetters"

    delivery: DeliveryMode = DeliveryMode.E_SARABAN
    delivery_reason: OptionalLine = ""
    reply_due_on: PaperDate | None = None
    standing: Evidence[tuple[UUID, ...]]


LetterSetEvent = SetDrafted | SetChecked | SetSigned | SetDispatched
LetterSetCommand = (
    DraftResultLetters | DraftEndingLetters | CheckLetters | SignLetters | DispatchLetters
)
