"""Where a set of letters stands, and what a command to it leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args
from uuid import UUID

from domain.correspondence.letter_set.messages import (
    CheckLetters,
    DispatchLetters,
    DraftEndingLetters,
    DraftResultLetters,
    LetterSetCommand,
    LetterSetEvent,
    ListedLetter,
    SetChecked,
    SetDispatched,
    SetDrafted,
    SetKind,
    SetSigned,
    SignLetters,
)
from domain.decider import Decider
from domain.refusal import NotOpen, Refusal


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
            require_somebody_left(command)
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


def require_first_run(command: DraftEndingLetters) -> None:
    if command.earlier:
        raise LettersAlreadyDrafted(letters=len(command.earlier))
    if not command.letter_ids:
        raise NobodyToTell


def require_somebody_left(command: DraftResultLetters) -> None:
    """Refuse a run that writes to nobody: everybody has a letter of an earlier run, or nobody asked."""
    if command.letter_ids:
        return
    if command.earlier:
        raise LettersAlreadyDrafted(letters=len(command.earlier))
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
