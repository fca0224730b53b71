"""The content of a letter of ours, and the digest by which a signature binds it."""

from __future__ import annotations

import hashlib

import msgspec

from domain.correspondence.outgoing_letter.commands import (
    ContentCommand,
    DraftGovernorRequest,
    DraftLetter,
)
from domain.correspondence.outgoing_letter.events import LetterContent, LetterDrafted
from domain.correspondence.outgoing_letter.parts import Addressee
from domain.correspondence.parts import (
    ClassifiedContentOff,
    Secrecy,
    TopSecretContent,
    enclosures,
    lines,
    references,
)

FIELDS = LetterContent.__struct_fields__


def content_of(command: ContentCommand) -> LetterContent:
    """Return what ``command`` would have the letter say.

    Raises:
        FileMissing: an enclosure's file is not kept.
        TopSecretContent: a top secret letter is not written here (R-U07).
        ClassifiedContentOff: nor any classified one, where the office does not keep them (R-U08).
    """
    if command.secrecy is Secrecy.TOP_SECRET:
        raise TopSecretContent("a top secret letter is not written here", fields=["secrecy"])
    if command.secrecy is not Secrecy.NONE and not command.keeps_classified:
        raise ClassifiedContentOff("classified letters are not written here", fields=["secrecy"])
    return LetterContent(
        form=command.form,
        purpose=command.purpose,
        urgency=command.urgency,
        secrecy=command.secrecy,
        subject=command.subject,
        to=tuple(Addressee(to.unit_id, to.salutation, to.addressee) for to in command.to),
        references=references(command.references),
        enclosures=enclosures(command.enclosures, command.files),
        body=lines(command.body),
        facts=command.facts,
        closing=command.closing,
        owner_unit_id=command.owner_unit_id,
        phone=command.phone,
        copy_recipients=lines(command.copy_recipients),
        template_version=command.template_version,
        letterhead=command.letterhead,
    )


def drafted(command: DraftLetter) -> LetterDrafted:
    content = content_of(command)
    return LetterDrafted(
        **msgspec.structs.asdict(content),
        digest=content_digest(content),
        drafted_by=command.by.person_id,
        case_id=command.case_id,
        batch_id=command.batch_id,
        answers_letter_id=command.answers_letter_id,
    )


def requested(command: DraftGovernorRequest) -> LetterDrafted:
    """Return the draft of a request to an outside authority."""
    return LetterDrafted(
        **msgspec.structs.asdict(command.content),
        digest=content_digest(command.content),
        drafted_by=command.by.person_id,
        case_id=command.case_id,
        transfer_id=command.transfer_id,
        transfer_digest=command.transfer_digest,
        resolution_id=command.resolution_id,
        legal_basis=command.legal_basis,
        asked=command.asked,
    )


def canonical(letter: LetterContent) -> bytes:
    """Return the exact bytes a signature binds: JSON, keys sorted, of the content alone.

    ``letter`` is a content by itself, a draft or a revision: the same content gives the same
    bytes. Enclosures are in it by digest (R-W07, R-S01).
    """
    fields = {name: getattr(letter, name) for name in FIELDS}
    return msgspec.json.encode(fields, order="sorted")


def content_digest(letter: LetterContent) -> str:
    """Return the SHA-256 (hex) of ``canonical``."""
    return hashlib.sha256(canonical(letter)).hexdigest()
