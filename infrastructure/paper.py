"""Official papers as PDF: with the same release of typst, the same paper gives the same bytes.

The templates are ``papers/letter.typ`` and ``papers/handover.typ``. What people typed reaches them as JSON,
never as source:
``#panic("x")`` in a subject is printed. No font of the machine is used and nothing is fetched.
The PDF is PDF/A-2b, tagged; its creation date is the paper's date, or the epoch for a draft.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec
import typst

from application.correspondence.paper import Paper
from application.correspondence.terms import NO_BREAK
from application.organization.handover import HandoverPaper
from domain.thai_text import thai_digits
from domain.thai_time import format_date

PAPERS = Path(__file__).parent / "papers"
TEMPLATES = {Paper: "letter.typ", HandoverPaper: "handover.typ"}
ADDRESS = re.compile(r"(\S+@\S+|https?://\S+|www\.\S+)")
SCREEN_PPI = 110
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class PrintError(ValueError):
    """The paper holds something that cannot be printed; the text says what."""


@dataclass(frozen=True)
class Face:
    """A type face: its family, the folder of its TTF files, and its size beside TH Sarabun's.

    16 point of TH Sarabun looks like 11 point of Sarabun. An office that puts in its own TH Sarabun
    gives ``Face("TH Sarabun New", folder, 1.0)``.
    """

    family: str = "Sarabun"
    folder: Path = PAPERS / "fonts"
    scale: float = 0.695


SARABUN = Face()


def render(
    paper: Paper | HandoverPaper, *, face: Face = SARABUN, emblem: bytes | None = None
) -> bytes:
    """Return ``paper`` as PDF.

    ``emblem`` is the picture the office supplies (PNG, JPEG or SVG); without one its place is left
    empty.

    Raises:
        PrintError: a character the face does not hold (an emoji, say), an emblem that is no
            picture, or a face whose family is not in its folder.
    """
    # Midnight UTC is the same day in Bangkok and for a reader who shows UTC.
    at = datetime.combine(paper.dated_on, time(), UTC) if paper.dated_on else EPOCH
    try:
        pdf = typst.compile(
            template(type(paper)),
            font_paths=fonts(face),
            sys_inputs={"paper": given_to(paper, face, emblem), "no-break": NO_BREAK},
            pdf_standards="a-2b",
            timestamp=at,
            format="pdf",
        )
    except typst.TypstError as problem:
        raise PrintError(problem.message) from problem
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache(maxsize=32)
def pictures(
    paper: Paper, *, face: Face = SARABUN, emblem: bytes | None = None
) -> tuple[bytes, ...]:
    """Return the pages of ``paper`` as PNG pictures, to be looked at on screen.

    Raises:
        PrintError: as ``render``.
    """
    try:
        made = typst.compile(
            template(type(paper)),
            font_paths=fonts(face),
            sys_inputs={"paper": given_to(paper, face, emblem), "no-break": NO_BREAK},
            ppi=SCREEN_PPI,
            format="png",
        )
    except typst.TypstError as problem:
        raise PrintError(problem.message) from problem
    return tuple(made) if isinstance(made, list) else (made,)


def given_to(paper: Paper | HandoverPaper, face: Face, emblem: bytes | None) -> str:
    """Return what the template reads, as JSON."""
    given = msgspec.to_builtins(paper)
    given["dated_on"] = paper.dated_on and format_date(paper.dated_on)
    data = in_thai_digits(given) if paper.thai_digits else given
    data |= {"emblem": list(emblem or b""), "family": face.family, "scale": face.scale}
    return msgspec.json.encode(data).decode()


def in_thai_digits(value: Any) -> Any:
    """Return ``value`` with Thai digits in all its texts, but for e-mail and web addresses."""
    match value:
        case str():
            parts = ADDRESS.split(value)  # every second one is an address
            return "".join(p if at % 2 else thai_digits(p) for at, p in enumerate(parts))
        case dict():
            return {key: in_thai_digits(inside) for key, inside in value.items()}
        case list() | tuple():
            return [in_thai_digits(inside) for inside in value]
    return value


@cache
def template(kind: type[Paper | HandoverPaper]) -> bytes:
    return (PAPERS / TEMPLATES[kind]).read_bytes()


@cache
def fonts(face: Face) -> typst.Fonts:
    """Read the face's files once. Without its family typst would print empty pages."""
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[face.folder]
    )
    if face.family not in found.families():
        raise PrintError(f"no {face.family} in {face.folder}")
    return found
