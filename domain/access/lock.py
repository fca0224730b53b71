"""How long an account stays closed after wrong attempts: the more, the longer (ASVS 5.0: 6.3.1).

An attempt counts before it is tried, so that many at once are not free; a right one clears the count.
The lock ends by itself, within the hour at most: who locks others out must go on for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

FREE = 5
FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)


def locked_until(attempts: int, at: datetime) -> datetime | None:
    """Return until when nothing is tried after the ``attempts``-th wrong attempt in a row."""
    if attempts < FREE:
        return None
    return at + min(FIRST * (1 << min(attempts - FREE, 10)), LONGEST)
