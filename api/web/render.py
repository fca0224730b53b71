"""Templates into pages: the Jinja environment, its filters and globals.

Every template is rendered with ``words`` (the reader's language and digits) and ``frame`` (what is
around the page). The filters that make words look them up there, so macros are imported
``with context``. A missing variable is an error, not an empty place. No page carries inline script
or style: the content security policy is ``default-src 'self'``.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from api.web.line_breaks import unbroken
from api.web.parts import Frame
from api.web.words import Lang, Words
from domain.money import MINUS, format_baht

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"
ICONS = HERE / "icons"
log = structlog.get_logger(__name__)
SOON = 3  # up to this many days ahead a due date is marked


def environment() -> Environment:
    """Return a new environment over the project's templates."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "be_date": be_date,
        "be_moment": be_moment,
        "baht": baht,
        "change": change,
        "digits": digits,
        "due": due,
        "due_tone": due_tone,
        "icon": icon,
        "nb": unbroken,
    }
    made.globals |= {"t": text, "icon": icon, "static": static, "other_lang": other_lang}
    return made


@cache
def templates() -> Environment:
    """Return the one environment of the process."""
    return environment()


def page(name: str, words: Words, frame: Frame, **context: Any) -> str:
    """Return the page ``name`` (``style.html``) in the language of ``words``."""
    template = templates().get_template(name)
    return template.render(words=words, lang=words.lang, frame=frame, **context)


def words_of(context: Context) -> Words:
    """Return the words the page is rendered with."""
    words = context["words"]
    if not isinstance(words, Words):
        raise TypeError("a page is rendered with words=Words(…)")
    return words


@pass_context
def text(context: Context, key: str, /, **figures: object) -> str:
    """``t('ui.list.shown', n=7)``: the text of a key, with its figures."""
    return words_of(context).text(key, **figures)


@pass_context
def be_date(context: Context, on: date | None, *, short: bool = True) -> Markup:
    """``23 พ.ย. 2569``, on one line; a dash for no date."""
    if on is None:
        return Markup("—")
    shown = words_of(context).date(on, short=short)
    return time_tag(on, shown)


@pass_context
def be_moment(context: Context, at: datetime, *, short: bool = True) -> Markup:
    """``23 พ.ย. 2569 09.15 น.``, Bangkok time, on one line."""
    shown = words_of(context).moment(at, short=short)
    return time_tag(at, shown)


def time_tag(at: date, shown: str) -> Markup:
    """Put together, not formatted: a list has a hundred dates, and ``Markup.format`` is slow."""
    return Markup(f'<time class="nb" datetime="{at.isoformat()}">{escape(shown)}</time>')


@pass_context
def baht(context: Context, satang: int | None, *, unit: bool = False) -> Markup:
    """``1,234.50``, with a true minus; with ``unit``, ``1,234.50 บาท``."""
    if satang is None:
        return Markup("—")
    words = words_of(context)
    shown = words.in_digits(format_baht(satang)) + (words.text("ui.baht_unit") if unit else "")
    return Markup('<span class="figure">{}</span>').format(shown)


@pass_context
def change(context: Context, satang: int) -> Markup:
    """An amount that was added or taken away: always with its sign."""
    words, sign = words_of(context), "+" if satang > 0 else MINUS if satang < 0 else ""
    shown = words.in_digits(sign + format_baht(abs(satang)))
    tone = "gain" if satang > 0 else "loss" if satang < 0 else "same"
    return Markup('<span class="figure {}">{}</span>').format(tone, shown)


@pass_context
def digits(context: Context, value: object) -> str:
    """Return a number in the reader's kind of digits, thousands set apart."""
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    return words_of(context).in_digits(shown)


@pass_context
def due(context: Context, on: date) -> str:
    """``เกินกำหนด 1 วัน``, ``วันนี้``, ``อีก 2 วัน``."""
    left = days_left(context, on)
    key = "ui.due.over" if left < 0 else "ui.due.today" if left == 0 else "ui.due.left"
    return words_of(context).text(key, n=abs(left))


@pass_context
def due_tone(context: Context, on: date) -> str:
    """Say how urgent a due date is: ``late``, ``soon``, ``later``."""
    left = days_left(context, on)
    return "late" if left < 0 else "soon" if left <= SOON else "later"


def days_left(context: Context, on: date) -> int:
    """Return the days from the frame's today to ``on``."""
    frame = context["frame"]
    today: date = frame.today
    return (on - today).days


@cache
def icon(name: str, label: str = "") -> Markup:
    """Return an icon as inline SVG: decoration, unless ``label`` says what it means.

    One that ``api/web/icons`` lacks is drawn as a dot and logged: no page fails for its decoration.
    """
    file = ICONS / f"{name}.svg"
    if not file.is_file():
        log.warning("icon.gap", name=name)
        file = ICONS / "point.svg"
    drawn = file.read_text("utf-8")
    inside = " ".join(drawn[drawn.index(">") + 1 :].split())
    spoken = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true" focusable="false"')
    )
    # The files are ours, so their inside is trusted; the label is escaped.
    return Markup(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" {spoken}>{inside}'
    )


@cache
def static(name: str) -> str:
    """Return the address of a static file; it changes with the content, so it may be kept long.

    Raises:
        FileNotFoundError: no such file.
    """
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


def other_lang(lang: Lang) -> Lang:
    """Return the language one can switch to."""
    return "en" if lang == "th" else "th"
