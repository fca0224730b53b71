"""What a letter of ours is made of: its form and purpose, its addressees, tables, signature."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from domain.message import Part


class LettersAsked(Part, frozen=True):
    """``step`` of the case still asks for ``left`` letters to an outside authority."""

    step: int
    left: int


class OutgoingForm(StrEnum):
    """The sheet it is written on: an external letter (R-L04) or a memorandum (R-L05)."""

    EXTERNAL = "external"
    INTERNAL = "internal"


class LetterPurpose(StrEnum):
    """What the letter is for in the work of the office."""

    GOVERNOR_REQUEST = "governor_request"
    REPORT_TO_OBEC = "report_to_obec"
    NOTIFY_SCHOOL = "notify_school"
    NOTIFY_GROUP = "notify_group"
    ENDING_NOTICE = "ending_notice"
    INVITATION = "invitation"
    REPLY = "reply"
    OTHER = "other"


class DeliveryMode(StrEnum):
    """How it goes out; e-saraban is the main channel, paper needs a reason (R-E01)."""

    E_SARABAN = "e_saraban"
    E_MAIL = "e_mail"
    PAPER = "paper"


class SignatureMethod(StrEnum):
    """How the signer is shown to be who he is (R-E04)."""

    TYPED_NAME = "typed_name"


class RequiredPart(StrEnum):
    """What no letter goes to its check without (R-L04); the values are the content's fields."""

    SUBJECT = "subject"
    TO = "to"
    BODY = "body"
    OWNER_UNIT_ID = "owner_unit_id"


class Addressee(Part, frozen=True):
    """Who it is written to, as printed after the salutation; ``unit_id`` where we know it."""

    unit_id: UUID | None
    salutation: str
    addressee: str


class FactTable(Part, frozen=True):
    """A table, every cell as printed; ``numeric_columns`` count from 0.

    ``note`` stands below it, such as the sum in words. An ``annex`` has a page of its own.
    """

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric_columns: tuple[int, ...] = ()
    total: tuple[str, ...] = ()
    note: str = ""
    annex: bool = True


class Letterhead(Part, frozen=True):
    """What the sheet says of the office that writes, as printed when it was written.

    ``agency`` are the lines at the top, ``responsible_unit`` the name above the telephone number.
    """

    agency: tuple[str, ...] = ()
    responsible_unit: str = ""


class SignatureBlock(Part, frozen=True):
    """What is printed under the signature; ``capacity_lines`` where one stands in (R-H17)."""

    name: str
    position: str
    capacity_lines: tuple[str, ...] = ()


class Signature(Part, frozen=True):
    """Who signed, as what, how, and what he said he meant by it (R-S02, R-H15)."""

    person_id: UUID
    post_id: UUID
    role: str
    unit_id: UUID
    capacity: str
    method: SignatureMethod
    intent: str
    block: SignatureBlock
