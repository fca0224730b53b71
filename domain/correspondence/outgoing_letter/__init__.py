"""A letter of ours: drafted, checked, signed, numbered and dispatched, then delivered.

One stream per letter (``outgoing_letter/<uuid>``). A check and a signature bind the exact version
seen by its digest, and a revision voids the check (R-W07). The drafter does not sign where another
can (R-H16). Number and date are taken at dispatch, after the signature (R-N10); the number is in
the envelope. Delivery waits for the rendered paper, and is known per addressee (R-E02).
"""

from __future__ import annotations

from typing import get_args

from domain.correspondence.outgoing_letter.commands import (
    AddresseeItem,
    ChangeOutgoingSecrecy,
    CheckLetter,
    DispatchLetter,
    DraftGovernorRequest,
    DraftLetter,
    EndOutgoingReading,
    GrantOutgoingReading,
    OutgoingLetterCommand,
    RecordDelivery,
    RecordDeliveryFailure,
    RecordReminder,
    RecordRendering,
    RecordReply,
    ReviseDraft,
    SendBackDraft,
    SignLetter,
    WithdrawDraft,
)
from domain.correspondence.outgoing_letter.content import canonical, content_digest, content_of
from domain.correspondence.outgoing_letter.decisions import decide
from domain.correspondence.outgoing_letter.events import (
    DeliveryFailed,
    DraftRevised,
    DraftSentBack,
    DraftWithdrawn,
    LetterChecked,
    LetterContent,
    LetterDelivered,
    LetterDispatched,
    LetterDrafted,
    LetterRendered,
    LetterSigned,
    OutgoingLetterEvent,
    OutgoingReadingEnded,
    OutgoingReadingGranted,
    OutgoingSecrecyChanged,
    ReminderSent,
    ReplyReceived,
)
from domain.correspondence.outgoing_letter.parts import (
    Addressee,
    DeliveryMode,
    FactTable,
    Letterhead,
    LetterPurpose,
    LettersAsked,
    OutgoingForm,
    Signature,
    SignatureBlock,
    SignatureMethod,
)
from domain.correspondence.outgoing_letter.states import (
    Dispatched,
    Draft,
    NotDrafted,
    Occasion,
    OutgoingLetter,
    Signed,
    Withdrawn,
    evolve,
)
from domain.decider import Decider

outgoing_letter = Decider[OutgoingLetter](
    "outgoing_letter",
    NotDrafted(),
    decide,
    evolve,
    get_args(OutgoingLetterEvent),
    get_args(OutgoingLetterCommand),
)

__all__ = [
    "Addressee",
    "AddresseeItem",
    "ChangeOutgoingSecrecy",
    "CheckLetter",
    "DeliveryFailed",
    "DeliveryMode",
    "DispatchLetter",
    "Dispatched",
    "Draft",
    "DraftGovernorRequest",
    "DraftLetter",
    "DraftRevised",
    "DraftSentBack",
    "DraftWithdrawn",
    "EndOutgoingReading",
    "FactTable",
    "GrantOutgoingReading",
    "LetterChecked",
    "LetterContent",
    "LetterDelivered",
    "LetterDispatched",
    "LetterDrafted",
    "LetterPurpose",
    "LetterRendered",
    "LetterSigned",
    "Letterhead",
    "LettersAsked",
    "NotDrafted",
    "Occasion",
    "OutgoingForm",
    "OutgoingLetter",
    "OutgoingLetterCommand",
    "OutgoingLetterEvent",
    "OutgoingReadingEnded",
    "OutgoingReadingGranted",
    "OutgoingSecrecyChanged",
    "RecordDelivery",
    "RecordDeliveryFailure",
    "RecordReminder",
    "RecordRendering",
    "RecordReply",
    "ReminderSent",
    "ReplyReceived",
    "ReviseDraft",
    "SendBackDraft",
    "SignLetter",
    "Signature",
    "SignatureBlock",
    "SignatureMethod",
    "Signed",
    "WithdrawDraft",
    "Withdrawn",
    "canonical",
    "content_digest",
    "content_of",
    "outgoing_letter",
]
