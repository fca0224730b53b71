"""A long history: a season of the demonstration office's own commands, and the same season again.

A season is played through the application: whole matters from the letter to the closed case on budget
lines of their own, one that is left on its way, and letters taken as far as they come. What it
recorded is then appended again and again by the log's own append, a season a call: commands, streams
and all ids born in it are fresh each time, numbers, times, positions and leaves are issued anew, so
that ``verify`` finds nothing. Playing 100,000 events takes minutes, and what is measured on them is
not the playing. A dump kept for the next run would be quicker still, but it would have to know when
it is out of date; this never is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any
from uuid import uuid4

import msgspec

from bench.hand import Hand
from bench.office import People
from infrastructure.demo.matter import Matter
from infrastructure.log.mapper import shapes
from infrastructure.log.save import NewEvent, Save

MATTERS, LETTERS = 1, 90
UUIDS = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class NotRepeatable(Exception):  # noqa: N818
    """The season holds what cannot be appended a second time; ``str()`` names it."""


def make(people: People, events: int) -> int:
    """Have the log hold at least ``events`` events; return how many it holds.

    Afterwards the read models have them all, the planner knows how large they are, and the runner
    is going. The office's outbox must not be: the papers it prints cannot be printed again.

    Raises:
        NotRepeatable: see ``Season.recorded``.
    """
    recorder = people.service.recorder

    def held() -> int:
        return recorder.max_notification_id() or 0

    repeat(people, play_season, lambda: held() >= events)
    return held()


def repeat(people: People, play: Callable[[People], object], enough: Callable[[], bool]) -> None:
    """Play a season once and append what it recorded again until there is enough."""
    service = people.service
    recorder = service.recorder
    before = recorder.max_notification_id() or 0
    service.pause()  # if it was going
    service.start()
    play(people)
    service.pause()
    season = Season.recorded(people, before)
    while not enough():
        recorder.save_together(season.again())
    service.rebuild().run()
    with service.connect() as connection:
        connection.execute("ANALYZE")
    service.start()


def play_season(people: People) -> None:
    """Play a season; the runner must be going, for a matter looks up what was done before."""
    hand = Hand(people)
    for number in range(1, MATTERS + 1):
        hand.open_lines()
        Matter(hand, number=number).play()
    Matter(hand, number=MATTERS + 1).play("open")
    for seed in range(LETTERS):
        people.handle(seed)


@dataclass(frozen=True)
class Template:
    """Bytes with places for ids born in the season: texts and ids take turns, a text first."""

    parts: tuple[bytes, ...]

    @classmethod
    def of(cls, text: bytes, born: frozenset[bytes]) -> Template:
        parts, end = [], 0
        for found in UUIDS.finditer(text):
            if found[0] in born:
                parts += [text[end : found.start()], found[0]]
                end = found.end()
        return cls((*parts, text[end:]))

    def filled(self, ids: Mapping[bytes, bytes]) -> bytes:
        filled = list(self.parts)
        filled[1::2] = [ids[born] for born in self.parts[1::2]]
        return b"".join(filled)


@dataclass(frozen=True)
class Line:
    """One event of a season, to be appended again."""

    stream: Template
    version: int
    name: str
    state: Template
    register: str | None


@dataclass(frozen=True)
class Season:
    """What a season recorded: its commands in order, each with its authorisation record and events."""

    commands: Sequence[tuple[Template, Sequence[Line]]]
    born: frozenset[bytes]

    @classmethod
    def recorded(cls, people: People, before: int) -> Season:
        """Return the season recorded after position ``before``.

        Raises:
            NotRepeatable: an event of a stream older than the season, a sealed field, or an act that
                follows from an event at a position.
        """
        recorder = people.service.recorder
        old = ids_in(recorder.between(1, before))
        rows = recorder.between(before + 1, recorder.max_notification_id() or 0)
        born = frozenset(ids_in(rows) - old)
        commands = []
        for _, several in groupby(rows, key=lambda row: row[5]):
            command = list(several)
            act = Template.of(command[0][10], born)
            if b'"cause"' in command[0][10]:
                raise NotRepeatable(f"position {command[0][0]} follows from another")
            commands.append((act, [line(row, born) for row in command]))
        return cls(commands, born)

    def again(self) -> list[Save]:
        """Return the season's commands with ids of their own."""
        ids = {born: str(uuid4()).encode() for born in self.born}
        at = datetime.now(UTC)
        return [
            Save(
                command_id=uuid4(),
                fingerprint=sha256(b"".join(event.state for event in events)).digest(),
                act=act.filled(ids),
                at=at,
                events=events,
            )
            for act, lines in self.commands
            for events in [[new_event(line, ids) for line in lines]]
        ]


def ids_in(rows: Sequence[Sequence[Any]]) -> set[bytes]:
    """Return the ids that rows of the log speak of, in stream, payload or authorisation record."""
    texts = (text for row in rows for text in (row[1].encode(), row[9], row[10]))
    return {found for text in texts for found in UUIDS.findall(text)}


def line(row: Sequence[Any], born: frozenset[bytes]) -> Line:
    """Return one row of the log as an event to append again."""
    position, stream, version, name, _, _, register, _, _, state, _ = row
    sealed = shapes()[name].sealed
    if sealed and any(msgspec.json.decode(state).get(field) is not None for field in sealed):
        raise NotRepeatable(f"position {position}: what is sealed opens nowhere else")
    template = Template.of(stream.encode(), born)
    if len(template.parts) == 1:
        raise NotRepeatable(f"position {position}: {stream} is older than the season")
    return Line(template, version, name, Template.of(state, born), register)


def new_event(line: Line, ids: Mapping[bytes, bytes]) -> NewEvent:
    stream, state = line.stream.filled(ids).decode(), line.state.filled(ids)
    return NewEvent(stream, line.version, line.name, state, line.register)
