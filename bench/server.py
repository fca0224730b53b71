"""A serving process of its own, as an office runs it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime

from api.main import Service
from infrastructure.access.store import NOWHERE

PATIENCE_SECONDS = 60.0


class Server:
    """Serves the office of ``service`` on a port of its own, from a process of its own.

    Without ``workers`` it prints no papers.
    """

    def __init__(self, service: Service, *, workers: bool = True) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._said = service.data / f"serve-{self.port}.log"
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-c", "from api.cli import run; run()", "serve", "--no-demo"),
                *([] if workers else ["--no-workers"]),
            ],
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
        """Wait until it answers.

        Raises:
            RuntimeError: it ended, or takes longer than a minute; with what it said.
        """
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


def token_of(service: Service, login: str) -> str:
    """Return the token of a new session of one of the demonstration's people."""
    known = json.loads((service.data / "demonstration.json").read_text("utf-8"))
    password = next(row["password"] for row in known if row["login"] == login)
    now, access = datetime.now(UTC), service.access
    by = access.accounts.check(login, password, now, NOWHERE)
    return access.sessions.begin(by, now, NOWHERE, "password", complete=True)
