"""The demonstration office served by uvicorn as in earnest, and clients that speak plain HTTP with it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from api.cli import Listening
from api.main import Service, create_app
from tests.served import API, CODE, GENEROUS

PATIENCE_SECONDS = 20.0


class Wire:
    """A served office that can be stopped and started again at the same address."""

    def __init__(self, conninfo: str, data: Path) -> None:
        self.conninfo, self.data = conninfo, Path(data)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        self.service = Service(self.conninfo, self.data, CODE, limits=GENEROUS)
        self.app = create_app(self.service)
        started = threading.Event()
        config = uvicorn.Config(
            self.app, host="127.0.0.1", port=self.port, log_level="error",
            timeout_graceful_shutdown=5,
        )  # fmt: skip
        self._server = Listening(config, started.set, self.app.state.live.leave)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        assert started.wait(PATIENCE_SECONDS), "it does not listen"

    def stop(self) -> float:
        """Stop it; return how many seconds that took."""
        began = time.monotonic()
        self._server.should_exit = True
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive(), "it does not stop"
        return time.monotonic() - began

    @property
    def streams(self) -> int:
        """How many live streams there are."""
        return len(self.app.state.live)

    # Clients

    def sign_in(self, login: str) -> dict[str, str]:
        """Return the headers of a session of somebody's."""
        sent = {"login": login, "password": self.password(login)}
        answer = self.ask("POST", f"{API}/session", {}, sent)
        assert answer.status == 201, answer.text
        return {"Authorization": f"Bearer {json.loads(answer.body)['token']}"}

    def password(self, login: str) -> str:
        people = json.loads((self.data / "demonstration.json").read_text("utf-8"))
        return str(next(row["password"] for row in people if row["login"] == login))

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: Any = None) -> Answer:
        line, answer = self._sent(method, path, headers, body)
        with line, answer:
            return Answer(answer.status, dict(answer.headers.items()), answer.read())

    def live(self, headers: Mapping[str, str], heard: int | None = None) -> Heard:
        """Return an open stream."""
        last = {} if heard is None else {"Last-Event-ID": str(heard)}
        line, answer = self._sent("GET", "/live", {**headers, **last})
        assert answer.status == 200, answer.read()
        return Heard(line, answer)

    def _sent(
        self, method: str, path: str, headers: Mapping[str, str], body: Any = None
    ) -> tuple[closing[HTTPConnection], HTTPResponse]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        json_type = {} if body is None else {"Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body)
        line.request(method, path, sent, {**headers, **json_type, "Connection": "close"})
        return closing(line), line.getresponse()


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Heard:
    """A live stream as somebody hears it; ``text`` is all of it so far."""

    def __init__(self, line: closing[HTTPConnection], answer: HTTPResponse) -> None:
        self._line = line
        self._answer = answer
        self.text = ""
        self.over = threading.Event()
        self._came = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._line, self._answer:
            while line := self._answer.readline():
                with self._came:
                    self.text += line.decode()
                    self._came.notify_all()
        self.over.set()

    @property
    def positions(self) -> list[int]:
        return [int(line[4:]) for line in self.text.splitlines() if line.startswith("id: ")]

    def reaches(self, position: int, seconds: float = PATIENCE_SECONDS) -> bool:
        """Whether ``position`` is said within so many seconds."""
        with self._came:
            return self._came.wait_for(lambda: max(self.positions, default=0) >= position, seconds)

    def close(self) -> None:
        """Hang up, as a browser does whose window is closed."""
        if self.over.is_set():
            return
        raw: Any = self._answer.fp
        raw.raw._sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE_SECONDS)
