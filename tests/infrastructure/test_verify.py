"""Verify finds every fault that is planted, and says so by its exit status (RELIABILITY.md A8)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from api.main import Service
from infrastructure.verify import verify_log
from tests.acting import Acting

ROOT = Path(__file__).parents[2]


@contextmanager
def tampered(service: Service, *statements: str) -> Iterator[None]:
    """Change the log as only an administrator of the server can; put it back afterwards."""
    log = service.recorder.schemas.log
    with psycopg.connect(service.conninfo) as connection:
        for table in ("events", "commands"):
            connection.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {log}.{table}")
        for table in ("head", "registers"):
            connection.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {log}.{table}")
        free(connection, log)
        for statement in statements:
            connection.execute(statement.format(log=log))
        guard(connection, log)
        connection.commit()
        try:
            yield
        finally:
            free(connection, log)
            for table in ("events", "commands", "head", "registers"):
                connection.execute(f"DELETE FROM {log}.{table}")
                connection.execute(f"INSERT INTO {log}.{table} SELECT * FROM kept_{table}")
            guard(connection, log)
            connection.commit()


def guard(connection: psycopg.Connection[Any], log: str) -> None:
    for table in ("events", "commands"):
        connection.execute(f"ALTER TABLE {log}.{table} ENABLE ALWAYS TRIGGER append_only")


def free(connection: psycopg.Connection[Any], log: str) -> None:
    for table in ("events", "commands"):
        connection.execute(f"ALTER TABLE {log}.{table} DISABLE TRIGGER append_only")


@pytest.fixture(scope="module")
def filled(service: Service, acting: Acting) -> Service:
    acting.some_day(seed=11)
    acting.settled()
    service.pause()  # the runner shall not take in what is planted
    assert verify_log(service.recorder)["faults"] == []
    return service


def flipped(column: str) -> str:
    return f"set_byte({column}, 0, get_byte({column}, 0) # 1)"


MIDDLE = "(SELECT max(position) / 2 FROM {log}.events)"
NUMBERED = "(SELECT max(position) FROM {log}.events WHERE number IS NOT NULL)"
CHANGES = {
    "stream_id": f"UPDATE {{log}}.events SET stream_id = stream_id || 'x' WHERE position = {MIDDLE}",
    "version": f"UPDATE {{log}}.events SET version = version + 100 WHERE position = {MIDDLE}",
    "name": f"UPDATE {{log}}.events SET name = name || 'x' WHERE position = {MIDDLE}",
    "at": f"UPDATE {{log}}.events SET at = at + interval '1 microsecond' WHERE position = {MIDDLE}",
    "command_id": "UPDATE {log}.events SET command_id = gen_random_uuid()"
    f" WHERE position = {MIDDLE}",
    "register": f"UPDATE {{log}}.events SET register = register || 'x' WHERE position = {NUMBERED}",
    "year": f"UPDATE {{log}}.events SET year = year + 1 WHERE position = {NUMBERED}",
    "number": f"UPDATE {{log}}.events SET number = number + 1 WHERE position = {NUMBERED}",
    "number taken away": "UPDATE {log}.events SET register = NULL, year = NULL, number = NULL"
    f" WHERE position = {NUMBERED}",
    "state": f"UPDATE {{log}}.events SET state = {flipped('state')} WHERE position = {MIDDLE}",
    "az": f"UPDATE {{log}}.events SET az = {flipped('az')} WHERE position = {MIDDLE}",
    "leaf": f"UPDATE {{log}}.events SET leaf = {flipped('leaf')} WHERE position = {MIDDLE}",
    "position": "UPDATE {log}.events SET position = position + 1000"
    " WHERE position = (SELECT max(position) FROM {log}.events)",
    "act": f"UPDATE {{log}}.commands SET act = {flipped('act')} WHERE first = {MIDDLE}",
    "act and az together": "UPDATE {log}.events SET az = sha256('x') WHERE position = 2;"
    " UPDATE {log}.commands SET act = 'x' WHERE first <= 2 AND last >= 2",
    "command deleted": "DELETE FROM {log}.commands WHERE first <= 2 AND last >= 2",
    "command moved": "UPDATE {log}.commands SET first = first + 1, last = last + 1 WHERE first = 2",
    "event deleted": f"DELETE FROM {{log}}.events WHERE position = {MIDDLE}",
    "first deleted": "DELETE FROM {log}.events WHERE position = 1",
    "last deleted": "DELETE FROM {log}.events"
    " WHERE position = (SELECT max(position) FROM {log}.events)",
    "two exchanged": "UPDATE {log}.events SET position = 5 - position + 10000"
    " WHERE position IN (2, 3); UPDATE {log}.events SET position = position - 10000"
    " WHERE position > 10000",
    "event added": "INSERT INTO {log}.events SELECT (SELECT max(position) + 1 FROM {log}.events),"
    " 'letter/x', 1, name, at + interval '1 day', command_id, NULL, NULL, NULL, state, az, leaf"
    " FROM {log}.events WHERE position = 1; UPDATE {log}.head SET position = position + 1",
    "head": "UPDATE {log}.head SET position = position + 1",
    "office": "UPDATE {log}.head SET office = '9999'",
    "counter": "UPDATE {log}.registers SET last = last - 1 WHERE last > 0",
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_the_log_is_found(filled: Service, what: str) -> None:
    with tampered(filled, *CHANGES[what].split(";")):
        assert verify_log(filled.recorder)["faults"], what
    assert verify_log(filled.recorder)["faults"] == []


def thabian(service: Service, *asked: str) -> tuple[int, dict[str, Any]]:
    """Run a command of the line; return its exit status and the JSON it printed."""
    ran = subprocess.run(
        [sys.executable, "-c", "from api.cli import run; run()", *asked, "--json"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": service.conninfo, "THABIAN_DATA": str(service.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in ran.stdout.splitlines() if line.startswith("{")]
    assert lines, ran.stderr[-3000:]
    return ran.returncode, json.loads(lines[-1])


def test_what_is_whole_is_said_to_be_whole(filled: Service) -> None:
    status, said = thabian(filled, "verify")
    assert status == 0
    assert said["differs"] is False
    assert said["read_models"] == {}
    assert said["log"] == {"events": filled.recorder.max_notification_id(), "faults": []}


def test_a_fault_of_the_log_is_told_by_the_exit_status(filled: Service) -> None:
    with tampered(filled, CHANGES["leaf"]):
        status, said = thabian(filled, "verify")
    assert status == 1
    assert said["differs"] is True
    assert len(said["log"]["faults"]) == 1
    assert "leaf" in said["log"]["faults"][0]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {read}.letters SET subject = subject || 'x' WHERE valid_until IS NULL",
        "UPDATE {read}.letters SET valid_until = valid_until + 1 WHERE valid_until IS NOT NULL",
        "DELETE FROM {read}.register_lines",
        "INSERT INTO {read}.units (id, valid_from) VALUES (gen_random_uuid(), 1)",
        "DELETE FROM {read}.audit_history WHERE position = 1",
    ],
)
def test_a_changed_row_is_found_and_a_replay_puts_it_right(filled: Service, change: str) -> None:
    with psycopg.connect(filled.conninfo, autocommit=True) as connection:
        connection.execute(change.format(read=filled.recorder.schemas.read))
    found = {name: rows for name, rows in filled.rebuild().compare().items() if rows}
    assert len(found) == 1
    filled.rebuild().run()
    assert not any(filled.rebuild().compare().values())


def test_verify_names_the_rows_that_differ_and_replay_says_what_it_did(filled: Service) -> None:
    with psycopg.connect(filled.conninfo, autocommit=True) as connection:
        read = filled.recorder.schemas.read
        connection.execute(f"UPDATE {read}.registers SET title_th = 'อื่น' WHERE id = 'receive'")
    status, said = thabian(filled, "verify")
    assert status == 1
    assert set(said["read_models"]) == {"registers"}
    assert any("อื่น" in row for row in said["read_models"]["registers"])
    status, said = thabian(filled, "replay")
    assert status == 0
    assert said["events"] == filled.recorder.max_notification_id()
    assert said["rows"]["audit_history"] == said["events"]
    assert said["events_per_second"] > 0
    assert thabian(filled, "verify")[0] == 0


def test_an_older_log_put_in_place_of_the_log_is_found(filled: Service) -> None:
    """RELIABILITY.md F9: the read models remember more than the log holds."""
    read = filled.recorder.schemas.read
    with psycopg.connect(filled.conninfo, autocommit=True) as connection:
        connection.execute(f"UPDATE {read}.projections SET position = position + 7")
        try:
            found = filled.rebuild().compare()
        finally:
            connection.execute(f"UPDATE {read}.projections SET position = position - 7")
    assert all(rows and rows[0].startswith("stands at") for rows in found.values())
