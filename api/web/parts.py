"""What pages are put together from: the data of each component, as the templates expect it.

A route fills these; a macro of the same subject in ``templates/macros`` shows them. Texts are
already in the reader's language; money is satang, dates are plain dates, instants UTC: the macros
put them into words. ``tone`` is the meaning of a colour, which never stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Tone = Literal["grey", "blue", "green", "amber", "red"]
Align = Literal["start", "end"]


# The frame of every page


@dataclass(frozen=True)
class MenuEntry:
    """One of at most nine kinds of work. ``key`` is its word (``ui.menu.inbox``)."""

    key: str
    href: str
    icon: str
    count: int = 0
    here: bool = False


@dataclass(frozen=True)
class PostHeld:
    """A post in which the person may act; ``capacity`` is None for its holder."""

    id: str
    title: str
    unit: str
    capacity: str | None = None
    current: bool = False


@dataclass(frozen=True)
class Notice:
    """What has just been done, or gone wrong, and where it leads."""

    text: str
    tone: Tone = "green"
    href: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class Frame:
    """Everything around a page's own content.

    ``path`` is the page's own path with its query, for links that come back to it. ``as_of`` is the
    past moment being looked at; ``verified_to`` the last position that was checked. Without a
    ``person`` nobody is signed in: there is no menu and no search. From the position ``live`` the page
    goes on by itself.
    """

    office: str
    path: str
    today: date
    person: str | None = None
    posts: tuple[PostHeld, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    as_of: datetime | None = None
    verified_to: int | None = None
    notices: tuple[Notice, ...] = ()
    query: str = ""
    live: int | None = None

    @property
    def post(self) -> PostHeld | None:
        """The post in which he acts now."""
        return next((post for post in self.posts if post.current), None)


# Lists


@dataclass(frozen=True)
class Tag:
    """A word in a colour."""

    text: str
    tone: Tone = "grey"
    icon: str | None = None


@dataclass(frozen=True)
class Pill:
    """A filter with how many rows it would leave."""

    label: str
    href: str
    count: int | None = None
    here: bool = False


@dataclass(frozen=True)
class Column:
    """A column. ``sort`` leads to the list sorted by it; ``order`` says that it is."""

    key: str
    label: str
    align: Align = "start"
    sort: str | None = None
    order: Literal["ascending", "descending"] | None = None


@dataclass(frozen=True)
class Cell:
    """What stands in one cell, from top to bottom: tags and text, then ``sub``.

    One of ``text``, ``on`` (a date), ``satang``; ``due`` adds to ``on`` how long there is left.
    ``story`` leads to where the value comes from.
    """

    text: str = ""
    href: str | None = None
    sub: str = ""
    tags: tuple[Tag, ...] = ()
    on: date | None = None
    due: bool = False
    satang: int | None = None
    story: str | None = None


@dataclass(frozen=True)
class Row:
    """A row; ``id`` is what a ticked box sends. A ``fresh`` one has come while the page was open.

    A ``void`` one is struck through and stays where it is.
    """

    id: str
    cells: Mapping[str, Cell]
    href: str | None = None
    fresh: bool = False
    quiet: bool = False
    void: bool = False


@dataclass(frozen=True)
class Do:
    """A button or link: ``href`` for a page, ``action`` for a form it sends."""

    label: str
    href: str | None = None
    action: str | None = None
    icon: str | None = None


@dataclass(frozen=True)
class Empty:
    """What will appear here, and what to do first."""

    title: str
    text: str = ""
    do: Do | None = None
    icon: str = "inbox"


@dataclass(frozen=True)
class Listing:
    """A list as a page shows it. ``counted`` is None where there are too many to count."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: Empty
    pills: tuple[Pill, ...] = ()
    search_action: str | None = None
    search_label: str = ""
    search_value: str = ""
    search_keeps: Mapping[str, str] = field(default_factory=dict)
    bulk: tuple[Do, ...] = ()
    counted: int | None = None
    previous: str | None = None
    next: str | None = None
    verified_to: int | None = None


# One matter


@dataclass(frozen=True)
class Step:
    """A step of the process. ``note`` says who has it until when, or when it was done."""

    number: int
    label: str
    state: Literal["done", "current", "returned", "waiting", "skipped"]
    note: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Told:
    """An event as a sentence: ``who`` (``capacity``) ``sentence``, then when. ``href`` opens it."""

    position: int
    who: str
    sentence: str
    at: datetime
    href: str
    capacity: str = ""
    detail: str = ""
    icon: str = "point"
    tone: Tone = "blue"


@dataclass(frozen=True)
class Act:
    """Something to do now; with ``reason`` something that may not be done, and why not.

    ``again`` is doing anew what is done: it may be, but is not what comes next.
    """

    label: str
    href: str | None = None
    icon: str | None = None
    main: bool = False
    warns: bool = False
    reason: str | None = None
    again: bool = False


@dataclass(frozen=True)
class Fact:
    """A label and its value; ``story`` leads to where it comes from."""

    label: str
    value: Cell


@dataclass(frozen=True)
class MoneyRow:
    """A budget line before and after, in satang; ``change`` is what is between them."""

    label: str
    before: int
    after: int
    sub: str = ""
    href: str | None = None

    @property
    def change(self) -> int:
        """What the line gains; negative where it gives."""
        return self.after - self.before


# Overviews


@dataclass(frozen=True)
class Tile:
    """A figure that leads somewhere. ``sub`` says what it means."""

    label: str
    figure: str
    href: str
    sub: str = ""
    tone: Tone = "grey"
    unit: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar, in parts that follow the chart's ``parts``."""

    label: str
    values: tuple[int, ...]
    href: str | None = None


@dataclass(frozen=True)
class Chart:
    """Bars side by side. ``finding`` is the title and says what the picture shows."""

    id: str
    finding: str
    description: str
    parts: tuple[Tag, ...]
    bars: tuple[Bar, ...]
    href: str | None = None
    measure: str = ""

    @property
    def longest(self) -> int:
        """The longest bar's sum, never zero."""
        return max((sum(bar.values) for bar in self.bars), default=0) or 1


@dataclass(frozen=True)
class Waiting:
    """Long work: how far it is, out of ``total``; ``href`` shows it anew."""

    label: str
    done: int
    total: int
    href: str | None = None
    note: str = ""
