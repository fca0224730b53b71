"""Saves by the recorder, with all that a save keeps: what processes of their own import."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from uuid import uuid4

from bench import plain
from bench.clients import Do
from infrastructure.connections import open_pool
from infrastructure.log.migrate import Schemas
from infrastructure.log.recorder import LogRecorder
from infrastructure.log.save import NewEvent, Save

ACT = (
    b'{"capacity":"holder","command":"ReceiveLetter","grant":"powers/1:central_registrar",'
    b'"outcome":"allowed","person":"6d1c1a52-9b1e-4a53-8a55-4203a1b2c3d4",'
    b'"post":"6d1c1a52-9b1e-4a53-8a55-4203a1b2c3d4","role":"central_registrar","session":"0123456789",'
    b'"unit":"6d1c1a52-9b1e-4a53-8a55-4203a1b2c3d4","v":1}'
)


def saving(recorder: LogRecorder, label: str, events: int = 1) -> Do:
    """Return what saves the rows of ``plain.inserting`` with all that a save keeps."""
    run = uuid4().hex[:8]
    numbers = count()

    def save(_: int) -> None:
        i = next(numbers)
        streams = [f"letter/{run}-{label}-{i}-{event // 2}" for event in range(events)]
        recorder.save(
            Save(
                uuid4(),
                sha256(plain.STATE).digest(),
                ACT,
                datetime.now(UTC),
                [
                    NewEvent(stream, 1 + event % 2, "letter.received", plain.STATE)
                    for event, stream in enumerate(streams)
                ],
                [(stream, 0) for stream in dict.fromkeys(streams)],
            )
        )

    return save


def prepared(number: int, conninfo: str, code: str) -> dict[str, Do]:
    """What a process of its own can do."""
    recorder = LogRecorder(open_pool(conninfo, size=2), Schemas(code))
    return {
        "plain": plain.inserting(conninfo, f"p{number}"),
        "save": saving(recorder, f"p{number}"),
    }
