"""The append: positions and time rise in the order of commits, numbers have no gap, all or none."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain.message import Number
from infrastructure.log.group_commit import GroupCommit
from infrastructure.log.leaf import entry, leaf
from infrastructure.log.recorder import LogRecorder
from infrastructure.log.save import (
    CommandReused,
    NewEvent,
    NotPlain,
    Opening,
    Save,
    Saved,
    StreamMoved,
)
from tests.infrastructure.logs import ACT, assert_whole, new, recording, rows, save_of

THREADS = 16


@pytest.fixture(params=[True, False], ids=["grouped", "alone"])
def recorder(request: pytest.FixtureRequest, database_url: str) -> Iterator[LogRecorder]:
    with recording(database_url, grouped=request.param) as opened:
        yield opened


# Leaves

STREAM = "letter/00000000-0000-4000-8000-0000000000ff"
VECTORS = (  # RELIABILITY.md §4
    ("LetterRegistered.v1", '{"regno":"ศธ 04123/1187"}'.encode(),
     "de98ae0a818ca808573ce53df815397a883023984757b512fb775a6ad6b1144a"),
    ("LetterApproved.v1", b"{}",
     "a801c537e19d6ec6ae22182e6b1e80641c8710900754beabd78dbe2a49c6aa58"),
    ("SubjectErased.v1", b"\x00\xff",
     "c1f80e5e363470ac064f5c72296e01bad7e4e5f2995260a42a2c1697256429c4"),
)  # fmt: skip


def vector(i: int) -> tuple[Any, ...]:
    name, state, _ = VECTORS[i]
    return (
        "4701", STREAM, i + 1, name, datetime(2026, 11, 22, 3, 0, i, 1, tzinfo=UTC),
        UUID(f"00000000-0000-4000-8000-00000000000{i}"), state, sha256(f"authz-{i}".encode()).digest(),
    )  # fmt: skip


@pytest.mark.parametrize("i", range(3))
def test_a_leaf_is_that_of_the_reference_vectors(i: int, recorder: LogRecorder) -> None:
    expected = VECTORS[i][2]
    assert leaf(entry(*vector(i))).hex() == expected
    with recorder.pool.connection() as connection:
        row = connection.execute(
            f"SELECT encode({recorder.schemas.log}.leaf(%s, %s, %s, %s, %s, %s, %s, %s,"
            " NULL, NULL, NULL), 'hex')",
            vector(i),
        ).fetchone()
    assert row == (expected,)


def test_an_entry_is_the_text_of_the_reference_vector() -> None:
    assert entry(*vector(0)) == (
        b'{"at":"2026-11-22T03:00:00.000001Z",'
        b'"az":"86ce5dd57cfd80aa625ad802c8aaf8dc30c1fc882a9f076d5ba57fcc45515cc0",'
        b'"cmd":"00000000-0000-4000-8000-000000000000","office":"4701",'
        b'"ph":"4feb0186fd73ee0b083ef661326efd44ce0fceee31ff149ec9ef86da5eca0e40",'
        b'"stream":"letter/00000000-0000-4000-8000-0000000000ff",'
        b'"type":"LetterRegistered.v1","v":1,"ver":1}'
    )


NAMES = st.from_regex(r"[A-Za-z0-9_.:/-]{1,40}", fullmatch=True)
NUMBERS = st.none() | st.builds(Number, NAMES, st.integers(2400, 2700), st.integers(1, 2**53 - 1))
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))


@given(NAMES, NAMES, st.integers(0, 2**31 - 1), NAMES, MOMENTS, st.uuids(), st.binary(), NUMBERS)
def test_an_entry_is_canonical_json(
    office: str, stream: str, version: int, name: str, at: datetime, command: UUID, state: bytes,
    number: Number | None,
) -> None:  # fmt: skip
    """RFC 8785: as an implementation of that standard writes it."""
    az = sha256(state).digest()
    fields: dict[str, Any] = {
        "v": 1, "office": office, "stream": stream, "ver": version, "type": name,
        "at": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "cmd": str(command),
        "ph": sha256(state).hexdigest(), "az": az.hex(),
    }  # fmt: skip
    if number is not None:
        fields |= {"register": number.register, "year": number.year, "number": number.number}
    made = entry(office, stream, version, name, at, command, state, az, number)
    assert made == rfc8785.dumps(fields)


def test_the_database_and_python_compute_the_same_leaf(recorder: LogRecorder) -> None:
    chance = random.Random(1)
    for i in range(60):
        events = [
            new(
                f"s/{i}-{j}",
                register=chance.choice((None, "receive")),
                state=chance.randbytes(chance.choice((0, 1, 200))),
            )
            for j in range(chance.choice((1, 1, 3)))
        ]
        recorder.save(save_of(*events, act=f'{{"n":{i},"v":1}}'.encode()))
    office = recorder.schemas.code
    for stream, version, name, at, command, register, year, number, state, az, known in rows(
        recorder,
        "stream_id, version, name, at, command_id, register, year, number, state, az, leaf",
    ):
        issued = Number(register, year, number) if register else None
        assert leaf(entry(office, stream, version, name, at, command, state, az, issued)) == known


def test_what_would_not_stand_as_it_is_in_a_leaf_is_refused(recorder: LogRecorder) -> None:
    for bad in ('a"b', "a\\b", "ก/1", "a b", "a\nb", "", "a,b", "{a}", "a\x00", "a\n"):
        for save in (
            save_of(new(bad)),
            save_of(new("s/1"), NewEvent("s/2", 1, bad, b"{}")),
            save_of(new("s/1"), guards=[(bad, 0)]),
            save_of(new("s/1", register=bad)),
            save_of(new("s/1"), openings=[Opening(bad, 2569, 0)]),
        ):
            with pytest.raises(NotPlain):
                recorder.save(save)
    assert_whole(recorder, 0)


def test_null_is_a_name_like_any_other(recorder: LogRecorder) -> None:
    recorder.save(save_of(new("null"), NewEvent("NULL", 1, "NULL", b"{}", "null")))
    assert rows(recorder, "stream_id, name, register") == [
        ("null", "thing.happened", None),
        ("NULL", "NULL", "null"),
    ]


# Positions and time


def test_time_rises_though_the_clock_steps_back(recorder: LogRecorder) -> None:
    """RELIABILITY.md F4."""
    now = datetime.now(UTC)
    for i, minutes in enumerate((0, 60, -60, -1, 61, 61, 0)):
        events = [new(f"s/{i}-{j}") for j in range(1 + i % 3)]
        recorder.save(save_of(*events, at=now + timedelta(minutes=minutes)))
    found = rows(recorder, "position, at")
    assert_whole(recorder, len(found))
    assert found[-1][1] >= now + timedelta(minutes=61)
    # Nothing is put later than the clock said, but for the microsecond that keeps the order.
    assert found[-1][1] < now + timedelta(minutes=61, seconds=1)


def test_events_of_one_command_stand_together(recorder: LogRecorder) -> None:
    saved = recorder.save(save_of(new("s/1"), new("s/2"), new("s/1", 2)))
    assert (saved.first, saved.last) == (1, 3)
    assert [row[0] for row in rows(recorder, "stream_id")] == ["s/1", "s/2", "s/1"]


def test_a_command_that_fails_leaves_no_gap(recorder: LogRecorder) -> None:
    recorder.save(save_of(new("s/1", register="r")))
    for bad in (
        save_of(new("s/2", register="r"), new("s/1", register="r")),  # version 1 is taken
        save_of(new("s/3", register="r"), guards=[("s/1", 9)]),
        save_of(new("s/1", register="r")),
    ):
        with pytest.raises((StreamMoved, psycopg.IntegrityError)):
            recorder.save(bad)
    saved = recorder.save(save_of(new("s/4", register="r")))
    assert saved.first == 2
    assert [n.number for n in saved.numbers if n] == [2]
    assert_whole(recorder, 2)


# Guards


def test_what_the_decision_rests_on_must_not_have_moved(recorder: LogRecorder) -> None:
    """DESIGN §2: a resolution rescinded a moment ago decides nothing."""
    recorder.save(save_of(new("resolution/1")))
    resting = [("resolution/1", 1), ("nothing/yet", 0)]
    recorder.save(save_of(new("transfer/1"), guards=resting))
    recorder.save(save_of(new("resolution/1", 2)))
    with pytest.raises(StreamMoved, match="resolution/1"):
        recorder.save(save_of(new("transfer/2"), guards=resting))
    with pytest.raises(StreamMoved, match="resolution/1"):
        recorder.save(save_of(new("transfer/2"), new("transfer/3"), guards=resting))
    recorder.save(save_of(new("nothing/yet")))
    with pytest.raises(StreamMoved, match="nothing/yet"):
        recorder.save(save_of(new("transfer/2"), guards=[("resolution/1", 2), ("nothing/yet", 0)]))
    assert_whole(recorder, 4)


def test_of_two_who_rest_on_the_same_only_one_wins(recorder: LogRecorder) -> None:
    """RELIABILITY.md I3, A6: on real threads, each changing what the other rests on."""
    won = 0
    for i in range(30):
        a, b = f"a/{i}", f"b/{i}"
        saves = [
            save_of(new(a), guards=[(a, 0), (b, 0)]),
            save_of(new(b), guards=[(b, 0), (a, 0)]),
        ]
        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(lambda save: attempt(recorder, save), saves))
        assert sorted(map(str, outcomes)) == ["moved", "saved"]
        won += 1
    assert_whole(recorder, won)


def attempt(recorder: LogRecorder, save: Any) -> str:
    try:
        recorder.save(save)
    except StreamMoved:
        return "moved"
    return "saved"


# The same command again


def test_a_command_sent_again_is_appended_once(recorder: LogRecorder) -> None:
    """RELIABILITY.md F1."""
    for events in ([new("s/1", register="r")], [new("s/2"), new("s/3", register="r")]):
        save = save_of(*events)
        first = recorder.save(save)
        again = recorder.save(save)
        assert again.repeated
        assert (again.first, again.last) == (first.first, first.last)
        found = recorder.repeated(save.command_id, save.fingerprint)
        assert found is not None
        assert (found.first, found.last) == (first.first, first.last)
    assert recorder.repeated(uuid4(), b"f") is None
    assert_whole(recorder, 3)


def test_a_command_id_stands_for_one_body(recorder: LogRecorder) -> None:
    save = save_of(new("s/1"))
    recorder.save(save)
    for events in ([new("s/2")], [new("s/2"), new("s/3")]):
        with pytest.raises(CommandReused):
            recorder.save(save_of(*events, command_id=save.command_id, fingerprint=b"other"))
    with pytest.raises(CommandReused):
        recorder.repeated(save.command_id, b"other")
    assert_whole(recorder, 1)
    recorder.save(save_of(new("s/9")))
    assert_whole(recorder, 2)


def test_one_command_sent_by_many_at_once_is_appended_once(recorder: LogRecorder) -> None:
    for i in range(10):
        save = save_of(new(f"s/{i}", register="r"), guards=[(f"s/{i}", 0)])
        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(recorder.save, [save] * 8))
        assert {(saved.first, saved.last) for saved in outcomes} == {(i + 1, i + 1)}
        assert sum(not saved.repeated for saved in outcomes) == 1
    assert_whole(recorder, 10)


# Numbers

MIDNIGHT = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # in Bangkok: 1 January 2570, 0:00
MICROSECOND = timedelta(microseconds=1)


def test_a_year_of_numbers_ends_at_midnight_in_bangkok(recorder: LogRecorder) -> None:
    """R-N05, R-T01: the last microsecond of 2569 and the first of 2570."""
    issued = []
    for i, at in enumerate((-2, -1, 0, 1)):
        save = save_of(new(f"s/{i}", register="receive"), at=MIDNIGHT + at * MICROSECOND)
        issued += recorder.save(save).numbers
    assert issued == [
        Number("receive", 2569, 1),
        Number("receive", 2569, 2),
        Number("receive", 2570, 1),
        Number("receive", 2570, 2),
    ]


def test_a_batch_across_midnight_is_numbered_by_each_events_own_year(recorder: LogRecorder) -> None:
    events = [new(f"s/{i}", register="receive") for i in range(4)]
    saved = recorder.save(save_of(*events, at=MIDNIGHT - 2 * MICROSECOND))
    assert [(n.year, n.number) for n in saved.numbers if n] == [
        (2569, 1), (2569, 2), (2570, 1), (2570, 2),
    ]  # fmt: skip


def test_a_register_begins_at_its_first_number(recorder: LogRecorder) -> None:
    """R-N07."""
    opening = save_of(new("register/receive"), openings=[Opening("receive", 2569, 1186)],
                      at=MIDNIGHT - timedelta(days=30))  # fmt: skip
    recorder.save(opening)
    at = MIDNIGHT - timedelta(days=29)
    saved = recorder.save(save_of(new("letter/1", register="receive"), at=at))
    assert saved.numbers == (Number("receive", 2569, 1187),)
    with pytest.raises(psycopg.errors.UniqueViolation):  # a year is opened once
        recorder.save(save_of(new("register/receive", 2), openings=[Opening("receive", 2569, 0)]))
    saved = recorder.save(save_of(new("letter/2", register="receive"), at=at))
    assert saved.numbers == (Number("receive", 2569, 1188),)


def test_registers_do_not_share_their_numbers(recorder: LogRecorder) -> None:
    saved = recorder.save(
        save_of(new("a/1", register="receive"), new("b/1", register="send"), new("c/1"))
    )
    assert saved.numbers == (
        Number("receive", saved.numbers[0].year if saved.numbers[0] else 0, 1),
        Number("send", saved.numbers[1].year if saved.numbers[1] else 0, 1),
        None,
    )


def many(recorder: LogRecorder, seed: str, saves: int) -> list[Number]:
    """Ask for numbers from many threads, some commands failing; return what was told."""

    def ask(worker: int) -> list[Number]:
        chance = random.Random(f"{seed}/{worker}")
        told: list[Number] = []
        for i in range(saves):
            stream = f"s/{seed}-{worker}-{i}"
            register = chance.choice(("a", "b", "c"))
            guards = [("never/there", 1)] if chance.random() < 0.2 else []
            more = [new(f"{stream}x", register=chance.choice(("a", None)))] if i % 3 == 0 else []
            try:
                saved = recorder.save(save_of(new(stream, register=register), *more, guards=guards))
            except StreamMoved:
                continue
            told += [n for n in saved.numbers if n]
        return told

    with ThreadPoolExecutor(THREADS) as pool:
        return [number for told in pool.map(ask, range(THREADS)) for number in told]


def asked_elsewhere(conninfo: str, code: str, seed: str, saves: int, answer: Any) -> None:
    from infrastructure.log.migrate import Schemas  # noqa: PLC0415

    with recording(conninfo, Schemas(code)) as recorder:
        answer.put([(n.register, n.year, n.number) for n in many(recorder, seed, saves)])


def test_numbers_have_no_gap_and_no_double_under_many(recorder: LogRecorder) -> None:
    """R-N01: 16 threads, a fifth of the commands failing."""
    told = many(recorder, "here", 12)
    found = [Number(*row) for row in rows(recorder, "register, year, number", "WHERE number > 0")]
    assert len(told) == len(set(told))
    assert set(told) == set(found)
    assert_whole(recorder, len(rows(recorder, "1")))


def test_numbers_have_no_gap_and_no_double_under_many_processes(database_url: str) -> None:
    with recording(database_url) as recorder:
        context = multiprocessing.get_context("spawn")
        answer = context.Queue()
        processes = [
            context.Process(
                target=asked_elsewhere,
                args=(database_url, recorder.schemas.code, f"p{i}", 8, answer),
            )
            for i in range(3)
        ]
        for process in processes:
            process.start()
        told = [number for _ in processes for number in answer.get(timeout=120)]
        for process in processes:
            process.join()
        found = rows(recorder, "register, year, number", "WHERE number IS NOT NULL")
        assert sorted(told) == sorted(found)
        assert_whole(recorder, len(rows(recorder, "1")))


# Append-only

CHANGES = (
    "UPDATE {log}.events SET name = name",
    "UPDATE {log}.events SET state = 'x' WHERE position = 1",
    "DELETE FROM {log}.events",
    "DELETE FROM {log}.events WHERE false",
    "TRUNCATE {log}.events",
    "UPDATE {log}.commands SET act = act",
    "DELETE FROM {log}.commands",
    "TRUNCATE {log}.commands",
    "MERGE INTO {log}.events USING (SELECT 1) AS x ON true WHEN MATCHED THEN DELETE",
)


def role_of(who: str) -> str:
    return {"service": "thabian_service", "owner": "thabian_log"}[who]


@pytest.mark.parametrize("who", ["service", "owner", "login"])
@pytest.mark.parametrize("replica", [False, True])
def test_what_was_appended_cannot_be_changed(
    recorder: LogRecorder, database_url: str, who: str, replica: bool
) -> None:
    """RELIABILITY.md A8: not by who serves, not by the owner, not with triggers of replication."""
    recorder.save(save_of(new("s/1", register="r")))
    before = rows(recorder, "*")
    with psycopg.connect(database_url, autocommit=True) as connection:
        if replica:
            connection.execute("SET session_replication_role = replica")
        if who != "login":
            connection.execute(f"SET ROLE {role_of(who)}")
        for change in CHANGES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(change.format(log=recorder.schemas.log))
    assert rows(recorder, "*") == before


def test_who_serves_can_append_by_the_function_only(
    recorder: LogRecorder, database_url: str
) -> None:
    recorder.save(save_of(new("s/1", register="r")))
    log = recorder.schemas.log
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET ROLE thabian_service")
        for statement in (
            f"INSERT INTO {log}.events SELECT position + 1, 's/2', version, name, at, command_id,"
            f" register, year, number + 1, state, az, leaf FROM {log}.events",
            f"INSERT INTO {log}.commands SELECT gen_random_uuid(), fingerprint, act, 1, 1"
            f" FROM {log}.commands",
            f"UPDATE {log}.head SET position = 0",
            f"UPDATE {log}.registers SET last = 0",
            f"DELETE FROM {log}.registers",
            f"SELECT {log}.take_numbers('r', 2569, 1)",
            f"ALTER TABLE {log}.events DISABLE TRIGGER append_only",
            f"DROP TABLE {log}.events",
            f"CREATE TABLE {log}.more (x integer)",
            f"DROP SCHEMA {log} CASCADE",
        ):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement)
            assert isinstance(refused.value, psycopg.errors.InsufficientPrivilege), statement
    assert_whole(recorder, 1)


def test_the_act_is_kept_and_its_hash_stands_in_the_event(recorder: LogRecorder) -> None:
    recorder.save(save_of(new("s/1")))
    recorder.save(save_of(new("s/2"), new("s/3")))
    assert {row[0] for row in rows(recorder, "az")} == {sha256(ACT).digest()}
    assert recorder.between(1, 3)[2][10] == ACT


def test_commands_saved_together_are_all_or_none(recorder: LogRecorder) -> None:
    first, second = uuid4().hex, uuid4().hex
    before = recorder.max_notification_id() or 0
    saved = recorder.save_together(
        [
            save_of(new(f"s/{first}", register="receive")),
            save_of(new(f"s/{first}", version=2), new(f"s/{second}")),
        ]
    )
    assert [(one.first - before, one.last - before) for one in saved] == [(1, 1), (2, 3)]
    assert saved[0].numbers[0] is not None
    with pytest.raises(psycopg.errors.UniqueViolation):
        recorder.save_together([save_of(new(f"s/{uuid4().hex}")), save_of(new(f"s/{second}"))])
    assert recorder.max_notification_id() == before + 3
    assert_whole(recorder, before + 3)


def test_many_who_ask_again_at_once_are_each_told_where_theirs_is(recorder: LogRecorder) -> None:
    """After a restart a group holds nothing but repeats."""
    saves = [save_of(new(f"s/{uuid4().hex}"), new(f"s/{uuid4().hex}")) for _ in range(THREADS)]
    told = [recorder.save(save) for save in saves]
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(5):
            again = list(pool.map(recorder.save, saves, timeout=30))
            assert [(one.first, one.last) for one in again] == [
                (one.first, one.last) for one in told
            ]
            assert all(one.repeated for one in again)


def test_an_outcome_that_is_missing_fails_its_group_and_not_the_next() -> None:
    short = [True]

    def end(group: Sequence[Save], _begun: None) -> Sequence[Saved]:
        return [] if short.pop() else [Saved(1, 1) for _ in group]

    commit: GroupCommit[Save, Saved, None] = GroupCommit(lambda _group: None, end)
    with pytest.raises(AssertionError, match="0 outcomes of 1 saves"):
        commit.save(save_of(new("s/1")))
    short.append(False)
    assert commit.save(save_of(new("s/1"))) == Saved(1, 1)
