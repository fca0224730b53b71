"""What the letter says: registering it, putting it right, and what must hold either way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from domain.correspondence.letter.commands import ClearableField, CorrectLetter, ReceiveLetter
from domain.correspondence.letter.events import Correction, LetterCorrected, LetterReceived
from domain.correspondence.letter.refusals import (
    DatedAfterReceipt,
    HolderMissing,
    NothingCorrected,
    ReceivedInFuture,
    SeenBefore,
    SenderMissing,
    SubjectMissing,
    TwoSenders,
)
from domain.correspondence.letter.states import Received, Wording
from domain.correspondence.parts import (
    ClassifiedContentOff,
    Secrecy,
    TopSecretContent,
    enclosures,
    instant,
    lines,
    references,
)

CONTENT = ("subject", "sender_unit_id", "sender_name", "private_sender")
EMPTY = {ClearableField.SENDER_NAME: "", ClearableField.REFERENCE: ""}


def receive(command: ReceiveLetter) -> LetterReceived:
    """Register the letter, with its defects if it has any (R-N11).

    Raises:
        SeenBefore: an earlier letter is the same, and ``duplicate_confirmed`` is not given.
        ValueError: a private person writes and the application gave no ``party_id``.
    """
    if command.private_sender is not None and command.party_id is None:
        raise ValueError("a private sender is sealed under a party's id; none was given")
    more = [name for name in ("references", "enclosures", "defects") if getattr(command, name)]
    wording = Wording(**typed(command))
    require_sound(
        wording, command.secrecy, command.on, more, keeps_classified=command.keeps_classified
    )
    if command.duplicates and not command.duplicate_confirmed:
        first = command.duplicates[0]
        raise SeenBefore(
            "same sender, number and date",
            letters=[earlier.letter_id for earlier in command.duplicates],
            receive_number=first.receive_number,
            received_on=first.received_on,
        )
    return LetterReceived(
        **msgspec.structs.asdict(wording),
        secrecy=command.secrecy,
        registered_on=command.on,
        to_unit_id=command.to_unit_id,
        party_id=command.party_id if command.private_sender is not None else None,
        references=references(command.references),
        enclosures=enclosures(command.enclosures, command.files),
        defects=lines(command.defects),
        seen_before=tuple(earlier.letter_id for earlier in command.duplicates),
    )


def require_sound(
    letter: Wording,
    secrecy: Secrecy,
    registered_on: date,
    more: list[str] | None = None,
    *,
    keeps_classified: bool,
) -> None:
    """Check the letter as it would read; ``more`` names further content that is there.

    Raises:
        ReceivedInFuture, DatedAfterReceipt: R-N20; received and dated on the same day is well.
        TopSecretContent, ClassifiedContentOff, HolderMissing: a stub holds no more (R-U07, R-U08).
        SenderMissing, TwoSenders, SubjectMissing: a column of the receive register (R-N13).
    """
    if letter.received_on > registered_on:
        raise ReceivedInFuture(received_on=letter.received_on, registered_on=registered_on)
    if letter.dated_on is not None and letter.dated_on > letter.received_on:
        raise DatedAfterReceipt(dated_on=letter.dated_on, received_on=letter.received_on)
    if secrecy is Secrecy.TOP_SECRET or (secrecy is not Secrecy.NONE and not keeps_classified):
        content = [name for name in CONTENT if getattr(letter, name)] + (more or [])
        if content:
            top = secrecy is Secrecy.TOP_SECRET
            refusal = TopSecretContent if top else ClassifiedContentOff
            raise refusal("only number, date and holder", fields=content)
        if not letter.holder:
            raise HolderMissing
        return
    from_office = bool(letter.sender_name or letter.sender_unit_id)
    if from_office and letter.private_sender:
        raise TwoSenders(sender_name=letter.sender_name)
    if not letter.sender_name and not letter.private_sender:
        raise SenderMissing
    if not letter.subject:
        raise SubjectMissing


def correct(command: CorrectLetter, letter: Received) -> LetterCorrected:
    """Name what was and what is; the letter must be sound as it then reads.

    Raises:
        NothingCorrected: every field already reads so.
        ValueError: a private sender was named and no ``party_id`` is known.
    """
    was = letter.wording
    now = msgspec.structs.replace(was, **asked_for(command))
    changed = [name for name in was.__struct_fields__ if getattr(was, name) != getattr(now, name)]
    if not changed:
        raise NothingCorrected
    # What is kept already may be put right, whatever the office has decided since.
    keeps = command.keeps_classified or not letter.is_stub
    require_sound(now, letter.secrecy, letter.registered_on, keeps_classified=keeps)
    party_id = letter.party_id or command.party_id
    personal = "private_sender" in changed
    if personal and party_id is None:
        raise ValueError("a private sender is sealed under a party's id; none was given")
    return LetterCorrected(
        wrong_position=command.wrong_position,
        corrections=tuple(
            Correction(name, printed(getattr(was, name)), printed(getattr(now, name)))
            for name in changed
            if name != "private_sender"
        ),
        reason=command.reason,
        party_id=party_id if personal else None,
        private_sender_corrected=personal,
        private_sender_was=was.private_sender if personal else None,
        private_sender_now=now.private_sender if personal else None,
    )


def asked_for(command: CorrectLetter) -> dict[str, Any]:
    """Return the fields the command changes; a value typed wins over ``cleared``."""
    cleared: dict[str, Any] = {field.value: EMPTY.get(field) for field in command.cleared}
    return cleared | {name: value for name, value in typed(command).items() if value is not None}


def typed(command: ReceiveLetter | CorrectLetter) -> dict[str, Any]:
    """Return what the command says of the fields that may be corrected, as an event holds it."""
    said = {name: getattr(command, name) for name in Wording.__struct_fields__}
    return said | {"deliver_by": instant(command.deliver_by)}


def printed(value: object) -> str | None:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return None if value is None else str(value)
