"""The outbox in a process of its own, killed in the middle of its work: nothing lost, nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from infrastructure.log.migrate import Schemas
from infrastructure.verify import verify_log
from tests.hands import matter
from tests.served import CODE, Demonstration, ServedOffice, served

PATIENCE_SECONDS = 30
WORKER = [sys.executable, "-c", "from api.cli import run; run()", "worker"]


@contextmanager
def working(conninfo: str, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``thabian worker`` on this office; leave it dead by kill -9."""
    environ = os.environ | {
        "DATABASE_URL": conninfo,
        "THABIAN_DATA": str(data),
        "THABIAN_OFFICE": CODE,
    }
    process = subprocess.Popen(WORKER, env=environ, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)


def sent(office: ServedOffice) -> list[Any]:
    return [r for r in office.service.rows.rows("outgoing_letters", state="dispatched")]


def rendered(office: ServedOffice) -> Counter[str]:
    """Return how often each letter's paper was recorded, from the log itself."""
    head = office.service.recorder.max_notification_id() or 0
    return Counter(
        recorded.stream_id
        for recorded in office.service.history(1, head)
        if recorded.event.NAME == "outgoing_letter.rendered"
    )


def slow_down(conninfo: str) -> None:
    """Let each paper take a while to record, so that a kill finds more than one still to print."""
    with psycopg.connect(conninfo) as connection:
        connection.execute(
            "create function slow() returns trigger language plpgsql"
            " as 'begin perform pg_sleep(0.3); return new; end'"
        )
        connection.execute(
            f"create trigger slow before insert on {Schemas(CODE).log}.commands"
            " for each row execute function slow()"
        )


def until(met: Any, process: subprocess.Popen[bytes]) -> None:
    """Wait until it is so, looking often: the kill shall come in the middle of the next."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not met():
        assert process.poll() is None, f"the worker ended by itself: {process.returncode}"
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_a_worker_killed_again_and_again_prints_each_paper_once(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    """R-B25: each letter sent has its paper, kept and recorded once, whenever its printer died."""
    with (
        demonstration.copied(tmp_path) as (conninfo, data),
        served(conninfo, data, demonstration.ids, workers=False) as office,
    ):
        matter(office).play()
        office.wait()
        letters = {f"outgoing_letter/{row['id']}" for row in sent(office)}
        assert len(letters) >= 4
        assert not rendered(office), "nobody printed while no worker ran"
        slow_down(conninfo)
        kills = 0
        while len(rendered(office)) < len(letters):
            done = len(rendered(office))
            with working(conninfo, data) as process:
                until(lambda done=done: len(rendered(office)) > done, process)
            kills += 1
        office.wait()
        assert kills >= 2, "it was killed before it was through"
        assert rendered(office) == Counter(letters)
        for row in sent(office):
            kept = office.service.office.files.known(row["paper_digest"])
            assert kept is not None
            content = office.service.files.path(row["paper_digest"]).read_bytes()
            assert sha256(content).hexdigest() == row["paper_digest"]
        assert verify_log(office.service.recorder)["faults"] == []
        # One that starts now finds nothing to do.
        before = office.service.recorder.max_notification_id()
        with working(conninfo, data) as process:
            time.sleep(2.5)
            assert process.poll() is None
        assert office.service.recorder.max_notification_id() == before
