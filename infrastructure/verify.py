"""Checking the log itself: leaves recomputed in Python, positions, numbers, authorisation hashes."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from hashlib import sha256
from typing import Any

from psycopg import sql

from domain.message import Number
from infrastructure.log.leaf import entry, leaf
from infrastructure.log.recorder import LogRecorder

MOST_FAULTS = 20


def verify_log(recorder: LogRecorder) -> dict[str, Any]:
    """Return how many events were checked and what is wrong with them (at most 20 faults).

    Each leaf is recomputed from the stored bytes and the authorisation record; positions must run
    from 1 without a gap, times and versions must rise, and each register's numbers must follow each
    other with the counter at the last.
    """
    faults: list[str] = []
    events = 0
    last_at = None
    versions: dict[str, int] = defaultdict(int)
    numbers: dict[tuple[str, int], int] = {}
    log = sql.Identifier(recorder.schemas.log)
    with (
        recorder.pool.connection() as connection,
        connection.transaction(),
        ExitStack() as stack,
    ):
        head = connection.execute(
            sql.SQL("SELECT office, position FROM {}.head").format(log)
        ).fetchone()
        assert head is not None
        counters = dict(
            ((register, year), last)
            for register, year, last in connection.execute(
                sql.SQL("SELECT register, year, last FROM {}.registers").format(log)
            )
        )
        cursor = stack.enter_context(connection.cursor(name="verify", binary=True))
        cursor.execute(
            sql.SQL(
                "SELECT e.position, e.stream_id, e.version, e.name, e.at, e.command_id, e.register,"
                " e.year, e.number, e.state, e.az, e.leaf, c.act, e.position BETWEEN c.first AND c.last"
                " FROM {log}.events e LEFT JOIN {log}.commands c USING (command_id)"
                " WHERE e.position <= {head} ORDER BY e.position"
            ).format(log=log, head=sql.Literal(head[1]))
        )
        for row in cursor:
            (
                position,
                stream,
                version,
                name,
                at,
                command,
                register,
                year,
                number,
                state,
                az,
                known,
                act,
                of,
            ) = row
            events += 1
            issued = Number(register, year, number) if register is not None else None
            expected = leaf(entry(head[0], stream, version, name, at, command, state, az, issued))
            if expected != known:
                faults.append(f"{position}: the leaf does not match what is stored")
            if act is None or sha256(act).digest() != az or not of:
                faults.append(f"{position}: the authorisation record does not match")
            if position != events:
                faults.append(f"{position}: {events} was expected")
                events = position
            if last_at is not None and at <= last_at:
                faults.append(f"{position}: its time does not rise")
            if version != versions[stream] + 1:
                faults.append(
                    f"{position}: version {version} of {stream} follows {versions[stream]}"
                )
            if issued is not None:
                before = numbers.get((register, year))
                if before is not None and number != before + 1:
                    faults.append(
                        f"{position}: number {number}/{year} of {register} follows {before}"
                    )
                numbers[register, year] = number
            last_at, versions[stream] = at, version
            if len(faults) >= MOST_FAULTS:
                break
    if not faults and events != head[1]:
        faults.append(f"the head says {head[1]}, the log holds {events}")
    for key, last in numbers.items():
        if not faults and counters.get(key, 0) < last:
            faults.append(
                f"the counter of {key[0]}/{key[1]} is at {counters.get(key)}, behind {last}"
            )
    return {"events": events, "faults": faults}
