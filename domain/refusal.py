"""A rule says no: nothing happened. (A person's *no* is an event.)"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Raised by ``decide`` when a rule forbids what was asked.

    ``code`` is stable and is the key of the Thai and English sentence shown to people; ``rule`` is
    the number of the rule. ``figures`` are what the rule looked at (money in satang).
    """

    code: ClassVar[str]
    rule: ClassVar[str] = ""

    def __init__(self, detail: str = "", **figures: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.figures = figures


class NotOpen(Refusal):
    """The thing is not at the point where it can take this command."""

    code = "not-open"


class NotFound(Refusal):
    """There is no such thing, or it is not yours to know of: the same answer for both."""

    code = "not-found"


class NotPermitted(Refusal):
    """The post in which you act does not hold this power."""

    code = "not-permitted"
