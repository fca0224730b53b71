"""A past moment as it is typed in an address: what is left out is its end, what is said is kept."""

from __future__ import annotations

import pytest

from api.pages import parse_moment
from api.problems import BadRequest


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2569-11-23", "2026-11-23T23:59:59.999999+07:00"),
        ("23/11/2569 9:30", "2026-11-23T09:30:59.999999+07:00"),
        ("2026-11-23T09:30:15", "2026-11-23T09:30:15.999999+07:00"),
        ("2026-11-23T09:30:15.25", "2026-11-23T09:30:15.250000+07:00"),
        ("2026-11-23T02:30:15Z", "2026-11-23T02:30:15.999999+00:00"),
        ("2026-11-23T09:30+09:00", "2026-11-23T09:30:59.999999+09:00"),
    ],
)
def test_a_moment_is_read_as_it_is_written(typed: str, meant: str) -> None:
    assert parse_moment(typed).isoformat() == meant


@pytest.mark.parametrize(
    "typed", ["yesterday", "2569-11-23 25:00", "2569-11-23 9", "2569-11-23 9:30 x"]
)
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(BadRequest):
        parse_moment(typed)
