"""The parameters of the append functions, and their answer as each command's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from domain.message import Number
from infrastructure.log.save import Save, Saved, moment_of


def scalars(save: Save) -> list[Any]:
    event = save.events[0]
    guards = "\n".join([f"{stream} {version}" for stream, version in save.guards]) or None
    return [
        save.command_id,
        save.fingerprint,
        save.act,
        save.at,
        event.stream_id,
        event.version,
        event.name,
        event.state,
        event.register,
        guards,
    ]


def arrays(group: Sequence[Save]) -> list[Any]:
    """Return the parameters of ``append``; arrays as PostgreSQL writes them, for speed.

    Their texts are ``PLAIN``, so that they can stand between quotes as they are.
    """
    events = [event for save in group for event in save.events]
    openings = [opening for save in group for opening in save.openings]
    numbered = any(event.register for event in events)
    # Pairs, not streams: two commands of a group may rest on different versions of one stream.
    guards = list({guard for save in group for guard in save.guards})
    return [
        _array(save.command_id for save in group),
        _bytes_array(save.fingerprint for save in group),
        _bytes_array(save.act for save in group),
        _array(len(save.events) for save in group),
        max(save.at for save in group),
        _array(i for i, save in enumerate(group, 1) for _ in save.events),
        _texts(event.stream_id for event in events),
        _array(event.version for event in events),
        _texts(event.name for event in events),
        _bytes_array(event.state for event in events),
        _texts(event.register for event in events) if numbered else None,
        _texts(stream for stream, _ in guards),
        _array(version for _, version in guards),
        _texts(opening.register for opening in openings) if openings else None,
        _array(opening.year for opening in openings) if openings else None,
        _array(opening.last for opening in openings) if openings else None,
    ]


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _texts(values: Iterable[str | None]) -> str:
    return "{" + ",".join(["NULL" if value is None else f'"{value}"' for value in values]) + "}"


def _bytes_array(values: Iterable[bytes]) -> str:
    return "{" + ",".join([f'"\\\\x{value.hex()}"' for value in values]) + "}"


def split(
    group: Sequence[Save],
    first: int,
    at: datetime,
    numbers: list[int | None] | None,
    years: list[int | None] | None,
) -> list[Saved]:
    """Give each command of a group its positions, time and numbers."""
    saved: list[Saved] = []
    offset = 0
    for save in group:
        count = len(save.events)
        issued: list[Number | None] = [None] * count
        if numbers and years:
            for i, event in enumerate(save.events):
                number, year = numbers[offset + i], years[offset + i]
                if event.register and number is not None and year is not None:
                    issued[i] = Number(event.register, year, number)
        moment = at if offset == 0 else moment_of(at, offset)
        saved.append(Saved(first + offset, first + offset + count - 1, moment, tuple(issued)))
        offset += count
    return saved
