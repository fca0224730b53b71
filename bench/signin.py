"""Sign-ins a second: name and password checked, a session begun, a line in the trail of access.

The baseline is the checking of the password alone, by as many at once as are let in (two).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from bench.clients import Do, threads_rate
from bench.figure import Figure, against
from bench.office import People, office
from infrastructure.access.passwords import WORKERS
from infrastructure.access.store import Source

SECONDS = {"small": 3.0, "large": 10.0}
ROUNDS = 3
CLIENTS = (1, 16)
FROM = Source("127.0.0.1", "bench")


def signing_in(people: People) -> Callable[[int], Do]:
    """Return what makes a client's work: it signs in again and again as one of the people."""
    known = json.loads((people.service.data / "demonstration.json").read_text("utf-8"))
    access = people.service.access

    def work(number: int) -> Do:
        row = known[number % len(known)]

        def once(_: int) -> None:
            at = datetime.now(UTC)
            person_id = access.accounts.check(row["login"], row["password"], at, FROM)
            access.sessions.begin(person_id, at, FROM, "password", complete=True)

        return once

    return work


def checking(people: People) -> Callable[[int], Do]:
    passwords = people.service.access.passwords
    known = passwords.hash("the password of the baseline")
    return lambda _number: lambda _: passwords.fits(known, "the password of the baseline")


def run(size: str) -> list[Figure]:
    figures = []
    with office() as people:
        for clients in CLIENTS:
            whole, bare = [], []
            for _ in range(ROUNDS):
                bare.append(threads_rate(checking(people), min(clients, WORKERS), SECONDS[size]))
                whole.append(threads_rate(signing_in(people), clients, SECONDS[size]))
            name = f"sign-ins, {clients} client{'s' if clients > 1 else ''}"
            figures.append(against(name, whole, "/s", bare))
    return figures
