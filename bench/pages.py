"""How long pages take with a long history, against the same pages in an office of the first day.

Pages are asked for over HTTP, one after the other, of a serving process of its own; each by the
narrowest role that may see it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from http.client import HTTPConnection
from statistics import quantiles
from urllib.parse import quote

from bench.figure import Figure
from bench.hand import Hand
from bench.history import make
from bench.office import People, office
from bench.server import Server, token_of
from domain.correspondence.letter import Standing
from infrastructure.demo.matter import Matter

EVENTS = {"small": 20_000, "medium": 50_000, "large": 100_000}
TIMES = {"small": 25, "medium": 60, "large": 100}
GOAL = "< 50"


def addresses(people: People) -> dict[str, tuple[str, str]]:
    """Return each page's address and who looks at it."""
    rows = people.service.rows
    [letter, *_] = rows.rows("letters", standing=Standing.WITH_UNIT)
    [case, *_] = rows.rows("case_status", state="underway")
    return {
        "inbox": ("/inbox", "analyst"),
        "register": ("/registers?register=receive", "registrar"),
        "search": (f"/search?q={quote('ค่าสาธารณูปโภค')}", "analyst"),
        "search for what is nowhere": (f"/search?q={quote('ปราสาททราย')}", "analyst"),
        "history": ("/history", "auditor"),
        "letter": (f"/letters/{letter['id']}", "analyst"),
        "case": (f"/cases/{case['id']}", "analyst"),
        "inbox of a school": ("/inbox", "school1"),
    }


def p95(wire: HTTPConnection, address: str, token: str, times: int) -> float:
    """Return the 95th percentile in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        wire.request("GET", address, headers={"Authorization": f"Bearer {token}"})
        answer = wire.getresponse()
        answer.read()
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, f"{address}: {answer.status}"
    return quantiles(took, n=20)[18]


def measured(people: People, signed: Mapping[str, str], times: int) -> dict[str, float]:
    """Return the figure of each page, of a server that has just started and warmed up."""
    people.service.pause()  # the server runs the projections
    # A season appended again leaves hundreds of papers to be printed at once, as no office does.
    server = Server(people.service, workers=False)
    try:
        server.ready()
        wire = HTTPConnection("127.0.0.1", server.port, timeout=60)
        found = {}
        for name, (address, login) in addresses(people).items():
            p95(wire, address, signed[login], 8)
            found[name] = p95(wire, address, signed[login], times)
        return found
    finally:
        server.kill()


def run(size: str) -> list[Figure]:
    with office(running=True) as people:
        hand = Hand(people)
        Matter(hand, number=0).play("open")
        people.service.runner.wait(people.service.recorder.last, timeout=60)
        logins = {login for _, login in addresses(people).values()}
        signed = {login: token_of(people.service, login) for login in logins}
        first = measured(people, signed, TIMES[size])
        events = make(people, EVENTS[size])
        grown = measured(people, signed, TIMES[size])
    return [
        Figure(f"p95 of {name}, {events:,} events", ms, "ms", first[name], ms / first[name], GOAL)
        for name, ms in grown.items()
    ]
