"""Saves and whole commands, against the plain insert of the same rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg

from bench import plain
from bench.clients import processes, rate, threads_rate
from bench.figure import Figure, against
from bench.office import CODE, office
from bench.saves import prepared, saving

THREADS, PROCESSES = 16, 8


def run(size: str) -> list[Figure]:
    rounds, seconds = (3, 0.8) if size == "small" else (5, 3.0)
    found: dict[str, list[float]] = {}
    with office() as people:
        service = people.service
        with psycopg.connect(service.conninfo, autocommit=True) as connection:
            connection.execute(plain.CREATE)  # type: ignore[arg-type]
        one, three = (plain.inserting(service.conninfo, f"m{n}", n) for n in (1, 3))
        save_one, save_three = (saving(service.recorder, f"m{n}", n) for n in (1, 3))

        def command(i: int) -> Any:
            return people.do("ReceiveLetter", people.letter(i), "registrar")

        with processes(PROCESSES, prepared, service.conninfo, CODE) as others:
            variants: dict[str, Callable[[], float]] = {
                "plain": lambda: rate(one, seconds),
                "save": lambda: rate(save_one, seconds),
                "plain three": lambda: rate(three, seconds),
                "save three": lambda: rate(save_three, seconds),
                "command": lambda: rate(command, seconds),
                "plain by processes": lambda: others.rate("plain", seconds),
                "save by processes": lambda: others.rate("save", seconds),
                "save by threads": lambda: threads_rate(
                    lambda t: saving(service.recorder, f"t{t}"), THREADS, seconds
                ),
                "command by threads": lambda: threads_rate(lambda _: command, THREADS, seconds),
            }
            for do in (one, three, save_one, save_three, command):
                rate(do, 0.1)  # warm: statements prepared, pages in memory
            for _ in range(rounds):
                for name, variant in variants.items():
                    found.setdefault(name, []).append(variant())
    eight = found["plain by processes"]
    return [
        against("save of one event, 1 writer", found["save"], "saves/s", found["plain"], "≥ 0.75"),
        against("save of three events in two streams, 1 writer", found["save three"], "saves/s",
                found["plain three"]),
        against("whole command, 1 writer", found["command"], "commands/s", found["plain"], "≥ 0.50"),
        against("save of one event, 16 threads of one process", found["save by threads"], "saves/s",
                eight, "≥ 1.0"),
        against("save of one event, 8 processes", found["save by processes"], "saves/s", eight),
        against("whole command, 16 threads of one process", found["command by threads"],
                "commands/s", eight),
    ]  # fmt: skip
