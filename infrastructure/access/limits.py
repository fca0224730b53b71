"""How much one account or one address may ask for: buckets that fill again with time.

In memory, one set for each serving process: they protect the process, and begin full after a start.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from threading import Lock

from domain.access.refusals import TooManyRequests

MOST_KEYS = 10_000


@dataclass(frozen=True)
class Allowance:
    """``burst`` at once, and ``per_minute`` from then on."""

    burst: int
    per_minute: float


SIGN_INS = Allowance(burst=100, per_minute=20)
REQUESTS = Allowance(burst=1_000, per_minute=1_200)


@dataclass(frozen=True)
class Limits:
    """What one address may try at signing in, and one account ask for.

    A whole office signs in from one address at half past eight: the burst is for it.
    """

    sign_ins: Allowance = SIGN_INS
    requests: Allowance = REQUESTS


class Buckets:
    """One bucket per key; what is full again is forgotten."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._taken: dict[str, tuple[float, float]] = {}  # how much is missing, and since when
        self._lock = Lock()

    def take(self, key: str, seconds: float) -> None:
        """Take one at the moment ``seconds`` (a steady clock).

        Raises:
            TooManyRequests: the bucket is empty; ``seconds`` is how long until there is one again.
        """
        rate = self._allowance.per_minute / 60
        with self._lock:
            missing, since = self._taken.get(key, (0.0, seconds))
            missing = max(0.0, missing - (seconds - since) * rate)
            if missing + 1 > self._allowance.burst:
                self._taken[key] = (missing, seconds)
                raise TooManyRequests(seconds=ceil((missing + 1 - self._allowance.burst) / rate))
            self._taken[key] = (missing + 1, seconds)
            if len(self._taken) > MOST_KEYS:
                self._forget(seconds, rate)

    def _forget(self, seconds: float, rate: float) -> None:
        self._taken = {
            key: (missing, since)
            for key, (missing, since) in self._taken.items()
            if missing > (seconds - since) * rate
        }
