"""What may be asked of a read model, and who asks. Plain data; the query is made in infrastructure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.viewer import EVERYTHING, Viewer

__all__ = ["COUNT_CAP", "EVERYONE", "Ask", "BadCursor", "Page", "Viewer"]


COUNT_CAP = 1000  # a list is counted no further


class BadCursor(Exception):  # noqa: N818
    """A cursor that this service did not sign, or of another list."""


# The service itself, which makes papers and answers: never a person.
EVERYONE = EVERYTHING


@dataclass(frozen=True)
class Page:
    """One page of a list: rows, the cursor of the next page, and the count (capped at 1,000)."""

    items: list[dict[str, Any]]
    next: str | None
    count: int | None = None


@dataclass(frozen=True)
class Ask:
    """What is asked of a list: filters by column, search text, order, cursor, and a past position."""

    filters: Mapping[str, Any] = field(default_factory=dict)
    search: Sequence[str] = ()
    loose: bool = False  # search what is kept without tone marks
    sort: str = ""
    cursor: str | None = None
    limit: int = 50
    as_of: int | None = None
    count: bool = False
