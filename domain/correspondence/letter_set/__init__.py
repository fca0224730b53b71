"""A set of letters that one template run wrote: checked, signed and dispatched together.

One stream per set (``letter_set/<uuid>``). The set holds which letters they are; what each says, and
whether it is checked or signed, is in its own stream (``outgoing_letter``). The signatory confirms a
list of letters, each by the digest of the version he saw (R-W07); numbers and dispatch are one act
for the whole set, all or none (R-N10). Source: R-B07; processes §4, 4.4 steps 8 and 9.
"""

from __future__ import annotations

from domain.correspondence.letter_set.messages import (
    CheckLetters,
    DispatchLetters,
    DraftEndingLetters,
    DraftResultLetters,
    LetterSetCommand,
    LetterSetEvent,
    ListedLetter,
    ListedLetterItem,
    SetChecked,
    SetDispatched,
    SetDrafted,
    SetKind,
    SetSigned,
    SignLetters,
)
from domain.correspondence.letter_set.rules import (
    AddresseeUnknown,
    CaseNotYetEnded,
    LetterListedTwice,
    LetterNotInSet,
    LettersAlreadyDrafted,
    LetterSet,
    NobodyToTell,
    TransferNotYetPosted,
    Unwritten,
    Written,
    letter_set,
)

__all__ = [
    "AddresseeUnknown",
    "CaseNotYetEnded",
    "CheckLetters",
    "DispatchLetters",
    "DraftEndingLetters",
    "DraftResultLetters",
    "LetterListedTwice",
    "LetterNotInSet",
    "LetterSet",
    "LetterSetCommand",
    "LetterSetEvent",
    "LettersAlreadyDrafted",
    "ListedLetter",
    "ListedLetterItem",
    "NobodyToTell",
    "SetChecked",
    "SetDispatched",
    "SetDrafted",
    "SetKind",
    "SetSigned",
    "SignLetters",
    "TransferNotYetPosted",
    "Unwritten",
    "Written",
    "letter_set",
]
