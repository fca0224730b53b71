"""Pieces of SQL with the parameters that stand in them, in their order.

Plain texts, for a page puts together hundreds of them: only names from declarations are put into them,
quoted, and values never.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from psycopg import sql


class Part(NamedTuple):
    """A piece of SQL and its parameters."""

    text: str
    parameters: tuple[Any, ...] = ()


@cache
def quoted(*names: str) -> str:
    """Return a name as SQL takes it: of a column, or of a table's column with both."""
    return sql.Identifier(*names).as_string()


def part(text: str, /, *parameters: Any, **names: str) -> Part:
    """Return ``text`` with ``names``, which are ``quoted``, put into it."""
    return Part(text.format(**names), parameters)


def joined(parts: Iterable[Part], between: str = "") -> Part:
    """Return several pieces as one, with ``between`` between them."""
    pieces = list(parts)
    return Part(
        between.join([piece.text for piece in pieces]),
        tuple(chain.from_iterable(piece.parameters for piece in pieces)),
    )


def around(before: str, inside: Part, after: str, /, **names: str) -> Part:
    """Return ``inside`` between two texts; ``names`` are put into both."""
    return Part(before.format(**names) + inside.text + after.format(**names), inside.parameters)


def all_of(conditions: Iterable[Part]) -> Part:
    """Return the conditions as one; of none, what is always true."""
    pieces = list(conditions)
    return around("(", joined(pieces, " AND "), ")") if pieces else part("true")


def any_of(conditions: Iterable[Part]) -> Part:
    """Return that one of the conditions holds; there is at least one."""
    return around("(", joined(conditions, " OR "), ")")
