"""A set of letters that one template run wrote: checked, signed and dispatched together.

One stream per set (``letter_set/<uuid>``). The set holds which letters they are; what each says, and
whether it is checked or signed, is in its own stream (``outgoing_letter``). The signatory confirms a
list of letters, each by the digest of the version he saw (R-W07); numbers and dispatch are one act
for the whole set, all or none (R-N10). Source: R-B07; processes §4, 4.4 steps 8 and 9.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, ClassVar, get_args
from uuid import UUID

from pydantic import Field

from domain.correspondence.outgoing_letter.events import DeliveryMode, SignatureMethod
from domain.correspondence.outgoing_letter.refusals import NotChecked, NotSigned
from domain.correspondence.parts import Item, Line
from domain.decider import Decider
from domain.fields import Digest, OptionalLine, OptionalParagraphs, PaperDate
from domain.message import Command, Event, Evidence, Official, Part
from domain.refusal import NotOpen, Refusal


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

    Evidence: ``case_id``; ``posted``, whether the transfer is; ``earlier``, letters of an earlier
    run that still stand; ``letter_ids``, those now written.
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


@dataclass(frozen=True)
class Unwritten:
    """No such set yet."""


@dataclass(frozen=True)
class Written:
    """``letter_ids`` are all letters that the run wrote, in their order."""

    kind: SetKind
    case_id: UUID
    letter_ids: tuple[UUID, ...]
    transfer_id: UUID | None = None
    checked: bool = False
    signed: bool = False
    dispatched: frozenset[UUID] = frozenset()


LetterSet = Unwritten | Written
LetterSetEvent = SetDrafted | SetChecked | SetSigned | SetDispatched
LetterSetCommand = (
    DraftResultLetters | DraftEndingLetters | CheckLetters | SignLetters | DispatchLetters
)


class TransferNotYetPosted(Refusal):
    """The result of a transfer is told once it stands in the register."""

    code = "letters-before-posting"
    rule = "R-B12"


class CaseNotYetEnded(Refusal):
    """A case that goes on has no ending to tell of."""

    code = "letters-before-ending"


class LettersAlreadyDrafted(Refusal):
    """Letters of an earlier run still stand; withdraw them first."""

    code = "letters-already-drafted"


class AddresseeUnknown(Refusal):
    """The office has entered no outside body under the code that such a letter goes to."""

    code = "letters-addressee-unknown"
    rule = "R-L04"


class NobodyToTell(Refusal):
    """No unit is known that asked."""

    code = "letters-nobody-to-tell"


class LetterNotInSet(Refusal):
    code = "letter-not-in-set"
    rule = "R-W07"


class LetterListedTwice(Refusal):
    code = "letter-listed-twice"
    rule = "R-W07"


def decide(command: LetterSetCommand, letters: LetterSet) -> list[LetterSetEvent]:
    """Return what ``command`` leads to.

    Raises:
        NotOpen: the set is not there, is there already, or nothing of it is left to send.
        Refusal: the rule named by the function that decides.
    """
    match command, letters:
        case DraftResultLetters(), Unwritten():
            if not command.posted:
                raise TransferNotYetPosted
            require_first_run(command)
            return [
                SetDrafted(SetKind.RESULT, command.case_id, command.letter_ids, command.transfer_id)
            ]
        case DraftEndingLetters(), Unwritten():
            if not command.ended:
                raise CaseNotYetEnded
            require_first_run(command)
            return [SetDrafted(SetKind.ENDING, command.case_id, command.letter_ids)]
        case CheckLetters(), Written():
            return [SetChecked(listed(command, letters))]
        case SignLetters(), Written():
            return [SetSigned(listed(command, letters))]
        case DispatchLetters(), Written() if command.standing:
            return [SetDispatched(command.standing)]
    raise NotOpen(f"{type(command).__name__} while {type(letters).__name__}")


def require_first_run(command: DraftResultLetters | DraftEndingLetters) -> None:
    if command.earlier:
        raise LettersAlreadyDrafted(letters=len(command.earlier))
    if not command.letter_ids:
        raise NobodyToTell


def listed(command: CheckLetters | SignLetters, letters: Written) -> tuple[ListedLetter, ...]:
    """Return the letters listed: each of this set, each once."""
    ids = [item.letter_id for item in command.letters]
    for letter_id in ids:
        if letter_id not in letters.letter_ids:
            raise LetterNotInSet(letter_id=letter_id)
    if len(set(ids)) < len(ids):
        raise LetterListedTwice(listed=len(ids), letters=len(set(ids)))
    return tuple(ListedLetter(item.letter_id, item.digest) for item in command.letters)


def evolve(letters: LetterSet, event: LetterSetEvent) -> LetterSet:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, letters:
        case SetDrafted(), _:
            return Written(event.kind, event.case_id, event.letter_ids, event.transfer_id)
        case SetChecked(), Written():
            return replace(letters, checked=True)
        case SetSigned(), Written():
            return replace(letters, signed=True)
        case SetDispatched(), Written():
            return replace(letters, dispatched=letters.dispatched | set(event.letter_ids))
    return letters


letter_set = Decider[LetterSet](
    "letter_set", Unwritten(), decide, evolve, get_args(LetterSetEvent), get_args(LetterSetCommand)
)


def acts_open(
    letters: LetterSet, *, unchecked: int, unsigned: int, unsent: int
) -> dict[str, Refusal | None]:
    """Return, by command, why the set cannot take it now; None where it can.

    ``unchecked``, ``unsigned`` and ``unsent`` count the letters of the set that still stand and are
    yet to be checked, to be signed once checked, and to be sent once signed.
    """
    if isinstance(letters, Unwritten):
        return {}
    shown: dict[str, Refusal | None] = {}
    if unchecked:
        shown["CheckLetters"] = None
    if unsigned:
        shown["SignLetters"] = None
    elif unchecked:
        shown["SignLetters"] = NotChecked()
    if unsent:
        shown["DispatchLetters"] = NotSigned() if unchecked or unsigned else None
    elif unsigned or unchecked:
        shown["DispatchLetters"] = NotSigned()
    return shown
