"""Letters of ours as lists, pages and papers need them: one row per letter.

Table outgoing_letters: id uuid; state text (``draft``, ``checked``, ``sent_back``, ``signed``,
``dispatched``, ``withdrawn``); the content as it now reads (``to``, references, enclosures, facts,
letterhead jsonb; body text[]); digest of that version; drafted_by uuid, drafted_at timestamptz;
case_id, batch_id (the set it was written in), answers_letter_id, transfer_id uuid; signature jsonb,
signed_at; letter_code, register, year (B.E.), number, dispatched_on, dispatched_at, delivery,
reply_due_on, replied boolean; paper_digest, paper_bytes, paper_template: the file, once rendered;
marked text: the secrecy that its paper bears, which stays as it was sent; parties uuid[]: the unit that
wrote it, and from dispatch the units it went to; readers text[]: to whom the reading of a classified
letter is granted.
"""

from __future__ import annotations

from typing import Any

import msgspec

from domain.correspondence.outgoing_letter import (
    DraftRevised,
    DraftSentBack,
    DraftWithdrawn,
    LetterChecked,
    LetterContent,
    LetterDispatched,
    LetterDrafted,
    LetterRendered,
    LetterSigned,
    OutgoingReadingEnded,
    OutgoingReadingGranted,
    OutgoingSecrecyChanged,
    ReminderSent,
    ReplyReceived,
)
from domain.correspondence.reading import keys
from domain.message import AnyRecorded, Recorded
from domain.thai_text import search_key
from projections.table import Change, Insert, Reference, Rights, Table, Update


def content(event: LetterContent) -> dict[str, Any]:
    """Return the columns of what the letter says."""
    plain: dict[str, Any] = msgspec.to_builtins(
        {name: getattr(event, name) for name in ("to", "references", "enclosures", "facts")}
    )
    return plain | {
        "letterhead": msgspec.to_builtins(event.letterhead),
        "form": str(event.form),
        "purpose": str(event.purpose),
        "urgency": str(event.urgency),
        "secrecy": str(event.secrecy),
        "marked": str(event.secrecy),
        "subject": event.subject,
        "to_names": ", ".join(to.addressee for to in event.to),
        "body": list(event.body),
        "closing": event.closing,
        "owner_unit_id": event.owner_unit_id,
        "phone": event.phone,
        "copy_recipients": list(event.copy_recipients),
        "template_version": event.template_version,
    }


def words(event: LetterContent) -> str:
    return search_key(f"{event.subject} {' '.join(to.addressee for to in event.to)}")


def drafted(recorded: Recorded[LetterDrafted]) -> list[Change]:
    event = recorded.event
    row = content(event) | {
        "state": "draft",
        "digest": event.digest,
        "drafted_by": event.drafted_by,
        "drafted_at": recorded.at,
        "changed_at": recorded.at,
        "case_id": event.case_id,
        "batch_id": event.batch_id,
        "answers_letter_id": event.answers_letter_id,
        "transfer_id": event.transfer_id,
        "legal_basis": event.legal_basis,
        "replied": False,
        "reminders": 0,
        # A school knows of a letter to it once that letter is sent.
        "parties": [event.owner_unit_id] if event.owner_unit_id else [],
        "search": words(event),
    }
    return [Insert("outgoing_letters", recorded.id, row)]


def change(recorded: AnyRecorded, **row: Any) -> list[Change]:
    return [Update("outgoing_letters", recorded.id, {"changed_at": recorded.at, **row})]


def revised(recorded: Recorded[DraftRevised]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        **content(event),
        state="draft",
        digest=event.digest,
        search=words(event),
        parties=[event.owner_unit_id] if event.owner_unit_id else [],
        checked_by=None,
        sent_back_reason=None,
    )


def checked(recorded: Recorded[LetterChecked]) -> list[Change]:
    return change(recorded, state="checked", checked_by=recorded.by.person_id)


def sent_back(recorded: Recorded[DraftSentBack]) -> list[Change]:
    reason = recorded.event.reason
    return change(recorded, state="sent_back", checked_by=None, sent_back_reason=reason)


def signed(recorded: Recorded[LetterSigned]) -> list[Change]:
    signature = msgspec.to_builtins(recorded.event.signature)
    return change(recorded, state="signed", signature=signature, signed_at=recorded.at)


def dispatched(recorded: Recorded[LetterDispatched]) -> list[Change]:
    event, number = recorded.event, recorded.number
    return change(
        recorded,
        state="dispatched",
        letter_code=event.letter_code,
        register=number.register if number else None,
        year=number.year if number else None,
        number=number.number if number else None,
        letter_number=f"{event.letter_code}/{number.number}" if number else None,
        dispatched_on=event.dispatched_on,
        dispatched_at=recorded.at,
        dispatched_position=recorded.position,
        delivery=str(event.delivery),
        reply_due_on=event.reply_due_on,
        parties=[*event.to_unit_ids, recorded.by.unit_id],
    )


def withdrawn(recorded: Recorded[DraftWithdrawn]) -> list[Change]:
    return change(recorded, state="withdrawn")


def rendered(recorded: Recorded[LetterRendered]) -> list[Change]:
    event = recorded.event
    return change(
        recorded,
        paper_digest=event.digest,
        paper_bytes=event.size_bytes,
        paper_template=event.template_version,
    )


def reminded(recorded: Recorded[ReminderSent]) -> list[Change]:
    event = recorded.event
    return change(recorded, reply_due_on=event.reply_due_on, reminders=event.number)


def replied(recorded: Recorded[ReplyReceived]) -> list[Change]:
    return change(recorded, replied=True)


def secrecy_changed(recorded: Recorded[OutgoingSecrecyChanged]) -> list[Change]:
    """Before dispatch it is another version, to be checked and signed anew where it was (R-W07)."""
    event = recorded.event
    row: dict[str, Any] = {"secrecy": str(event.secrecy)}
    if event.digest:
        row |= {"digest": event.digest, "marked": row["secrecy"]}
    if event.recheck_unit_id is not None:
        row |= {"state": "draft", "checked_by": None, "signature": None, "signed_at": None}
    return change(recorded, **row)


def readers(
    recorded: Recorded[OutgoingReadingGranted] | Recorded[OutgoingReadingEnded],
) -> list[Change]:
    return [
        Update("outgoing_letters", recorded.id, {"readers": list(keys(recorded.event.readers))})
    ]


OUTGOING_LETTERS = Table(
    name="outgoing_letters",
    version=4,
    stream="outgoing_letter",
    key="id",
    key_type="uuid",
    columns={
        "state": "text",
        "form": "text",
        "purpose": "text",
        "urgency": "text",
        "secrecy": "text",
        "marked": "text",
        "subject": "text",
        "to": "jsonb",
        "to_names": "text",
        "references": "jsonb",
        "enclosures": "jsonb",
        "body": "text[]",
        "facts": "jsonb",
        "closing": "text",
        "owner_unit_id": "uuid",
        "phone": "text",
        "copy_recipients": "text[]",
        "template_version": "text",
        "letterhead": "jsonb",
        "digest": "text",
        "drafted_by": "uuid",
        "drafted_at": "timestamptz",
        "changed_at": "timestamptz",
        "checked_by": "uuid",
        "sent_back_reason": "text",
        "case_id": "uuid",
        "batch_id": "uuid",
        "answers_letter_id": "uuid",
        "transfer_id": "uuid",
        "legal_basis": "text",
        "signature": "jsonb",
        "signed_at": "timestamptz",
        "letter_code": "text",
        "register": "text",
        "year": "integer",
        "number": "bigint",
        "letter_number": "text",
        "dispatched_on": "date",
        "dispatched_at": "timestamptz",
        "dispatched_position": "bigint",
        "delivery": "text",
        "reply_due_on": "date",
        "replied": "boolean",
        "reminders": "integer",
        "paper_digest": "text",
        "paper_bytes": "bigint",
        "paper_template": "text",
        "parties": "uuid[]",
        "readers": "text[]",
        "search": "text",
    },
    on={
        LetterDrafted: drafted,
        DraftRevised: revised,
        LetterChecked: checked,
        DraftSentBack: sent_back,
        LetterSigned: signed,
        LetterDispatched: dispatched,
        DraftWithdrawn: withdrawn,
        LetterRendered: rendered,
        ReminderSent: reminded,
        ReplyReceived: replied,
        OutgoingReadingGranted: readers,
        OutgoingReadingEnded: readers,
        OutgoingSecrecyChanged: secrecy_changed,
    },
    sorts={"newest": ("-changed_at",), "number": ("-year", "-number")},
    filters=(
        "state",
        "purpose",
        "case_id",
        "batch_id",
        "transfer_id",
        "answers_letter_id",
        "owner_unit_id",
        "drafted_by",
        "paper_digest",
        "replied",
    ),
    search="search",
    references=(
        Reference("owner_unit_id", "units", {"owner_th": "name_th", "owner_en": "name_en"}),
        Reference("drafted_by", "persons", {"drafter_th": "name_th", "drafter_en": "name_en"}),
    ),
    rights=Rights(
        secrecy="secrecy",
        parties="parties",
        readers="readers",
        sealed=(
            "subject",
            "to",
            "to_names",
            "references",
            "enclosures",
            "body",
            "facts",
            "closing",
            "copy_recipients",
            "sent_back_reason",
            "legal_basis",
            "parties",
            "search",
        ),
    ),
    indexes=(("-changed_at",), ("case_id",), ("batch_id",), ("state", "-changed_at")),
)
