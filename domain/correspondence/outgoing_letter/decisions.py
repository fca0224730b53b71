"""What a command to a letter of ours leads to."""

from __future__ import annotations

from datetime import datetime

import msgspec

from domain.correspondence.outgoing_letter.commands import (
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
from domain.correspondence.outgoing_letter.content import (
    content_digest,
    content_of,
    drafted,
    requested,
)
from domain.correspondence.outgoing_letter.events import (
    DeliveryFailed,
    DraftRevised,
    DraftSentBack,
    DraftWithdrawn,
    LetterChecked,
    LetterDelivered,
    LetterDispatched,
    LetterRendered,
    LetterSigned,
    OutgoingLetterEvent,
    OutgoingReadingEnded,
    OutgoingReadingGranted,
    ReminderSent,
    ReplyReceived,
)
from domain.correspondence.outgoing_letter.parts import DeliveryMode, Signature
from domain.correspondence.outgoing_letter.refusals import (
    AlreadyDelivered,
    ArrivedBeforeSent,
    CheckerMayNotSign,
    DrafterMayNotCheck,
    DrafterMayNotSign,
    LetterIncomplete,
    LetterMovedOn,
    NoReplyAwaited,
    NoSuchAddressee,
    NotChecked,
    NothingRevised,
    NotRendered,
    NotSigned,
    PaperNeedsReason,
    ReplyAlreadyRecorded,
    ReplyDuePast,
    SecrecyNotRevised,
    SubstituteMayNotSign,
)
from domain.correspondence.outgoing_letter.secrecy import change_secrecy
from domain.correspondence.outgoing_letter.states import (
    Dispatched,
    Draft,
    NotDrafted,
    OutgoingLetter,
    Signed,
    Withdrawn,
)
from domain.correspondence.reading import (
    ReadingBasis,
    ended,
    first_grants,
    first_readers,
    granted,
)
from domain.correspondence.register import LetterCodeMissing
from domain.organization.capacity import SIGNS_NOTHING
from domain.refusal import NotOpen


def decide(command: OutgoingLetterCommand, letter: OutgoingLetter) -> list[OutgoingLetterEvent]:
    """Return what ``command`` leads to.

    Raises:
        NotOpen: the letter is not at the point where it can take this command.
        NotSigned: a dispatch before the signature (R-N10).
        Refusal: the rule named by the function that decides.
    """
    match command, letter:
        case DraftLetter(), NotDrafted():
            return [drafted(command), *first_read(command)]
        case DraftGovernorRequest(), NotDrafted():
            return [requested(command)]
        case ReviseDraft(), Draft():
            return [revise(command, letter), *first_read(command, letter)]
        case CheckLetter(), Draft(checked=False, sent_back=False):
            return [check(command, letter)]
        case SendBackDraft(), Draft(sent_back=False):
            return [DraftSentBack(command.reason)]
        case SignLetter(), Draft():
            return [sign(command, letter)]
        case DispatchLetter(), Draft():
            raise NotSigned
        case DispatchLetter(), Signed():
            return [dispatch(command, letter)]
        case WithdrawDraft(), Draft() | Signed():
            return [DraftWithdrawn(command.reason, command.asked)]
        case RecordRendering(), Dispatched(rendered=False):
            return [LetterRendered(command.digest, command.size_bytes, command.template_version)]
        case RecordDelivery(), Dispatched():
            return [deliver(command, letter)]
        case RecordDeliveryFailure(), Dispatched():
            require_undelivered(command, letter)
            return [DeliveryFailed(command.addressee, command.address, command.reason)]
        case RecordReminder(), Dispatched():
            return [remind(command, letter)]
        case RecordReply(), Dispatched():
            if command.letter_id in letter.replies:
                raise ReplyAlreadyRecorded(letter_id=command.letter_id)
            return [ReplyReceived(command.letter_id)]
        case GrantOutgoingReading(), Draft() | Signed() | Dispatched():
            reader, readers = granted(command, letter.occasion.secrecy, letter.occasion.readers)
            basis = ReadingBasis.GRANTED
            return [OutgoingReadingGranted(reader, basis, readers, command.reason)]
        case EndOutgoingReading(), Draft() | Signed() | Dispatched() | Withdrawn():
            reader, readers = ended(command, letter.occasion.secrecy, letter.occasion.readers)
            return [OutgoingReadingEnded(reader, readers, command.reason)]
        case ChangeOutgoingSecrecy(), Draft() | Signed() | Dispatched() | Withdrawn():
            return change_secrecy(command, letter)
    raise NotOpen(f"{type(command).__name__} while {type(letter).__name__}")


def revise(command: ReviseDraft, letter: Draft) -> DraftRevised:
    """Write another version; one that says the same is none, and cannot answer a send-back.

    Raises:
        SecrecyNotRevised: another level than the letter has (R-U05).
        NothingRevised: every word as before.
    """
    if command.secrecy is not letter.occasion.secrecy:
        raise SecrecyNotRevised(secrecy=letter.occasion.secrecy)
    content = content_of(command)
    digest = content_digest(content)
    if digest == letter.digest:
        raise NothingRevised
    return DraftRevised(
        **msgspec.structs.asdict(content),
        digest=digest,
        revised_by=command.by.person_id,
    )


def first_read(
    command: DraftLetter | ReviseDraft, letter: Draft | None = None
) -> list[OutgoingReadingGranted]:
    """Return who reads it from the start: the drafter, and what is secret the area director."""
    first = first_readers(
        command.secrecy, command.by, command.director_post_id, ReadingBasis.DRAFTED
    )
    return first_grants(OutgoingReadingGranted, first, letter.occasion.readers if letter else ())


def require_seen(digest: str, letter: Draft) -> None:
    if digest != letter.digest:
        raise LetterMovedOn(seen=digest, digest=letter.digest)


def check(command: CheckLetter, letter: Draft) -> LetterChecked:
    """Bind the check to the version seen (R-W07), once nothing required is missing (R-L04).

    Raises:
        LetterMovedOn, LetterIncomplete
        DrafterMayNotCheck: who wrote some version of it, in whichever post he checks (R-H16).
    """
    require_seen(command.digest, letter)
    if command.by.person_id in letter.drafters:
        raise DrafterMayNotCheck("drafted by the same person", person_id=command.by.person_id)
    require_complete(letter)
    return LetterChecked(letter.digest, command.note, command.by.person_id)


def require_complete(letter: Draft) -> None:
    if letter.missing:
        raise LetterIncomplete(missing=list(letter.missing))


def sign(command: SignLetter, letter: Draft) -> LetterSigned:
    """Bind the signature to the version seen, and record who signed, as what (R-S02).

    Raises:
        LetterMovedOn: another version than the one seen (R-W07).
        NotChecked: nobody found this version correct, though another could, or no reason is given
            (R-W04, R-H16).
        SubstituteMayNotSign: a substitute for duties (R-H17).
        DrafterMayNotSign, CheckerMayNotSign: who drafted or checked it, where another can sign or no
            reason is given (R-H16).
    """
    require_seen(command.digest, letter)
    by = command.by
    if by.capacity in SIGNS_NOTHING:
        raise SubstituteMayNotSign
    override_reason = override(command, letter)
    return LetterSigned(
        digest=letter.digest,
        signature=Signature(
            person_id=by.person_id,
            post_id=by.post_id,
            role=by.role,
            unit_id=by.unit_id,
            capacity=by.capacity,
            method=command.method,
            intent=command.intent,
            block=command.block,
        ),
        override_reason=override_reason,
    )


def override(command: SignLetter, letter: Draft) -> str:
    """Return the reason for which a letter is signed unchecked, or by one who drafted or checked it;
    empty where it is not. Only where nobody else could, and never without saying why (R-H16)."""
    if letter.sent_back:
        raise NotChecked
    if not letter.checked:
        if command.another_can_check or not command.override_reason:
            raise NotChecked(another_can_check=command.another_can_check)
        require_complete(letter)
    if command.by.person_id not in letter.spoke:
        return "" if letter.checked else command.override_reason
    if command.another_can_sign or not command.override_reason:
        drafter = command.by.person_id in letter.drafters
        refusal = DrafterMayNotSign if drafter else CheckerMayNotSign
        raise refusal(another_can_sign=command.another_can_sign)
    return command.override_reason


def dispatch(command: DispatchLetter, letter: Signed) -> LetterDispatched:
    """Date the letter today.

    Raises:
        LetterCodeMissing: no code to print before the number (R-N01).
        PaperNeedsReason: paper, and no reason why not electronically (R-E01).
        ReplyDuePast: an answer asked for by a day before today.
    """
    if not command.letter_code:
        raise LetterCodeMissing
    if command.delivery is DeliveryMode.PAPER and not command.delivery_reason:
        raise PaperNeedsReason
    if command.reply_due_on is not None and command.reply_due_on < command.on:
        raise ReplyDuePast(reply_due_on=command.reply_due_on, today=command.on)
    return LetterDispatched(
        dispatched_on=command.on,
        letter_code=command.letter_code,
        delivery=command.delivery,
        delivery_reason=command.delivery_reason,
        reply_due_on=command.reply_due_on,
        to_unit_ids=letter.occasion.to_unit_ids,
    )


def require_undelivered(
    command: RecordDelivery | RecordDeliveryFailure, letter: Dispatched
) -> None:
    """What goes out is the rendered paper, to each addressee until it arrived (R-E02)."""
    if not letter.rendered:
        raise NotRendered
    if command.addressee > letter.addressees:
        raise NoSuchAddressee(addressee=command.addressee, addressees=letter.addressees)
    if command.addressee in letter.delivered:
        raise AlreadyDelivered(addressee=command.addressee)


def deliver(command: RecordDelivery, letter: Dispatched) -> LetterDelivered:
    require_undelivered(command, letter)
    sent_at = datetime.fromisoformat(command.sent_at)
    arrived_at = datetime.fromisoformat(command.arrived_at)
    if arrived_at < sent_at:
        raise ArrivedBeforeSent(sent_at=sent_at, arrived_at=arrived_at)
    return LetterDelivered(command.addressee, command.address, sent_at, arrived_at)


def remind(command: RecordReminder, letter: Dispatched) -> ReminderSent:
    if letter.reply_due_on is None or letter.replies:
        raise NoReplyAwaited
    if command.reply_due_on < command.on:
        raise ReplyDuePast(reply_due_on=command.reply_due_on, today=command.on)
    return ReminderSent(letter.reminders + 1, command.reply_due_on, command.note)
