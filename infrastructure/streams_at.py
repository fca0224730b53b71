"""Streams as they stood at one position of the log: for questions about the past, never remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, TypeVar

from application.desk import Known
from domain.decider import Decider
from domain.message import AnyRecorded
from infrastructure.log.read import LogReader

S = TypeVar("S")


class StreamsAt:
    """What was recorded up to a position, and nothing that came later. Made for one question."""

    def __init__(
        self, reader: LogReader, decoded: Callable[[Sequence[Any]], AnyRecorded], position: int
    ) -> None:
        self._reader = reader
        self._decoded = decoded
        self.position = position
        self._stories: dict[str, tuple[AnyRecorded, ...]] = {}
        self._known: dict[str, Known[Any]] = {}

    def read(self, streams: Sequence[str]) -> None:
        """Read several streams at once: what is asked of them afterwards asks the log no more."""
        missing = [stream for stream in dict.fromkeys(streams) if stream not in self._stories]
        if not missing:
            return
        self._stories |= dict.fromkeys(missing, ())
        rows = self._reader.streams_until(missing, self.position)
        for stream, story in groupby(map(self._decoded, rows), key=lambda one: one.stream_id):
            self._stories[stream] = tuple(story)

    def story(self, stream: str) -> Sequence[AnyRecorded]:
        """Return what was recorded of a stream by then, in order."""
        self.read([stream])
        return self._stories[stream]

    def known(self, decider: Decider[S], stream: str, *, fresh: bool = True) -> Known[S]:
        """Return the state by then; ``fresh`` says nothing here, for a position does not move on."""
        if stream not in self._known:
            story = self.story(stream)
            state = decider.fold(recorded.event for recorded in story)
            self._known[stream] = Known(state, len(story))
        return self._known[stream]
