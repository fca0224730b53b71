"""Pieces of SQL with the parameters that stand in them, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

from psycopg import sql


class Part(NamedTuple):
    """A piece of SQL and its parameters."""

    text: sql.Composable
    parameters: tuple[Any, ...] = ()


def part(text: str, /, *parameters: Any, **names: sql.Composable) -> Part:
    """Return ``text`` with ``names`` put into it."""
    return Part(sql.SQL(text).format(**names), parameters)  # type: ignore[arg-type]


def joined(parts: Iterable[Part], between: str = "") -> Part:
    """Return several pieces as one, with ``between`` between them."""
    pieces = list(parts)
    return Part(
        sql.SQL(between).join([piece.text for piece in pieces]),  # type: ignore[arg-type]
        tuple(chain.from_iterable(piece.parameters for piece in pieces)),
    )


def around(before: str, inside: Part, after: str, /, **names: sql.Composable) -> Part:
    """Return ``inside`` between two texts; ``names`` are put into both."""
    texts = [sql.SQL(text).format(**names) for text in (before, after)]  # type: ignore[arg-type]
    return Part(texts[0] + inside.text + texts[1], inside.parameters)


def all_of(conditions: Iterable[Part]) -> Part:
    """Return the conditions as one; of none, what is always true."""
    pieces = list(conditions)
    return around("(", joined(pieces, " AND "), ")") if pieces else part("true")


def any_of(conditions: Iterable[Part]) -> Part:
    """Return that one of the conditions holds; there is at least one."""
    return around("(", joined(conditions, " OR "), ")")
