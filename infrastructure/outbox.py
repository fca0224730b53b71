"""Effects after the fact: papers rendered and kept, keyed by the event that fixed them.

An effect is a command of the office's own post under the causing event, so replay can cause none.
"""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

import structlog

log = structlog.get_logger("outbox")
POLL_SECONDS = 2.0


class Outbox:
    """Runs an office's pending effects in a thread of its own."""

    def __init__(self, office: Any, rows: Any, files: Any, render: Any) -> None:
        self._office = office
        self._rows = rows
        self._files = files
        self._render = render
        self._woken = Event()
        self._stopping = False
        self._thread: Thread | None = None

    def start(self, runner: Any) -> None:
        self._runner = runner
        self._thread = Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._stopping = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stopping:
            self._woken.wait(POLL_SECONDS)
            self._woken.clear()
