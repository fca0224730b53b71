"""The live stream: what it says and to whom, when it ends, and what it costs."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from psycopg import sql

from api import live
from api.context import BY_ITSELF
from api.main import Service
from infrastructure.access.store import hashed
from tests.acting import Acting
from tests.served import API, CODE, Demonstration
from tests.wire import Wire

SECRET = "แผนที่ยังไม่เปิดเผย"
SOON_SECONDS = 1.0
STOP_SECONDS = 2.0  # a second and what a busy machine adds; waiting for a stream would be five
NO_MORE_THAN_THIS = re.compile(r"(: live\n\n|: ping\n\n|event: reached\ndata: (\d+)\nid: \2\n\n)*")


@pytest.fixture(scope="module")
def wire(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    with demonstration.copied(tmp_path_factory.mktemp("live")) as (conninfo, data):
        wire = Wire(conninfo, data)
        yield wire
        wire.stop()


@pytest.fixture
def acting(wire: Wire, demonstration: Demonstration) -> Acting:
    return Acting(wire.service, demonstration.ids)


def letter(acting: Acting, **more: Any) -> Any:
    """A letter comes in."""
    fields = {
        "kind": "external",
        "received_on": "2569-11-01",
        "to_unit_id": str(acting.ids["policy"]),
        "subject": "ขอรับการจัดสรร",
        "sender_name": "โรงเรียนตัวอย่าง",
    }
    return acting.do("ReceiveLetter", fields | more, by="registrar")


def head(wire: Wire) -> int:
    return wire.service.recorder.max_notification_id() or 0


def until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


def change_sessions(wire: Wire, statement: str, headers: dict[str, str]) -> None:
    """Change the session that these headers bear, as time would."""
    token = headers["Authorization"].removeprefix("Bearer ")
    with wire.service.pool.connection() as connection:
        changed = connection.execute(
            sql.SQL("UPDATE {}.sessions SET {} WHERE token_hash = %s RETURNING id").format(
                sql.Identifier(wire.service.recorder.schemas.log),
                sql.SQL(statement),  # type: ignore[arg-type]
            ),
            [hashed(token)],
        ).fetchall()
    assert len(changed) == 1


def seen_at(wire: Wire, headers: dict[str, str]) -> Any:
    token = headers["Authorization"].removeprefix("Bearer ")
    with wire.service.pool.connection() as connection:
        row = connection.execute(
            f"SELECT seen_at FROM {wire.service.recorder.schemas.log}.sessions"
            " WHERE token_hash = %s",
            [hashed(token)],
        ).fetchone()
    assert row is not None
    return row[0]


# What it says


def test_an_event_is_told_within_a_second(wire: Wire, acting: Acting) -> None:
    stream = wire.live(wire.sign_in("clerk"))
    assert stream.reaches(head(wire))
    letter(acting)
    assert stream.reaches(head(wire), SOON_SECONDS)
    stream.close()


@pytest.mark.parametrize("login", ["school1", "analyst4", "admin"])
def test_nobody_is_told_more_than_a_position(wire: Wire, acting: Acting, login: str) -> None:
    """A classified letter sounds like everything else."""
    stream = wire.live(wire.sign_in(login))
    letter(acting)
    assert stream.reaches(head(wire))
    letter(acting, secrecy="secret", subject=SECRET)
    assert stream.reaches(head(wire))
    stream.close()
    assert NO_MORE_THAN_THIS.fullmatch(stream.text), stream.text


def test_many_events_are_few_on_a_stream(wire: Wire, acting: Acting) -> None:
    stream = wire.live(wire.sign_in("clerk"), heard=head(wire))
    began = time.monotonic()
    for _ in range(40):
        letter(acting)
    assert stream.reaches(head(wire))
    took = time.monotonic() - began
    stream.close()
    assert 1 <= len(stream.positions) <= took / live.REST_SECONDS + 2
    assert stream.positions == sorted(set(stream.positions))


def test_who_comes_back_hears_at_once_what_he_missed_and_else_nothing(
    wire: Wire, acting: Acting
) -> None:
    heard = head(wire)
    letter(acting)
    assert wire.service.runner.wait(head(wire))
    somebody = wire.sign_in("clerk")
    behind, up_to_date = wire.live(somebody, heard), wire.live(somebody, head(wire))
    assert behind.reaches(head(wire), SOON_SECONDS)
    assert not up_to_date.reaches(1, 0.5)
    behind.close()
    up_to_date.close()


def test_a_lost_wake_up_costs_no_more_than_the_poll(
    wire: Wire, demonstration: Demonstration
) -> None:
    """Another process appends and tells nobody."""
    stream = wire.live(wire.sign_in("clerk"))
    assert stream.reaches(head(wire))
    other = Service(wire.conninfo, wire.data, CODE, workers=False)
    try:
        assert other.recorder.on_append is None  # its threads were never started
        letter(Acting(other, demonstration.ids))
        assert stream.reaches(head(wire), SOON_SECONDS)
    finally:
        other.stop()
        stream.close()


# To whom


def test_who_is_not_signed_in_hears_nothing(wire: Wire) -> None:
    answer = wire.ask("GET", "/live", {})
    assert answer.status == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_service_token_hears_nothing(wire: Wire) -> None:
    asked = {"name": "โปรแกรม", "scopes": ["view:letters"], "days": 1}
    asked["password"] = wire.password("registrar")
    somebody = wire.sign_in("registrar")
    answer = wire.ask("POST", f"{API}/account/tokens", somebody, asked)
    assert answer.status == 200, answer.text
    token = json.loads(answer.body)["service_token"]
    assert wire.ask("GET", "/live", {"Authorization": f"Bearer {token}"}).status == 403


# When it ends


def test_it_ends_with_the_session(wire: Wire) -> None:
    somebody, other = wire.sign_in("clerk"), wire.sign_in("clerk")
    stream, others = wire.live(somebody), wire.live(other)
    assert wire.ask("DELETE", f"{API}/session", somebody).status == 204
    assert stream.over.wait(live.WATCH_SECONDS + 1)
    assert not others.over.wait(0.5)
    assert wire.ask("GET", "/live", somebody).status == 401
    others.close()


@pytest.mark.parametrize(
    "passed",
    ["seen_at = now() - interval '31 minutes'", "created_at = now() - interval '13 hours'"],
)
def test_it_ends_when_time_has_run_out(wire: Wire, passed: str) -> None:
    somebody = wire.sign_in("clerk")
    stream = wire.live(somebody)
    change_sessions(wire, passed, somebody)
    assert stream.over.wait(live.WATCH_SECONDS + 1)


def test_it_ends_when_one_acts_in_another_post(wire: Wire) -> None:
    somebody = wire.sign_in("head")
    stream = wire.live(somebody)
    change_sessions(wire, f"post_id = '{uuid4()}'", somebody)
    assert stream.over.wait(live.WATCH_SECONDS + 1)


def test_it_ends_when_the_post_is_taken_away(wire: Wire, acting: Acting) -> None:
    stream = wire.live(wire.sign_in("analyst3"))
    end = {"until_on": "2569-11-01", "reason": "โอนย้าย"}
    acting.do("VacatePost", end, by="administrator", of=acting.ids["analyst_3"])
    assert stream.over.wait(live.JUDGE_SECONDS + live.WATCH_SECONDS + 2)


def test_it_is_no_use_of_a_session(wire: Wire) -> None:
    somebody = wire.sign_in("clerk")
    change_sessions(wire, "seen_at = now() - interval '10 minutes'", somebody)
    idle = seen_at(wire, somebody)
    stream = wire.live(somebody)
    by_itself = {**somebody, BY_ITSELF: "1"}
    assert wire.ask("GET", "/inbox", by_itself).status == 200
    time.sleep(live.WATCH_SECONDS + 0.2)
    assert seen_at(wire, somebody) == idle
    assert wire.ask("GET", "/inbox", somebody).status == 200
    assert seen_at(wire, somebody) > idle
    stream.close()


def test_a_window_that_is_closed_leaves_no_stream_behind(wire: Wire) -> None:
    assert until(lambda: wire.streams == 0)
    stream = wire.live(wire.sign_in("clerk"))
    assert wire.streams == 1
    stream.close()
    assert until(lambda: wire.streams == 0)


# What it costs


def in_use(wire: Wire) -> int:
    """How many connections somebody holds; the log's writer keeps one."""
    stats = wire.service.pool.get_stats()
    return stats["pool_size"] - stats["pool_available"]


def test_a_hundred_streams_take_no_thread_and_no_connection(wire: Wire, acting: Acting) -> None:
    assert until(lambda: wire.streams == 0)
    logins = ("registrar", "clerk", "director", "deputy", "analyst", "school1", "auditor")
    people = [wire.sign_in(login) for login in logins for _ in range(3)]
    pool = wire.service.pool
    before, used = threading.active_count(), in_use(wire)
    streams = [wire.live(people[turn % len(people)]) for turn in range(100)]
    assert wire.streams == 100
    # Each is heard by a thread of this test's own; the server's threads are those it had.
    assert threading.active_count() - before - 100 <= 2
    assert until(lambda: in_use(wire) <= used)
    letter(acting)
    assert all(stream.reaches(head(wire)) for stream in streams)
    assert wire.ask("GET", "/inbox", people[0]).status == 200
    assert pool.get_stats().get("requests_errors", 0) == 0
    for stream in streams:
        stream.close()
    assert until(lambda: wire.streams == 0)


def test_a_session_and_a_process_have_so_many_and_no_more(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert until(lambda: wire.streams == 0)
    somebody, other = wire.sign_in("clerk"), wire.sign_in("registrar")
    streams = [wire.live(somebody) for _ in range(live.MOST_OF_A_SESSION)]
    answer = wire.ask("GET", "/live", somebody)
    assert (answer.status, answer.headers["retry-after"]) == (429, str(live.AGAIN_SECONDS))
    streams.append(wire.live(other))
    monkeypatch.setattr(live, "MOST", len(streams))
    answer = wire.ask("GET", "/live", other)
    assert (answer.status, answer.headers["retry-after"]) == (503, str(live.AGAIN_SECONDS))
    for stream in streams:
        stream.close()
    assert until(lambda: wire.streams == 0)


def test_the_server_does_not_wait_for_streams_and_who_comes_back_catches_up(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    with demonstration.copied(tmp_path) as (conninfo, data):
        wire = Wire(conninfo, data)
        somebody = wire.sign_in("clerk")
        streams = [wire.live(somebody) for _ in range(live.MOST_OF_A_SESSION)]
        heard = head(wire)
        assert all(stream.reaches(heard) for stream in streams)
        took = wire.stop()
        assert all(stream.over.is_set() for stream in streams)
        assert took < STOP_SECONDS

        other = Service(conninfo, Path(data), CODE, workers=False)
        letter(Acting(other, demonstration.ids))
        other.stop()
        wire.start()
        try:
            back = wire.live(somebody, heard)
            assert back.reaches(head(wire), SOON_SECONDS)
            back.close()
        finally:
            wire.stop()


# Pages that go on by themselves


def test_a_page_says_from_where_it_goes_on_unless_it_shows_the_past(wire: Wire) -> None:
    somebody = wire.sign_in("clerk")
    page = wire.ask("GET", "/inbox", somebody).text
    assert f'data-live="{head(wire)}"' in page
    assert "live.js" in page
    then = wire.ask("GET", "/inbox?as_of=1/11/2569", somebody).text
    assert "data-live" not in then
    assert "live.js" not in then


def test_no_reading_is_recorded_of_a_page_that_asks_by_itself(wire: Wire, acting: Acting) -> None:
    """A classified letter that nobody looks at is not shown again, and no reading noted."""
    secret = letter(acting, secrecy="secret", subject=SECRET).id
    somebody = wire.sign_in("registrar")
    path = f"/letters/{secret}"
    assert wire.service.runner.wait(head(wire))
    before = head(wire)
    answer = wire.ask("GET", path, {**somebody, BY_ITSELF: "1"})
    assert answer.status == 409
    assert SECRET not in answer.text
    assert head(wire) == before
    page = wire.ask("GET", path, somebody).text
    assert SECRET in page
    assert head(wire) == before + 1
    assert "data-live" not in page
