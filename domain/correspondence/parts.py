"""What letters in and letters out have in common: marks, enclosures, references, typed moments.

Source: glossary §4-5; R-L03, R-L11, R-L12, R-U01, R-U05, R-U07, R-U10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from domain.fields import (
    DIGITS,
    Count,
    Digest,
    OneLine,
    OptionalLine,
    PaperDate,
    Paragraphs,
    paper_date,
)
from domain.message import Part
from domain.refusal import Refusal

MOMENT = re.compile(
    r"(.+?)[T ]+(\d{1,2})[:.](\d{2})(:\d{2}(?:\.\d{1,6})?)?(?: ?น\.)?(Z|[+-]\d{2}:\d{2})?"
)


class LetterKind(StrEnum):
    """The six kinds of official letter, and no other (R-L03)."""

    EXTERNAL = "external"
    INTERNAL = "internal"
    STAMPED = "stamped"
    DIRECTIVE = "directive"
    PUBLICITY = "publicity"
    EVIDENCE = "evidence"


class Urgency(StrEnum):
    """How fast a letter must be handled (R-U01); how many days that is, is a setting (R-U02)."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    MOST_URGENT = "most_urgent"

    @property
    def rank(self) -> int:
        """0 for normal, 3 for most urgent; the words themselves do not sort."""
        return list(Urgency).index(self)


class Secrecy(StrEnum):
    """The harm to the State if disclosed (R-U05); a mark apart from urgency (R-U10)."""

    NONE = "none"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"
    TOP_SECRET = "top_secret"

    @property
    def rank(self) -> int:
        """0 for none, 3 for top secret; the words themselves do not sort."""
        return list(Secrecy).index(self)


class Enclosure(Part, frozen=True):
    """Something sent along. ``digest`` is the SHA-256 (hex) of its file; None for paper only."""

    name: str
    count: int
    unit: str
    digest: str | None = None
    media_type: str = ""
    size_bytes: int = 0


class LetterReference(Part, frozen=True):
    """An earlier letter as cited (R-L11); ``letter_id`` where it is one of ours."""

    reference: str
    dated_on: date | None
    agency: str
    letter_id: UUID | None = None


class StoredFile(Part, frozen=True):
    """Evidence that the bytes with this SHA-256 are kept, and what they are."""

    digest: str
    media_type: str
    size_bytes: int


class Item(BaseModel):
    """A nested line of a command."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Line = OneLine
Text = Paragraphs


class EnclosureItem(Item):
    """``media_type`` and ``size_bytes`` may be sent; what is stored of the file is what counts."""

    name: Line
    count: Annotated[Count, Field(ge=1)] = 1
    unit: Line
    digest: Digest | None = None
    media_type: OptionalLine = ""
    size_bytes: Annotated[int, Field(strict=True, ge=0)] = 0


class ReferenceItem(Item):
    reference: Line
    dated_on: PaperDate | None = None
    agency: Line
    letter_id: UUID | None = None


class FileMissing(Refusal):
    """An enclosure cites a file that was never stored."""

    code = "file-missing"
    rule = "R-S03"


class TopSecretContent(Refusal):
    """Of a top secret letter only number, date and holder may be kept."""

    code = "top-secret-content"
    rule = "R-U07"


class ClassifiedContentOff(Refusal):
    """The office does not keep the content of classified letters here: number, date and holder only."""

    code = "classified-content-off"
    rule = "R-U08"


def enclosures(
    items: Iterable[EnclosureItem], files: Iterable[StoredFile]
) -> tuple[Enclosure, ...]:
    """Return ``items`` with type and size taken from the stored ``files``, never from the caller.

    Raises:
        FileMissing: an item cites a digest that is not among ``files``.
    """
    stored = {file.digest: file for file in files}
    listed = []
    for item in items:
        if item.digest is None:
            listed.append(Enclosure(item.name, item.count, item.unit))
            continue
        file = stored.get(item.digest)
        if file is None:
            raise FileMissing("no such file is kept", name=item.name, digest=item.digest)
        listed.append(
            Enclosure(
                item.name, item.count, item.unit, file.digest, file.media_type, file.size_bytes
            )
        )
    return tuple(listed)


def references(items: Iterable[ReferenceItem]) -> tuple[LetterReference, ...]:
    return tuple(
        LetterReference(item.reference, item.dated_on, item.agency, item.letter_id)
        for item in items
    )


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of ``text`` that say something: one paragraph, or one item, each."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def paper_moment(typed: str) -> str:
    """Read a day and an hour as people write them, the day as ``paper_date``; return ISO, in UTC.

    Without an offset the hour is Bangkok's (R-T01).

    Raises:
        PydanticCustomError: no hour, no such hour, or a day that ``paper_date`` refuses.
    """
    match = MOMENT.fullmatch(typed.strip().translate(DIGITS))
    if match is None:
        raise PydanticCustomError("moment-form", "a moment is written 23/11/2569 16:30")
    day, hour, minute, second, offset = match.groups()
    clock = f"{hour:0>2}:{minute}{second or ''}{offset or '+07:00'}"
    on = paper_date(day)
    try:
        return datetime.fromisoformat(f"{on}T{clock}").astimezone(UTC).isoformat()
    except (ValueError, OverflowError) as problem:
        raise PydanticCustomError("moment-none", "there is no such hour") from problem


# A text, not a datetime, so that a form asks for it in one line as people write it.
PaperMoment = Annotated[str, Field(max_length=50), AfterValidator(paper_moment)]


def instant(moment: str | None) -> datetime | None:
    """Return a ``PaperMoment`` as an instant."""
    return None if moment is None else datetime.fromisoformat(moment)
