"""What may be done with a letter of ours now, and why not otherwise."""

from __future__ import annotations

from domain.correspondence.outgoing_letter.refusals import (
    DrafterMayNotCheck,
    LetterIncomplete,
    NoReplyAwaited,
    NotChecked,
    NotRendered,
    NotSigned,
)
from domain.correspondence.outgoing_letter.states import (
    Dispatched,
    Draft,
    NotDrafted,
    OutgoingLetter,
    Signed,
    Withdrawn,
)
from domain.correspondence.parts import Secrecy
from domain.correspondence.reading import NotReader
from domain.message import Actor
from domain.refusal import Refusal


def acts_open(
    letter: OutgoingLetter, by: Actor, *, another_can_check: bool = True
) -> dict[str, Refusal | None]:
    """Return, by command, the refusal that ``by`` would meet whatever he writes; None where open.

    Commands that make no sense where the letter stands are left out. Where nobody can check it but who
    drafted it, it may be signed with the reason why it is not checked (R-H16).
    """
    if isinstance(letter, NotDrafted):
        return {"DraftLetter": None}
    return by_state(letter, by, another_can_check) | of_reading(letter)


def of_reading(letter: Draft | Signed | Dispatched | Withdrawn) -> dict[str, Refusal | None]:
    """How secret it is may be changed, and whose reading of a classified letter granted or ended."""
    changes: dict[str, Refusal | None] = {"ChangeOutgoingSecrecy": None}
    if letter.occasion.secrecy is Secrecy.NONE:
        return changes
    ends = None if letter.occasion.readers else NotReader()
    if isinstance(letter, Withdrawn):
        return {"EndOutgoingReading": ends} | changes
    return {"GrantOutgoingReading": None, "EndOutgoingReading": ends} | changes


def by_state(
    letter: Draft | Signed | Dispatched | Withdrawn, by: Actor, another_can_check: bool
) -> dict[str, Refusal | None]:
    match letter:
        case Draft():
            return of_draft(letter, by, another_can_check)
        case Signed():
            return {"DispatchLetter": None, "WithdrawDraft": None}
        case Dispatched():
            return of_dispatched(letter)
        case Withdrawn():
            return {}


def of_draft(letter: Draft, by: Actor, another_can_check: bool) -> dict[str, Refusal | None]:
    always: dict[str, Refusal | None] = {"ReviseDraft": None, "WithdrawDraft": None}
    if letter.checked:
        return {"SignLetter": None, "DispatchLetter": NotSigned(), "SendBackDraft": None} | always
    if letter.sent_back:
        return {"SignLetter": NotChecked()} | always
    missing = LetterIncomplete(missing=letter.missing) if letter.missing else None
    own = DrafterMayNotCheck(person_id=by.person_id) if by.person_id in letter.drafters else None
    signs = NotChecked() if another_can_check else missing
    return {"CheckLetter": own or missing, "SignLetter": signs, "SendBackDraft": None} | always


def of_dispatched(letter: Dispatched) -> dict[str, Refusal | None]:
    """Delivery waits for the paper, a reminder for an answer that was asked for."""
    unrendered = None if letter.rendered else NotRendered()
    shown: dict[str, Refusal | None] = {}
    if len(letter.delivered) < letter.addressees:
        shown |= {"RecordDelivery": unrendered, "RecordDeliveryFailure": unrendered}
    shown["RecordReply"] = None
    if letter.reply_due_on is not None:
        shown["RecordReminder"] = NoReplyAwaited() if letter.replies else None
    return shown
