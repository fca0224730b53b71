"""The baseline of an append: the least a careful hand would write, and nothing of what we promise.

A table of the same columns that a caller fills, a key of stream and version, one prepared autocommit
INSERT: no number, no leaf, no order of commits, no command id.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

import psycopg

STATE = (
    b'{"kind":"external","received_on":"2026-11-01","to_unit_id":"6d1c1a52-9b1e-4a53-8a55-4203a1b2c3d4",'
    b'"subject":"' + "ขอรับการสนับสนุนงบประมาณค่าสาธารณูปโภค".encode() + b'","sender_unit_id":null,'
    b'"sender_name":"'
    + "โรงเรียนบ้านตัวอย่าง".encode()
    + b'","reference":"","urgency":"normal","secrecy":"none"}'
)
CREATE = (
    "CREATE TABLE IF NOT EXISTS public.plain (position bigint GENERATED ALWAYS AS IDENTITY,"
    " stream_id text NOT NULL, version integer NOT NULL, name text NOT NULL, at timestamptz NOT NULL,"
    " command_id uuid NOT NULL, state bytea NOT NULL, PRIMARY KEY (stream_id, version));"
    "CREATE UNIQUE INDEX IF NOT EXISTS plain_position ON public.plain (position)"
)
ROW = "(%b, %b, %b, %b, %b, %b)"
INSERT = "INSERT INTO public.plain (stream_id, version, name, at, command_id, state) VALUES "


def inserting(conninfo: str, label: str, events: int = 1) -> Callable[[int], object]:
    """Return what inserts ``events`` rows by one statement, on a connection of its own."""
    connection = psycopg.connect(conninfo, autocommit=True)
    cursor = connection.cursor(binary=True)
    statement = INSERT + ", ".join([ROW] * events)
    run = uuid4().hex[:8]
    numbers = count()

    def insert(_: int) -> None:
        i = next(numbers)
        now, command = datetime.now(UTC), uuid4()
        parameters: list[object] = []
        for event in range(events):
            stream = f"letter/{run}-{label}-{i}-{event // 2}"
            parameters += [stream, 1 + event % 2, "letter.received", now, command, STATE]
        cursor.execute(statement, parameters, prepare=True)

    return insert
