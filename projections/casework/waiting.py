"""How a wing says what waits for whom. A row of the inbox begins, moves on, and is done.

Whom it waits for: a person, a post, a role in a unit, or a role anywhere in the office.
``done`` marks a row rather than deleting it, so that a thing may wait again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from domain.message import AnyRecorded
from projections.table import Change, Insert, Update


@lru_cache(1024)
def at_person(person_id: UUID) -> str:
    """For the officer in charge of a case, in whichever of his posts."""
    return f"person:{person_id}"


@lru_cache(1024)
def at_post(post_id: UUID) -> str:
    return f"post:{post_id}"


def at_role(role: str) -> str:
    return f"role:{role}"


@lru_cache(1024)
def at_unit(unit_id: UUID, role: str) -> str:
    return f"unit-role:{unit_id}:{role}"


def waits(recorded: AnyRecorded, key: str, waits_for: str, *, act: str, **row: Any) -> list[Change]:
    """``key`` (``letter/<uuid>``) begins to wait for somebody to do ``act`` (a command's name)."""
    whole = {
        "waits_for": waits_for,
        "act": act,
        "since": recorded.at,
        "stream_id": recorded.stream_id,
        "case_id": recorded.case_id,
        "urgency": "normal",
        "open": True,
        **row,
    }
    return [Insert("inbox", key, whole)]


def waits_anew(
    recorded: AnyRecorded, key: str, waits_for: str, *, act: str, **row: Any
) -> list[Change]:
    """What waited or was done waits again, for somebody else or something else."""
    changed = {"waits_for": waits_for, "act": act, "since": recorded.at, "open": True, **row}
    return [Update("inbox", key, changed)]


def done(_recorded: AnyRecorded, key: str) -> list[Change]:
    """It waits for nobody."""
    return [Update("inbox", key, {"open": False})]


def step_asks(recorded: AnyRecorded, case_id: UUID, step: int, *, open: bool) -> list[Change]:
    """The step's own row waits for its officer, or no longer while what it asks for is under way."""
    since = {"since": recorded.at} if open else {}
    return [Update("inbox", f"case/{case_id}/{step}", {"open": open, **since})]
