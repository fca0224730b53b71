"""Clients that do one thing over and over for a while: in threads here, or in processes of their own."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any

Do = Callable[[int], object]


def rate(do: Do, seconds: float) -> float:
    """Return how often a second ``do(i)`` is done, one after the other."""
    began = time.perf_counter()
    until = began + seconds
    done = 0
    while time.perf_counter() < until:
        do(done)
        done += 1
    return done / (time.perf_counter() - began)


def threads_rate(make: Callable[[int], Do], threads: int, seconds: float) -> float:
    """Return how often a second is done by ``threads`` at once; ``make(t)`` is thread t's work."""
    rates = [0.0] * threads
    together = Barrier(threads)

    def work(number: int) -> None:
        do = make(number)
        together.wait()
        rates[number] = rate(do, seconds)

    running = [Thread(target=work, args=[number]) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return sum(rates)


class Processes:
    """Processes that stand ready: ``rate(kind)`` has all do the same kind of work at once."""

    def __init__(self, count: int, prepare: Callable[..., dict[str, Do]], *given: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes = []
        self._processes = []
        for number in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_serve, args=(theirs, prepare, number, given), daemon=True
            )
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)
        for pipe in self._pipes:
            assert pipe.recv() == "ready"

    def rate(self, kind: str, seconds: float) -> float:
        start = time.time() + 0.1
        for pipe in self._pipes:
            pipe.send((kind, start, seconds))
        return sum(pipe.recv() for pipe in self._pipes)

    def stop(self) -> None:
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(timeout=5)


def _serve(pipe: Any, prepare: Callable[..., dict[str, Do]], number: int, given: Any) -> None:
    kinds = prepare(number, *given)
    pipe.send("ready")
    while (asked := pipe.recv()) is not None:
        kind, start, seconds = asked
        time.sleep(max(0.0, start - time.time()))
        pipe.send(rate(kinds[kind], seconds))


@contextmanager
def processes(
    count: int, prepare: Callable[..., dict[str, Do]], *given: Any
) -> Iterator[Processes]:
    standing = Processes(count, prepare, *given)
    try:
        yield standing
    finally:
        standing.stop()
