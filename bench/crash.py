"""kill -9 of the server under load, with a ledger of what was acknowledged kept outside.

Two servers take turns: while one is loaded the next gets ready, so that a kill is followed by work
and not by waiting. ``--size large`` kills PostgreSQL as well, 40 times.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from typing import Any
from uuid import uuid4

import psycopg

from bench.figure import Figure, counted
from bench.office import People, office
from infrastructure.access.store import NOWHERE

CLIENTS = 6
PATIENCE_SECONDS = 60.0


class Server:
    """A serving process of its own, on a port of its own."""

    def __init__(self, people: People) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        service = people.service
        self._said = service.data / f"serve-{self.port}.log"
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from api.cli import run; run()", "serve", "--no-demo"],
            env=os.environ
            | {
                "DATABASE_URL": service.conninfo,
                "THABIAN_DATA": str(service.data),
                "THABIAN_PORT": str(self.port),
            },
            stdout=subprocess.DEVNULL,
            stderr=self._said.open("wb"),
        )

    def ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise RuntimeError(self._said.read_text("utf-8")[-2000:]) from None
                time.sleep(0.05)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


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
        self.unexpected = 0
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
                self.unexpected += 1
                return
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
    kills, postgres_kills = (20, 0) if size == "small" else (40, 40)
    chance = Random(4203)
    with office() as people:
        known = json.loads((people.service.data / "demonstration.json").read_text("utf-8"))
        registrar = next(row for row in known if row["login"] == "registrar")
        now, access = datetime.now(UTC), people.service.access
        by = access.accounts.check("registrar", registrar["password"], now, NOWHERE)
        token = access.sessions.begin(by, now, NOWHERE, "password", complete=True)
        ledger = Ledger(people.service.data)
        load = Load(people, token, ledger)
        began = people.service.recorder.max_notification_id() or 0
        servers = [Server(people), Server(people)]
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
        return figures(people, ledger, load, began, kills + postgres_kills, unequal)


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
        servers[:] = [servers[1], Server(people)]
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
    people: People, ledger: Ledger, load: Load, began: int, kills: int, unequal: int
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
    people.service.start()
    head = people.service.recorder.max_notification_id() or 0
    people.service.runner.wait(head, timeout=120)
    differ = sum(map(len, people.service.rebuild().compare().values()))
    return [
        Figure("kills", kills, "", None),
        Figure("commands acknowledged", len(ledger.told), ""),
        counted("lost", lost),
        counted("doubled", doubled + max(0, unowned)),
        counted("gaps", gaps),
        counted("answers that were another the second time", ledger.told_twice_otherwise),
        counted("answers that were neither yes nor not now", load.unexpected),
        counted("moments when projected + behind was not total", unequal),
        counted("rows that differ from a rebuild", differ),
    ]
