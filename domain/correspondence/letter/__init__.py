"""A received letter: from the receive register to the unit, the officer, and the file.

One stream per letter (``letter/<uuid>``). The central registry registers it (R-N13, R-N20), a unit
takes it in by its own register (R-N16) or sends it back (R-N17), its director endorses it (R-W04).
Then it joins cases (R-W10), is answered, or is filed. Numbers are issued by registers and stand in
the envelope; a number once issued is voided, never reused (R-N08). Mistakes are corrected by a
further event (R-W13). Of a top secret letter there is a stub only (R-U07).
"""

from __future__ import annotations

from typing import get_args

from domain.correspondence.letter.commands import (
    AcknowledgeLetter,
    AnswerLetter,
    ChangeLetterSecrecy,
    ClearableField,
    CorrectLetter,
    EarlierLetter,
    EndorseLetter,
    EndReading,
    GrantReading,
    JoinCase,
    LetterCommand,
    ReceiveLetter,
    RerouteLetter,
    ReturnLetter,
    TakeInLetter,
    VoidNumber,
)
from domain.correspondence.letter.decisions import decide
from domain.correspondence.letter.events import (
    Correction,
    LetterAcknowledged,
    LetterAnswered,
    LetterCorrected,
    LetterEndorsed,
    LetterEvent,
    LetterJoinedCase,
    LetterNumberVoided,
    LetterReadingEnded,
    LetterReadingGranted,
    LetterReceived,
    LetterRerouted,
    LetterReturned,
    LetterSecrecyChanged,
    LetterTakenIn,
)
from domain.correspondence.letter.states import (
    Letter,
    NotReceived,
    Received,
    Standing,
    Wording,
    evolve,
)
from domain.correspondence.parts import Enclosure, LetterKind, LetterReference, Secrecy, Urgency
from domain.decider import Decider

letter = Decider[Letter](
    "letter", NotReceived(), decide, evolve, get_args(LetterEvent), get_args(LetterCommand)
)

__all__ = [
    "AcknowledgeLetter",
    "AnswerLetter",
    "ChangeLetterSecrecy",
    "ClearableField",
    "CorrectLetter",
    "Correction",
    "EarlierLetter",
    "Enclosure",
    "EndReading",
    "EndorseLetter",
    "GrantReading",
    "JoinCase",
    "Letter",
    "LetterAcknowledged",
    "LetterAnswered",
    "LetterCommand",
    "LetterCorrected",
    "LetterEndorsed",
    "LetterEvent",
    "LetterJoinedCase",
    "LetterKind",
    "LetterNumberVoided",
    "LetterReadingEnded",
    "LetterReadingGranted",
    "LetterReceived",
    "LetterReference",
    "LetterRerouted",
    "LetterReturned",
    "LetterSecrecyChanged",
    "LetterTakenIn",
    "NotReceived",
    "ReceiveLetter",
    "Received",
    "RerouteLetter",
    "ReturnLetter",
    "Secrecy",
    "Standing",
    "TakeInLetter",
    "Urgency",
    "VoidNumber",
    "Wording",
    "letter",
]
