"""kill -9 of the server under load, with a ledger of what was acknowledged kept outside.

Two servers take turns: while one is loaded the next gets ready, so that a kill is followed by work
and not by waiting. ``--size medium`` kills twenty times, ``large`` PostgreSQL as well, 40 times.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import time
from itertools import pairwise
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from typing import Any
from uuid import uuid4

import psycopg

from bench.figure import Figure, counted
from bench.office import People, office
from bench.server import PATIENCE_SECONDS, Server, token_of

CLIENTS = 6
# How often the server is killed, and PostgreSQL.
KILLS = {"small": (3, 0), "medium": (20, 0), "large": (20, 40)}


class Ledger:
    """What was acknowledged: by key, the number and the position told."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "ledger").open("a")
        self._lock = Lock()
        self.told: dict[str, tuple[int, int]] = {}
        self.told_twice_otherwise = 0

    def write(self, key: str, answer: Any) -> None:
        told = (answer["numbers"][0]["number"], answer["position"])
        with self._lock:
            if self.told.setdefault(key, told) != told:
                self.told_twice_otherwise += 1
            self._file.write(f"{key} {told}\n")
            self._file.flush()


class Load:
    """Clients that register letters, and send a command again until it is answered."""

    def __init__(self, people: People, token: str, ledger: Ledger) -> None:
        self.port = 0
        self._body = json.dumps(people.letter(1))
        self._token = token
        self._ledger = ledger
        self._done = Event()
        self.unexpected: list[str] = []
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(CLIENTS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while not self._done.is_set():
            key = str(uuid4())
            for _ in range(2):  # now and then twice: the answer must be the same
                self._ask_until_told(key)
                if key[0] not in "01":
                    break

    def _ask_until_told(self, key: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
                wire.request(
                    "POST",
                    "/api/v1/letters",
                    self._body,
                    {
                        "Content-Type": "application/json",
                        "Idempotency-Key": key,
                        "Authorization": f"Bearer {self._token}",
                    },
                )
                answer = wire.getresponse()
                body = json.loads(answer.read())
                wire.close()
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.02)
                continue
            if answer.status == 201:
                self._ledger.write(key, body)
                return
            if answer.status != 503:
                self.unexpected.append(f"{answer.status} {body}")
            time.sleep(0.1)


def kill_postgres(conninfo: str) -> None:
    """kill -9 the postmaster's own child that writes, which brings the whole server down hard."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        row = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'"
        )
        pid = row.fetchone()
    if pid:
        os.kill(pid[0], signal.SIGKILL)


def run(size: str) -> list[Figure]:
    kills, postgres_kills = KILLS[size]
    chance = Random(4203)
    with office() as people:
        ledger = Ledger(people.service.data)
        load = Load(people, token_of(people.service, "registrar"), ledger)
        began = people.service.recorder.max_notification_id() or 0
        servers = [Server(people.service), Server(people.service)]
        try:
            unequal = killing(people, servers, load, kills, chance)
            for _ in range(postgres_kills):
                time.sleep(chance.uniform(0.3, 1.5))
                kill_postgres(people.service.conninfo)
                time.sleep(1.0)
                unequal += not equation(people)
            load.stop()
        finally:
            for server in servers:
                server.kill()
        return figures(people, ledger, load, began, KILLS[size], unequal)


def killing(people: People, servers: list[Server], load: Load, kills: int, chance: Random) -> int:
    """Kill the server at work ``kills`` times; return how often the equation did not hold after."""
    unequal = 0
    servers[0].ready()
    load.port = servers[0].port
    load.start()
    for _ in range(kills):
        servers[1].ready()
        time.sleep(chance.uniform(0.05, 0.4))
        servers[0].kill()
        load.port = servers[1].port
        servers[:] = [servers[1], Server(people.service)]
        unequal += not equation(people)
    return unequal


def asked(people: People, statement: str) -> list[Any]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    schemas = people.service.recorder.schemas
    while True:
        try:
            with psycopg.connect(people.service.conninfo) as connection:
                return connection.execute(
                    statement.format(log=schemas.log, read=schemas.read)  # type: ignore[arg-type]
                ).fetchall()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def equation(people: People) -> bool:
    """Return whether projected + behind = total, at this very moment."""
    [(projected, behind, total)] = asked(
        people,
        "SELECT (SELECT count(*) FROM {read}.audit_history), h.position - p.position, h.position"
        " FROM {log}.head h, {read}.projections p WHERE p.name = 'audit_history'",
    )
    return bool(projected + behind == total)


def figures(
    people: People, ledger: Ledger, load: Load, began: int, kills: tuple[int, int], unequal: int
) -> list[Figure]:
    rows = asked(
        people,
        "SELECT position, number FROM {log}.events WHERE register = 'receive' ORDER BY position",
    )
    at = dict(rows)
    numbers = [number for _, number in rows]
    lost = sum(at.get(position) != number for number, position in ledger.told.values())
    gaps = sum(b - a - 1 for a, b in pairwise(numbers) if b > a)
    commands = asked(people, "SELECT count(*), count(DISTINCT command_id) FROM {log}.commands")[0]
    doubled = len(numbers) - len(set(numbers)) + commands[0] - commands[1]
    # A client that was cut off asks again with its key: every letter has been acknowledged.
    unowned = len([p for p in at if p > began]) - len(ledger.told)
    people.service.pool.check()  # its connections were to a server that has been killed
    people.service.start()
    head = people.service.recorder.max_notification_id() or 0
    people.service.runner.wait(head, timeout=120)
    differ = sum(map(len, people.service.rebuild().compare().values()))
    return [
        Figure("kills of the server", kills[0], ""),
        Figure("kills of PostgreSQL", kills[1], ""),
        Figure("commands acknowledged", len(ledger.told), ""),
        counted("lost", lost),
        counted("doubled", doubled + max(0, unowned)),
        counted("gaps", gaps),
        counted("answers that were another the second time", ledger.told_twice_otherwise),
        counted("answers that were neither yes nor not now", len(load.unexpected)),
        counted("moments when projected + behind was not total", unequal),
        counted("rows that differ from a rebuild", differ),
    ]
