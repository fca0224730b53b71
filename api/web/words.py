"""The label catalogue: every Thai and English word on a page, keyed by identifier.

``api/web/words/*.toml`` hold the entries (`th`, `en`; optional `help_th`, `help_en` for what stands
below a field, `en_one` for an English sentence whose figure ``n`` is one). A sentence may name
figures in braces: ``{ceiling_satang}``; a part in square brackets is left out where the figure in it
is empty: ``filed it[; note: {note}]``. How a figure is shown follows from what it is: a name that
ends in ``_satang`` is money in baht, a date is B.E., a moment is Bangkok time, an id becomes the
name that the caller's ``resolve`` gives, an enum's value its word, a ``command`` what it is called,
and an order typed as a mere number is called an order.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import date as Day  # a class that has a method ``date`` cannot name it  # noqa: N812
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Literal
from uuid import UUID

import structlog

from domain.money import format_baht
from domain.thai_text import thai_digits
from domain.thai_time import BANGKOK, format_date, format_moment

Lang = Literal["th", "en"]
Digits = Literal["arabic", "thai"]

FOLDER = Path(__file__).parent / "words"
TEXTS = frozenset({"th", "en", "help_th", "help_en", "en_one"})
OPTIONAL = re.compile(r"\[([^\[\]{}]*\{(\w+)\}[^\[\]{}]*)\]")
FIGURE = re.compile(r"\{(\w+)\}(\s*(?:บาท|baht))?")
WORD_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NOTHING = "—"
ORDERS = frozenset({"document", "order", "order_reference"})
ORDER_NUMBER = re.compile(r"\d+\s*/\s*\d{4}")

log = structlog.get_logger(__name__)

Entry = Mapping[str, str]


class MissingWordError(LookupError):
    """No such key, or a figure that the sentence names was not given."""


def load(folder: Path = FOLDER) -> dict[str, Entry]:
    """Return every entry of ``folder``, keyed ``refusal.not-open``.

    Raises:
        ValueError: one key stands in two files.
    """
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.toml")):
        for key, entry in flattened(tomllib.loads(path.read_text("utf-8")), ""):
            if key in entries:
                raise ValueError(f"{path.name}: {key} is already in another file")
            entries[key] = entry
    return entries


def flattened(table: Mapping[str, object], prefix: str) -> Iterable[tuple[str, Entry]]:
    """Yield the entries below ``table``; one may have further entries below it."""
    texts = {k: v for k, v in table.items() if k in TEXTS and isinstance(v, str)}
    if texts:
        yield prefix, texts
    for name, below in table.items():
        if isinstance(below, Mapping):
            yield from flattened(below, f"{prefix}.{name}" if prefix else name)


@cache
def catalogue() -> dict[str, Entry]:
    """Return the project's own entries, read once."""
    return load()


def missing_words(keys: Iterable[str], entries: Mapping[str, Entry] | None = None) -> list[str]:
    """Return those of ``keys`` that lack a Thai or an English text, sorted."""
    known = catalogue() if entries is None else entries
    return sorted(
        key
        for key in set(keys)
        if not all(known.get(key, {}).get(lang, "").strip() for lang in ("th", "en"))
    )


def value_key(value: Enum) -> str:
    """Return the key of an enum's value: ``value.urgency.very_urgent``."""
    return f"value.{snake(type(value).__name__)}.{value.value}"


def snake(name: str) -> str:
    """``LetterKind`` is ``letter_kind``."""
    return WORD_BOUNDARY.sub("_", name).lower()


def number_name(value: UUID) -> str:
    """Stand in for a name where nobody gave a way to find it."""
    return str(value)[:8]


@dataclass(frozen=True)
class Words:
    """The catalogue in one language, for one reader.

    ``digits`` is the kind of digits he reads; ``resolve`` gives the name behind an id. ``strict``
    raises ``MissingWordError``; otherwise the key is shown and the gap is logged.
    """

    lang: Lang = "th"
    digits: Digits = "arabic"
    resolve: Callable[[UUID], str] = number_name
    strict: bool = False
    entries: Mapping[str, Entry] | None = None

    def text(self, key: str, /, **figures: object) -> str:
        """Return the text of ``key`` with its figures filled in."""
        sentence = self.maybe(key, **figures)
        return self.gap(f"no word for {key}", key) if sentence is None else sentence

    def maybe(self, key: str, /, **figures: object) -> str | None:
        """Return the text of ``key``, or None where the catalogue has none."""
        entry = self.known.get(key, {})
        template = entry.get(self.lang)
        if self.lang == "en" and figures.get("n") == 1:
            template = entry.get("en_one", template)
        return None if template is None else self.fill(key, template, figures)

    def error(self, what: str, kind: str = "", /, **figures: object) -> str:
        """Return the sentence for a value that a model refused: ``what`` is the library's type.

        A ``kind`` of field (``money``) may have its own; what has none is ``error.other``.
        """
        keys = (f"error.{kind}.{what}", f"error.{what}")
        found = (text for key in keys if (text := self.maybe(key, **figures)) is not None)
        return next(found, None) or self.text("error.other")

    def help(self, key: str) -> str | None:
        """Return the help of ``key``, if it has one."""
        return self.known.get(key, {}).get(f"help_{self.lang}")

    def name(self, labels: object, stem: str = "name") -> str:
        """Return ``name_th`` or ``name_en`` of ``labels``; Thai where there is no English."""
        chosen = getattr(labels, f"{stem}_{self.lang}", None) or getattr(labels, f"{stem}_th")
        return str(chosen)

    def show(self, name: str, value: object) -> str:
        """Return ``value`` as a person reads it; ``name`` tells money from other numbers."""
        match value:
            case None | "" | ():
                return NOTHING
            case bool():
                own = self.maybe(f"value.{name}.{'true' if value else 'false'}")
                return own or self.text("ui.yes" if value else "ui.no")
            case Enum():
                return self.text(value_key(value))
            case int() if name == "satang" or name.endswith("_satang"):
                return self.in_digits(format_baht(value)) + self.text("ui.baht_unit")
            case datetime():
                return self.moment(value)
            case date():
                return self.date(value)
            case UUID():
                return self.resolve(value)
            case str() if name == "command":
                return self.maybe(f"command.{value}") or value
            case str() if name in ORDERS and ORDER_NUMBER.fullmatch(value):
                return self.text("ui.order.numbered", number=value)
            case list() | tuple() | set() | frozenset():
                return ", ".join(self.show(name, item) for item in value)
        return self.in_digits(str(value)) if isinstance(value, int) else str(value)

    def power(self, command: str) -> str:
        """Return what a power is called: as its command, unless two would be called the same."""
        own = self.maybe(f"ui.powers.called.{command}") or self.maybe(f"command.{command}")
        return own or self.text("ui.powers.unknown", name=command)

    def date(self, on: date, *, short: bool = True) -> str:
        """Return a date in the Buddhist Era: ``23 พ.ย. 2569``, ``23 Nov 2569``."""
        if self.lang == "th":
            return format_date(on, short=short, digits=self.digits)
        month = MONTHS[on.month - 1]
        return f"{on.day} {month[:3] if short else month} {on.year + 543}"

    def moment(self, at: datetime, *, short: bool = True) -> str:
        """Return an instant in Bangkok time: ``23 พ.ย. 2569 09.15 น.``."""
        if self.lang == "th":
            return format_moment(at, short=short, digits=self.digits)
        local = at.astimezone(BANGKOK)
        return f"{self.date(local.date(), short=short)}, {self.in_digits(f'{local:%H.%M}')}"

    def date_typed(self, at: Day) -> str:
        """Return a date, or an instant's Bangkok day, as one types it: ``23/11/2569``."""
        on = at.astimezone(BANGKOK) if isinstance(at, datetime) else at
        return f"{on.day}/{on.month}/{on.year + 543}"

    def in_digits(self, text: str) -> str:
        """Return ``text`` in the reader's kind of digits."""
        return thai_digits(text) if self.digits == "thai" else text

    def reading(self, lang: Lang) -> Words:
        """Return the same words in another language."""
        return replace(self, lang=lang)

    @property
    def known(self) -> Mapping[str, Entry]:
        """The entries looked in: the project's own unless others were given."""
        return catalogue() if self.entries is None else self.entries

    def fill(self, key: str, template: str, figures: Mapping[str, object]) -> str:
        """Return ``template`` with its figures; a unit written in the sentence is not doubled."""

        def part(match: re.Match[str]) -> str:
            value = figures.get(match[2])
            return "" if value is False or value in (None, "", (), []) else match[1]

        def figure(match: re.Match[str]) -> str:
            name, unit = match[1], match[2]
            if name not in figures:
                return self.gap(f"{key} needs the figure {name}", NOTHING) + (unit or "")
            shown = self.show(name, figures[name])
            return shown.removesuffix(self.text("ui.baht_unit")) + unit if unit else shown

        return FIGURE.sub(figure, OPTIONAL.sub(part, template))

    def gap(self, problem: str, shown: str) -> str:
        """Raise for a gap in the catalogue, or log it and return what is shown instead."""
        if self.strict:
            raise MissingWordError(problem)
        log.warning("words.gap", problem=problem, lang=self.lang)
        return shown


@cache
def words(lang: Lang) -> Words:
    """Return the words of a language where nobody's names are needed."""
    return Words(lang)
