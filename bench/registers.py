"""Numbers of registers: many at once, a client killed in the middle; and how fast from one hot register."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from queue import Queue
from statistics import quantiles
from threading import Thread
from typing import Any
from uuid import uuid4

import psycopg

from bench import plain
from bench.clients import Do, threads_rate
from bench.figure import Figure, against, counted
from bench.office import CODE, database
from bench.saves import ACT
from infrastructure.connections import open_pool
from infrastructure.log.migrate import Schemas, migrate
from infrastructure.log.recorder import LogRecorder
from infrastructure.log.save import NewEvent, Save, Saved

CLIENTS, ASKED = 16, 200
REGISTERS = ("receive", "send", "case")


def asking(recorder: LogRecorder, register: Callable[[int], str]) -> Callable[[int], Saved]:
    """Return what saves an event that takes the next number of a register."""
    run = uuid4().hex[:8]
    numbers = count()

    def ask(_: int) -> Saved:
        i = next(numbers)
        stream = f"letter/{run}-{i}"
        event = NewEvent(stream, 1, "letter.received", plain.STATE, register(i))
        return recorder.save(
            Save(uuid4(), b"f" * 32, ACT, datetime.now(UTC), [event], [(stream, 0)])
        )

    return ask


def locking(conninfo: str) -> Do:
    """The baseline: the number is read FOR UPDATE, counted up, and used, in one transaction."""
    connection = psycopg.connect(conninfo)
    cursor = connection.cursor(binary=True)
    run = uuid4().hex[:8]
    numbers = count()

    def ask(_: int) -> None:
        stream, now, command = f"letter/{run}-{next(numbers)}", datetime.now(UTC), uuid4()
        row = cursor.execute(
            "SELECT last FROM public.hot WHERE register = 'receive' FOR UPDATE", prepare=True
        ).fetchone()
        assert row is not None
        cursor.execute(
            "UPDATE public.hot SET last = %b WHERE register = 'receive'", [row[0] + 1], prepare=True
        )
        cursor.execute(
            plain.INSERT + plain.ROW,
            [stream, 1, "letter.received", now, command, plain.STATE],
            prepare=True,
        )
        connection.commit()

    return ask


def client(conninfo: str, told: Any) -> None:
    """A client that asks until it is killed."""
    recorder = LogRecorder(open_pool(conninfo, size=2), Schemas(CODE), grouped=False)
    ask = asking(recorder, lambda i: REGISTERS[i % 3])
    for i in range(10_000):
        ask(i)
        told.put(i)


def burst(recorder: LogRecorder, conninfo: str) -> tuple[list[float], list[Any]]:
    """Have 200 numbers asked at once by 16 clients, one of them a process that is killed."""
    context = multiprocessing.get_context("spawn")
    said = context.Queue()
    process = context.Process(target=client, args=(conninfo, said), daemon=True)
    process.start()
    said.get(timeout=60)
    waiting: Queue[int] = Queue()
    for i in range(ASKED):
        waiting.put(i)
    took: list[float] = []
    told: list[Any] = []
    ask = asking(recorder, lambda i: REGISTERS[i % 3])

    def work() -> None:
        while not waiting.empty():
            try:
                i = waiting.get_nowait()
            except Exception:
                return
            began = time.perf_counter()
            saved = ask(i)
            took.append(time.perf_counter() - began)
            told.extend((saved.first, number) for number in saved.numbers)
            if len(took) == ASKED // 2 and process.pid:
                os.kill(process.pid, signal.SIGKILL)

    clients = [Thread(target=work) for _ in range(CLIENTS - 1)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    process.join()
    return took, told


def faults(recorder: LogRecorder, told: list[Any]) -> tuple[int, int, int, int]:
    """Return gaps, doubles, numbers that do not rise with position, and told numbers not kept."""
    with recorder.pool.connection() as connection:
        rows = connection.execute(
            f"SELECT position, register, year, number FROM {recorder.schemas.log}.events"
            " WHERE number IS NOT NULL ORDER BY position"
        ).fetchall()
    gaps = doubles = falls = 0
    last: dict[Any, int] = {}
    for _, register, year, number in rows:
        before = last.get((register, year), 0)
        gaps += max(0, number - before - 1)
        doubles += number == before
        falls += number < before
        last[register, year] = number
    kept = {(position, register, year, number) for position, register, year, number in rows}
    lost = sum((at, n.register, n.year, n.number) not in kept for at, n in told)
    return gaps, doubles, falls, lost


def run(size: str) -> list[Figure]:
    rounds, seconds = (3, 1.5) if size == "small" else (5, 4.0)
    fast: list[float] = []
    slow: list[float] = []
    took: list[float] = []
    told: list[Any] = []
    with database() as (conninfo, _):
        migrate(conninfo, Schemas(CODE))
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(plain.CREATE)  # type: ignore[arg-type]
            connection.execute("CREATE TABLE public.hot (register text PRIMARY KEY, last bigint)")
            connection.execute("INSERT INTO public.hot VALUES ('receive', 0)")
        pool = open_pool(conninfo, size=20)
        recorder = LogRecorder(pool, Schemas(CODE))
        try:
            for _ in range(rounds):
                lockers = [locking(conninfo) for _ in range(CLIENTS)]
                slow.append(threads_rate(lambda t, k=lockers: k[t], CLIENTS, seconds))
                latencies: list[float] = []
                fast.append(
                    threads_rate(lambda _, k=latencies: timed(recorder, k), CLIENTS, seconds)
                )
                took += latencies
                burst_took, numbers = burst(recorder, conninfo)
                told += numbers
            gaps, doubles, falls, lost = faults(recorder, told)
        finally:
            recorder.release()
            pool.close()
    p99 = quantiles(took, n=100)[98] * 1000
    burst_p99 = quantiles(burst_took, n=100)[98] * 1000
    return [
        against("numbers of one hot register, 16 clients", fast, "numbers/s", slow, "≥ 7"),
        Figure("p99 of a number of one hot register", p99, "ms", goal="< 10"),
        Figure("p99 of 200 numbers at once, a client killed", burst_p99, "ms"),
        counted("gaps", gaps),
        counted("doubles", doubles),
        counted("numbers that do not rise with position", falls),
        counted("numbers told and not kept", lost),
    ]


def timed(recorder: LogRecorder, latencies: list[float]) -> Do:
    ask = asking(recorder, lambda _: "receive")

    def do(i: int) -> None:
        began = time.perf_counter()
        ask(i)
        latencies.append(time.perf_counter() - began)

    return do
