"""Read models: each event exactly once, rebuilt as they are live, stopped alone, asked of the past."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from api.main import Service
from domain.correspondence.letter import LetterReceived
from domain.organization.person import PersonRegistered
from infrastructure.read_model.rebuild import Aborted
from infrastructure.read_model.runner import Runner, prepare
from infrastructure.read_model.schema import create_table
from projections.ask import EVERYONE, Ask, BadCursor, Viewer
from projections.catalogue import TABLES
from projections.correspondence.letters import LETTERS
from projections.table import Change, Insert
from tests.acting import Acting
from tests.served import CODE, Demonstration

OFFICE_PEOPLE = Viewer(all_units=True, clearances=("none",))
ROOT = Path(__file__).parents[2]


@pytest.fixture
def own(demonstration: Demonstration, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A copy of the demonstration office for one test."""
    with demonstration.copied(tmp_path) as copied:
        yield copied


@contextmanager
def idle(own: tuple[str, Path]) -> Iterator[Service]:
    """An office whose log can be appended to, with no runner in this process."""
    conninfo, data = own
    service = Service(conninfo, data, CODE)
    try:
        yield service
    finally:
        service.pool.close()


def one(service: Service, statement: str) -> tuple[Any, ...]:
    with service.pool.connection() as connection:
        names = {"log": service.recorder.schemas.log, "read": service.recorder.schemas.read}
        row = connection.execute(statement.format(**names)).fetchone()
    assert row is not None
    return row


def differences(service: Service) -> dict[str, list[str]]:
    return {name: rows for name, rows in service.rebuild().compare().items() if rows}


def contents(service: Service) -> dict[str, list[str]]:
    """Return every live table as text, row by row."""
    found = {}
    with service.pool.connection() as connection:
        for table in TABLES:
            rows = connection.execute(
                f"SELECT t::text FROM {service.recorder.schemas.read}.{table.name} AS t ORDER BY 1"
            ).fetchall()
            found[table.name] = [row[0] for row in rows]
    return found


# Exactly once


def worker(own: tuple[str, Path]) -> subprocess.Popen[bytes]:
    """Start a process that runs the projections and nothing else."""
    conninfo, data = own
    return subprocess.Popen(
        [sys.executable, "-c", "from api.cli import run; run()", "worker"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": conninfo, "THABIAN_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_each_event_counts_once_though_the_worker_is_killed(
    own: tuple[str, Path], demonstration: Demonstration
) -> None:
    """RELIABILITY.md §0.5: projected + behind = total, at every moment and after every kill."""
    with idle(own) as service:
        acting = Acting(service, demonstration.ids)
        for round_ in range(3):
            running = worker(own)
            try:
                began = one(service, "SELECT min(position) FROM {read}.projections")[0]
                deadline = time.monotonic() + 30
                # Killed while it is at work: it has begun on what this round appends.
                while one(service, "SELECT min(position) FROM {read}.projections")[0] <= began:
                    acting.some_day(seed=round_, count=5)
                    assert time.monotonic() < deadline
                acting.some_day(seed=100 + round_, count=40)
            finally:
                running.send_signal(signal.SIGKILL)
                running.wait()
            projected, position, head = one(
                service,
                "SELECT (SELECT count(*) FROM {read}.audit_history),"
                " (SELECT position FROM {read}.projections WHERE name = 'audit_history'),"
                " (SELECT position FROM {log}.head)",
            )
            assert projected == position <= head
    conninfo, data = own
    again = Service(conninfo, data, CODE)
    again.start()
    try:
        Acting(again, demonstration.ids).settled()
        assert differences(again) == {}
    finally:
        again.stop()


def test_two_runners_do_the_work_of_one(
    own: tuple[str, Path], demonstration: Demonstration
) -> None:
    """One leads, the other stands by and learns how far the rows are."""
    conninfo, data = own
    services = [Service(conninfo, data, CODE) for _ in range(2)]
    for service in services:
        service.start()
    try:
        acting = Acting(services[0], demonstration.ids)
        acting.some_day(seed=1)
        head = acting.settled()
        assert services[1].runner.wait(head, timeout=5)
        assert one(services[0], "SELECT count(*) FROM {read}.audit_history") == (head,)
    finally:
        for service in services:
            service.stop()


# Live = rebuilt


def test_what_is_live_is_what_is_rebuilt(service: Service, acting: Acting) -> None:
    for seed in range(4):
        acting.some_day(seed)
    acting.settled()
    assert differences(service) == {}
    live = contents(service)
    done = service.rebuild().run()
    assert done.events == service.recorder.max_notification_id()
    assert contents(service) == live
    assert sum(done.rows.values()) == sum(map(len, live.values()))


def test_a_fresh_table_is_known_to_the_planner(service: Service, acting: Acting) -> None:
    """Without it the first lists after a swap are planned as if the tables were empty."""
    acting.some_day(5, 20)
    service.rebuild().run()
    with service.pool.connection() as connection:
        known = connection.execute(
            "SELECT attname FROM pg_stats WHERE schemaname = %s AND tablename = 'audit_history'",
            [service.recorder.schemas.read],
        ).fetchall()
    assert ("stream_id",) in known


def test_a_corrected_date_is_rebuilt_as_it_is_live(service: Service, acting: Acting) -> None:
    """A correction carries words; the columns hold dates."""
    letter = acting.receive("แก้กำหนดตอบ")
    corrected = {"reason": "พิมพ์ผิด", "reply_due_on": "2569-12-25"}
    acting.do("CorrectLetter", corrected, of=UUID(letter.id), by="registrar")
    acting.settled()
    [row] = service.rows.rows("follow_ups", letter_id=UUID(letter.id))
    assert (row["due_on"], row["open"]) == (date(2026, 12, 25), True)
    assert differences(service) == {}


def test_a_letter_raised_and_lowered_is_rebuilt_as_it_is_live(
    service: Service, acting: Acting
) -> None:
    """R-U05: its row, its lines, what waits and what is owed, letters of ours as well."""
    why = {"reason": "มีข้อมูลที่กระทบต่อราชการ"}
    draft = {
        "form": "external",
        "subject": "ร่างที่ปรับชั้น",
        "to": [{"salutation": "เรียน", "addressee": "หน่วยราชการสมมติ"}],
        "body": "ตามที่แจ้ง",
        "owner_unit_id": str(acting.ids["policy"]),
    }
    came = acting.receive("ปรับขึ้นแล้วปรับลง", reply_due_on="2569-12-25")
    ours = acting.do("DraftLetter", draft, by="analyst")
    for level in ("confidential", "secret", "none", "secret"):
        said = why | {"secrecy": level}
        acting.do("ChangeLetterSecrecy", said, of=UUID(came.id), by="area_director")
        acting.do("ChangeOutgoingSecrecy", said, of=UUID(ours.id), by="area_director")
        acting.settled()
    assert differences(service) == {}


def test_commands_go_on_during_a_rebuild(service: Service, acting: Acting) -> None:
    finished = Event()
    faults: list[BaseException] = []

    def work() -> None:
        seed = 1000
        while not finished.is_set():
            seed += 1
            try:
                acting.some_day(seed, count=10)
            except BaseException as fault:
                faults.append(fault)
                return

    at_work = Thread(target=work)
    at_work.start()
    try:
        heads = []
        for _ in range(3):
            heads.append(service.rebuild().run().events)
            time.sleep(0.05)
    finally:
        finished.set()
        at_work.join()
    assert not faults
    assert heads[0] < heads[-1] < acting.settled()
    assert differences(service) == {}


def test_an_aborted_rebuild_changes_nothing(service: Service, acting: Acting) -> None:
    while acting.settled() < 1100:  # it looks whether to stop every 1,000 events
        acting.some_day(seed=7)
    before = contents(service)
    with pytest.raises(Aborted):
        service.rebuild().run(aborted=lambda: True)
    assert contents(service) == before
    assert left_behind(service) == (0,)
    service.rebuild().run()
    assert contents(service) == before


def left_behind(service: Service) -> tuple[Any, ...]:
    shadow = service.recorder.schemas.shadow
    return one(service, f"SELECT count(*) FROM pg_tables WHERE schemaname = '{shadow}'")


def test_a_rebuild_that_meets_a_fault_leaves_nothing_behind(
    service: Service, acting: Acting
) -> None:
    acting.receive()
    acting.settled()
    before = contents(service)
    bad = replace(LETTERS, on={**LETTERS.on, LetterReceived: poisoned})
    with pytest.raises(ValueError, match="cannot take"):
        service.rebuild([bad]).run()
    assert contents(service) == before
    assert left_behind(service) == (0,)


def test_what_a_killed_rebuild_left_goes_at_the_next_start(
    own: tuple[str, Path], demonstration: Demonstration
) -> None:
    with idle(own) as service, service.connect() as connection:
        create_table(connection, service.recorder.schemas.shadow, LETTERS)
        with service.connect() as rebuilding:
            turn = [service.recorder.schemas.read]
            rebuilding.execute("SELECT pg_advisory_lock(hashtext(%s), 2)", turn)
            prepare(connection, service.recorder.schemas, TABLES)
            assert left_behind(service) == (1,)  # a rebuild is at work on it
        with service.connect() as waiting:  # until the server has noticed that it is gone
            waiting.execute("SELECT pg_advisory_lock(hashtext(%s), 2)", turn)
            waiting.execute("SELECT pg_advisory_unlock(hashtext(%s), 2)", turn)
        prepare(connection, service.recorder.schemas, TABLES)
        assert left_behind(service) == (0,)


def test_one_rebuild_runs_at_a_time(service: Service) -> None:
    with service.connect() as other:
        other.execute("SELECT pg_advisory_lock(hashtext(%s), 2)", [service.recorder.schemas.read])
        with pytest.raises(Aborted):
            service.rebuild().run()


def test_a_changed_declaration_is_rebuilt_at_the_next_start(
    own: tuple[str, Path], demonstration: Demonstration
) -> None:
    conninfo, data = own
    with idle(own) as service:
        Acting(service, demonstration.ids).some_day(seed=5)
        with service.connect() as connection:
            connection.execute(
                f"UPDATE {service.recorder.schemas.read}.projections SET version = 0"
                " WHERE name = 'letters'"
            )
            connection.execute(f"DELETE FROM {service.recorder.schemas.read}.letters")
    again = Service(conninfo, data, CODE)
    again.start()
    try:
        Acting(again, demonstration.ids).settled()
        assert one(again, "SELECT count(*) > 0 FROM {read}.letters") == (True,)
        assert differences(again) == {}
    finally:
        again.stop()


# An event that cannot be taken


def poisoned(recorded: Any) -> list[Change]:
    raise ValueError(f"cannot take {recorded.event.subject}")


def test_an_event_that_cannot_be_taken_stops_one_projection_only(
    own: tuple[str, Path], demonstration: Demonstration
) -> None:
    """RELIABILITY.md F8: stopped, said so, and not skipped; the others go on."""
    bad = replace(LETTERS, name="letters_too", on={LetterReceived: poisoned})
    tables = (*TABLES, bad)
    with idle(own) as service:
        acting = Acting(service, demonstration.ids)
        before = one(service, "SELECT position FROM {log}.head")[0]
        letter = acting.receive("ยาพิษ")
        acting.some_day(seed=3)
        with service.connect() as connection:
            prepare(connection, service.recorder.schemas, tables)
        runner = Runner(service.connect, service.recorder, service.decode, tables)
        runner.start()
        try:
            head = one(service, "SELECT position FROM {log}.head")[0]
            assert runner.wait(head, [table.name for table in TABLES], timeout=20)
            deadline = time.monotonic() + 10
            while "letters_too" not in runner.stopped and time.monotonic() < deadline:
                time.sleep(0.02)
        finally:
            runner.stop()
        assert set(runner.stopped) == {"letters_too"}
        assert "ValueError" in runner.stopped["letters_too"]
        # It stands just before the event it could not take.
        assert before <= runner.positions["letters_too"] == letter.position - 1
        for table in TABLES:
            assert runner.positions[table.name] == head


def begun_again(recorded: Any) -> list[Change]:
    return [Insert("letters_too", UUID(int=1), {})]


def test_a_row_that_begins_twice_stops_its_projection(
    own: tuple[str, Path], demonstration: Demonstration
) -> None:
    bad = replace(LETTERS, name="letters_too", on={LetterReceived: begun_again})
    with idle(own) as service:
        acting = Acting(service, demonstration.ids)
        acting.receive("หนึ่ง")
        acting.receive("สอง")
        second = one(
            service,
            "SELECT position FROM {log}.events WHERE name = 'letter.received'"
            " ORDER BY position LIMIT 1 OFFSET 1",
        )[0]
        with service.connect() as connection:
            prepare(connection, service.recorder.schemas, (*TABLES, bad))
        runner = Runner(service.connect, service.recorder, service.decode, [bad])
        runner.start()
        try:
            deadline = time.monotonic() + 10
            while "letters_too" not in runner.stopped and time.monotonic() < deadline:
                time.sleep(0.02)
        finally:
            runner.stop()
        assert "UniqueViolation" in runner.stopped["letters_too"]
        assert runner.positions["letters_too"] == second - 1


def test_an_event_of_a_later_release_is_not_skipped(
    own: tuple[str, Path], demonstration: Demonstration
) -> None:
    with idle(own) as service:
        acting = Acting(service, demonstration.ids)
        like = service.recorder.between(1, 1)[0][10]
        stored = StoredEvent("letter/of-a-later-release", 1, "letter.weighed", b"{}")
        service.recorder.insert_events([stored], act=like)
        unknown = one(service, "SELECT position FROM {log}.head")[0]
        acting.receive()
        runner = Runner(service.connect, service.recorder, service.decode, TABLES)
        runner.start()
        try:
            deadline = time.monotonic() + 10
            while len(runner.stopped) < len(TABLES) and time.monotonic() < deadline:
                time.sleep(0.02)
        finally:
            runner.stop()
        assert all("letter.weighed" in why for why in runner.stopped.values())
        assert set(runner.positions.values()) == {unknown - 1}


def test_a_lost_key_stops_who_needs_it_and_nobody_else(
    own: tuple[str, Path], demonstration: Demonstration
) -> None:
    """DESIGN §5: a missing key without an erasure is an incident, not a blank."""
    conninfo, data = own
    with idle(own) as service:
        acting = Acting(service, demonstration.ids)
        person = acting.do(
            "RegisterPerson",
            {
                "name_th": {"title": "นาย", "given": "ชั่วคราว", "family": "ทดลอง"},
                "name_en": "Temporary",
                "phone": "042-999-999",
            },
            by="administrator",
        )
        acting.receive()
    key = data / "keys" / person.id.replace("-", "")[:2] / f"{person.id}.key"
    key.unlink()
    again = Service(conninfo, data, CODE)
    again.start()
    try:
        assert again.runner.wait(person.position + 1, ["letters", "units"], timeout=20)
        deadline = time.monotonic() + 10
        while "persons" not in again.runner.stopped and time.monotonic() < deadline:
            time.sleep(0.02)
        needs = {table.name for table in TABLES if PersonRegistered in table.on}
        assert set(again.runner.stopped) == needs
        assert "KeyMissing" in again.runner.stopped["persons"]
        assert again.runner.positions["persons"] == person.position - 1
    finally:
        again.stop()


# The past, and who may know it


def test_a_list_can_be_asked_of_a_past_moment(service: Service, acting: Acting) -> None:
    letter = acting.receive("ก่อนแก้")
    acting.settled()
    then = datetime.now(UTC)
    time.sleep(0.01)
    corrected = acting.do(
        "CorrectLetter", {"reason": "พิมพ์ผิด", "subject": "หลังแก้"}, of=UUID(letter.id), by="registrar"
    )
    acting.settled()
    rows, key = service.rows, UUID(letter.id)
    now_row, then_row = (
        rows.one("letters", key, EVERYONE),
        rows.one("letters", key, EVERYONE, as_of=rows.position_at(then)),
    )
    assert now_row is not None
    assert then_row is not None
    assert (then_row["subject"], now_row["subject"]) == ("ก่อนแก้", "หลังแก้")
    assert rows.one("letters", key, EVERYONE, as_of=letter.position - 1) is None
    # A moment is one position: the change is there at its own and not before.
    before = rows.one("letters", key, EVERYONE, as_of=corrected.position - 1)
    assert before is not None
    assert before["subject"] == "ก่อนแก้"
    page = rows.page("letters", EVERYONE, Ask(as_of=letter.position, limit=200))
    assert {row["subject"] for row in page.items if row["id"] == key} == {"ก่อนแก้"}
    assert rows.position_at(then - timedelta(days=3650)) == 0


def test_a_classified_letter_is_neither_listed_nor_counted(
    service: Service, acting: Acting
) -> None:
    """R-U06: neither now nor as of yesterday, nor told by a number or a count."""
    before = service.rows.page("letters", OFFICE_PEOPLE, Ask(count=True, limit=200))
    secret = acting.receive("ลับเฉพาะ", secrecy="confidential")
    acting.settled()
    key = UUID(secret.id)
    after = service.rows.page("letters", OFFICE_PEOPLE, Ask(count=True, limit=200))
    assert after.count == before.count
    assert key not in {row["id"] for row in after.items}
    for as_of in (None, secret.position):
        assert service.rows.one("letters", key, OFFICE_PEOPLE, as_of) is None
        assert service.rows.one("letters", key, EVERYONE, as_of) is not None
    found = service.rows.page(
        "letters", OFFICE_PEOPLE, Ask(search=("ลับเฉพาะ",), filters={}, count=True)
    )
    assert (found.items, found.count) == ([], 0)
    history = service.rows.page(
        "audit_history", OFFICE_PEOPLE, Ask(filters={"letter_id": key}, count=True)
    )
    assert (history.items, history.count) == ([], 0)


def test_a_letter_classified_since_is_hidden_as_of_yesterday_too(
    service: Service, acting: Acting
) -> None:
    """DESIGN §5: the row of then is shown only if the latest version admits the viewer as well."""
    letter = acting.receive("จะถูกกำหนดชั้นความลับ")
    acting.settled()
    key = UUID(letter.id)
    assert service.rows.one("letters", key, OFFICE_PEOPLE, letter.position) is not None
    why = {"secrecy": "secret", "reason": "มีข้อมูลที่กระทบต่อราชการ"}
    acting.do("ChangeLetterSecrecy", why, of=key, by="area_director")
    acting.settled()
    for as_of in (None, letter.position):
        assert service.rows.one("letters", key, OFFICE_PEOPLE, as_of) is None
        page = service.rows.page(
            "letters", OFFICE_PEOPLE, Ask(as_of=as_of, count=True, search=("กำหนดชั้น",))
        )
        assert (page.items, page.count) == ([], 0)
    then = service.rows.one("letters", key, EVERYONE, letter.position)
    assert then is not None
    assert then["secrecy"] == "none"


def test_a_school_knows_only_its_own_rows(service: Service, acting: Acting) -> None:
    school, other = acting.ids["school:42010149"], acting.ids["school:42010150"]
    mine = acting.receive("ของเรา", sender_unit_id=str(school))
    acting.receive("ของเขา", sender_unit_id=str(other))
    acting.settled()
    viewer = Viewer(units=(school,), all_units=False, clearances=("none",))
    page = service.rows.page("letters", viewer, Ask(count=True))
    assert [row["id"] for row in page.items] == [UUID(mine.id)]
    assert page.count == 1


# Pages of a list


def test_pages_follow_each_other_without_gap_or_double(service: Service, acting: Acting) -> None:
    for number in range(25):
        acting.receive(f"หน้า {number}", received_on=f"2569-10-{number % 3 + 1:02}")
    acting.settled()
    for sort in LETTERS.sorts:
        whole = [
            row["id"]
            for row in service.rows.page("letters", EVERYONE, Ask(sort=sort, limit=200)).items
        ]
        walked: list[UUID] = []
        cursor = None
        while True:
            page = service.rows.page("letters", EVERYONE, Ask(sort=sort, limit=7, cursor=cursor))
            walked += [row["id"] for row in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert walked[:200] == whole
        assert len(set(walked)) == len(walked)
        assert (len(walked),) == one(
            service, "SELECT count(*) FROM {read}.letters WHERE valid_until IS NULL"
        )


def test_any_of_several_values_is_one_list_in_order(service: Service, acting: Acting) -> None:
    """Each value follows its own index; together they are what one list of all would be."""
    for number in range(9):
        letter = acting.receive(f"ค่าต่าง {number}", received_on=f"2569-10-{9 - number:02}")
        if number % 3 == 0:
            acting.do("TakeInLetter", {}, of=UUID(letter.id), by="clerk")
    acting.settled()
    every: list[dict[str, Any]] = []
    cursor = None
    while cursor is not None or not every:
        page = service.rows.page("inbox", EVERYONE, Ask(sort="newest", limit=50, cursor=cursor))
        every += page.items
        cursor = page.next
    waits_for = sorted({row["waits_for"] for row in every})[-2:]
    asked = {"waits_for": [*waits_for, *waits_for], "open": True}
    wanted = [row["id"] for row in every if row["waits_for"] in waits_for and row["open"]]
    assert len({row["waits_for"] for row in every if row["id"] in wanted}) == 2
    walked: list[str] = []
    while cursor is not None or not walked:
        ask = Ask(filters=asked, sort="newest", limit=4, cursor=cursor, count=True)
        page = service.rows.page("inbox", EVERYONE, ask)
        assert page.count == len(wanted)
        walked += [row["id"] for row in page.items]
        cursor = page.next
    assert walked == wanted


def test_a_cursor_made_elsewhere_is_refused(service: Service, acting: Acting) -> None:
    for number in range(3):
        acting.receive(f"เคอร์เซอร์ {number}")
    acting.settled()
    cursor = service.rows.page("letters", EVERYONE, Ask(sort="newest", limit=1)).next
    assert cursor is not None
    flipped = ("A" if cursor[5] != "A" else "B").join((cursor[:5], cursor[6:]))
    for forged in (flipped, cursor[:-4], "", "AAAA", cursor + "AAAA"):
        with pytest.raises(BadCursor):
            service.rows.page("letters", EVERYONE, Ask(sort="newest", cursor=forged))
    with pytest.raises(BadCursor):  # of another order
        service.rows.page("letters", EVERYONE, Ask(sort="number", cursor=cursor))
    with pytest.raises(BadCursor):  # of another list
        service.rows.page("audit_history", EVERYONE, Ask(sort="newest", cursor=cursor))


def test_a_search_takes_what_is_typed_as_it_is(service: Service, acting: Acting) -> None:
    acting.receive("ลด 100% จริง_ๆ")
    acting.receive("ลด 1000 จริงๆ")
    acting.settled()
    found = service.rows.page("letters", EVERYONE, Ask(search=("100%",))).items
    assert [row["subject"] for row in found] == ["ลด 100% จริง_ๆ"]


def test_the_runner_comes_back_when_the_database_has_been_away(
    service: Service, acting: Acting
) -> None:
    """RELIABILITY.md F3: its connections are cut, and it goes on by itself."""
    with psycopg.connect(service.conninfo, autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    deadline = time.monotonic() + 10
    while True:
        try:
            acting.receive("หลังสายหลุด")
            break
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
    acting.settled()
    assert differences(service) == {}


def test_every_text_that_is_searched_has_its_index(service: Service) -> None:
    """Also the one without tone marks: a search in a column without one reads the whole table."""
    with service.connect() as connection:
        found = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'search' AND indexdef LIKE '%gin_trgm%'"
        ).fetchall()
    defined = " ".join(row[0] for row in found)
    for column in ("(text ", "(text_loose ", "(text_corrected "):
        assert column in defined, column
