"""A handover as it is printed: what a post and its holder still owe, and two who sign for it.

Texts are as printed; the page gathers them from the read models, so that they say what the events say
at one position of the log, which is named at the foot. Source: issue of absence and handover; R-H15.
"""

from __future__ import annotations

from datetime import date

from domain.message import Part


class Owed(Part, frozen=True):
    """One thing that goes over: what, with what is needed to find it, and until when."""

    text: str
    sub: str = ""
    due: str = ""


class Section(Part, frozen=True):
    """Things of one kind; ``more`` says that there are others beyond those printed."""

    title: str
    items: tuple[Owed, ...]
    more: str = ""


class HandoverPaper(Part, frozen=True):
    """The sheet. ``dated_on`` is the day on which it is drawn up; ``labels`` its fixed words."""

    title: str
    office: str
    post: str
    unit: str
    giver: str
    intro: str
    sections: tuple[Section, ...]
    nothing: str
    giver_label: str
    receiver_label: str
    date_label: str
    due_label: str
    foot: str
    dated_on: date
    thai_digits: bool = True
