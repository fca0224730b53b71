"""Streams remembered by one process while another appends to them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from api.main import Service
from domain.organization.post import post
from tests.acting import Acting
from tests.served import CODE


@pytest.fixture(scope="module")
def other(service: Service) -> Iterator[Service]:
    """Another process on the same database; it follows nothing."""
    made = Service(service.conninfo, service.data, CODE)
    try:
        yield made
    finally:
        made.stop()


def stream_of(acting: Acting, number: int) -> str:
    fields = {
        "title_th": f"ตำแหน่ง {number}",
        "title_en": f"Post {number}",
        "role": "records_clerk",
        "unit_id": str(acting.ids["policy"]),
    }
    return f"post/{acting.do('EstablishPost', fields, by='administrator').id}"


def fill(acting: Acting, stream: str) -> None:
    fields = {
        "person_id": str(acting.ids["person:clerk"]),
        "from_on": "2569-10-01",
        "order_reference": "1/2569",
    }
    key = UUID(stream.partition("/")[2])
    acting.do("FillPost", fields, of=key, by="administrator")


def test_what_another_process_moved_is_read_anew(acting: Acting, other: Service) -> None:
    stream, streams = stream_of(acting, 1), other.office.streams
    streams.catch_up()
    assert streams.known(post, stream, fresh=False).version == 1
    fill(acting, stream)
    assert streams.known(post, stream, fresh=False).version == 1  # nobody has said anything
    streams.catch_up()
    assert streams.known(post, stream, fresh=False).version == 2


def test_what_was_read_before_and_kept_after_is_not_remembered(
    acting: Acting, other: Service
) -> None:
    """A thread that reads, is held up, and keeps what it read when others have caught up since."""
    stream, streams = stream_of(acting, 2), other.office.streams
    streams.catch_up()
    late = streams.known(post, stream, fresh=True)
    fill(acting, stream)
    streams.catch_up()
    streams._keep(stream, late)
    assert streams.known(post, stream, fresh=False).version == 2


def test_what_moved_while_nobody_asked_is_read_in_several_turns(
    acting: Acting, other: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infrastructure.office.MOVED_AT_ONCE", 2)
    streams = other.office.streams
    several = [stream_of(acting, number) for number in range(3, 9)]
    for stream in several:
        streams.known(post, stream, fresh=True)
    for stream in several:
        fill(acting, stream)
    streams.catch_up()
    assert [streams.known(post, stream, fresh=False).version for stream in several] == [2] * 6
