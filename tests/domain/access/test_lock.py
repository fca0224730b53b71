"""ASVS 5.0: 6.3.1, and the other side of it: nobody is locked out for more than an hour at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.access.lock import locked_until

AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def test_the_fifth_wrong_attempt_locks_and_each_further_one_for_longer() -> None:
    minutes = [
        until and (until - AT) / timedelta(minutes=1)
        for until in (locked_until(n, AT) for n in range(1, 14))
    ]
    assert minutes == [None, None, None, None, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert locked_until(10**6, AT) == AT + timedelta(hours=1)
