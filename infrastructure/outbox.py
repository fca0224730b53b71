"""Effects after the fact: papers rendered and kept, keyed by the event that fixed them.

An effect is a command of the office's own post under the causing event, so replay can cause none.
What is pending is read from the read model: letters dispatched and not rendered. The command's id is
made from the causing position, so a paper is recorded once however often the work is begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from threading import Event, Thread
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog

from application.act import Act, body_of
from application.correspondence.outgoing import NOTE_REFUSAL, RENDER
from application.correspondence.paper import TEMPLATE_VERSION, Paper
from application.correspondence.printing import paper_of
from application.execute import SYSTEM, Busy, Cause, Office, execute
from domain.refusal import Refusal
from infrastructure.paper import PrintError
from projections.ask import EVERYONE, Ask

log = structlog.get_logger("outbox")

POLL_SECONDS = 2.0
REST_SECONDS = 0.1  # between two looks, so that a busy office is not asked at every append
BATCH = 50
OUTBOX = uuid5(NAMESPACE_URL, "thabian:outbox")
PENDING: Mapping[str, Any] = {"state": "dispatched", "paper_digest": None}


class Outbox:
    """Runs an office's pending effects in a thread of its own."""

    def __init__(
        self,
        office: Office,
        rows: Any,
        files: Any,
        render: Callable[[Paper], bytes],
        now: Callable[[], datetime],
    ) -> None:
        self._office = office
        self._rows = rows
        self._files = files
        self._render = render
        self._now = now
        self._woken = Event()
        self._stopped = Event()
        self._thread: Thread | None = None
        self._given_up: set[UUID] = set()

    def start(self, runner: Any) -> None:
        self._runner = runner
        self._thread = Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._stopped.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stopped.wait(REST_SECONDS):
            self._woken.wait(POLL_SECONDS)
            self._woken.clear()
            if self._stopped.is_set():
                return
            try:
                self._runner.wait(self._rows.head(), ("outgoing_letters",), timeout=POLL_SECONDS)
                self.work()
            except Exception:
                log.exception("outbox failed; it goes on")
                self._stopped.wait(POLL_SECONDS)

    def work(self) -> int:
        """Render every letter dispatched and not yet rendered; return how many were."""
        rendered = 0
        cursor: str | None = None
        while not self._stopped.is_set():
            ask = Ask(filters=PENDING, sort="number", limit=BATCH, cursor=cursor)
            page = self._rows.page("outgoing_letters", EVERYONE, ask)
            for row in page.items:
                if row["id"] not in self._given_up and not self._stopped.is_set():
                    rendered += self._paper(row)
            cursor = page.next
            if cursor is None:
                break
        return rendered

    def _paper(self, row: Mapping[str, Any]) -> int:
        """Render one letter, keep the file, and say so in its stream."""
        try:
            pdf = self._render(paper_of(row))
        except PrintError as problem:
            self._refuse(row, "paper-not-printed", str(problem))
            return 0
        kept = self._files.put(BytesIO(pdf))
        facts = {
            "digest": kept.digest,
            "size_bytes": kept.size_bytes,
            "template_version": TEMPLATE_VERSION,
        }
        try:
            self._act(RENDER, row["id"], facts, row, "rendered")
        except Busy:
            return 0  # it is still pending at the next look
        except Refusal as refusal:
            self._refuse(row, refusal.code, refusal.detail)
            return 0
        return 1

    def _refuse(self, row: Mapping[str, Any], code: str, detail: str) -> None:
        """Note that the paper could not be made; until the next start it is not tried again."""
        self._given_up.add(row["id"])
        facts = {
            "about": f"outgoing_letter/{row['id']}",
            "after": row["dispatched_position"],
            "command": RENDER.name,
            "code": code,
            "detail": " ".join(detail.split())[:500],
        }
        try:
            self._act(NOTE_REFUSAL, "paper", facts, row, "refused")
        except Refusal as refusal:
            log.warning("refusal not noted", code=refusal.code, letter=str(row["id"]))

    def _act(
        self, act: Act, key: UUID | str, facts: Mapping[str, Any], row: Mapping[str, Any], end: str
    ) -> None:
        position = row["dispatched_position"]
        execute(
            self._office,
            act,
            key,
            body_of(act.command).model_validate(dict(facts)),
            SYSTEM,
            command_id=uuid5(OUTBOX, f"{self._office.code}/{position}/{end}"),
            at=self._now(),
            cause=Cause(position, row["case_id"]),
        )
