"""How a wing says what is to be followed up: who owes what, since when, until when.

Unlike the inbox, which says what the reader may do now, a follow-up is looked at by those who wait.
A row begins, changes hands, and is settled; ``settled`` marks a row rather than deleting it, so that
a thing may be owed again. Keys begin with the stream's id (``letter/<uuid>/reply``).
"""

from __future__ import annotations

from typing import Any

from domain.message import AnyRecorded
from projections.table import Change, Insert, Update


def follows(
    recorded: AnyRecorded, key: str, waits_for: str, *, kind: str, **row: Any
) -> list[Change]:
    """``key`` begins to be owed by ``waits_for`` (as in the inbox; or ``unit:<uuid>``).

    ``kind`` is a word ``ui.follow_up.<kind>`` (``step``, ``reply``, ``approval``, ``result``).
    ``row``: ``due_on``, ``title_th`` with ``title_en``, ``case_id``, ``letter_id``, ``line_id``.
    """
    whole = {
        "waits_for": waits_for,
        "kind": kind,
        "since": recorded.at,
        "stream_id": recorded.stream_id,
        "case_id": recorded.case_id,
        "open": True,
        **row,
    }
    return [Insert("follow_ups", key, whole)]


def follows_anew(recorded: AnyRecorded, key: str, **row: Any) -> list[Change]:
    """What was settled, or was owed by another, is owed from now on as ``row`` says."""
    return [Update("follow_ups", key, {"open": True, "since": recorded.at, **row})]


def settled(_recorded: AnyRecorded, key: str) -> list[Change]:
    """Nobody owes it any more."""
    return [Update("follow_ups", key, {"open": False})]
