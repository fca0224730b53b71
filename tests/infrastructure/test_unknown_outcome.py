"""A connection lost during COMMIT is neither success nor conflict: the command's id settles it.

RELIABILITY.md F1, F7 and §0.3-4.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from api.main import Service
from infrastructure import connections
from infrastructure.log import append as append_module
from infrastructure.log import wire as wire_module
from infrastructure.log.recorder import LogRecorder
from infrastructure.log.save import OutcomeUnknown, Save, Saved
from tests.acting import Acting
from tests.infrastructure.logs import assert_whole, new, recording, rows, save_of
from tests.infrastructure.proxy import Proxy, cuttable
from tests.served import CODE, Demonstration


@pytest.fixture
def wire(database_url: str) -> Iterator[Proxy]:
    with cuttable(database_url) as proxy:
        yield proxy


@pytest.fixture(params=[True, False], ids=["grouped", "alone"])
def recorder(
    request: pytest.FixtureRequest, database_url: str, wire: Proxy
) -> Iterator[LogRecorder]:
    with (
        recording(database_url) as direct,
        recording(wire.conninfo, direct.schemas, grouped=request.param, size=4) as opened,
    ):
        opened.save(save_of(new("s/warm")))
        yield opened


@pytest.mark.parametrize("several", [False, True])
def test_an_answer_lost_on_the_way_is_found_again(
    recorder: LogRecorder, wire: Proxy, several: bool
) -> None:
    """It was committed: the second asking tells where, and appends nothing."""
    wire.cut_answering = b"appended"
    more = [new("s/2")] if several else []
    saved = recorder.save(save_of(new("s/1", register="r"), *more))
    assert wire.cuts == 1
    assert saved.repeated
    assert (saved.first, saved.last) == (2, 2 + len(more))
    assert_whole(recorder, 2 + len(more))


def test_those_who_wait_together_for_a_server_that_is_away_wait_once(
    recorder: LogRecorder, wire: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A group of sixty-four would else be told one after the other, the last in ten minutes."""
    monkeypatch.setattr(append_module, "SETTLE_SECONDS", 0.3)
    group = [save_of(new(f"s/{number}")) for number in range(8)]
    wire.cut_answering = b"appended"
    wire.closes = True
    began = time.monotonic()
    outcomes = recorder._end(group, recorder._begin(group))
    assert [type(outcome) for outcome in outcomes] == [OutcomeUnknown] * len(group)
    # One of them asks for a connection until the pool gives up (3 s), at most twice.
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("several", [False, True])
def test_a_question_lost_on_the_way_is_asked_again(
    recorder: LogRecorder, wire: Proxy, several: bool
) -> None:
    """It was not committed: the second asking appends it, once."""
    wire.cut_asking = b"s/lost"
    more = [new("s/2")] if several else []
    saved = recorder.save(save_of(new("s/lost", register="r"), *more))
    assert wire.cuts == 1
    assert not saved.repeated
    assert [number.number for number in saved.numbers if number] == [1]
    assert_whole(recorder, 2 + len(more))


def test_a_lost_answer_is_never_a_false_conflict(recorder: LogRecorder, wire: Proxy) -> None:
    """The stock recorder's retry turned it into one (RELIABILITY.md §0.4 c)."""
    for version in range(1, 6):
        wire.cut_answering = b"appended"
        recorder.save(save_of(new("s/1", version), guards=[("s/1", version - 1)]))
    assert wire.cuts == 5
    assert_whole(recorder, 6)


def test_while_the_server_is_away_the_outcome_is_said_to_be_unknown(
    recorder: LogRecorder, wire: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And asking again later, with the same id, tells it."""
    monkeypatch.setattr(append_module, "SETTLE_SECONDS", 0.5)
    save = save_of(new("s/1", register="r"))
    wire.cut_answering = b"appended"
    wire.closes = True
    with pytest.raises(OutcomeUnknown):
        recorder.save(save)
    wire.closes = wire.closed = False
    monkeypatch.undo()
    saved = recorder.save(save)
    assert saved.repeated
    assert (saved.first, saved.last) == (2, 2)
    assert_whole(recorder, 2)


@pytest.fixture(params=[True, False], ids=["grouped", "alone"])
def impatient(
    request: pytest.FixtureRequest, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LogRecorder]:
    """A recorder that soon gives a silent server up."""
    monkeypatch.setattr(append_module, "SETTLE_SECONDS", 0.5)
    monkeypatch.setattr(wire_module, "ANSWER_SECONDS", 0.6)
    monkeypatch.setattr(connections, "LOCK_SECONDS", 0.4)
    with recording(database_url, grouped=request.param, size=4) as opened:
        opened.save(save_of(new("s/warm")))
        yield opened


@pytest.mark.skipif(
    "THABIAN_TEST_DATABASE_URL" in os.environ, reason="the server may be on another machine"
)
def test_a_frozen_server_process_is_left_and_another_appends(impatient: LogRecorder) -> None:
    """It stays connected and says nothing: only the clock tells that it will not answer."""
    with psycopg.connect(impatient.pool.conninfo, autocommit=True) as connection:
        rows_of = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        frozen = [row[0] for row in rows_of.fetchall()]
    assert frozen
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        save = save_of(new("s/1", register="r"))
        saved = soon(impatient, save)
        assert time.monotonic() - began < 10
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
    # Thawed, they may do what they had been asked: it is done, once.
    assert impatient.save(save).repeated
    assert (saved.first, saved.last) == (2, 2)
    assert_whole(impatient, 2)


def soon(recorder: LogRecorder, save: Save) -> Saved:
    """Save, asking again with the same id while the outcome is unknown, as a client does."""
    for _ in range(6):
        with suppress(OutcomeUnknown, PoolTimeout):
            return recorder.save(save)
    raise AssertionError("still unknown")


def test_whoever_waits_behind_a_frozen_transaction_is_told_so(impatient: LogRecorder) -> None:
    """And leaves nobody behind who waits in his place; asking again later tells the outcome."""
    save = save_of(new("s/1", register="r"))
    head = f"{impatient.schemas.log}.head"
    with psycopg.connect(impatient.pool.conninfo) as holder:
        holder.execute(f"UPDATE {head} SET position = position")  # and never goes on
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            impatient.save(save)
        assert time.monotonic() - began < 5
        time.sleep(0.5)
        waiting = holder.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
        assert waiting == (0,)
        holder.rollback()
    assert impatient.save(save).last == 2
    assert_whole(impatient, 2)


def test_backends_are_killed_under_load_and_nothing_is_lost_or_doubled(database_url: str) -> None:
    """What was acknowledged is there once; what was not is there once or not at all."""
    acknowledged: set[str] = set()
    stop = threading.Event()

    def kill() -> None:
        with psycopg.connect(database_url, autocommit=True) as connection:
            while not stop.wait(0.03):
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND query LIKE '%append%'"
                    " AND pid <> pg_backend_pid()"
                )

    with recording(database_url, size=8) as recorder:
        killer = threading.Thread(target=kill)
        killer.start()
        until = time.monotonic() + 3

        def work(worker: int) -> None:
            i = 0
            while time.monotonic() < until:
                i += 1
                stream = f"s/{worker}-{i}"
                more = [new(f"{stream}x", register="b")] if i % 2 else []
                recorder.save(save_of(new(stream, register="a"), *more))
                acknowledged.add(stream)

        try:
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(work, range(8)))
        finally:
            stop.set()
            killer.join()
        streams = [row[0] for row in rows(recorder, "stream_id")]
        assert len(streams) == len(set(streams))
        assert acknowledged <= set(streams)
        assert len(acknowledged) > 20
        assert_whole(recorder, len(streams))


def test_an_official_gets_his_number_though_the_answer_was_lost(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    """Through the whole command: one letter, one number, and the number is told."""
    with demonstration.copied(tmp_path) as (conninfo, data), cuttable(conninfo) as wire:
        service = Service(wire.conninfo, data, CODE)
        service.start()
        try:
            acting = Acting(service, demonstration.ids)
            first = acting.receive("ก่อน")
            wire.cut_answering = b"appended"
            answer = acting.receive("ระหว่าง")
            assert wire.cuts == 1
            assert answer.repeated
            assert answer.numbers[0].number == first.numbers[0].number + 1
            assert acting.receive("หลัง").numbers[0].number == first.numbers[0].number + 2
            acting.settled()
        finally:
            service.stop()
