"""A long history, made by the demonstration office's own commands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count

from bench.office import People

THREADS = 12


def make(people: People, events: int) -> int:
    """Handle letters until the log holds ``events`` events; return how many it holds."""
    seeds = count(1)
    recorder = people.service.recorder

    def work(_: int) -> None:
        while (recorder.max_notification_id() or 0) < events:
            for _ in range(10):
                people.handle(next(seeds))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    return recorder.max_notification_id() or 0
