"""The rounds of one matter: their streams are numbered, so that two cannot be begun at once.

The id of a round is made from what it is about and its number. Who begins the next one reads all
before it, and of two who do so together one finds the stream taken and looks again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar
from uuid import UUID, uuid5

from application.desk import Desk
from domain.budget.transfer import budget_transfer
from domain.decider import Decider
from domain.message import stream_id

S = TypeVar("S")


def subject_of(transfer_id: UUID) -> str:
    """Return how an approval names a transfer: by its stream."""
    return stream_id(budget_transfer.kind, transfer_id)


def transfer_of(subject: str) -> UUID | None:
    """Return the transfer that ``subject`` names, or None where it names none."""
    kind, _, key = subject.partition("/")
    try:
        return UUID(key) if kind == budget_transfer.kind else None
    except ValueError:
        return None


def rounds(desk: Desk, decider: Decider[S], matter: UUID, about: str = "") -> list[tuple[UUID, S]]:
    """Return the rounds begun on ``matter``, the latest last."""
    return list(_begun(desk, decider, matter, about))


def next_round(desk: Desk, decider: Decider[Any], matter: UUID, about: str = "") -> UUID:
    """Return the id of the round to begin next."""
    begun = len(rounds(desk, decider, matter, about))
    return _round_id(decider, matter, about, begun + 1)


def _begun(desk: Desk, decider: Decider[S], matter: UUID, about: str) -> Iterator[tuple[UUID, S]]:
    number = 1
    while True:
        key = _round_id(decider, matter, about, number)
        state = desk.state(decider, key)
        if state == decider.initial:
            return
        yield key, state
        number += 1


def _round_id(decider: Decider[Any], matter: UUID, about: str, number: int) -> UUID:
    return uuid5(matter, f"{decider.kind}/{about}/{number}")
