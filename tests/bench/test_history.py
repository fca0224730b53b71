"""A history made of the same season many times is as good as one that was lived through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.main import Service
from bench.history import NotRepeatable, Season, make
from bench.office import People
from infrastructure.verify import verify_log
from tests.served import CODE, Demonstration

EVENTS = 2_000


@pytest.fixture(scope="module")
def people(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    """The demonstration's people in an office with a long history, whose outbox does not work."""
    with demonstration.copied(tmp_path_factory.mktemp("history")) as (conninfo, data):
        service = Service(conninfo, data, CODE, workers=False)
        try:
            found = People(service, demonstration.ids)
            assert make(found, EVENTS) >= EVENTS
            yield found
        finally:
            service.stop()


def test_the_log_is_in_order(people: People) -> None:
    assert verify_log(people.service.recorder)["faults"] == []


def test_rows_written_live_afterwards_are_those_of_a_rebuild(people: People) -> None:
    position = 0
    for seed in range(5):
        people.handle(seed)
        position = people.service.recorder.last
    assert people.service.runner.wait(position, timeout=30)
    assert not any(people.service.rebuild().compare().values())


def test_each_season_has_matters_of_its_own(people: People) -> None:
    cases = people.service.rows.rows("case_status")
    assert len({row["number"] for row in cases}) == len({row["id"] for row in cases}) == len(cases)
    closed = [row for row in cases if row["state"] == "closed"]
    assert 3 < len(closed) < len(cases)


def test_an_event_of_an_older_stream_is_not_appended_twice(people: People) -> None:
    letter = people.do("ReceiveLetter", people.letter(1), "registrar")
    people.do("TakeInLetter", {}, "clerk", letter.id)
    with pytest.raises(NotRepeatable, match="older than the season"):
        Season.recorded(people, letter.position)
